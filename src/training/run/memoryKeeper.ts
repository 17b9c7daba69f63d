/** A keeper that stores a run in memory, for pages and for programs that write no files. */
import type { Keeper } from "../keeper.ts";
import type { Snapshot } from "../snapshot.ts";
import type { StepLine } from "./logLines.ts";

export interface MemoryKeeperOptions {
	/** Name of the run. Default: "memory". */
	name?: string;
	/** Number of newest checkpoints to keep, at least 1. Default: 3. */
	keepLast?: number;
	/** Number of checkpoints with the lowest validation losses to keep. Default: 1. */
	keepBest?: number;
}

/** A checkpoint in memory; its arrays are copies. */
export interface MemoryCheckpoint {
	step: number;
	/** Validation loss; null if these weights were not validated. */
	validLoss: number | null;
	snapshot: Snapshot;
}

/** Keeps the log lines and the checkpoints of a run in memory. */
export class MemoryKeeper implements Keeper {
	readonly name: string;
	readonly folder = "";
	/** Log lines, in the form of those in a run's folder. */
	readonly metrics: StepLine[] = [];
	readonly samples: StepLine[] = [];
	readonly records: StepLine[] = [];
	/** Checkpoints, oldest first. */
	readonly checkpoints: MemoryCheckpoint[] = [];
	/** How the run ended; undefined during training. */
	state?: "finished" | "stopped" | "diverged";
	readonly #keepLast: number;
	readonly #keepBest: number;

	constructor({ name = "memory", keepLast = 3, keepBest = 1 }: MemoryKeeperOptions = {}) {
		this.name = name;
		this.#keepLast = Math.max(1, keepLast);
		this.#keepBest = keepBest;
	}

	/** The newest checkpoint; undefined before the first. */
	get newest(): MemoryCheckpoint | undefined {
		return this.checkpoints.at(-1);
	}

	metric(line: StepLine): void {
		this.metrics.push(line);
	}

	sample(line: StepLine): void {
		this.samples.push(line);
	}

	record(line: StepLine): void {
		this.records.push(line);
	}

	checkpoint(snapshot: Snapshot, step: number, validLoss: number | null, goodStep: number): string {
		const others = this.checkpoints.filter((one) => one.step !== step);
		const all = [...others, { step, validLoss, snapshot: copyOf(snapshot) }].sort((a, b) => a.step - b.step);
		const kept = new Set([...all.slice(-this.#keepLast), ...byLoss(all).slice(0, this.#keepBest)]);
		const wanted = all.filter((one) => kept.has(one) || one.step === step || one.step === goodStep);
		this.checkpoints.splice(0, this.checkpoints.length, ...wanted);
		return `step-${step}`;
	}

	best(): { step: number; snapshot: Snapshot } | undefined {
		return byLoss(this.checkpoints)[0];
	}

	goBack(step: number): Snapshot {
		for (const lines of [this.metrics, this.samples, this.records, this.checkpoints]) {
			const until = lines.findLastIndex((line) => line.step <= step) + 1;
			lines.length = until;
		}
		return copyOf(this.newest!.snapshot);
	}

	close(state: NonNullable<MemoryKeeper["state"]>): void {
		this.state ??= state;
	}
}

/** The checkpoints that have a validation loss, lowest first; of two equal ones, the newer first. */
function byLoss(checkpoints: readonly MemoryCheckpoint[]): MemoryCheckpoint[] {
	const validated = checkpoints.filter((one) => one.validLoss !== null);
	return validated.sort((a, b) => a.validLoss! - b.validLoss! || b.step - a.step);
}

/** Returns a deep copy of the snapshot. */
export function copyOf({ tensors, state }: Snapshot): Snapshot {
	return {
		tensors: tensors.map(({ name, shape, data }) => ({ name, shape: [...shape], data: data.slice() })),
		state: structuredClone(state),
	};
}
