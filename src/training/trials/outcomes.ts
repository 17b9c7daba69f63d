/** What the measurements of one trial come to. Pure, and without the words of errors, which a page would have to load. */
import type { Outcome, Point } from "./trial.ts";

/** Success threshold: largest fraction of wrong sequences, or for a text the largest held-out loss. */
export type Goal = number | null;

/** Held-out loss at the end; null if the trial diverged. */
export function finalLoss({ diverged, points }: Outcome): number | null {
	return diverged ? null : points.at(-1)!.loss;
}

/** Updates to the first measurement that met the goal; null if none did. */
export function stepsToSuccess({ points }: Outcome, goal: Goal): number | null {
	const meets = ({ loss, errorShare }: Point) => {
		const measure = errorShare ?? loss;
		return goal !== null && measure !== null && measure <= goal;
	};
	return points.find(meets)?.step ?? null;
}

/** A loss must be below this fraction of the baseline's to beat it. */
const MARGIN = 0.99;

/** Whether a loss is clearly below that of the best prediction that ignores the input. */
export const isBelow = (loss: number | null, baseline: number): boolean => loss !== null && loss < MARGIN * baseline;
