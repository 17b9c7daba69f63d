/** `sluice data ngrams`: arguments and options. */
import { TEXTS } from "../../../flags/arguments.ts";
import { ORDERS, TEXT_FLAGS } from "../../../flags/data.ts";
import { QUIET } from "../../../flags/machine.ts";
import { PART } from "../../../flags/reading.ts";
import type { Spec } from "../../spec.ts";

export const dataNgrams = {
	name: "data ngrams",
	about: "verb.data ngrams",
	usage: "FILE|DIR|@NAME...",
	arguments: [TEXTS],
	flags: { part: { ...PART, about: "flag.ngramsPart" }, orders: ORDERS, ...TEXT_FLAGS, quiet: QUIET },
	examples: ["sluice data ngrams book.txt --split 80/10/10 --part test --orders 1..20"],
} as const satisfies Spec;
