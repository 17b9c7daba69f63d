/**
 * How well a model does, next to its baseline: the best prediction that ignores the input. Findings about its gradient
 * call for a remedy only if it does not do well.
 */

export interface Outcome {
	/** Mean loss per scored step on the data examined. */
	loss: number;
	/** Loss of the best prediction that ignores the input; null if it is unknown. */
	baseline: number | null;
	/** Fraction of wrong sequences; null where a task has no rule for it, and on a text or a series. */
	errorShare: number | null;
}

/**
 * solved: at most 1 % of the sequences are wrong; learned: the loss is below the baseline; ignorant: it is not; ruined:
 * it is clearly above, so that training has made the model worse than one that ignores its input.
 */
export type OutcomeKind = "solved" | "learned" | "ignorant" | "ruined";

const SOLVED = 0.01;
/** A loss below this fraction of the baseline's is below it. */
const MARGIN = 0.99;
/** Initial weights are seldom this much worse than the baseline; ruined ones are. */
const RUINED = 1.25;

/** An unknown baseline is taken as not reached. */
export function outcomeKind({ loss, baseline, errorShare }: Outcome): OutcomeKind {
	if (errorShare !== null && errorShare <= SOLVED) return "solved";
	if (baseline === null) return "ignorant";
	if (loss < MARGIN * baseline) return "learned";
	return loss <= RUINED * baseline ? "ignorant" : "ruined"; // NaN is ruined
}
