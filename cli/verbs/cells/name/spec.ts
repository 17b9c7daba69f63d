/** `sluice cells name`: arguments and options. */
import { RUN } from "../../../flags/arguments.ts";
import { CELLS_LIMIT, PATTERN, SPANS } from "../../../flags/cells.ts";
import { limit, READING_FLAGS } from "../../../flags/reading.ts";
import { onOff } from "../../../flags/rules.ts";
import type { Spec } from "../../spec.ts";

export const cellsName = {
	name: "cells name",
	about: "verb.cells name",
	usage: "RUN [UNIT NAME [FILE...|--part PART]]",
	arguments: [
		RUN,
		{ name: "[unit]", about: "arg.unit" },
		{ name: "[name]", about: "arg.cellName" },
		{ name: "[file...]", about: "arg.evidence" },
	],
	flags: {
		pattern: { ...PATTERN, about: "flag.namePattern" },
		spans: SPANS,
		remove: { rule: onOff, group: "cells", about: "flag.remove" },
		limit: limit(CELLS_LIMIT),
		...READING_FLAGS,
	},
	examples: [
		'sluice cells name book-lstm-1 l1.c.17 "inside quotes" book.txt --pattern quotes',
		"sluice cells name book-lstm-1 l1.c.17 --remove",
	],
} as const satisfies Spec;
