/** `sluice cells names`: arguments and options. */
import { RUN } from "../../../flags/arguments.ts";
import { RUNS_FLAGS } from "../../../flags/machine.ts";
import type { Spec } from "../../spec.ts";

export const cellsNames = {
	name: "cells names",
	about: "verb.cells names",
	usage: "RUN",
	arguments: [RUN],
	flags: RUNS_FLAGS,
	examples: ["sluice cells names book-lstm-1"],
} as const satisfies Spec;
