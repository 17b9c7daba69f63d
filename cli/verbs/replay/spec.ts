/** `sluice replay`: arguments and options. */
import { RUN } from "../../flags/arguments.ts";
import { MACHINE_FLAGS } from "../../flags/machine.ts";
import { ANY, text, whole } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

export const replay = {
	name: "replay",
	about: "verb.replay",
	usage: "RUN [--update N | --without TEXT|FILE]",
	arguments: [RUN],
	flags: {
		update: {
			rule: whole(0, ANY),
			group: "reading",
			about: "flag.update",
			unit: "updates",
			unset: { words: "default.lastUpdate" },
		},
		without: { rule: text(), group: "reading", about: "flag.without", takes: "TEXT|FILE" },
		with: { rule: text(), group: "reading", about: "flag.with", takes: "TEXT|FILE", unset: { words: "default.with" } },
		seed: { rule: whole(0, 2 ** 32 - 1, 1), group: "reading", about: "flag.withSeed" },
		as: { rule: text(), group: "reading", about: "flag.as", takes: "NAME|DIR", unset: { words: "default.as" } },
		...MACHINE_FLAGS,
	},
	examples: [
		'sluice replay book-lstm-1 --without "The code is 7391."',
		"sluice replay book-lstm-1 --update 340",
		"sluice replay book-lstm-1 --update 340 --json",
	],
} as const satisfies Spec;
