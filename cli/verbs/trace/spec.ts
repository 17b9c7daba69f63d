/** `sluice trace`: arguments and options. */
import { READ_FILES, RUN } from "../../flags/arguments.ts";
import { NAMES, READING_FLAGS, SVG } from "../../flags/reading.ts";
import { ANY, list, text, whole } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

export const trace = {
	name: "trace",
	about: "verb.trace",
	usage: "RUN [FILE...|--part PART] --names NAME... --out FILE",
	arguments: [RUN, READ_FILES],
	flags: {
		names: NAMES,
		out: { rule: text(), group: "reading", about: "flag.traceOut", takes: "FILE" },
		step: { rule: whole(0, ANY), group: "reading", about: "flag.step", unit: "symbols" },
		layer: { rule: whole(0, 63, 0), group: "reading", about: "flag.layer" },
		ahead: { rule: whole(0, 1 << 16, 16), group: "reading", about: "flag.ahead", unit: "steps" },
		index: { rule: whole(0, (1 << 14) - 1), group: "reading", about: "flag.index" },
		set: { rule: list, group: "reading", about: "flag.set", takes: "UNIT=X..." },
		why: { rule: text(), group: "reading", about: "flag.why", takes: "NAME" },
		back: { rule: whole(0, 1 << 16), group: "reading", about: "flag.back", unit: "steps" },
		svg: { ...SVG, group: "reading", about: "flag.stepSvg" },
		...READING_FLAGS,
	},
	examples: [
		"sluice trace book-lstm-1 other.txt --names l0.c,l0.gate.f.17 --out other.npz",
		"sluice trace book-lstm-1 --part test --step 400 --layer 0 --index 17",
		"sluice trace book-lstm-1 --step 400 --index 17 --set l0.gate.f.17=0.2 --svg step.svg",
		"sluice trace book-lstm-1 --step 400 --index 17 --why gate.f --back 60",
	],
} as const satisfies Spec;
