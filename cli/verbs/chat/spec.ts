/** `sluice chat`: arguments and options. */
import { RUN } from "../../flags/arguments.ts";
import { MACHINE_FLAGS } from "../../flags/machine.ts";
import { SEED, WEIGHTS } from "../../flags/reading.ts";
import { number, onOff, whole } from "../../flags/rules.ts";
import type { Spec } from "../spec.ts";

export const chat = {
	name: "chat",
	about: "verb.chat",
	usage: "RUN",
	arguments: [RUN],
	flags: {
		temperature: { rule: number(0, 1000, 0.5), group: "sampling", about: "flag.temperature" },
		topP: { rule: number(0, 1, 1), group: "sampling", about: "flag.topP" },
		topK: { rule: whole(0, 1 << 21, 0), group: "sampling", about: "flag.topK", unit: "symbols" },
		beams: { rule: whole(0, 64, 0), group: "sampling", about: "flag.beams" },
		length: { rule: whole(1, 4096, 200), group: "sampling", about: "flag.replyLength", unit: "symbols" },
		seed: { ...SEED, group: "sampling" },
		alternatives: { rule: onOff, group: "sampling", about: "flag.alternatives" },
		values: { rule: onOff, group: "sampling", about: "flag.replyValues" },
		checkpoint: WEIGHTS,
		...MACHINE_FLAGS,
	},
	examples: [
		"sluice chat talk-lstm-1",
		"sluice chat talk-lstm-1 --temperature 0.8 --top-p 0.9",
		"sluice chat talk-lstm-1 --beams 8 --json < questions.txt",
	],
} as const satisfies Spec;
