/** `sluice runs rm`: arguments and options. */
import { RUNS_FLAGS } from "../../../flags/machine.ts";
import type { Spec } from "../../spec.ts";

export const runsRm = {
	name: "runs rm",
	about: "verb.runs rm",
	usage: "RUN...",
	arguments: [{ name: "<run...>", about: "arg.runsRemoved" }],
	flags: RUNS_FLAGS,
	examples: ["sluice runs rm sqlite-lstm-1 sqlite-gru-1"],
} as const satisfies Spec;
