/**
 * What a launcher needs of a queue on a server: it says which trial a worker should try next. The study's folder says
 * whether that worker may, and keeps the results, so a queue that forgets, repeats or loses jobs costs time only.
 */
import type { PlannedTrial } from "../../../training/studies/search.ts";

/** A trial that the queue gave to this worker, and to no other while it is renewed. */
export interface Ticket {
	/** Id of the trial, or whatever somebody put into the queue. */
	readonly id: string;
	/** Keeps it for another lease. */
	renew(): Promise<void>;
	/** Takes it from the queue: the trial has a result. */
	done(): Promise<void>;
	/** Puts it back, to be given out after so many milliseconds. */
	back(delayMs: number): Promise<void>;
	/** Sets it aside: nobody should try it. */
	park(why: string): Promise<void>;
}

export interface QueuedTrial {
	id: string;
	trial: PlannedTrial;
}

/** Every call may reject, at any time, because the server does not answer; it may have taken effect nevertheless. */
export interface TrialQueue {
	/** Adds trials. One that waits in the queue, or that a worker holds, is not added again. */
	add(trials: readonly QueuedTrial[]): Promise<void>;
	/** The next trial, at once; undefined if none waits. */
	next(): Promise<Ticket | undefined>;
	/** Removes the queue from its server, with these trials. */
	clear(ids: readonly string[]): Promise<void>;
	/** Ends the connection. Never rejects, and never waits for the server. */
	close(): Promise<void>;
}
