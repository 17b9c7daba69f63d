/** What the sentence of Train can say: its blanks, the values that each offers, and what it takes from an address. */
import type { GivenOptions } from "../../../src/training/options/options.ts";

export interface Choice {
	/** "c", "en", "ko", "own", "task:NAME"; on this machine also "given:ID" and "catalogue:NAME". */
	data: string;
	/** Where it trains: "page" or "machine". */
	place: string;
	cell: string;
	layers: string;
	hidden: string;
	lr: string;
	k2: string;
	clipNorm: string;
	/** Length of a task's sequences. */
	length: string;
	forgetBias: string;
	init: string;
	omega: string;
	dropout: string;
	batch: string;
	optimizer: string;
	steps: string;
	seed: string;
}

interface Blank {
	/** Value before anybody chose. */
	first: string;
	/** What the control offers. */
	offers: readonly string[];
	/** Whether an address may give this value. */
	takes(value: string): boolean;
	/** If true, training continues with the new value; else it starts again. */
	midway?: true;
}

export const TEXTS = ["c", "en", "ko"] as const;
export const TASKS = ["temporal-order", "addition", "copying", "delayed-recall", "reber"] as const;
const DATA = [...TEXTS, ...TASKS.map((name) => `task:${name}`)];

const number = (first: string, offers: readonly string[], least: number, most: number): Blank => ({
	...{ first, offers },
	takes: (value) => /^\d{1,9}(\.\d{1,6})?$/.test(value) && Number(value) >= least && Number(value) <= most,
});
const word = (offers: readonly string[]): Blank => ({
	...{ first: offers[0]!, offers },
	takes: (value) => offers.includes(value),
});
const powers = (from: number, to: number) =>
	Array.from({ length: Math.log2(to / from) + 1 }, (_, n) => String(from * 2 ** n));

/** The largest sizes are what a page can train; a machine trains more from the command line. */
export const CHOICES: Readonly<Record<keyof Choice, Blank>> = {
	data: {
		...word([...DATA, "own"]),
		takes: (value) => [...DATA, "own"].includes(value) || /^(given:[0-9a-f]{16}|catalogue:[\w-]{1,40})$/.test(value),
	},
	place: word(["page", "machine"]),
	cell: word(["lstm", "gru", "rnn"]),
	layers: number("1", ["1", "2", "3"], 1, 4),
	hidden: number("64", powers(8, 1024), 1, 1024),
	lr: { ...number("0.01", ["0.0003", "0.001", "0.003", "0.01", "0.03", "0.1"], 0, 10), midway: true },
	k2: number("32", powers(4, 256), 1, 1024),
	clipNorm: { ...number("1", ["0", "0.1", "0.3", "1", "3", "10"], 0, 1000), midway: true },
	length: number("50", ["10", "20", "50", "100", "200"], 10, 500),
	forgetBias: {
		...number("default", ["default", "0", "1", "3"], 0, 10),
		takes: (value) => /^(default|\d{1,2})$/.test(value),
	},
	init: word(["default", "orthogonal", "identity", "smart-tanh"]),
	omega: number("0", ["0", "0.5", "2", "4"], 0, 100),
	dropout: number("0", ["0", "0.1", "0.2", "0.5"], 0, 0.9),
	batch: number("16", powers(4, 64), 1, 256),
	optimizer: word(["adam", "rmsprop", "momentum", "sgd"]),
	steps: number("2000", ["500", "2000", "10000", "50000"], 1, 1_000_000),
	seed: number("1", ["1", "2", "3", "4", "5"], 0, 999_999_999),
};

export const DEFAULTS = Object.fromEntries(
	Object.entries(CHOICES).map(([key, { first }]) => [key, first]),
) as unknown as Readonly<Choice>;

/** Texts that only this machine has: those it was given, and its catalogue. */
export const isOfMachine = (data: string) => /^(given|catalogue):/.test(data);
export const isTask = (data: string) => data.startsWith("task:");

/** The choice as options of `sluice train`. */
export function optionsOf(choice: Choice): GivenOptions {
	const { cell, init, optimizer } = choice as unknown as {
		cell: "lstm";
		init: "orthogonal" | "default";
		optimizer: "adam";
	};
	const n = (key: keyof Choice) => Number(choice[key]);
	const omega = n("omega");
	return {
		...{ cell, layers: n("layers"), hidden: n("hidden"), batch: n("batch"), optimizer, lr: n("lr") },
		...{ clipNorm: n("clipNorm"), steps: n("steps"), seed: n("seed"), dropout: n("layers") > 1 ? n("dropout") : 0 },
		...(isTask(choice.data) ? { length: lengthOf(choice.length) } : { k1: Math.min(64, n("k2")), k2: n("k2") }),
		...(choice.cell !== "rnn" && choice.forgetBias !== "default" && { forgetBias: n("forgetBias") }),
		...(init !== "default" && { init }),
		...(omega > 0 && { omega }),
	};
}

/** Sequences of a task differ in length by a tenth. */
const lengthOf = (length: string) => `${length}..${Math.round(1.1 * Number(length))}`;
