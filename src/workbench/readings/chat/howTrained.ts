/** How a run on pairs was trained, for commands that train it further or train another one like it. */
import { SluiceError } from "../../../errors/index.ts";
import { BUDGETS, budgetAmong } from "../../../training/options/budgetOptions.ts";
import { changedOptions, withoutEquations } from "../../../training/options/changedOptions.ts";
import { parseTaskOptions } from "../../../training/options/taskOptions.ts";
import { parseProgress } from "../../../training/run/progress.ts";
import { sourceOf } from "../../datasets/dataSpec.ts";
import type { PairData } from "../../datasets/pairData.ts";
import type { PairModel } from "../../models/pairModel.ts";
import { readCurves } from "../curves/logged.ts";
import type { HowTrained } from "./chatEvaluation.ts";
import { lossFall } from "./lossFall.ts";

export function howTrained({ options, newest, metrics }: PairModel, { spec, parts }: PairData): HowTrained {
	const { state, step } = newest();
	const { budget } = state.progress === undefined ? { budget: options } : parseProgress(state.progress);
	const changed = withoutEquations(changedOptions(options, (raw) => parseTaskOptions(raw, parts.train)));
	const own = Object.entries(changed).filter(([name]) => !BUDGETS.some((budget) => budget === name));
	const given = { source: sourceOf(spec), options: Object.fromEntries(own), budget: budgetAmong(budget), steps: step };
	return { ...given, lossFall: fallOf(metrics) };
}

/** A log that is damaged says nothing of the loss, and is no reason to measure nothing. */
function fallOf(metrics: PairModel["metrics"]): number | null {
	try {
		return lossFall(readCurves(metrics(), [], "").valid);
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error;
		return null;
	}
}
