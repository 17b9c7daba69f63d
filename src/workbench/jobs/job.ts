/** A job: a long piece of work told in plain values, so that another thread can do it, and go on where it was stopped. */
import type { Engine } from "../../kernels/kernels.ts";
import type { Json } from "../../training/json.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import type { EngineChoice } from "../machine/engines.ts";

/** What a job is given by whoever runs it. */
export interface JobHost {
	/** With one thread: jobs share the cores, not their products. */
	engine: Engine;
	/** What a call that was stopped in the middle of the same job left. */
	kept?: Snapshot;
	/**
	 * To be called a few times a second with the share done, 0 to 1: tells of progress, and keeps the snapshot when it is
	 * time to. Throws where the work is to stop, after keeping it.
	 */
	turn(share: number, snapshot: () => Snapshot): Promise<void>;
}

/** Does `request`; the same request gives the same answer, however often it was stopped on the way. */
export type Job = (request: Json, host: JobHost) => Promise<Json>;

/** Jobs by name. */
export type Jobs = Readonly<Record<string, Job>>;

export interface JobCall {
	/** Its name among the jobs that the runner is handed. */
	job: string;
	request: Json;
	/** Default auto. */
	engine?: EngineChoice;
	/** Where snapshots are kept; absent: a stopped job begins anew. */
	folder?: string;
}

/** What a job in a thread reports. */
export type JobMessage =
	| { kind: "share"; share: number }
	| { kind: "done"; value: Json }
	| { kind: "stopped" }
	| { kind: "failed"; error: unknown; coded?: { code: string; params: unknown } };
