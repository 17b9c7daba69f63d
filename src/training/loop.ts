/**
 * The training loop: updates until the budget is spent, a callback ends it, or the signal aborts.
 *
 * It uses no files and no clock of its own. The course logs, evaluates and saves between updates. The weights depend on
 * the subject and on the learning-rate progress from the course, never on when the loop yields.
 */
import { TURN_SECONDS, timer } from "./host.ts";
import type { Pauses } from "./subject.ts";

export interface Course<Report, End extends string> {
	subject: { update(share: number, rate?: number, pauses?: Pauses): Promise<Report> };
	/** Fraction of the budget spent, 0..1. The loop ends at 1. */
	share(): number;
	/** Position in the learning-rate schedule for the next update, 0..1. */
	schedule(): number;
	/** Factor of the learning rate. Default: 1. */
	rate?(): number;
	/** Called before the first update. A returned word ends the loop. */
	before?(): Promise<End | undefined>;
	/** Called after each update. A returned word ends the loop. @param seconds duration of the update. */
	after(report: Report, seconds: number): Promise<End | undefined>;
	/** Yields to the event loop. */
	turn(): Promise<void>;
	/** Updates between two yields. Default: as many as fit in 50 ms. */
	turnEvery?: number;
	/** Seconds from a fixed moment. */
	clock(): number;
	/** Lets a long update yield or stop midway. */
	pauses?: Pauses;
	signal?: AbortSignal;
}

/** Updates a subject until its budget is spent, something ends it, or a signal comes. Returns what ended it. */
export async function loop<Report, End extends string>(
	course: Course<Report, End>,
): Promise<End | "budget" | "signal"> {
	const { subject, clock, turnEvery, signal, pauses } = course;
	const late = timer(clock, TURN_SECONDS);
	let ended = await course.before?.();
	if (!ended && signal?.aborted) return "signal";
	for (let updates = 1; !ended && course.share() < 1; updates++) {
		const began = clock();
		const report = await subject.update(course.schedule(), course.rate?.(), pauses);
		ended = await course.after(report, clock() - began);
		if (ended) break;
		if (turnEvery === undefined ? late() : updates % turnEvery === 0) await course.turn();
		if (signal?.aborted) return "signal";
	}
	return ended ?? "budget";
}
