/** `sluice cells show`: arguments and options. */
import { READ_FILES, RUN, UNIT } from "../../../flags/arguments.ts";
import { BEST, PATTERNS, SPANS } from "../../../flags/cells.ts";
import { limit, READING_FLAGS } from "../../../flags/reading.ts";
import type { Spec } from "../../spec.ts";

export const cellsShow = {
	name: "cells show",
	about: "verb.cells show",
	usage: "RUN UNIT [FILE...|--part PART]",
	arguments: [RUN, UNIT, READ_FILES],
	flags: {
		pattern: PATTERNS,
		spans: SPANS,
		best: { ...BEST, about: "flag.showBest" },
		limit: limit(200_000),
		...READING_FLAGS,
	},
	examples: ["sluice cells show book-lstm-1 l1.c.17", "sluice cells show book-lstm-1 l1.h.3 code.c --best 10"],
} as const satisfies Spec;
