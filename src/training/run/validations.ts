/** Schedules and sizes a run's validations, and records their results. */

import type { GradientSubject, Scored } from "../subject.ts";
import { type Divergence, noLoss } from "../updates/guard.ts";
import type { Budget } from "./budget.ts";
import type { Progress } from "./progress.ts";
import { unlessAborted } from "./result.ts";

const VALIDATIONS = 20;
/** With --minutes, training continues after a validation for at least this many times the validation's duration. */
const VALID_REST = 12;

export interface ValidationsOptions {
	subject: GradientSubject;
	progress: Progress;
	budget: Budget;
	/** Returns the fraction of the budget spent, 0..1. */
	share(): number;
	clock(): number;
	turn(): Promise<void>;
	signal?: AbortSignal;
}

/** Result of a validation. */
export interface Validated extends Scored {
	/** Whether its loss is the lowest so far. */
	best: boolean;
	/** Set if the loss is not finite. */
	divergence?: Divergence;
}

export class Validations {
	readonly #o: ValidationsOptions;
	/** Speed of the last validation, in symbols or sequences per second; 0 before the first. */
	#perSecond = 0;
	/** With --minutes: the next validation is due at this fraction of the budget plus a twentieth. */
	#from = 0;

	constructor(options: ValidationsOptions) {
		this.#o = options;
	}

	/** With --minutes, schedules the next validation for a twentieth of the budget from now. */
	restart(): void {
		this.#from = this.#o.share();
	}

	/**
	 * Size of the closing evaluation, in symbols or sequences. With --minutes, at most about a tenth of the budget,
	 * unless `finalLeast` is more.
	 */
	get finalSize(): number {
		const { validation, options } = this.#o.subject;
		const { available, finalLeast, finalMost, perSecond } = validation;
		const rate = this.#perSecond || perSecond;
		const paid = options.minutes === undefined ? finalMost : Math.floor(rate * 6 * options.minutes);
		return Math.min(available, finalMost, Math.max(finalLeast, paid));
	}

	/** Seconds to reserve for the closing evaluation. */
	get reserveSeconds(): number {
		return this.#perSecond > 0 ? this.finalSize / this.#perSecond + 0.5 : 1;
	}

	get due(): boolean {
		const { subject, progress, budget, share } = this.#o;
		if (subject.validation.available === 0 || progress.validatedAt === subject.step) return false;
		const { validEvery, syncEvery = 1 } = subject.options;
		const { step } = subject;
		if (step % syncEvery !== 0) return false; // the ranks have different weights
		const every = validEvery > 0 ? validEvery : twentiethOf(budget);
		if (every === undefined) return share() >= this.#from + 1 / VALIDATIONS;
		return Math.floor(step / every) > Math.floor((step - syncEvery) / every);
	}

	/**
	 * Validates and records the result in `progress`. Returns undefined if the signal aborted it, or if every symbol it
	 * read was unknown: that is no loss, and no divergence either.
	 */
	async validate(): Promise<Validated | undefined> {
		const { subject, progress, clock, turn, signal, share } = this.#o;
		const { step, options } = subject;
		const began = clock();
		progress.validSize ||= validSizeOf(subject, progress);
		const request = { size: progress.validSize, purpose: "validation" } as const;
		const scores = await unlessAborted(subject.evaluate(request, { onProgress: turn, signal }), signal);
		if (!scores) return undefined;
		const { loss, scored, errorShare = null } = scores;
		if (loss === null) {
			progress.validatedAt = step;
			this.#from = share();
			return undefined;
		}
		if (!Number.isFinite(loss))
			return { ...scores, loss, best: false, divergence: subject.findDivergence() ?? noLoss(step, loss) };
		const took = clock() - began;
		this.#perSecond = scored / Math.max(1e-6, took);
		const { minutes } = options;
		const rest = minutes ? Math.max(0, (VALID_REST * took) / (60 * minutes) - 1 / VALIDATIONS) : 0;
		this.#from = share() + rest;
		return { ...scores, loss, best: noteValidation(progress, step, loss, errorShare) };
	}
}

/** Size of all validations of a run, in symbols or sequences, at its first one. */
export function validSizeOf({ step, seenPerStep, validation }: GradientSubject, { validatedAt }: Progress): number {
	const { least, most, share } = validation;
	return Math.round(Math.min(most, Math.max(least, share * (step - validatedAt) * seenPerStep)));
}

/** Notes the result of a validation at `step`. Returns whether its loss is the lowest so far. */
export function noteValidation(progress: Progress, step: number, loss: number, errorShare: number | null): boolean {
	const best = progress.bestValid === null || loss < progress.bestValid;
	Object.assign(progress, { lastValid: loss, validatedAt: step, worse: best ? 0 : progress.worse + 1 });
	if (best) Object.assign(progress, { bestValid: loss, bestStep: step, bestError: errorShare });
	if (errorShare !== null && errorShare < (progress.lowestError ?? 2))
		Object.assign(progress, { lowestError: errorShare, lowestErrorStep: step });
	return best;
}

/** Returns a twentieth of the steps, at least 1; undefined with --minutes. */
function twentiethOf({ totalSteps }: Budget): number | undefined {
	return totalSteps === null ? undefined : Math.max(1, Math.ceil(totalSteps / VALIDATIONS));
}

/** Returns whether a twentieth of the steps ends at `step`; undefined with --minutes. */
export function twentieth(budget: Budget, step: number): boolean | undefined {
	const every = twentiethOf(budget);
	return every === undefined ? undefined : step % every === 0;
}
