/** Where a run puts what must outlive it: a folder on a disk, or the memory of a page (memoryKeeper.ts). */
import type { StepLine } from "./run/logLines.ts";
import type { Snapshot } from "./snapshot.ts";

export interface Keeper {
	/** Name of the run, and where it is kept. */
	readonly name: string;
	readonly folder: string;
	metric(line: StepLine): void;
	sample(line: StepLine): void;
	record(line: StepLine): void;
	/**
	 * Saves for good; returns where. `validLoss` is the loss of a validation with these very weights, for keeping the best;
	 * `goodStep` the checkpoint to keep whatever its age.
	 */
	checkpoint(snapshot: Snapshot, step: number, validLoss: number | null, goodStep: number): string;
	/** The checkpoint of that step; lines and checkpoints of later steps are dropped. */
	goBack(step: number): Snapshot;
	/** Says how the run ended; a later call changes nothing. */
	close(state: "finished" | "stopped" | "diverged"): void;
}
