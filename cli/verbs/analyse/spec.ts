/** `sluice analyse`: arguments and options. */
import { READ_FILES, RUN } from "../../flags/arguments.ts";
import { COUNT_ON, ORDERS } from "../../flags/data.ts";
import { READING_FLAGS, SVG } from "../../flags/reading.ts";
import type { Spec } from "../spec.ts";

export const analyse = {
	name: "analyse",
	about: "verb.analyse",
	usage: "RUN [FILE...|--part PART]",
	arguments: [RUN, READ_FILES],
	flags: {
		orders: ORDERS,
		countOn: COUNT_ON,
		svg: SVG,
		...READING_FLAGS,
	},
	examples: [
		"sluice analyse book-lstm-1 --part test --svg analysis.svg",
		"sluice analyse book-lstm-1 other.txt --orders 1..10",
	],
} as const satisfies Spec;
