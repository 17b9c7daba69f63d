/** `sluice study ask`: arguments and options. */
import { whole } from "../../../flags/rules.ts";
import { STUDIES_FLAGS, STUDY } from "../../../flags/studies.ts";
import type { Spec } from "../../spec.ts";

export const studyAsk = {
	name: "study ask",
	about: "verb.study ask",
	usage: "STUDY OPTION=VALUE...",
	arguments: [STUDY, { name: "<setting...>", about: "arg.setting" }],
	flags: {
		seed: { rule: whole(0, 1e9), group: "study", about: "flag.askSeed", unset: { words: "default.askSeed" } },
		...STUDIES_FLAGS,
	},
	examples: ["sluice study ask book-1 lr=.003 hidden=64"],
} as const satisfies Spec;
