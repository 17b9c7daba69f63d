/** Messages in the user's language. English is always loaded; Korean and its particles load on demand. */
import type { Lang } from "../../src/errors/define.ts";
import type { Catalogue, MessageKey, Translate } from "./catalogue.ts";
import { en } from "./en.ts";

type Particle = (word: string, pair: string) => string;

const HOLE = /\{(\w+)(?::([^}]+))?\}/g;

function translator(messages: Readonly<Record<MessageKey, string>>, particle: Particle): Translate {
	return (key, ...values) => {
		const known: Readonly<Record<string, string | number>> = values[0] ?? {};
		return messages[key].replace(HOLE, (_, name: string, pair?: string) => {
			const word = String(known[name]);
			return pair === undefined ? word : particle(word, pair);
		});
	};
}

/** `{steps:step/steps}`: "1 step", "2 steps". Anything but a plain 1 ("> 1", "1.00k") is plural. */
const counted: Particle = (number, nouns) => {
	const [one, more] = nouns.split("/");
	return `${number} ${number === "1" ? one : more}`;
};

export const english: Translate = translator(en, counted);

export async function messagesFor(lang: Lang): Promise<Translate> {
	if (lang === "en") return english;
	const [{ ko }, { particle }] = await Promise.all([import("./ko.ts"), import("../../src/errors/particle.ts")]);
	const same: Catalogue<typeof ko> = ko; // does not compile when the holes of a message differ
	return translator(same, particle);
}
