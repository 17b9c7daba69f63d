/** Lists the runs in a folder, each with its state and best results; for damaged runs, what is wrong. */
import { join } from "node:path";
import { fail, SluiceError } from "../../errors/index.ts";
import { type Disk, errno, inside, onDisk, realDisk } from "../disk/disk.ts";
import { newestStep } from "./checkpoints.ts";
import { metricNumber, readLog } from "./logs.ts";
import { isLinked, runNames } from "./runNames.ts";
import { type RunConfig, type RunState, readConfig, readRunState } from "./runStore.ts";
import { readTags } from "./tags.ts";

export interface RunSummary {
	name: string;
	folder: string;
	config: RunConfig;
	state: RunState;
	/** Last step in the metrics or of a checkpoint; 0 if there is neither. */
	lastStep: number;
	/** Lowest `validLossNats` in the metrics, in nats per symbol, and the `validatedSymbols` of the same line. */
	bestValidLossNats?: number;
	bestValidSymbols?: number;
	/** Lowest `validLoss` in the metrics, and the `errorShare` of the same line. */
	bestValid?: { loss: number; errorShare: number };
	sizeBytes: number;
	tags: string[];
	/** Reason why parts of this summary are missing. */
	damage?: SluiceError;
}

/** Lists every run in a folder, sorted by name; damaged ones with what is wrong. */
export function listRuns(runs: string, anyDisk: Disk = realDisk): RunSummary[] {
	return runNames(runs, anyDisk).map((name) => {
		const folder = join(runs, name);
		const disk = inside(anyDisk, folder);
		const summary: RunSummary = { name, folder, config: {}, state: "interrupted", lastStep: 0, sizeBytes: 0, tags: [] };
		try {
			if (isLinked(folder, anyDisk)) throw fail("E_LINK", { path: folder, why: "run" });
			summary.sizeBytes = folderSize(anyDisk, folder); // does not follow links, so it need not reject them
			summary.config = readConfig(folder, (config) => config, disk);
			summary.state = readRunState(folder, disk);
			summary.tags = readTags(folder, disk);
			summary.lastStep = newestStep(folder, disk); // the last steps of a run may have no line in the metrics
			for (const line of readLog(join(folder, "metrics.jsonl"), disk)) {
				if (typeof line.step === "number") summary.lastStep = Math.max(summary.lastStep, line.step);
				const loss = metricNumber(line.validLossNats);
				if (loss !== undefined && loss < (summary.bestValidLossNats ?? Number.POSITIVE_INFINITY))
					Object.assign(summary, { bestValidLossNats: loss, bestValidSymbols: metricNumber(line.validatedSymbols) });
				const [validLoss, errorShare] = [metricNumber(line.validLoss), metricNumber(line.errorShare)];
				if (validLoss === undefined || errorShare === undefined) continue;
				if (validLoss < (summary.bestValid?.loss ?? Number.POSITIVE_INFINITY))
					summary.bestValid = { loss: validLoss, errorShare };
			}
		} catch (error) {
			if (!(error instanceof SluiceError)) throw error;
			summary.damage = error;
		}
		return summary;
	});
}

/** Size of a folder with everything in it. What vanishes meanwhile, as an old checkpoint or a lock does, has none. */
export function folderSize(disk: Disk, path: string): number {
	const info = onDisk("read", path, () => disk.stat(path));
	if (info?.kind !== "folder") return info?.sizeBytes ?? 0;
	const names = onDisk("list", path, () => {
		try {
			return disk.readdir(path);
		} catch (error) {
			if (errno(error) === "ENOENT") return [];
			throw error;
		}
	});
	return names.reduce((sum, name) => sum + folderSize(disk, join(path, name)), 0);
}
