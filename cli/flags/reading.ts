/** Options of the verbs that read a text with a run. */
import { ENCODING, LOSSY } from "./data.ts";
import type { Flag } from "./flag.ts";
import { MACHINE_FLAGS } from "./machine.ts";
import { ANY, choice, list, text, whole } from "./rules.ts";

export const PART = {
	rule: choice(["valid", "test", "train"], "valid"),
	group: "data",
	about: "flag.part",
} as const satisfies Flag;

/** Checkpoint to examine. */
export const CHECKPOINT = {
	rule: text("best"),
	group: "data",
	about: "flag.checkpoint",
	takes: "best|last|STEP",
} as const satisfies Flag;

/** Checkpoint to export or to generate text with. */
export const WEIGHTS = { ...CHECKPOINT, group: "exchange" } as const satisfies Flag;

/** Options for the text, the weights and the engine. */
export const READING_FLAGS = {
	part: PART,
	lossy: LOSSY,
	encoding: ENCODING,
	checkpoint: CHECKPOINT,
	...MACHINE_FLAGS,
} as const;

/** Number of symbols to read. Default `value`. */
export const limit = (value: number) =>
	({ rule: whole(0, ANY, value), group: "reading", about: "flag.limit", unit: "symbols" }) as const satisfies Flag;

/** Values of a step. */
export const NAMES = { rule: list, group: "reading", about: "flag.names" } as const satisfies Flag;

/** SVG file for the figures, in addition to the numbers. */
export const SVG = { rule: text(), group: "data", about: "flag.svg", takes: "FILE" } as const satisfies Flag;

export const SEED = {
	rule: whole(0, ANY, 1),
	group: "training",
	about: "flag.seed",
} as const satisfies Flag;
