/** A choice as what `sluice train` is given: options of the training, options of the data, and those of a task. */
import type { GivenOptions } from "../../../src/training/options/options.ts";
import { type Choice, DEFAULTS, kindOf } from "./choices.ts";
import { type DataOption, sortOf } from "./optionNames.ts";

export type Plain = string | number | boolean;

/** A typed value: a number if it reads as one, else its words. */
function plainOf(text: string): Plain {
	if (text === "true" || text === "false") return text === "true";
	const value = Number(text);
	return text.trim() !== "" && Number.isFinite(value) ? value : text;
}

type Sorted = Record<"task" | "data" | "training", Record<string, Plain>>;

/** The options that are no blank, by what they belong to; those of other data are left out. */
function furtherOf(choice: Choice): Sorted {
	const sorted: Sorted = { task: {}, data: {}, training: {} };
	for (const [key, text] of Object.entries(choice.further)) {
		const sort = sortOf(key, choice.data);
		if (sort) sorted[sort][key] = plainOf(text);
	}
	return sorted;
}

/** The choice as options of `sluice train`. */
export function optionsOf(choice: Choice): GivenOptions {
	const { training } = furtherOf(choice);
	const timed = (training.minutes ?? training.epochs) !== undefined && choice.steps === DEFAULTS.steps;
	const { steps, ...base } = choice.cell === "esn" ? ofEcho(choice) : ofGradient(choice);
	const budget = steps === undefined || timed ? {} : { steps };
	return { ...base, ...budget, ...training } as GivenOptions;
}

const numberIn =
	(choice: Choice) => (key: "layers" | "hidden" | "batch" | "lr" | "clipNorm" | "steps" | "seed" | "k2") =>
		Number(choice[key]);

function ofGradient(choice: Choice): Record<string, Plain> {
	const { cell, init, optimizer, forgetBias } = choice;
	const n = numberIn(choice);
	const omega = Number(choice.omega);
	return {
		...{ cell, layers: n("layers"), hidden: n("hidden"), batch: n("batch"), optimizer, lr: n("lr") },
		...{ clipNorm: n("clipNorm"), steps: n("steps"), seed: n("seed"), dropout: Number(choice.dropout) },
		...windowOf(choice),
		...(cell !== "rnn" && forgetBias !== "default" && { forgetBias: plainOf(forgetBias) }),
		...(init !== "default" && { init }),
		...(omega > 0 && { omega }),
	};
}

/** Nothing of a reservoir is trained but its readout: by regression, or on a text by the gradient. */
function ofEcho(choice: Choice): Record<string, Plain> {
	const n = numberIn(choice);
	const both = { cell: "esn", hidden: n("hidden"), seed: n("seed") };
	const kind = kindOf(choice);
	if (kind === "series") return both; // in one pass
	if (kind === "text") {
		const { optimizer } = choice;
		const updates = { optimizer, lr: n("lr"), clipNorm: n("clipNorm"), steps: n("steps") };
		return { ...both, batch: n("batch"), ...updates, k1: Math.min(64, n("k2")) };
	}
	const budget = choice.steps !== DEFAULTS.steps && { steps: n("steps") }; // without it, as many as the readout needs
	return { ...both, batch: n("batch"), ...budget, ...windowOf(choice) };
}

/** How far a gradient travels: through windows of a text, through whole sequences of a task or series. */
function windowOf(choice: Choice): Record<string, Plain> {
	const kind = kindOf(choice);
	const k2 = Number(choice.k2);
	if (kind === "text") return { k1: Math.min(64, k2), k2 };
	if (kind === "task") return { length: lengthOf(choice.length) };
	return choice.length === DEFAULTS.length ? {} : { length: plainOf(choice.length) }; // a short series has a shorter one
}

/** Sequences of a task differ in length by a tenth, unless both ends are given. */
const lengthOf = (length: string) => (/^\d+$/.test(length) ? `${length}..${Math.round(1.1 * Number(length))}` : length);

export const taskOptionsOf = (choice: Choice) => furtherOf(choice).task as Record<string, number | boolean>;
export const dataOptionsOf = (choice: Choice) => furtherOf(choice).data as Partial<Record<DataOption, Plain>>;
