/** `sluice import`: arguments and options. */
import { UNIT } from "../../flags/data.ts";
import { LAYOUT } from "../../flags/exchange.ts";
import { NEW_RUN, RUNS_FLAGS } from "../../flags/machine.ts";
import { text } from "../../flags/rules.ts";
import { CELL, VARIANT } from "../../flags/training.ts";
import type { Spec } from "../spec.ts";

/** Default: read from the file. */
const unset = { words: "default.fromFile" } as const;

export const importing = {
	name: "import",
	about: "verb.import",
	usage: "FILE",
	arguments: [{ name: "<file>", about: "arg.importFile" }],
	flags: {
		layout: { rule: LAYOUT, group: "exchange", about: "flag.layout", unset },
		cell: { ...CELL, unset },
		variant: { ...VARIANT, unset },
		vocabulary: { rule: text(), group: "exchange", about: "flag.vocabulary", takes: "FILE" },
		unit: UNIT,
		run: NEW_RUN,
		...RUNS_FLAGS,
	},
	examples: [
		"sluice import book.onnx --run book-again",
		"sluice import theirs.safetensors --layout torch --vocabulary symbols.json",
		"sluice import lm_lstm_epoch50.00_1.2345.t7 --run shakespeare",
	],
} as const satisfies Spec;
