/** What can be chosen in Train: the blanks of its sentence, the values that each offers, and what it takes from an address. */

export interface Choice {
	/** "c", "en", "ko", "own", "series", "task:NAME"; on this machine also "given:ID", "series:ID" and "catalogue:NAME". */
	data: string;
	/** Column of a series that is forecast, from 1; "last" for the last column of numbers. */
	target: string;
	/** Where it trains: "page" or "machine". */
	place: string;
	cell: string;
	layers: string;
	hidden: string;
	lr: string;
	k2: string;
	clipNorm: string;
	/** Length of a task's sequences; they differ by a tenth. */
	length: string;
	forgetBias: string;
	init: string;
	omega: string;
	dropout: string;
	batch: string;
	optimizer: string;
	steps: string;
	seed: string;
	/** The options that are no blank and differ from their default, by name (optionNames.ts). */
	further: Readonly<Record<string, string>>;
}
export type BlankName = Exclude<keyof Choice, "further">;

interface Blank {
	/** Value before anybody chose. */
	first: string;
	/** What the control offers. */
	offers: readonly string[];
	/** Whether an address may give this value. The trainer's own parser judges the rest. */
	takes(value: string): boolean;
	/** If true, training continues with the new value; else it starts again. */
	midway?: true;
}

export const TEXTS = ["c", "en", "ko"] as const;
export const TASKS = [
	...(["temporal-order", "addition", "copying", "delayed-recall", "reber"] as const),
	...(["brackets", "random-permutation", "mackey-glass-17", "narma-10"] as const),
] as const;
const DATA = [...TEXTS, "own", "series", ...TASKS.map((name) => `task:${name}`)];

/** A number as the reader types it, in the range of the command line. */
const number = (first: string, offers: readonly string[], least: number, most: number): Blank => ({
	...{ first, offers },
	takes: (value) =>
		/^\d{1,16}(\.\d{1,12})?(e-?\d{1,2})?$/.test(value) && Number(value) >= least && Number(value) <= most,
});
const word = (offers: readonly string[]): Blank => ({
	...{ first: offers[0]!, offers },
	takes: (value) => offers.includes(value),
});
/** A name, with a number after a colon where it has one. */
const named = (offers: readonly string[]): Blank => ({
	...{ first: offers[0]!, offers },
	takes: (value) => /^[\w.-]{1,30}(:[\w.-]{1,20})?$/.test(value),
});
const powers = (from: number, to: number) =>
	Array.from({ length: Math.log2(to / from) + 1 }, (_, n) => String(from * 2 ** n));

export const CHOICES: Readonly<Record<BlankName, Blank>> = {
	data: {
		...word(DATA),
		takes: (value) => DATA.includes(value) || /^((given|series):[0-9a-f]{16}|catalogue:[\w-]{1,40})$/.test(value),
	},
	target: { first: "last", offers: [], takes: (value) => /^(last|all|\d{1,5})$/.test(value) },
	place: word(["page", "machine"]),
	cell: word(["lstm", "gru", "rnn", "esn"]),
	layers: number("1", ["1", "2", "3"], 1, 64),
	hidden: number("64", powers(8, 1024), 1, 16_384),
	lr: { ...number("0.01", ["0.0003", "0.001", "0.003", "0.01", "0.03", "0.1"], 0, 1e6), midway: true },
	k2: number("32", powers(4, 256), 1, 1_000_000),
	clipNorm: { ...number("1", ["0", "0.1", "0.3", "1", "3", "10"], 0, 1e9), midway: true },
	length: {
		...number("50", ["10", "20", "50", "100", "200"], 1, 1e9),
		takes: (value) => /^\d{1,9}(\.\.\d{1,9})?$/.test(value),
	},
	forgetBias: named(["default", "0", "1", "3"]),
	init: named(["default", "orthogonal", "identity", "smart-tanh"]),
	omega: number("0", ["0", "0.5", "2", "4"], 0, 1e6),
	dropout: number("0", ["0", "0.1", "0.2", "0.5"], 0, 0.95),
	batch: number("16", powers(4, 64), 1, 65_536),
	optimizer: word(["adam", "adamw", "rmsprop", "momentum", "sgd", "soap"]),
	steps: number("2000", ["500", "2000", "10000", "50000"], 0, 1e12),
	seed: number("1", ["1", "2", "3", "4", "5"], 0, Number.MAX_SAFE_INTEGER),
};
export const BLANKS = Object.keys(CHOICES) as BlankName[];
export const isBlank = (key: string): key is BlankName => Object.hasOwn(CHOICES, key);

export const DEFAULTS: Readonly<Choice> = {
	...(Object.fromEntries(BLANKS.map((key) => [key, CHOICES[key].first])) as Record<BlankName, string>),
	further: {},
};

/** Value of a blank or of another option; undefined for an option at its default. */
export const valueIn = (choice: Choice, key: string): string | undefined =>
	isBlank(key) ? choice[key] : choice.further[key];

/** The choice with one value changed. Undefined or the empty text: the option's default. */
export function withValue(choice: Choice, key: string, value: string | undefined): Choice {
	if (isBlank(key)) return { ...choice, [key]: value || CHOICES[key].first };
	const { [key]: _, ...others } = choice.further;
	return { ...choice, further: value ? { ...others, [key]: value } : others };
}

/** Names of the blanks and options in which two choices differ. */
export function differences(a: Choice, b: Choice): string[] {
	const names = new Set([...BLANKS, ...Object.keys(a.further), ...Object.keys(b.further)]);
	return [...names].filter((key) => valueIn(a, key) !== valueIn(b, key));
}

/** Texts and series that only this machine has: those it was given, and its catalogue. */
export const isOfMachine = (data: string) => /^(given|series|catalogue):/.test(data);
export const isTask = (data: string) => data.startsWith("task:");
export const isSeries = (data: string) => data === "series" || data.startsWith("series:");
/** What a choice trains on. */
export const kindOf = ({ data }: Pick<Choice, "data">) => (isTask(data) ? "task" : isSeries(data) ? "series" : "text");
