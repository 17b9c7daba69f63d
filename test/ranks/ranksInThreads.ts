/** Ranks of one training as threads of this process, so that tests need no MPI and can count what is sent. */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { GivenOptions } from "../../src/training/options/options.ts";
import type { Snapshot } from "../../src/training/snapshot.ts";
import type { Divergence } from "../../src/training/updates/guard.ts";

/** Bytes of the longest message between two ranks. */
const LONGEST = 1 << 18;

export interface ThreadJob {
	options: GivenOptions;
	/** Text to train on. Default: the task addition. */
	text?: string;
	/** State of all ranks to begin with. */
	snapshot?: Snapshot;
	/** Updates that the run has in the end. */
	updates: number;
	/** Whether the run ends there. */
	finish?: boolean;
	/** Weights that a rank changes before an update. */
	faults?: { on: number; before: number; element: number; value: number }[];
}

export interface ThreadResult {
	/** What the rank sent in its updates. */
	sent: { bytes: number; messages: number };
	divergence?: Divergence;
	weights: Float64Array;
	/** The whole state, on rank 0. */
	snapshot?: Snapshot;
	/** Code of the error that ended the rank. */
	error?: string;
	message?: string;
}

/** Trains on `size` ranks in float64. Returns what each rank has in the end. */
export function trainInThreads(size: number, job: ThreadJob): Promise<ThreadResult[]> {
	const boxes = Array.from({ length: size * size }, () => new SharedArrayBuffer(8 + LONGEST));
	return Promise.all(
		Array.from({ length: size }, (_, rank) => {
			const workerData = { rank, size, boxes, finish: false, faults: [], ...job };
			const worker = new Worker(join(import.meta.dirname, "rankThread.mjs"), { workerData });
			return new Promise<ThreadResult>((resolve, reject) => {
				worker.on("error", reject);
				worker.on("message", (result: ThreadResult) => {
					resolve(result);
					void worker.terminate();
				});
			});
		}),
	);
}
