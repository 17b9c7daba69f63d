/** Merges the options given to a run, including its budget, with those of the run it starts from. */
import { ECHO_OPTION_RULES } from "../../training/echo/echoOptions.ts";
import { BUDGETS } from "../../training/options/budgetOptions.ts";
import { type GivenOptions, MINUTES_AVERAGE, type OptionName } from "../../training/options/options.ts";
import type { Progress } from "../../training/run/progress.ts";
import type { LoopOptions } from "../../training/subject.ts";

export const NO_BUDGET = { steps: undefined, epochs: undefined, minutes: undefined };

/**
 * Given options override those of another run. A given budget replaces any other, and options that depend on a changed
 * option return to their defaults.
 */
export function inherited(given: GivenOptions, base: GivenOptions | undefined): GivenOptions {
	if (!base) return given;
	const merged: GivenOptions = { ...base, ...given };
	if (BUDGETS.some((name) => given[name] !== undefined)) Object.assign(merged, NO_BUDGET, given);
	const follows = (option: OptionName, ...on: OptionName[]) => {
		const changed = on.some((name) => given[name] !== undefined && given[name] !== base[name]);
		if (changed && given[option] === undefined) merged[option] = undefined;
	};
	if (base.k1 === base.k2) follows("k2", "k1");
	follows("rampLength", "k1");
	follows("rampBatch", "batch");
	follows("variant", "cell");
	follows("forgetBias", "cell", "variant");
	follows("lr", "optimizer");
	follows("soapEvery", "optimizer");
	if (isTimedDefault(base)) {
		const counted = given.steps !== undefined || given.epochs !== undefined;
		follows("average", "schedule", "syncEvery");
		follows("schedule", "syncEvery");
		for (const name of ["schedule", "average"] as const)
			if (counted && given[name] === undefined) merged[name] = undefined;
	}
	if (!(Number(merged.omega) > 0) && given.omegaForm === undefined) merged.omegaForm = undefined;
	const penalised = Number(merged.l1) > 0 || Number(merged.l2) > 0;
	if (!penalised && given.penalize === undefined) merged.penalize = undefined;
	if (merged.cell !== "esn") {
		const own = Object.keys(ECHO_OPTION_RULES) as OptionName[];
		for (const name of own) if (given[name] === undefined) merged[name] = undefined;
	}
	return merged;
}

/** Whether schedule and mean are those that a text with `minutes` has by itself, which another budget has not. */
const isTimedDefault = ({ minutes, schedule, average }: GivenOptions) =>
	minutes !== undefined && schedule === "constant" && average === MINUTES_AVERAGE;

export function budgetOf({ steps, epochs, minutes }: LoopOptions): Progress["budget"] {
	return { steps, epochs, minutes };
}
