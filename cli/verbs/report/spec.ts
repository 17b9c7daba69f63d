/** `sluice report`: arguments and options. */
import { RUN } from "../../flags/arguments.ts";
import { RUNS_FLAGS } from "../../flags/machine.ts";
import { text } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

export const report = {
	name: "report",
	about: "verb.report",
	usage: "RUN",
	arguments: [RUN],
	flags: {
		html: {
			rule: text(),
			group: "reading",
			about: "flag.reportHtml",
			takes: "FILE",
			unset: { words: "default.reportHtml" },
		},
		...RUNS_FLAGS,
	},
	examples: ["sluice report sqlite-lstm-1", "sluice report sqlite-lstm-1 --html report.html --lang ko"],
} as const satisfies Spec;
