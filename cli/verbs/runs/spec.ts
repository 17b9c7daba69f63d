/** `sluice runs`: arguments and options. */
import { RUNS_FLAGS } from "../../flags/machine.ts";
import { text } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

export const runs = {
	name: "runs",
	about: "verb.runs",
	usage: "[show|tag|rename|rm|restore]",
	arguments: [],
	flags: { tag: { rule: text(), group: "saving", about: "flag.onlyTag", takes: "TAG" }, ...RUNS_FLAGS },
	examples: ["sluice runs --json", "sluice runs show sqlite-lstm-1 sqlite-gru-1 --svg curves.svg"],
} as const satisfies Spec;
