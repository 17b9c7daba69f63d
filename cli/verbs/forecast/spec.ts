/** `sluice forecast`: arguments and options. */
import { RUN } from "../../flags/arguments.ts";
import { MACHINE_FLAGS } from "../../flags/machine.ts";
import { CHECKPOINT, PART, SEED, SVG } from "../../flags/reading.ts";
import { text, whole } from "../../flags/rules.ts";
import { LENGTH } from "../../flags/training.ts";
import type { Spec } from "../spec.ts";

export const forecast = {
	name: "forecast",
	formerly: "predict",
	about: "verb.forecast",
	usage: "RUN [FILE] [--free N] [--out FILE] [--svg FILE]",
	arguments: [RUN, { name: "[file]", about: "arg.seriesFile" }],
	flags: {
		out: { rule: text(), group: "series", about: "flag.forecastOut", takes: "FILE" },
		svg: { ...SVG, group: "series", about: "flag.forecastSvg" },
		free: { rule: whole(0, 1_000_000, 0), group: "series", about: "flag.free", unit: "rows" },
		part: { ...PART, group: "series", about: "flag.forecastPart", tells: [] },
		length: { rule: LENGTH.rule, group: "series", about: "flag.forecastLength", takes: "N", unit: "steps" },
		seed: { ...SEED, group: "series", about: "flag.forecastSeed", tells: [] },
		checkpoint: { ...CHECKPOINT, group: "series", about: "flag.forecastCheckpoint", tells: [] },
		...MACHINE_FLAGS,
	},
	examples: [
		"sluice forecast sunspots-lstm-1 --part test --out forecasts.csv",
		"sluice forecast sunspots-lstm-1 --free 120 --out on.csv --svg forecasts.svg",
	],
} as const satisfies Spec;
