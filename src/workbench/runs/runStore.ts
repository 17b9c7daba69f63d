/**
 * Runs on disk: `RUNS/NAME/` with config.json, vocabulary.json, metrics.jsonl, samples.jsonl, records.jsonl,
 * status.json, checkpoints/ and lock/.
 *
 *     const run = createRun({ runs: "runs", defaultName: "sqlite-lstm", config, vocabulary });   // runs/sqlite-lstm-1
 *     run.metrics.append({ step: 100, lossNats: 1.9, seconds: 3.2 });      // all log lines of a step before its save
 *     run.save(snapshot, { step: 100, validLossNats: 1.8 });
 *     run.close("finished");                                               // or "stopped", "diverged"
 *
 *     const run = openRun("sqlite-lstm-1", "runs", { validate });          // for reading; also takes a folder's path
 *     const { snapshot, notices } = run.loadBest();                        // or loadNewest(), loadStep(100)
 *
 *     const run = continueRun("sqlite-lstm-1", "runs", { validate });      // for writing: takes the lock, cleans up
 *     const { snapshot, step } = run.loadNewest();
 *     run.rewindTo(step);                                                  // drops later lines and checkpoints
 *
 * A run whose status is "running" but whose lock has no live owner was interrupted.
 */
import { join } from "node:path";
import { fail, SluiceError } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { LogLine } from "../../training/run/logLines.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import type { Content } from "../disk/content.ts";
import type { Disk } from "../disk/disk.ts";
import { inside, onDisk, quietly, realDisk, removeTree } from "../disk/disk.ts";
import type { Lock } from "../disk/lock.ts";
import { acquireLock, lockOwner } from "../disk/lock.ts";
import { makeFolders, publishFolder, removeStrays, replaceFile } from "../disk/publish.ts";
import {
	type CheckpointInfo,
	dropCheckpointsAfter,
	type Loaded,
	listCheckpoints,
	loadBest,
	loadNewest,
	loadStep,
	recoverCheckpoints,
	type SaveOptions,
	saveCheckpoint,
} from "./checkpoints.ts";
import { readDocument, writeDocument } from "./documents.ts";
import { type Log, openLog, readLog } from "./logs.ts";
import { findRun, placeOf, type RunPlace, slug } from "./runNames.ts";

export { rejectUnknownKeys } from "./documents.ts";

export type RunConfig = { [key: string]: Json };
/** State of a run; "interrupted" if it neither finished nor was stopped and no live process is working on it. */
export type RunState = Ended | "running" | "interrupted";
/** How a closed run ended; "diverged" if its numbers became NaN or infinite. */
export type Ended = (typeof ENDINGS)[number];
const ENDINGS = ["finished", "stopped", "diverged"] as const;
/** Validates a config that was read; `where` names its file. Throws a coded error; use `rejectUnknownKeys`. */
export type ConfigValidator<C> = (config: RunConfig, where: string) => C;

export interface Run<C> {
	readonly name: string;
	readonly folder: string;
	readonly config: C;
	/** Content of the vocabulary file; undefined if none was written. */
	readVocabulary(): Json | undefined;
	readMetrics(): LogLine[];
	readSamples(): LogLine[];
	/** Lines that the recorder wrote during training; empty for a run older than the recorder. */
	readRecords(): LogLine[];
	listCheckpoints(): CheckpointInfo[];
	loadNewest(): Loaded;
	loadBest(): Loaded;
	loadStep(step: number): Loaded;
	readState(): RunState;
}

export interface WritableRun<C> extends Run<C> {
	readonly metrics: Log;
	readonly samples: Log;
	readonly records: Log;
	/** Flushes the logs to the disk, then saves, so that a checkpoint is never ahead of the logs. */
	save(snapshot: Snapshot, options: Omit<SaveOptions, "disk">): CheckpointInfo;
	/** Drops log lines and checkpoints after `step`, which a resumed run writes again. */
	rewindTo(step: number): void;
	/** Records how the run ended, closes its logs and releases the lock. A second call does nothing. */
	close(state: Ended): void;
	/** Closes the run and removes its folder, for a run that has nothing to keep. */
	discard(): void;
}

