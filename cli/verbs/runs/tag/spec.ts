/** `sluice runs tag`: arguments and options. */
import { RUN } from "../../../flags/arguments.ts";
import { RUNS_FLAGS } from "../../../flags/machine.ts";
import { onOff } from "../../../flags/rules.ts";
import type { Spec } from "../../spec.ts";

export const runsTag = {
	name: "runs tag",
	about: "verb.runs tag",
	usage: "RUN TAG...",
	arguments: [RUN, { name: "[tag...]", about: "arg.tags" }],
	flags: { remove: { rule: onOff, group: "saving", about: "flag.removeTags" }, ...RUNS_FLAGS },
	examples: ["sluice runs tag sqlite-lstm-1 baseline", "sluice runs tag sqlite-lstm-1 baseline --remove"],
} as const satisfies Spec;
