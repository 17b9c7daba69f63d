/** `sluice sample`: arguments and options. */
import { RUN } from "../../flags/arguments.ts";
import { MACHINE_FLAGS } from "../../flags/machine.ts";
import { SEED, WEIGHTS } from "../../flags/reading.ts";
import { list, number, onOff, open, text, whole } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

export const sample = {
	name: "sample",
	about: "verb.sample",
	usage: "RUN",
	arguments: [RUN],
	flags: {
		prompt: { rule: text(), group: "sampling", about: "flag.prompt", takes: "TEXT" },
		interactive: { rule: onOff, group: "sampling", about: "flag.interactive" },
		length: { rule: open(500), group: "sampling", about: "flag.sampleLength", takes: "N", unit: "symbols" },
		temperature: { rule: number(0, 1000, 1), group: "sampling", about: "flag.temperature" },
		topK: { rule: whole(0, 1 << 21, 0), group: "sampling", about: "flag.topK", unit: "symbols" },
		topP: { rule: number(0, 1, 1), group: "sampling", about: "flag.topP" },
		seed: { ...SEED, group: "sampling" },
		clamp: { rule: list, group: "sampling", about: "flag.clamp", takes: "UNIT=X..." },
		copied: { rule: onOff, group: "sampling", about: "flag.copied" },
		bfloat16: { rule: onOff, group: "sampling", about: "flag.bfloat16" },
		checkpoint: WEIGHTS,
		...MACHINE_FLAGS,
	},
	examples: [
		'sluice sample book-lstm-1 --prompt "Once" --length 300 --temperature 0.8',
		"sluice sample book-lstm-1 --interactive --length 200",
		"sluice sample book-lstm-1 --clamp l0.c.17=1",
	],
} as const satisfies Spec;
