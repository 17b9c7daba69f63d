/** `sluice resume`: arguments and options. */
import { RUN } from "../../flags/arguments.ts";
import { TENSORBOARD } from "../../flags/exchange.ts";
import { MACHINE_FLAGS, PRECISION } from "../../flags/machine.ts";
import { onOff } from "../../flags/rules.ts";
import { BUDGET_FLAGS } from "../../flags/training.ts";
import type { Spec } from "../spec.ts";

/** A budget counts from the run's start. */
const also = { words: "default.resume" } as const;

export const resume = {
	name: "resume",
	about: "verb.resume",
	usage: "RUN",
	arguments: [RUN],
	flags: {
		steps: { ...BUDGET_FLAGS.steps, about: "flag.resumeSteps", also },
		epochs: { ...BUDGET_FLAGS.epochs, about: "flag.resumeEpochs", also },
		minutes: { ...BUDGET_FLAGS.minutes, about: "flag.resumeMinutes", also },
		...MACHINE_FLAGS,
		precision: { ...PRECISION, unset: { words: "default.precision" } },
		tensorboard: TENSORBOARD,
		takeOver: { rule: onOff, group: "machine", about: "flag.takeOver" },
	},
	examples: ["sluice resume book-lstm-1 --minutes 20", "sluice resume book-lstm-1 --take-over"],
} as const satisfies Spec;
