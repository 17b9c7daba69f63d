/** Runs one job in this thread: opens its engine, saves its snapshots as checkpoints, and stops it on request. */
import { SluiceError } from "../../errors/index.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import { type Disk, realDisk } from "../disk/disk.ts";
import { encodeJson } from "../disk/losslessJson.ts";
import { makeFolders } from "../disk/publish.ts";
import { stopwatch } from "../machine/clock.ts";
import { openEngine } from "../machine/engines.ts";
import { turn } from "../machine/turns.ts";
import { loadNewest, saveCheckpoint } from "../runs/checkpoints.ts";
import type { JobCall, Jobs } from "./job.ts";

/** Seconds between two snapshots: the most work that a kill can lose. */
const SAVE_SECONDS = 30;
/** Seconds between two progress reports. */
const REPORT_SECONDS = 0.25;

export interface JobHooks {
	onShare?(share: number): void;
	/** Whether to stop; called at every turn. */
	stopped?(): boolean;
	disk?: Disk;
	/** Available jobs, by name. */
	jobs: Jobs;
	/** Seconds between two snapshots. Default: 30. */
	saveSeconds?: number;
}

/** Runs a job and returns its result; undefined if the job was stopped. */
export async function runJob(
	{ job, request, folder, engine: choice }: JobCall,
	hooks: JobHooks,
): Promise<Json | undefined> {
	const { onShare, stopped = () => false, disk = realDisk, jobs, saveSeconds = SAVE_SECONDS } = hooks;
	const [saved, reported] = [timer(saveSeconds), timer(REPORT_SECONDS)];
	const keep = ({ tensors, state }: Snapshot) => {
		if (folder === undefined) return;
		makeFolders(disk, folder);
		const step = Number(state.step ?? 0);
		saveCheckpoint(folder, { tensors, state: { request, state } }, { step, keepLast: 1, keepBest: 0, disk });
	};
	const kept = folder === undefined ? undefined : keptOf(folder, request, disk);
	const engine = openEngine({ engine: choice, threads: 1 });
	try {
		return await jobs[job]!(request, {
			...{ engine, ...(kept && { kept }) },
			async turn(share, snapshot) {
				if (reported()) onShare?.(share);
				await turn();
				const stop = stopped();
				if (stop || saved()) keep(snapshot());
				if (stop) throw STOPPED;
			},
		});
	} catch (error) {
		if (error !== STOPPED) throw error;
		return undefined;
	} finally {
		engine.close();
	}
}

const STOPPED = new Error("stopped");

/** Returns a function that is true once every `seconds` seconds. */
function timer(seconds: number): () => boolean {
	let watch = stopwatch();
	return () => {
		if (watch() < seconds) return false;
		watch = stopwatch();
		return true;
	};
}

/**
 * The snapshot saved for the same request. A snapshot that is damaged or belongs to another request counts as missing.
 */
function keptOf(folder: string, request: Json, disk: Disk): Snapshot | undefined {
	if (!disk.stat(folder)) return undefined;
	try {
		const { tensors, state } = loadNewest(folder, disk).snapshot;
		if (encodeJson(state.request ?? null) !== encodeJson(request) || !isRecord(state.state)) return undefined;
		return { tensors, state: state.state };
	} catch (error) {
		const lost = error instanceof SluiceError && /^E_(CHECKPOINT|RUN_FORMAT)/.test(error.code);
		if (lost) return undefined;
		throw error;
	}
}
