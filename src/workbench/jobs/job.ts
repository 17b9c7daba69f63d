/** A job: long work described by plain values, so that another thread can do it and continue after a stop. */
import type { Engine } from "../../kernels/kernels.ts";
import type { Json } from "../../training/json.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import type { EngineChoice } from "../machine/engines.ts";

/** What the runner provides to a job. */
export interface JobHost {
	/** Engine with one thread: jobs run in parallel on the cores, and each uses one of them. */
	engine: Engine;
	/** Snapshot that an earlier, stopped call of the same job left. */
	kept?: Snapshot;
	/**
	 * Call this a few times per second with the fraction done, 0 to 1. It reports progress and saves the snapshot when
	 * a save is due. If the work has to stop, it saves the snapshot and then throws.
	 */
	turn(share: number, snapshot: () => Snapshot): Promise<void>;
}

/** Executes `request`. The same request gives the same result, however often it was stopped and continued. */
export type Job = (request: Json, host: JobHost) => Promise<Json>;

/** Jobs by name. */
export type Jobs = Readonly<Record<string, Job>>;

export interface JobCall {
	/** Name of the job in the runner's `Jobs`. */
	job: string;
	request: Json;
	/** Engine. Default: auto. */
	engine?: EngineChoice;
	/** Folder of the snapshots. Absent: a stopped job starts again from the beginning. */
	folder?: string;
}

/** Message that a job in a thread sends. */
export type JobMessage =
	| { kind: "share"; share: number }
	| { kind: "done"; value: Json }
	| { kind: "stopped" }
	| { kind: "failed"; error: unknown; coded?: { code: string; params: unknown } };
