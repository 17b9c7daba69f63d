/** `sluice cells similar`: arguments and options. */
import { READ_FILES, RUN, UNIT } from "../../../flags/arguments.ts";
import { BEST } from "../../../flags/cells.ts";
import { limit, READING_FLAGS } from "../../../flags/reading.ts";
import { texts } from "../../../flags/rules.ts";
import type { Spec } from "../../spec.ts";

export const cellsSimilar = {
	name: "cells similar",
	about: "verb.cells similar",
	usage: "RUN UNIT [FILE...|--part PART] [--beside RUN]",
	arguments: [RUN, UNIT, READ_FILES],
	flags: {
		beside: { rule: texts, group: "cells", about: "flag.similarBeside", takes: "RUN" },
		best: { ...BEST, about: "flag.similarBest" },
		limit: limit(20_000),
		...READING_FLAGS,
	},
	examples: [
		"sluice cells similar book-lstm-1 l1.c.17",
		"sluice cells similar book-lstm-1 l1.c.17 --beside book-lstm-2 --beside book-lstm-3",
	],
} as const satisfies Spec;
