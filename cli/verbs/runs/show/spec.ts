/** `sluice runs show`: arguments and options. */
import { TENSORBOARD } from "../../../flags/exchange.ts";
import { RUNS_FLAGS } from "../../../flags/machine.ts";
import { text } from "../../../flags/rules.ts";
import type { Spec } from "../../spec.ts";

export const runsShow = {
	name: "runs show",
	about: "verb.runs show",
	usage: "RUN...",
	arguments: [{ name: "<run...>", about: "arg.runsShown" }],
	flags: {
		svg: { rule: text(), group: "reading", about: "flag.curvesSvg", takes: "FILE" },
		csv: { rule: text(), group: "reading", about: "flag.curvesCsv", takes: "FILE" },
		tensorboard: TENSORBOARD,
		...RUNS_FLAGS,
	},
	examples: [
		"sluice runs show sqlite-lstm-1",
		"sluice runs show sqlite-lstm-1 sqlite-gru-1 --svg curves.svg --csv curves.csv",
		"sluice runs show sqlite-lstm-1 --tensorboard logs",
	],
} as const satisfies Spec;
