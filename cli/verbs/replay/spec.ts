/** `sluice replay`: arguments and options. */
import { RUN } from "../../flags/arguments.ts";
import { MACHINE_FLAGS } from "../../flags/machine.ts";
import { ANY, whole } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

export const replay = {
	name: "replay",
	about: "verb.replay",
	usage: "RUN --update N",
	arguments: [RUN],
	flags: {
		update: {
			rule: whole(0, ANY),
			group: "reading",
			about: "flag.update",
			unit: "updates",
			unset: { words: "default.lastUpdate" },
		},
		...MACHINE_FLAGS,
	},
	examples: ["sluice replay book-lstm-1 --update 340", "sluice replay book-lstm-1 --update 340 --json"],
} as const satisfies Spec;
