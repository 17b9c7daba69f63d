/** `sluice cells scale`: arguments and options. */
import { READ_FILES, RUN, UNIT } from "../../../flags/arguments.ts";
import { INTERVENTION_FLAGS, VALUE } from "../../../flags/cells.ts";
import type { Spec } from "../../spec.ts";

export const cellsScale = {
	name: "cells scale",
	about: "verb.cells scale",
	usage: "RUN UNIT [FILE...|--part PART] --value X",
	arguments: [RUN, UNIT, READ_FILES],
	flags: { value: { ...VALUE, about: "flag.factor" }, ...INTERVENTION_FLAGS },
	examples: ["sluice cells scale book-lstm-1 l0.gate.f.5 book.txt --value 0.5"],
} as const satisfies Spec;
