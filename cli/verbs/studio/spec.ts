/** `sluice studio`: arguments and options. */
import { RUNS_FLAGS } from "../../flags/machine.ts";
import { onOff, text, whole } from "../../flags/rules.ts";
import { STUDIES } from "../../flags/studies.ts";
import type { Spec } from "../spec.ts";

export const studio = {
	name: "studio",
	about: "verb.studio",
	usage: "[PATH...] | --export DIR [RUN...]",
	arguments: [{ name: "[path...]", about: "arg.studioPaths" }],
	flags: {
		port: {
			rule: whole(1, 65_535),
			group: "machine",
			about: "flag.port",
			unset: { words: "default.port" },
		},
		export: {
			rule: text(),
			group: "machine",
			about: "flag.exportPage",
			takes: "DIR",
			unset: { words: "default.exportPage" },
		},
		withText: { rule: onOff, group: "machine", about: "flag.withText" },
		noOpen: { rule: onOff, group: "machine", about: "flag.noOpen" },
		studies: STUDIES,
		...RUNS_FLAGS,
	},
	examples: [
		"sluice studio",
		"sluice studio book.txt prices.csv --runs lab/runs",
		"sluice studio --no-open --port 8017",
		"sluice studio --export site sqlite-lstm-1",
	],
} as const satisfies Spec;
