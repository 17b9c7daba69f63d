/** How a run on pairs was trained, for commands that train it further or train another one like it. */
import { changedOptions } from "../../../training/options/changedOptions.ts";
import { parseTaskOptions } from "../../../training/options/taskOptions.ts";
import { parseProgress } from "../../../training/run/progress.ts";
import { sourceOf } from "../../datasets/dataSpec.ts";
import type { PairData } from "../../datasets/pairData.ts";
import type { PairModel } from "../../models/pairModel.ts";
import type { HowTrained } from "./chatEvaluation.ts";

const BUDGETS = ["steps", "epochs", "minutes"] as const;

export function howTrained({ options, newest }: PairModel, { spec, parts }: PairData): HowTrained {
	const { state, step } = newest();
	const { budget } = state.progress === undefined ? { budget: options } : parseProgress(state.progress);
	const given = BUDGETS.filter((name) => budget[name] !== undefined);
	const { cell, ...kept } = changedOptions(options, (raw) => parseTaskOptions(raw, parts.train));
	const own = Object.entries({ ...(typeof cell === "string" && { cell }), ...kept });
	return {
		source: sourceOf(spec),
		options: Object.fromEntries(own.filter(([name]) => !BUDGETS.some((budget) => budget === name))),
		budget: Object.fromEntries(given.map((name) => [name, budget[name]])),
		steps: step,
	};
}
