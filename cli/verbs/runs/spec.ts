/** `sluice runs`: arguments and options. */
import { RUNS_FLAGS } from "../../flags/machine.ts";
import type { Spec } from "../spec.ts";

export const runs = {
	name: "runs",
	about: "verb.runs",
	usage: "",
	arguments: [],
	flags: RUNS_FLAGS,
	examples: ["sluice runs --json"],
} as const satisfies Spec;
