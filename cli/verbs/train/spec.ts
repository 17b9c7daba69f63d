/** `sluice train`: arguments and options. */
import { LABEL_FLAGS, PAIR_FLAGS, SERIES_FLAGS, TASK_DATA, TEXT_FLAGS } from "../../flags/data.ts";
import { TENSORBOARD } from "../../flags/exchange.ts";
import { ENGINE, NEW_RUN, PRECISION, RUNS_FLAGS, THREADS } from "../../flags/machine.ts";
import { text } from "../../flags/rules.ts";
import { TRAINING_FLAGS } from "../../flags/training.ts";
import type { Spec } from "../spec.ts";

export const train = {
	name: "train",
	about: "verb.train",
	usage: "FILE|DIR|@NAME...|task:NAME|pairs:FILE",
	arguments: [{ name: "[text...]", about: "arg.texts" }],
	flags: {
		from: { rule: text(), group: "data", about: "flag.from", takes: "RUN" },
		data: TASK_DATA,
		...SERIES_FLAGS,
		...LABEL_FLAGS,
		...PAIR_FLAGS,
		...TRAINING_FLAGS,
		...TEXT_FLAGS,
		engine: ENGINE,
		precision: PRECISION,
		threads: THREADS,
		run: NEW_RUN,
		tensorboard: TENSORBOARD,
		...RUNS_FLAGS,
	},
	examples: [
		"sluice train book.txt --hidden 512 --minutes 10",
		"sluice train src/ --cell gru --optimizer adamw --lr 2e-3",
		"sluice train book.txt --from book-lstm-1 --lr 1e-3",
		"sluice train task:temporal-order --cell rnn --hidden 50 --omega 2 --init smart-tanh --steps 20000",
		"sluice train task:delayed-recall:delay=20 --length 50..100 --stop-at-error 0",
		"sluice train sunspots.csv --target Sunspots --length 100 --minutes 2",
		"sluice train sunspots.csv --target Sunspots --cell esn --hidden 400",
		"sluice train reviews.jsonl --text text --label stars",
		"sluice train pairs:talk.csv --question Q --answer A --dropout 0.3",
	],
} as const satisfies Spec;
