/**
 * Where the trials of a study run. A worker (studyWorker.ts) trains what its launcher gives it: that of the folder
 * (folderLauncher.ts) or that of a queue on a server (queue/queueLauncher.ts).
 */
import type { PlannedTrial } from "../../training/studies/search.ts";
import type { AttemptEnd } from "./trialClaims.ts";
import type { TrialRecord } from "./trialWork.ts";
import type { HeldTrial } from "./workerBeats.ts";

/** An attempt that this worker, and no other, may make. */
export interface Claim {
	trial: PlannedTrial;
	id: string;
	/** Number of the attempt: the fence. */
	attempt: number;
	/** Whether an earlier attempt left a run to be continued. */
	resumes: boolean;
	/** Folder of the run. */
	folder: string;
}

export interface Launcher {
	/** Name of this worker. */
	readonly worker: string;
	/** Trials in parallel. */
	readonly slots: number;
	/** Milliseconds between two looks for work. */
	readonly pollMs: number;
	/** Milliseconds between two heartbeats. */
	readonly beatMs: number;
	/** Called once with what to call when there may be something to take before the next look. */
	onReady?(wake: () => void): void;
	/** Takes a trial that is ready; undefined if none is now. */
	take(): Claim | undefined;
	/** Whether every trial has a result or is parked. */
	isFinished(): boolean;
	/** Whether the study was stopped, by anybody. */
	isStopped(): boolean;
	/** Extends the leases and says how far the trials are. @returns ids of trials that were lost to other workers. */
	beat(held: readonly HeldTrial[]): string[];
	/** Makes a run the result of its trial; false if it is too late. */
	commit(claim: Claim, record: TrialRecord): boolean;
	/** Says how an attempt ended that has no result. */
	end(claim: Claim, end: AttemptEnd): void;
	/** Keeps what an attempt printed. */
	log(claim: Claim, text: string): void;
	/** Gives back everything, within a second. */
	close(): void | Promise<void>;
}
