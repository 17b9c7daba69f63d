/** Messages in the reader's language. English is always at hand; Korean, and its particles, load when asked for. */
import type { Lang } from "../../src/errors/define.ts";
import { en } from "./en.ts";

export type MessageKey = keyof typeof en;

/** Names of the holes in a message: `"{run} at {step}"` has run and step; `{run:을/를}`, `{steps:step/steps}` are run and steps. */
export type Holes<S extends string> = S extends `${string}{${infer Hole}}${infer Rest}`
	? (Hole extends `${infer Name}:${string}` ? Name : Hole) | Holes<Rest>
	: never;

type Values<K extends MessageKey> = [Holes<(typeof en)[K]>] extends [never]
	? []
	: [values: Readonly<Record<Holes<(typeof en)[K]>, string | number>>];

/** Fills the message `key` of one language. */
export type Translate = <K extends MessageKey>(key: K, ...values: Values<K>) => string;

/** A catalogue that says the same things, with the same holes, in another language. */
export type Catalogue<C> = {
	[K in MessageKey]: K extends keyof C
		? [Holes<C[K] & string>] extends [Holes<(typeof en)[K]>]
			? [Holes<(typeof en)[K]>] extends [Holes<C[K] & string>]
				? string
				: never
			: never
		: never;
};

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

/** `{steps:step/steps}`: "1 step", "2 steps"; what is no plain 1 ("> 1", "1.00k") is more. */
const counted: Particle = (number, nouns) => {
	const [one, more] = nouns.split("/");
	return `${number} ${number === "1" ? one : more}`;
};

export const english: Translate = translator(en, counted);

export async function messagesFor(lang: Lang): Promise<Translate> {
	if (lang === "en") return english;
	const [{ ko }, { particle }] = await Promise.all([import("./ko.ts"), import("./particle.ts")]);
	const same: Catalogue<typeof ko> = ko; // does not compile when the holes of a message differ
	return translator(same, particle);
}
