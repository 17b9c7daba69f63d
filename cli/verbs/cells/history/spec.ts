/** `sluice cells history`: arguments and options. */
import { READ_FILES, RUN, UNIT } from "../../../flags/arguments.ts";
import { PATTERN, SPANS } from "../../../flags/cells.ts";
import { ENCODING, LOSSY } from "../../../flags/data.ts";
import { MACHINE_FLAGS } from "../../../flags/machine.ts";
import { limit, PART, SVG } from "../../../flags/reading.ts";
import { texts } from "../../../flags/rules.ts";
import type { Spec } from "../../spec.ts";

export const cellsHistory = {
	name: "cells history",
	about: "verb.cells history",
	usage: "RUN UNIT [FILE...|--part PART] [--beside RUN]",
	arguments: [RUN, UNIT, READ_FILES],
	flags: {
		pattern: { ...PATTERN, about: "flag.historyPattern" },
		spans: SPANS,
		beside: { rule: texts, group: "cells", about: "flag.beside", takes: "RUN" },
		limit: limit(100_000),
		svg: { ...SVG, about: "flag.historySvg" },
		part: PART,
		lossy: LOSSY,
		encoding: ENCODING,
		...MACHINE_FLAGS,
	},
	examples: [
		"sluice cells history book-lstm-1 l1.c.17 --pattern quotes",
		"sluice cells history book-lstm-1 l1.c.17 --beside book-lstm-2 --svg quotes.svg",
	],
} as const satisfies Spec;
