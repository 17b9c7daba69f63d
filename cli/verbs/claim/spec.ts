/** `sluice claim`: arguments and options. */
import { QUIET, RUNS } from "../../flags/machine.ts";
import { CHECKPOINT, limit, PART } from "../../flags/reading.ts";
import { text } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

export const claim = {
	name: "claim",
	about: "verb.claim",
	usage: "RUN UNIT --pattern PATTERN [--out FILE] | check FILE [--run RUN]",
	arguments: [
		{ name: "<run>", about: "arg.claimRun" },
		{ name: "<unit>", about: "arg.claimUnit" },
	],
	flags: {
		pattern: { rule: text(), group: "cells", about: "flag.claimPattern", takes: "PATTERN" },
		out: { rule: text(), group: "cells", about: "flag.claimOut", takes: "FILE" },
		run: { rule: text(), group: "cells", about: "flag.claimRun", takes: "RUN" },
		limit: limit(100_000),
		part: PART,
		checkpoint: CHECKPOINT,
		runs: RUNS,
		quiet: QUIET,
	},
	examples: ["sluice claim book-lstm-1 l0.c.62 --pattern quotes --out quotes.json", "sluice claim check quotes.json"],
} as const satisfies Spec;
