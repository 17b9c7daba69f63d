/** `sluice cells clamp`: arguments and options. */
import { READ_FILES, RUN, UNIT } from "../../../flags/arguments.ts";
import { INTERVENTION_FLAGS, VALUE } from "../../../flags/cells.ts";
import type { Spec } from "../../spec.ts";

export const cellsClamp = {
	name: "cells clamp",
	about: "verb.cells clamp",
	usage: "RUN UNIT [FILE...|--part PART] --value X",
	arguments: [RUN, UNIT, READ_FILES],
	flags: { value: VALUE, ...INTERVENTION_FLAGS },
	examples: ["sluice cells clamp book-lstm-1 l1.c.17 book.txt --value 1 --pattern quotes"],
} as const satisfies Spec;
