/** `sluice predictions`: arguments and options. */
import { READ_FILES, RUN } from "../../flags/arguments.ts";
import { limit, READING_FLAGS } from "../../flags/reading.ts";
import { number, whole } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

/** Symbols read by default. */
export const PREDICTIONS_LIMIT = 10_000;

export const predictions = {
	name: "predictions",
	about: "verb.predictions",
	usage: "RUN [FILE...|--part PART]",
	arguments: [RUN, READ_FILES],
	flags: {
		top: { rule: whole(1, 1 << 21, 5), group: "reading", about: "flag.top", unit: "symbols" },
		sure: { rule: number(0, 1, 0.9), group: "reading", about: "flag.sure" },
		limit: limit(PREDICTIONS_LIMIT),
		...READING_FLAGS,
	},
	examples: [
		"sluice predictions book-lstm-1 other.txt --top 3",
		"sluice predictions book-lstm-1 other.txt --limit 0 --jsonl",
	],
} as const satisfies Spec;
