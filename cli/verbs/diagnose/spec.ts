/** `sluice diagnose`: arguments and options. */
import { FILES, RUN } from "../../flags/arguments.ts";
import { MACHINE_FLAGS } from "../../flags/machine.ts";
import { CHECKPOINT, PART, SVG } from "../../flags/reading.ts";
import { text, whole } from "../../flags/rules.ts";
import { LENGTH } from "../../flags/training.ts";
import type { Spec } from "../spec.ts";

export const diagnose = {
	name: "diagnose",
	about: "verb.diagnose",
	usage: "RUN [FILE...|--part PART]",
	arguments: [RUN, FILES],
	flags: {
		part: PART,
		length: { ...LENGTH, about: "flag.diagnoseLength", unset: { words: "default.longest" } },
		sequences: { rule: whole(1, 1000, 16), group: "data", about: "flag.diagnoseSequences", unit: "sequences" },
		steps: {
			rule: whole(1, 100_000),
			group: "data",
			about: "flag.diagnoseSteps",
			unit: "steps",
			unset: { words: "default.lags" },
		},
		failOn: { rule: text(), group: "data", about: "flag.failOn", takes: "KINDS" },
		dial: { rule: text(), group: "data", about: "flag.dial", takes: "SETTINGS" },
		plane: { rule: text(), group: "data", about: "flag.plane", takes: "SETTINGS" },
		cut: { rule: text(), group: "data", about: "flag.cut", takes: "SETTINGS" },
		svg: SVG,
		checkpoint: CHECKPOINT,
		...MACHINE_FLAGS,
	},
	examples: [
		"sluice diagnose book-lstm-1",
		"sluice diagnose book-lstm-1 --svg book.svg",
		"sluice diagnose book-lstm-1 other.txt --fail-on vanishing,exploding",
		"sluice diagnose book-lstm-1 --dial radius=1.2,block=f",
		"sluice diagnose temporal-order-rnn-1 --length 500 --json",
	],
} as const satisfies Spec;
