/** `sluice cells patterns`: arguments and options. */
import { QUIET } from "../../../flags/machine.ts";
import type { Spec } from "../../spec.ts";

export const cellsPatterns = {
	name: "cells patterns",
	about: "verb.cells patterns",
	usage: "",
	arguments: [],
	flags: { quiet: QUIET },
	examples: ["sluice cells patterns", "sluice cells find book-lstm-1 book.txt --pattern quotes"],
} as const satisfies Spec;
