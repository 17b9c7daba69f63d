/** `sluice study run`: arguments and options. */
import { LABEL_FLAGS, PAIR_FLAGS, SERIES_FLAGS, TASK_DATA, TEXT_FLAGS } from "../../../flags/data.ts";
import { ENGINE } from "../../../flags/machine.ts";
import { list, number, onOff, text, whole } from "../../../flags/rules.ts";
import { STUDIES_FLAGS, WORKERS_FLAGS } from "../../../flags/studies.ts";
import { CELL, TRAINING_FLAGS } from "../../../flags/training.ts";
import { FIRST_SEED, SEEDS } from "../../../flags/trials.ts";
import type { Spec } from "../../spec.ts";
import { study } from "../spec.ts";

const { seed: _, ...OPTIONS } = TRAINING_FLAGS;

export const studyRun = {
	name: "study run",
	about: "verb.study run",
	usage: "FILE.json | TASK|FILE|DIR|@NAME... --grid OPTION=VALUE,VALUE...",
	arguments: [{ name: "[on...]", about: "arg.studyRun" }],
	flags: {
		grid: { rule: list, group: "study", about: "flag.grid", takes: "OPTION=VALUES..." },
		random: { rule: list, group: "study", about: "flag.random", takes: "OPTION=A..B..." },
		points: { rule: whole(1, 100_000, 20), group: "study", about: "flag.points" },
		drawSeed: { rule: whole(0, 1e9, 1), group: "study", about: "flag.drawSeed" },
		halving: { rule: onOff, group: "study", about: "flag.halving" },
		firstSteps: { rule: whole(1, 1e9), group: "study", about: "flag.firstSteps", unit: "updates" },
		factor: { rule: whole(2, 16, 3), group: "study", about: "flag.rungFactor" },
		rungs: { rule: whole(1, 12, 3), group: "study", about: "flag.rungs" },
		ask: { rule: onOff, group: "study", about: "flag.ask" },
		seeds: { ...SEEDS, group: "study", about: "flag.studySeeds", unset: { value: 1 } },
		firstSeed: { ...FIRST_SEED, group: "study" },
		tries: { rule: whole(1, 100, 2), group: "study", about: "flag.tries" },
		lease: { rule: number(0.1, 86_400, 30), group: "study", about: "flag.lease" },
		silence: { rule: number(0.1, 1_000_000, 1800), group: "study", about: "flag.silence" },
		memory: { rule: number(16, 10_000_000), group: "study", about: "flag.memory", unset: { words: "default.memory" } },
		output: { rule: number(1, 100_000, 64), group: "study", about: "flag.output" },
		data: TASK_DATA,
		...SERIES_FLAGS,
		...LABEL_FLAGS,
		...PAIR_FLAGS,
		...OPTIONS,
		cell: CELL,
		...TEXT_FLAGS,
		name: {
			rule: text(),
			group: "machine",
			about: "flag.studyName",
			takes: "NAME|DIR",
			unset: { words: "default.study" },
		},
		...WORKERS_FLAGS,
		engine: ENGINE,
		...STUDIES_FLAGS,
	},
	examples: [
		study.examples[0],
		"sluice study run addition --cell rnn --steps 2000 --grid lr=.001,.01 hidden=20,50 --seeds 3 --workers 2",
		"sluice study run book.txt --random lr=1e-4..1e-2:log hidden=32..256 --points 20 --steps 2000",
		"sluice study run book.txt --random lr=1e-4..1e-2:log --halving --first-steps 500 --schedule constant",
		"sluice study run study.json",
	],
} as const satisfies Spec;
