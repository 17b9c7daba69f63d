/** `sluice eval`: arguments and options. */
import { FILES, RUN } from "../../flags/arguments.ts";
import { ENCODING, LOSSY } from "../../flags/data.ts";
import { MACHINE_FLAGS } from "../../flags/machine.ts";
import { CHECKPOINT, PART, SEED } from "../../flags/reading.ts";
import { number, onOff, whole } from "../../flags/rules.ts";
import { LENGTH } from "../../flags/training.ts";
import type { Spec } from "../spec.ts";

export const evaluate = {
	name: "eval",
	about: "verb.eval",
	usage: "RUN [FILE...|--part PART]",
	arguments: [RUN, FILES],
	flags: {
		part: PART,
		chat: { rule: onOff, group: "data", about: "flag.chat" },
		exact: { rule: onOff, group: "data", about: "flag.evalExact" },
		windows: { rule: whole(1, 1e6), group: "data", about: "flag.evalWindows", unit: "symbols" },
		dynamic: { rule: onOff, group: "data", about: "flag.dynamic" },
		dynamicLr: { rule: number(0, 1000, 0.001), group: "data", about: "flag.dynamicLr" },
		dynamicDecay: { rule: number(0, 1, 0.003), group: "data", about: "flag.dynamicDecay" },
		lossy: LOSSY,
		encoding: ENCODING,
		length: { ...LENGTH, about: "flag.evalLength", unset: { words: "default.trained" } },
		sequences: {
			rule: whole(1, 1e9),
			group: "data",
			about: "flag.sequences",
			unit: "sequences",
			unset: { words: "default.sequences" },
		},
		seed: { ...SEED, group: "data" },
		checkpoint: CHECKPOINT,
		...MACHINE_FLAGS,
	},
	examples: [
		"sluice eval book-lstm-1 --part test",
		"sluice eval book-lstm-1 other.txt --exact --json",
		"sluice eval book-lstm-1 --part test --windows 256 --dynamic",
		"sluice eval reviews-lstm-1 new.jsonl",
		"sluice eval talk-lstm-1 --chat --part test",
		"sluice eval temporal-order-rnn-1 --length 1000 --sequences 10000",
	],
} as const satisfies Spec;