export interface CreateOptions<C> {
	/** Folder of runs; created if missing. */
	runs: string;
	/** Name of the run, or path of its folder. @throws E_RUN_EXISTS if it exists. */
	name?: string;
	/**
	 * Without `name`, the first free one of `defaultName-1`, `defaultName-2`, ... is used. Any text; converted to a
	 * valid name.
	 */
	defaultName: string;
	/** Any JSON values, including NaN and the infinities; undefined fields are omitted. */
	config: C;
	vocabulary?: Json;
	/** Files of a run that is complete when it appears, such as an imported one; "status.json" among them. */
	files?: Readonly<Record<string, Content>>;
	disk?: Disk;
}

export interface OpenOptions<C> {
	validate: ConfigValidator<C>;
	disk?: Disk;
	/** For writing: takes the run over from a process of another container or machine. Default: false. */
	takeOver?: boolean;
}

/** Creates a run, locked for this process. */
export function createRun<C extends object>(options: CreateOptions<C>): WritableRun<C> {
	const { runs, name, defaultName, config, vocabulary, disk = realDisk } = options;
	const files: Record<string, Content> = {
		"config.json": writeDocument("config", config as RunConfig),
		"status.json": writeDocument("state", "running"),
		"metrics.jsonl": new Uint8Array(),
		"samples.jsonl": new Uint8Array(),
		"records.jsonl": new Uint8Array(),
	};
	Object.assign(files, options.files);
	if (vocabulary !== undefined) files["vocabulary.json"] = writeDocument("vocabulary", vocabulary);
	const place = name === undefined ? publishNumbered() : publish(placeOf(name, runs));
	const own = inside(disk, place.folder);
	const lock = acquireLock(place.folder, { disk: own });
	try {
		return writable(place, config, own, lock);
	} catch (error) {
		quietly(() => removeTree(own, place.folder));
		throw error;
	}

	function publish(at: RunPlace): RunPlace {
		makeFolders(disk, at.parent);
		removeStrays(disk, at.parent);
		publishFolder(disk, at.parent, at.name, files, () => fail("E_RUN_EXISTS", { name: at.name, folder: at.folder }));
		return at;
	}

	function publishNumbered(): RunPlace {
		for (let number = 1; ; number++) {
			const at = placeOf(`${slug(defaultName)}-${number}`, runs);
			if (onDisk("read", at.folder, () => disk.stat(at.folder))) continue;
			try {
				return publish(at);
			} catch (error) {
				const taken = error instanceof SluiceError && error.code === "E_RUN_EXISTS";
				if (!taken) throw error;
			}
		}
	}
}

/** Checks before long work that createRun can use this name. @throws E_RUN_NAME; E_RUN_EXISTS if the folder exists. */
export function checkFree(name: string, runs: string, disk: Disk = realDisk): void {
	const { folder } = placeOf(name, runs);
	if (onDisk("read", folder, () => disk.stat(folder))) throw fail("E_RUN_EXISTS", { name, folder });
}

/** Opens a run for reading. @throws E_RUN_NAME, E_RUN_MISSING, and what `validate` throws. */
export function openRun<C>(nameOrFolder: string, runs: string, options: OpenOptions<C>): Run<C> {
	const place = findRun(nameOrFolder, runs, options.disk ?? realDisk);
	const disk = inside(options.disk ?? realDisk, place.folder);
	return readable(place, readConfig(place.folder, options.validate, disk), disk);
}

/**
 * Opens a run for writing: takes its lock and cleans up after an interrupted save. @throws what openRun throws;
 * E_RUN_LOCKED.
 */
