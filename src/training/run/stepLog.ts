/** Logs a run's updates: a line of metrics every 10 steps, and an event for each update. */

import type { Keeper } from "../keeper.ts";
import type { GradientSubject, StepReport } from "../subject.ts";
import { type Divergence, findExplosion } from "../updates/guard.ts";
import type { Budget } from "./budget.ts";
import type { TrainEvent } from "./events.ts";
import type { Progress } from "./progress.ts";

const METRIC_STEPS = 10;
const GRAD_NORMS = 8;

export interface StepLogOptions {
	subject: GradientSubject;
	keeper: Pick<Keeper, "metric">;
	progress: Progress;
	budget: Budget;
	onEvent(event: TrainEvent): void;
}

export class StepLog {
	readonly #o: StepLogOptions;

	constructor(options: StepLogOptions) {
		this.#o = options;
	}

	/**
	 * Adds an update, and writes the metrics line if it is due.
	 * @param share returns the fraction of the budget spent. @param perSecond symbols or sequences per second.
	 * @param scheduled where the update was in the learning-rate schedule; logged if the clock decided it.
	 * @returns the divergence if the mean loss of the line exploded; nothing was then written.
	 */
	add(report: StepReport, share: () => number, perSecond: number, scheduled: number): Divergence | undefined {
		const { subject, keeper, progress, budget } = this.#o;
		const { line } = progress;
		const { step, gradNorm, lr } = report;
		line.steps++;
		line.loss += report.loss;
		line.gradNorm += gradNorm;
		if (budget.totalSteps === null || line.shares.length > 0) line.shares.push(scheduled);
		progress.firstLoss ??= report.loss;
		progress.gradNorms = [...progress.gradNorms, gradNorm].slice(-GRAD_NORMS);
		if (report.clipped) line.clipped++;
		if (report.cut) line.cut++;
		if (step % METRIC_STEPS === 0) {
			const exploded = this.explosion(step);
			if (exploded) return exploded;
			keeper.metric({
				...{ step, ...subject.lineFacts(report, line.loss / line.steps, perSecond) },
				...{ gradNorm: line.gradNorm / line.steps, lr, ...added(report), clipped: line.clipped },
				...(subject.options.clipValue > 0 && { cut: line.cut }),
				...(line.shares.length > 0 && { shares: line.shares }),
				seconds: progress.seconds,
			});
			Object.assign(line, { steps: 0, loss: 0, gradNorm: 0, clipped: 0, cut: 0, shares: [] });
		}
		this.#report(report, share(), perSecond);
		return undefined;
	}

	#report(report: StepReport, share: number, perSecond: number): void {
		const { subject, budget, progress, onEvent } = this.#o;
		const { step, gradNorm, lr } = report;
		const done = budget.totalSteps === null ? share : (subject.work?.(share) ?? share);
		const etaSeconds = done > 0 ? ((1 - done) / done) * progress.seconds : null;
		onEvent({
			...{ type: "step", step, totalSteps: budget.totalSteps, progress: share, etaSeconds, gradNorm, lr },
			...{ ...added(report), clippedShare: subject.clippedShare, ...subject.stepFacts(report, perSecond) },
			elapsedSeconds: progress.seconds,
		});
	}

	/** Returns a divergence if the mean loss since the last line of metrics has exploded. */
	explosion(step: number): Divergence | undefined {
		const { subject, progress } = this.#o;
		const { line, firstLoss } = progress;
		if (subject.options.rollbacks === 0 || line.steps === 0) return undefined;
		return findExplosion(step, line.loss / line.steps, firstLoss ?? 0, subject.ignorantLoss);
	}
}

/** Returns Omega and the penalty if they are part of the loss. */
function added({ omega, penalty }: StepReport) {
	return { ...(omega !== undefined && { omega }), ...(penalty !== undefined && { penalty }) };
}
