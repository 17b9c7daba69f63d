/** `sluice cells report`: arguments and options. */
import { READ_FILES, RUN } from "../../../flags/arguments.ts";
import { REPORT_FLAGS } from "../../../flags/cells.ts";
import { READING_FLAGS } from "../../../flags/reading.ts";
import { list, whole } from "../../../flags/rules.ts";
import type { Spec } from "../../spec.ts";

/** Symbols that a report shows by default, as in the library. */
const REPORT_LIMIT = 20_000;

export const cellsReport = {
	name: "cells report",
	about: "verb.cells report",
	usage: "RUN [FILE...|--part PART] --html FILE",
	arguments: [RUN, READ_FILES],
	flags: {
		...REPORT_FLAGS,
		units: { rule: list, group: "cells", about: "flag.units", takes: "UNIT...", unset: { words: "default.units" } },
		limit: { rule: whole(1, 200_000, REPORT_LIMIT), group: "cells", about: "flag.reportLimit", unit: "symbols" },
		...READING_FLAGS,
	},
	examples: [
		"sluice cells report book-lstm-1 book.txt --html book.html",
		"sluice cells report book-lstm-1 --part test --units l1.c.17,l0.h.3 --html cells.html --svg cells.svg",
	],
} as const satisfies Spec;
