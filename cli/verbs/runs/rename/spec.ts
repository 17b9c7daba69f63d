/** `sluice runs rename`: arguments and options. */
import { RUN } from "../../../flags/arguments.ts";
import { RUNS_FLAGS } from "../../../flags/machine.ts";
import type { Spec } from "../../spec.ts";

export const runsRename = {
	name: "runs rename",
	about: "verb.runs rename",
	usage: "RUN NAME",
	arguments: [RUN, { name: "<name>", about: "arg.newName" }],
	flags: RUNS_FLAGS,
	examples: ["sluice runs rename sqlite-lstm-1 sqlite-baseline"],
} as const satisfies Spec;
