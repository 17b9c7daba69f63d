/** `sluice predictions`: arguments and options. */
import { READ_FILES, RUN } from "../../flags/arguments.ts";
import { PATTERN } from "../../flags/cells.ts";
import { COUNT_ON } from "../../flags/data.ts";
import { CHECKPOINT, limit, READING_FLAGS } from "../../flags/reading.ts";
import { number, text, whole } from "../../flags/rules.ts";
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
		against: { rule: text(), group: "reading", about: "flag.against", takes: "RUN" },
		againstCheckpoint: {
			...CHECKPOINT,
			rule: text(),
			about: "flag.againstCheckpoint",
			unset: { words: "default.best" },
		},
		pattern: { ...PATTERN, about: "flag.againstPattern" },
		units: { rule: whole(0, 1e6), group: "reading", about: "flag.againstUnits", unset: { words: "default.noUnits" } },
		places: {
			rule: whole(1, 10_000),
			group: "reading",
			about: "flag.againstPlaces",
			unset: { words: "default.places" },
		},
		limit: limit(PREDICTIONS_LIMIT),
		ngrams: { rule: whole(1, 64), group: "reading", about: "flag.ngramsOrder", takes: "N" },
		countOn: COUNT_ON,
		...READING_FLAGS,
	},
	examples: [
		"sluice predictions book-lstm-1 other.txt --top 3",
		"sluice predictions book-lstm-1 other.txt --limit 0 --jsonl",
		"sluice predictions book-lstm-1 --part test --ngrams 5",
		"sluice predictions book-lstm-1 --against book-rnn-1 --pattern quotes --units 64",
		"sluice predictions book-lstm-1 --against book-lstm-1 --against-checkpoint 500",
	],
} as const satisfies Spec;
