/** `sluice cells find`: arguments and options. */
import { READ_FILES, RUN } from "../../../flags/arguments.ts";
import { BEST, CELLS_LIMIT, PATTERNS, REPORT_FLAGS, SPANS, WARMUP } from "../../../flags/cells.ts";
import { ENCODING, LOSSY } from "../../../flags/data.ts";
import { MACHINE_FLAGS } from "../../../flags/machine.ts";
import { CHECKPOINT, limit, NAMES, PART } from "../../../flags/reading.ts";
import { onOff } from "../../../flags/rules.ts";
import type { Spec } from "../../spec.ts";
import { cells } from "../spec.ts";

export const cellsFind = {
	name: "cells find",
	about: "verb.cells find",
	usage: "RUN [FILE...|--part PART]",
	arguments: [RUN, READ_FILES],
	flags: {
		pattern: PATTERNS,
		spans: SPANS,
		names: { ...NAMES, group: "cells", unset: { words: "default.cellNames" } },
		best: { ...BEST, unset: { words: "default.findBest" } },
		exact: { rule: onOff, group: "cells", about: "flag.exact" },
		warmupSymbols: WARMUP,
		limit: limit(CELLS_LIMIT),
		part: PART,
		lossy: LOSSY,
		encoding: ENCODING,
		checkpoint: CHECKPOINT,
		...REPORT_FLAGS,
		...MACHINE_FLAGS,
	},
	examples: cells.examples,
} as const satisfies Spec;
