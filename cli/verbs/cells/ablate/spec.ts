/** `sluice cells ablate`: arguments and options. */
import { READ_FILES, RUN, UNIT } from "../../../flags/arguments.ts";
import { INTERVENTION_FLAGS } from "../../../flags/cells.ts";
import { choice } from "../../../flags/rules.ts";
import type { Spec } from "../../spec.ts";

export const cellsAblate = {
	name: "cells ablate",
	about: "verb.cells ablate",
	usage: "RUN UNIT [FILE...|--part PART]",
	arguments: [RUN, UNIT, READ_FILES],
	flags: {
		to: {
			rule: choice(["mean", "zero", "outside"]),
			group: "cells",
			about: "flag.ablateTo",
			unset: { words: "default.ablateTo" },
		},
		...INTERVENTION_FLAGS,
	},
	examples: [
		"sluice cells ablate book-lstm-1 l1.c.17 book.txt --pattern quotes",
		"sluice cells ablate book-lstm-1 l1.c.17 --to zero --others 50 --seed 2",
	],
} as const satisfies Spec;
