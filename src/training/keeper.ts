/** Stores a run's logs and checkpoints: in a folder on disk, or in a page's memory (memoryKeeper.ts). */
import type { StepLine } from "./run/logLines.ts";
import type { Snapshot } from "./snapshot.ts";

export interface Keeper {
	/** Name of the run. `folder` is where it is stored. */
	readonly name: string;
	readonly folder: string;
	metric(line: StepLine): void;
	sample(line: StepLine): void;
	record(line: StepLine): void;
	/**
	 * Saves a checkpoint and returns its location. `validLoss` is the validation loss of exactly these weights; it selects
	 * the best checkpoints to keep. The checkpoint of `goodStep` is kept whatever its age.
	 */
	checkpoint(snapshot: Snapshot, step: number, validLoss: number | null, goodStep: number): string;
	/** Returns the kept checkpoint with the lowest validation loss; undefined if none has a loss. */
	best?(): { step: number; snapshot: Snapshot } | undefined;
	/** Returns the checkpoint of `step`, and deletes the log lines and checkpoints of later steps. */
	goBack(step: number): Snapshot;
	/** Records how the run ended. Later calls change nothing. */
	close(state: "finished" | "stopped" | "diverged"): void;
}
