/** `sluice cells patch`: arguments and options. */
import { RUN } from "../../../flags/arguments.ts";
import { OTHERS, OTHERS_SEED, WARMUP } from "../../../flags/cells.ts";
import { ENCODING, LOSSY } from "../../../flags/data.ts";
import { MACHINE_FLAGS } from "../../../flags/machine.ts";
import { CHECKPOINT } from "../../../flags/reading.ts";
import { text, whole } from "../../../flags/rules.ts";
import type { Spec } from "../../spec.ts";

/** The help leaves out the ranges. */
const tells = ["default"] as const;

export const cellsPatch = {
	name: "cells patch",
	about: "verb.cells patch",
	usage: "RUN UNIT... --from FILE:OFFSET --to FILE:OFFSET",
	arguments: [RUN, { name: "<unit...>", about: "arg.units" }],
	flags: {
		from: { rule: text(), group: "cells", about: "flag.patchFrom", takes: "FILE:OFFSET" },
		to: { rule: text(), group: "cells", about: "flag.patchTo", takes: "FILE:OFFSET" },
		ahead: { rule: whole(0, 1 << 16, 100), group: "cells", about: "flag.patchAhead", unit: "steps", tells },
		top: { rule: whole(1, 1 << 21, 5), group: "cells", about: "flag.patchTop", unit: "symbols", tells },
		others: { rule: OTHERS.rule, group: "cells", about: "flag.patchOthers", tells },
		seed: { ...OTHERS_SEED, tells },
		warmupSymbols: { ...WARMUP, rule: whole(1, 1 << 16, 4096), about: "flag.patchWarmup", tells },
		lossy: LOSSY,
		encoding: ENCODING,
		checkpoint: CHECKPOINT,
		...MACHINE_FLAGS,
	},
	examples: [
		"sluice cells patch book-lstm-1 l1.c.17 --from book.txt:1200 --to book.txt:400",
		"sluice cells patch book-lstm-1 l1.c l1.h --from valid:1200 --to test:0 --ahead 300",
	],
} as const satisfies Spec;
