/** How much of a run's budget is spent: by steps, by epochs, or by the clock. */
import type { LoopOptions } from "../subject.ts";

export interface Budget {
	/** Updates in the whole run; null when the clock decides. */
	totalSteps: number | null;
	/** Share spent after `step` updates and `seconds`, 0..1. */
	progress(step: number, seconds: number): number;
}

/**
 * With --steps and --epochs the share depends on the step alone, so a run can be repeated bit for bit; with --minutes the
 * clock sets the learning rate and the end, so it cannot.
 * @param reserveSeconds asked each time: time to keep for the evaluation at the end.
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
