/** `sluice export`: arguments and options. */
import { RUN } from "../../flags/arguments.ts";
import { FORMAT } from "../../flags/exchange.ts";
import { RUNS_FLAGS } from "../../flags/machine.ts";
import { WEIGHTS } from "../../flags/reading.ts";
import type { Spec } from "../spec.ts";

export const exporting = {
	name: "export",
	about: "verb.export",
	usage: "RUN --to FORMAT FILE",
	arguments: [RUN, { name: "<file>", about: "arg.exportFile" }],
	flags: {
		to: { rule: FORMAT, group: "exchange", about: "flag.to" },
		checkpoint: WEIGHTS,
		...RUNS_FLAGS,
	},
	examples: ["sluice export book-lstm-1 --to torch book.safetensors", "sluice export book-lstm-1 --to onnx book.onnx"],
} as const satisfies Spec;
