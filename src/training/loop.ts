/**
 * The loop of all training: one update after another until the budget is spent, something ends it, or a signal comes.
 *
 * It knows no file and no clock. What happens between updates (lines, measurements, saves) is the course's; what the
 * weights become depends on the subject and on the shares that the course gives, never on the turns in between.
 */
import { TURN_SECONDS, timer } from "./host.ts";
import type { Pauses } from "./subject.ts";

export interface Course<Report, End extends string> {
	subject: { update(share: number, rate?: number, pauses?: Pauses): Promise<Report> };
	/** Share of the budget spent, 0..1; at 1 the loop ends. */
	share(): number;
	/** Share that sets the learning rate of the next update, 0..1. */
	schedule(): number;
	/** Factor of the learning rate. Default 1. */
	rate?(): number;
	/** Called before the first update. A word that it returns ends the loop. */
	before?(): Promise<End | undefined>;
	/** Called after each update. A word that it returns ends the loop. @param seconds that the update took. */
	after(report: Report, seconds: number): Promise<End | undefined>;
	/** Lets others have a turn. */
	turn(): Promise<void>;
	/** Updates between two turns. Default: as many as fit in 50 ms. */
	turnEvery?: number;
	/** Seconds from a fixed moment. */
	clock(): number;
	/** For an update that takes long. */
	pauses?: Pauses;
	signal?: AbortSignal;
}

export async function loop<Report, End extends string>(
	course: Course<Report, End>,
): Promise<End | "budget" | "signal"> {
	const { subject, clock, turnEvery, signal, pauses } = course;
	const late = timer(clock, TURN_SECONDS);
	let ended = await course.before?.();
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
