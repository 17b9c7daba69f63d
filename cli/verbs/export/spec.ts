/** `sluice export`: arguments and options. */
import { RUN } from "../../flags/arguments.ts";
import { FORMAT, TENSORBOARD } from "../../flags/exchange.ts";
import { RUNS_FLAGS } from "../../flags/machine.ts";
import { WEIGHTS } from "../../flags/reading.ts";
import type { Spec } from "../spec.ts";

export const exporting = {
	name: "export",
	about: "verb.export",
	usage: "RUN FILE [--to FORMAT] | RUN --tensorboard DIR",
	arguments: [RUN, { name: "[file]", about: "arg.exportFile" }],
	flags: {
		to: { rule: FORMAT, group: "exchange", about: "flag.to" },
		checkpoint: WEIGHTS,
		tensorboard: TENSORBOARD,
		...RUNS_FLAGS,
	},
	examples: [
		"sluice export book-lstm-1 --to torch book.safetensors",
		"sluice export book-lstm-1 --to onnx book.onnx",
		"sluice export book-lstm-1 --tensorboard logs",
	],
} as const satisfies Spec;
