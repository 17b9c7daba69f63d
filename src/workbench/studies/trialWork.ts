/**
 * The run of an attempt: `work/ID.N`, continued from the checkpoints of an earlier attempt or of the rung below, and
 * renamed to `trials/ID` when it is complete. The rename is the commit: it happens once, since a folder that is there is
 * never replaced.
 */
import { join } from "node:path";
import { SluiceError } from "../../errors/index.ts";
import { isRecord } from "../../training/json.ts";
import { type PlannedTrial, rungSteps } from "../../training/studies/search.ts";
import type { Settings } from "../../training/studies/space.ts";
import type { Content } from "../disk/content.ts";
import { errno, onDisk, quietly, removeTree } from "../disk/disk.ts";
import { makeFolder, publishFolder, removeStrays } from "../disk/publish.ts";
import { namesIn, placeIn, readRecord, type Study, trialId, writeRecord } from "./studyPlaces.ts";
import { isNewest } from "./trialClaims.ts";

/** The result of a trial, as `trial.json` in its run keeps it. */
export interface TrialRecord {
	settings: Settings;
	seed: number;
	/** Updates of its rung; absent without rungs. */
	steps?: number;
	/** Validation loss at the end of training, in the unit of the data; null if it diverged or was not measured. */
	value: number | null;
	/** The same in nats per symbol; null unless that is the unit. */
	lossNats: number | null;
	diverged: boolean;
	/** Updates that were made. */
	updates: number;
	weightsSha256: string | null;
	/** Engine with its instruction set. */
	build: string;
	worker: string;
	attempt: number;
	/** Seconds of training, over all attempts. */
	seconds: number;
}

const RECORD = "trial.json";
const LOGS = ["metrics.jsonl", "samples.jsonl", "records.jsonl"];
const NAMES = ["config.json", "vocabulary.json", "status.json", ...LOGS];

/** Name of the run of an attempt. */
export const workName = (id: string, attempt: number): string => `${id}.${attempt}`;

/** Removes what an earlier process left and copies what can be continued. @returns whether there is a run to continue. */
export function prepareWork(study: Study, trial: PlannedTrial, attempt: number): boolean {
	const id = trialId(trial);
	removeStrays(study.disk, placeIn(study, "work"));
	const earlier = namesIn(study, placeIn(study, "work"))
		.flatMap((name) => (name.startsWith(`${id}.`) ? [Number(name.slice(id.length + 1))] : []))
		.filter((number) => number < attempt)
		.sort((a, b) => b - a);
	const sources = earlier.map((number) => placeIn(study, "work", workName(id, number)));
	const below = rungBelow(study, trial);
	if (below !== undefined) sources.push(placeIn(study, "trials", below));
	return sources.some((source) => copyRun(study, source, workName(id, attempt)));
}

/** Id of the trial of the same settings and seed that ended one rung below. */
function rungBelow({ document: { search } }: Study, trial: PlannedTrial): string | undefined {
	if (search.kind !== "halving" || !trial.rung) return undefined;
	const rung = trial.rung - 1;
	return trialId({ ...trial, rung, steps: rungSteps(search)[rung]! });
}

/**
 * Copies a run without its lock, checkpoints before logs, so that the logs reach at least as far. False if there is no
 * checkpoint, or if the run changes while it is read: a process that lost it may still write there.
 */
function copyRun(study: Study, source: string, name: string): boolean {
	const { disk } = study;
	const files: Record<string, Content> = {};
	try {
		const steps = namesIn(study, join(source, "checkpoints")).filter((step) => /^step-\d+$/.test(step));
		for (const step of steps) {
			for (const file of namesIn(study, join(source, "checkpoints", step)))
				files[`checkpoints/${step}/${file}`] = disk.read(join(source, "checkpoints", step, file));
		}
		if (steps.length === 0) return false;
		for (const file of NAMES) if (disk.stat(join(source, file))) files[file] = disk.read(join(source, file));
	} catch (error) {
		if (errno(error) === "ENOENT") return false;
		throw error;
	}
	if (files["config.json"] === undefined) return false;
	const work = placeIn(study, "work");
	publishFolder(disk, work, name, files, () => new Error(name));
	return true;
}

/**
 * Makes the run of an attempt the result of its trial. @returns false if another attempt has begun or is committed.
 */
export function commitWork(study: Study, id: string, attempt: number, record: TrialRecord): boolean {
	const { disk } = study;
	const from = placeIn(study, "work", workName(id, attempt));
	const to = placeIn(study, "trials", id);
	try {
		writeRecord(study, from, RECORD, record);
		removeTree(disk, join(from, "lock"));
		if (!isNewest(study, id, attempt)) return false;
		makeFolder(disk, placeIn(study, "trials"));
		disk.rename(from, to);
	} catch (error) {
		const code = errno(error) ?? (error instanceof SluiceError ? error.code : "");
		if (["ENOTEMPTY", "EEXIST", "EPERM", "ENOENT", "E_DISK_MISSING"].includes(code)) return false;
		throw error;
	}
	onDisk("sync", placeIn(study, "trials"), () => disk.fsyncDir(placeIn(study, "trials")));
	removeWork(study, id);
	return true;
}

/** Removes the runs of all attempts at a trial. One that is still being written stays. */
export function removeWork(study: Study, id: string): void {
	for (const name of namesIn(study, placeIn(study, "work"))) {
		if (name.startsWith(`${id}.`)) quietly(() => removeTree(study.disk, placeIn(study, "work", name)));
	}
}

/** The result of a trial; undefined if it has none. */
export function readTrial(study: Study, id: string): TrialRecord | undefined {
	const record = readRecord(study, placeIn(study, "trials", id, RECORD));
	return record && isRecord(record.settings) ? (record as unknown as TrialRecord) : undefined;
}
