/** The budget of a run: steps, epochs or minutes, and the fraction spent. */
import type { LoopOptions } from "../subject.ts";

export interface Budget {
	/** Updates in the whole run; null with --minutes. */
	totalSteps: number | null;
	/** Returns the fraction spent after `step` updates and `seconds`, 0..1. */
	progress(step: number, seconds: number): number;
}

/**
 * Returns the position in the learning-rate schedule that an update takes. One that the clock decides is rounded to 1e-6,
 * so that ten of them fit into a line of metrics: a replay reads them there.
 */
export function scheduled({ totalSteps }: Budget, share: number): number {
	return totalSteps === null ? Math.round(share * 1e6) / 1e6 : share;
}

/**
 * Returns the budget that the options set. With --steps and --epochs the fraction spent depends on the step alone, so a
 * run is reproducible bit for bit. With --minutes it is not, because the clock sets the learning rate and the end.
 * @param reserveSeconds returns the seconds to reserve for the closing evaluation; called each time.
 */
export function budgetOf(
	options: Pick<LoopOptions, "steps" | "epochs" | "minutes">,
	stepsPerEpoch: number,
	reserveSeconds: () => number,
): Budget {
	const { steps, epochs, minutes } = options;
	if (minutes === undefined) {
		const totalSteps = steps ?? Math.round(epochs! * stepsPerEpoch);
		return { totalSteps, progress: (step) => (totalSteps === 0 ? 1 : Math.min(1, step / totalSteps)) };
	}
	const available = () => Math.max(60 * minutes * 0.5, 60 * minutes - reserveSeconds());
	return { totalSteps: null, progress: (_, seconds) => (minutes === 0 ? 1 : Math.min(1, seconds / available())) };
}
