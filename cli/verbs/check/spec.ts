/** `sluice check`: arguments and options. */
import { RUNS } from "../../flags/machine.ts";
import { WEIGHTS } from "../../flags/reading.ts";
import { text } from "../../flags/rules.ts";
import { CELL, VARIANT } from "../../flags/training.ts";
import type { Spec } from "../spec.ts";

/** Default: read from the file. */
const unset = { words: "default.fromFile" } as const;

export const check = {
	name: "check",
	about: "verb.check",
	usage: "FILE --against RUN|FILE",
	arguments: [{ name: "<file>", about: "arg.checkFile" }],
	flags: {
		against: { rule: text(), group: "exchange", about: "flag.checkAgainst", takes: "RUN|FILE" },
		checkpoint: WEIGHTS,
		cell: { ...CELL, unset },
		variant: { ...VARIANT, unset },
		runs: RUNS,
	},
	examples: [
		"sluice check book.onnx --against book-lstm-1",
		"sluice check theirs.onnx --against theirs.safetensors --json",
	],
} as const satisfies Spec;
