/** `sluice cells`: the verbs about the units of a run. */
import type { GroupSpec } from "../spec.ts";

export const cells = {
	name: "cells",
	about: "verb.cells",
	usage: "find|report|patterns|show|similar|history|ablate|clamp|scale|patch|name|names",
	examples: [
		"sluice cells find book-lstm-1 book.txt",
		"sluice cells find book-lstm-1 code.c --pattern quotes,c.comment --pattern 'in:/\\bif *\\(/' --names l1.c,l1.h",
		"sluice cells find book-lstm-1 book.txt --spans names.tsv --best 20 --json",
	],
} as const satisfies GroupSpec;
