/** `sluice runs restore`: arguments and options. */
import { RUNS_FLAGS } from "../../../flags/machine.ts";
import type { Spec } from "../../spec.ts";

export const runsRestore = {
	name: "runs restore",
	about: "verb.runs restore",
	usage: "[RUN...]",
	arguments: [{ name: "[run...]", about: "arg.runsRestored" }],
	flags: RUNS_FLAGS,
	examples: ["sluice runs restore", "sluice runs restore sqlite-lstm-1"],
} as const satisfies Spec;