export function continueRun<C>(nameOrFolder: string, runs: string, options: OpenOptions<C>): WritableRun<C> {
	const place = findRun(nameOrFolder, runs, options.disk ?? realDisk);
	const disk = inside(options.disk ?? realDisk, place.folder);
	const config = readConfig(place.folder, options.validate, disk);
	const lock = acquireLock(place.folder, { disk, takeOver: options.takeOver ?? false });
	try {
		removeStrays(disk, place.folder, true);
		recoverCheckpoints(place.folder, disk);
		const run = writable(place, config, disk, lock);
		replaceFile(disk, place.folder, "status.json", writeDocument("state", "running"));
		return run;
	} catch (error) {
		quietly(() => lock.release());
		throw error;
	}
}

function readable<C>(place: RunPlace, config: C, disk: Disk): Run<C> {
	const { name, folder } = place;
	return {
		name,
		folder,
		config,
		readVocabulary: () => readDocument(disk, folder, "vocabulary"),
		readMetrics: () => readLog(join(folder, "metrics.jsonl"), disk),
		readSamples: () => readLog(join(folder, "samples.jsonl"), disk),
		readRecords: () => readLog(join(folder, "records.jsonl"), disk),
		listCheckpoints: () => listCheckpoints(folder, disk),
		loadNewest: () => loadNewest(folder, disk),
		loadBest: () => loadBest(folder, disk),
		loadStep: (step) => loadStep(folder, step, disk),
		readState: () => readRunState(folder, disk),
	};
}

function writable<C>(place: RunPlace, config: C, disk: Disk, lock: Lock): WritableRun<C> {
	const { folder } = place;
	const logs: Log[] = [];
	try {
		for (const name of ["metrics", "samples", "records"]) logs.push(openLog(join(folder, `${name}.jsonl`), disk));
	} catch (error) {
		for (const log of logs) quietly(() => log.close());
		throw error;
	}
	const [metrics, samples, records] = logs as [Log, Log, Log];
	let open = true;
	let removed = false;
	/** @throws E_RUN_REMOVED if the call fails because the run's folder is gone. */
	const whileThere = <T>(call: () => T): T => {
		try {
			return call();
		} catch (error) {
			removed = onDisk("read", folder, () => disk.stat(folder)) === undefined;
			throw removed ? fail("E_RUN_REMOVED", { folder }, { cause: error }) : error;
		}
	};
	const run: WritableRun<C> = {
		...readable(place, config, disk),
		...{ metrics, samples, records },
		save(snapshot, options) {
			if (!open) throw fail("E_RUN_CLOSED", { folder });
			return whileThere(() => {
				lock.check();
				for (const log of logs) log.sync();
				return saveCheckpoint(folder, snapshot, { ...options, disk });
			});
		},
		rewindTo(step) {
			for (const log of logs) log.truncateAfter(step);
			dropCheckpointsAfter(folder, step, disk);
		},
		close(state) {
			if (!open) return;
			open = false;
			const release = () => {
				for (const log of logs) quietly(() => log.close());
				lock.release();
			};
			if (removed) return quietly(release); // said before
			whileThere(() => {
				try {
					for (const log of logs) log.sync();
					replaceFile(disk, folder, "status.json", writeDocument("state", state));
				} finally {
					release();
				}
			});
		},
		discard() {
			run.close("stopped");
			removeTree(disk, folder);
		},
	};
	return run;
}

/** Reads and validates a run's config. @throws E_RUN_FIELD, and what `validate` throws. */
export function readConfig<C>(folder: string, validate: ConfigValidator<C>, disk: Disk): C {
	const where = join(folder, "config.json");
	const config = readDocument(disk, folder, "config");
	if (!isRecord(config))
		throw fail("E_RUN_FIELD", {
			path: where,
			key: "config",
			why: { reason: "type", types: ["object"], got: shown(config) },
		});
	return validate(config, where);
}

export function readRunState(folder: string, disk: Disk): RunState {
	const ended = () => {
		const state = readDocument(disk, folder, "state");
		return ENDINGS.find((ending) => ending === state);
	};
	// Asked again without an owner: the run may have ended after the first reading.
	return ended() ?? (lockOwner(folder, disk) ? "running" : (ended() ?? "interrupted"));
}
