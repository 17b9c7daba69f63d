/** `sluice receipt`: arguments and options. */
import { QUIET, RUNS } from "../../flags/machine.ts";
import { text, whole } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

export const receipt = {
	name: "receipt",
	about: "verb.receipt",
	usage: "RUN [--updates N] | --check LINK|FILE [--text FILE|@NAME]",
	arguments: [{ name: "[run]", about: "arg.run" }],
	flags: {
		updates: {
			rule: whole(1, 1_000_000),
			group: "reading",
			about: "flag.updates",
			unit: "updates",
			unset: { words: "default.updates" },
		},
		check: { rule: text(), group: "reading", about: "flag.check", takes: "LINK|FILE" },
		text: { rule: text(), group: "reading", about: "flag.receiptText", takes: "FILE|@NAME" },
		runs: RUNS,
		quiet: QUIET,
	},
	examples: ["sluice receipt book-lstm-1 --updates 200", "sluice receipt --check receipt.json --text book.txt"],
} as const satisfies Spec;
