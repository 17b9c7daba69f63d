/** E_OPTION: an option, where it was given, and why it is rejected. */
import { define, type Lang } from "./define.ts";
import { quote } from "./quote.ts";
import { type Reason, sayReason } from "./reasons.ts";

/** How an option was given by the user of the command line. */
export type Place =
	| { place: "flag" }
	| { place: "env" }
	/** An argument without a name; `name` is its placeholder, FILE. */
	| { place: "argument"; name: string }
	/** A key of the configuration file at `path`. */
	| { place: "config"; path: string };

/**
 * Where an option was given. A string is a request's: the function, verb, task or file that takes the option. `others`
 * are the other options of the command that were given elsewhere.
 */
export type Where = string | (Place & { others?: Readonly<Record<string, Place>> });

const MOST_NAME = 64;

/** `clipNorm` -> `--clip-norm`. */
export function flagOf(name: string): string {
	return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `clipNorm` -> `SLUICE_CLIP_NORM`. */
export function variableOf(name: string): string {
	return `SLUICE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** The option as its giver wrote it. */
function named(option: string, where: Where, lang: Lang): string {
	const key = quote(option);
	if (typeof where === "string") return key;
	if (where.place === "config") return lang === "en" ? `${key} in ${where.path}` : `${where.path}의 ${key}`;
	if (where.place === "argument") return where.name;
	const plain = option.slice(0, MOST_NAME);
	return where.place === "flag" ? flagOf(plain) : variableOf(plain);
}

export interface OptionError {
	option: string;
	where: Where;
	why: Reason;
}

function say({ option, where, why }: OptionError, lang: Lang): string {
	const others = typeof where === "string" ? undefined : where.others;
	const other = (name: string) => named(name, others?.[name] ?? where, lang);
	const name = named(option, where, lang);
	if (typeof where !== "string") return ended(sayReason(why, lang, { name, other }));
	if (why.reason === "unknownOption") return ended(sayReason(why, lang, { name, other, of: where }));
	return `${where}: ${ended(sayReason(why, lang, { name, other }))}`;
}

/** A question keeps its mark. */
const ended = (sentence: string) => (sentence.endsWith("?") ? sentence : `${sentence}.`);

export const optionErrors = {
	E_OPTION: define<OptionError>({
		exit: 2,
		en: (p) => say(p, "en"),
		ko: (p) => say(p, "ko"),
	}),
};
