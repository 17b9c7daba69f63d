/** `sluice analyse`: arguments and options. */
import { READ_FILES, RUN } from "../../flags/arguments.ts";
import { ORDERS } from "../../flags/data.ts";
import { READING_FLAGS, SVG } from "../../flags/reading.ts";
import { text } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

export const analyse = {
	name: "analyse",
	about: "verb.analyse",
	usage: "RUN [FILE...|--part PART]",
	arguments: [RUN, READ_FILES],
	flags: {
		orders: ORDERS,
		countOn: {
			rule: text(),
			group: "reading",
			about: "flag.countOn",
			takes: "FILE",
			unset: { words: "default.countOn" },
		},
		svg: SVG,
		...READING_FLAGS,
	},
	examples: [
		"sluice analyse book-lstm-1 --part test --svg analysis.svg",
		"sluice analyse book-lstm-1 other.txt --orders 1..10",
	],
} as const satisfies Spec;
