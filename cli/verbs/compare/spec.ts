/** `sluice compare`: arguments and options. */
import {
	DEFAULT_GOAL,
	DEFAULT_OPTIONS,
	DEFAULT_RATES,
	DEFAULT_REMEDIES,
	DEFAULT_SEEDS,
} from "../../../src/training/trials/defaults.ts";
import { LABEL_FLAGS, PAIR_FLAGS, SERIES_FLAGS, TASK_DATA, TEXT_FLAGS } from "../../flags/data.ts";
import { ENGINE, QUIET } from "../../flags/machine.ts";
import { list, number, onOff, whole } from "../../flags/rules.ts";
import {
	AVERAGE,
	BUDGET_FLAGS,
	LENGTH,
	OPTIMIZER_FLAGS,
	SIZE_FLAGS,
	UPDATE_FLAGS,
	WINDOW_FLAGS,
} from "../../flags/training.ts";
import { FIRST_SEED, OUT, SEEDS } from "../../flags/trials.ts";
import type { Spec } from "../spec.ts";

const { hidden, layers, dropout, weightDrop } = SIZE_FLAGS;

export const compare = {
	name: "compare",
	about: "verb.compare",
	usage: "TASK|FILE|DIR|@NAME... [--remedies REMEDY...]",
	arguments: [{ name: "[on...]", about: "arg.compare" }],
	flags: {
		remedies: {
			rule: list,
			group: "comparison",
			about: "flag.remedies",
			takes: "REMEDY...",
			unset: { value: DEFAULT_REMEDIES.join(" ") },
		},
		seeds: { ...SEEDS, group: "comparison", unset: { value: DEFAULT_SEEDS } },
		firstSeed: FIRST_SEED,
		rates: {
			rule: list,
			group: "comparison",
			about: "flag.rates",
			takes: "RATE...",
			unset: { value: DEFAULT_RATES.join(" ") },
		},
		goal: {
			rule: number(0, 1e6),
			group: "comparison",
			about: "flag.goal",
			unset: { words: "default.goal", with: { share: DEFAULT_GOAL } },
		},
		list: { rule: onOff, group: "comparison", about: "flag.list" },
		steps: { ...BUDGET_FLAGS.steps, unset: { value: DEFAULT_OPTIONS.steps } },
		minutes: BUDGET_FLAGS.minutes,
		length: LENGTH,
		data: TASK_DATA,
		...SERIES_FLAGS,
		...LABEL_FLAGS,
		...PAIR_FLAGS,
		...TEXT_FLAGS,
		hidden: { ...hidden, unset: { value: DEFAULT_OPTIONS.hidden } },
		layers,
		dropout,
		weightDrop,
		...WINDOW_FLAGS,
		batch: { ...WINDOW_FLAGS.batch, unset: { value: DEFAULT_OPTIONS.batch } },
		...OPTIMIZER_FLAGS,
		...UPDATE_FLAGS,
		average: AVERAGE,
		out: { ...OUT, group: "comparison", unset: { value: "./runs/compare-NAME" } },
		workers: {
			rule: whole(1, 64),
			group: "machine",
			about: "flag.workers",
			unit: "threads",
			unset: { words: "default.workers" },
		},
		engine: ENGINE,
		quiet: QUIET,
	},
	examples: [
		"sluice compare temporal-order",
		"sluice compare addition --remedies none clip clip:0.1+omega:2 lstm --seeds 5 --length 50",
		"sluice compare delayed-recall:delay=20 --remedies none lstm gru --length 100",
		"sluice compare book.txt --remedies clip lstm clip+lstm --rates 0.003 lstm=0.01 --steps 500",
		"sluice compare sunspots.csv --target Sunspots --remedies none clip gru --length 100",
		"sluice compare --list",
	],
} as const satisfies Spec;
