/**
 * Writes the curves of a run for TensorBoard while it trains. The file only grows, so that a reader can follow it. A run that
 * was killed and is resumed makes the updates since its last checkpoint again, with the same values: those are in the file
 * already and are not written twice.
 */
import { join, resolve } from "node:path";
import { checkRequest } from "../../../errors/request.ts";
import { eventRecords, eventRestart, eventStart } from "../../../interop/eventFile.ts";
import { readEventFile } from "../../../interop/eventFileReader.ts";
import { parseStrictJsonBytes } from "../../../interop/strictJson.ts";
import { isRecord } from "../../../training/json.ts";
import type { LogLine } from "../../../training/run/logLines.ts";
import { type Disk, onDisk, realDisk, writeAll } from "../../disk/disk.ts";
import { makeFolders } from "../../disk/publish.ts";
import { parseConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun } from "../../runs/runStore.ts";
import { LogTail, linesIn } from "../watched/logTail.ts";
import { readCurves } from "./logged.ts";
import { EVENT_FILE, scalarsOf } from "./scalars.ts";

export interface FollowCurvesRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: "runs". */
	runs?: string | undefined;
	/** Folder for TensorBoard; the file is in a folder of it with the run's name. Both are made if missing. */
	tensorboard: string;
}

export interface FollowedCurves {
	/** Path of the event file. */
	readonly file: string;
	/** Appends what the run has logged since the last call. @throws E_DISK... if it cannot be written; the next call tries again. */
	follow(): void;
	/**
	 * To be called when the run is rolled back to `step`. The next call of `follow` lets readers drop the later steps, whose
	 * new values then follow.
	 */
	rewind(step: number): void;
}

/**
 * Opens the event file of a run that is training, and keeps what is in it.
 * @throws E_OPTION; E_RUN_NAME, E_RUN_MISSING; E_DISK... if the file cannot be written.
 */
export function followCurves(request: FollowCurvesRequest): FollowedCurves {
	checkRequest(request, "followCurves()", ["run", "runs", "tensorboard"]);
	const { run, runs = DEFAULT_RUNS, tensorboard } = request;
	const { name, folder } = openRun(run, runs, { validate: parseConfig });
	const place = join(resolve(tensorboard), name);
	makeFolders(realDisk, place);
	return new EventFollower(folder, join(place, EVENT_FILE), realDisk);
}

class EventFollower implements FollowedCurves {
	readonly file: string;
	readonly #disk: Disk;
	readonly #folder: string;
	#metrics!: LogTail;
	#records!: LogTail;
	/** Lines that were read and not written, and before them the last update's line, from which fractions are counted. */
	#lines!: { metrics: LogLine[]; records: LogLine[] };
	/** Bytes of the file that are whole records. */
	#sizeBytes = 0;
	/** Largest step of each curve that is in the file. */
	#steps = new Map<string, number>();
	/** Time of the newest value, in seconds since 1970. */
	#time = 0;
	/** First step of those that readers are to drop; undefined if there are none. */
	#restart: number | undefined;

	constructor(folder: string, file: string, disk: Disk) {
		this.#folder = folder;
		this.file = file;
		this.#disk = disk;
		this.#open();
	}

	follow(): void {
		const size = this.#disk.stat(this.file)?.sizeBytes ?? 0;
		if (size !== this.#sizeBytes) this.#open(); // a write failed before, or somebody replaced the file
		this.#dropLater();
		const { metrics, records } = this.#lines;
		metrics.push(...newLines(this.#metrics, () => metrics.splice(0)));
		records.push(...newLines(this.#records, () => records.splice(0)));
		const ended = (this.#disk.stat(this.#metrics.path)?.changedMs ?? 0) / 1000;
		const scalars = scalarsOf(readCurves(metrics, records, this.#folder), ended);
		const fresh = scalars.filter(({ tag, step }) => step > (this.#steps.get(tag) ?? -1));
		const timed = fresh.map((one) => ({ ...one, time: Math.max(one.time, this.#time) }));
		this.#append(eventRecords(timed));
		for (const { tag, step, time } of timed) {
			this.#steps.set(tag, step);
			this.#time = Math.max(this.#time, time);
		}
		this.#lines = { metrics: metrics.filter((line) => "gradNorm" in line).slice(-1), records: [] };
	}

	rewind(step: number): void {
		this.#restart = Math.min(step + 1, this.#restart ?? step + 1);
	}

	#dropLater(): void {
		const from = this.#restart;
		if (from === undefined) return;
		this.#append(eventRestart(from, this.#time));
		for (const [tag, last] of this.#steps) this.#steps.set(tag, Math.min(last, from - 1));
		this.#restart = undefined;
	}

	/** Reads the file, cuts what a kill left incomplete, and begins it if it is not there. The logs are read from their beginning. */
	#open(): void {
		const { file } = this;
		const disk = this.#disk;
		this.#metrics = new LogTail(join(this.#folder, "metrics.jsonl"), disk);
		this.#records = new LogTail(join(this.#folder, "records.jsonl"), disk);
		this.#lines = { metrics: [], records: [] };
		const bytes = onDisk("read", file, () => (disk.stat(file) ? disk.read(file) : new Uint8Array()));
		const { sizeBytes, steps } = readEventFile(bytes);
		this.#steps = steps;
		this.#sizeBytes = sizeBytes;
		if (sizeBytes < bytes.length) this.#write((handle) => disk.truncate(handle, sizeBytes));
		if (sizeBytes === 0) this.#append(eventStart(this.#time));
	}

	#append(bytes: Uint8Array): void {
		if (bytes.length === 0) return;
		this.#write((handle) => writeAll(this.#disk, handle, bytes, this.file));
		this.#sizeBytes += bytes.length;
	}

	#write(change: (handle: number) => void): void {
		const handle = onDisk("open", this.file, () => this.#disk.open(this.file, "append"));
		try {
			onDisk("write", this.file, () => change(handle));
		} finally {
			this.#disk.close(handle);
		}
	}
}

function newLines(tail: LogTail, again: () => void): LogLine[] {
	const lines: LogLine[] = [];
	for (let grown = tail.read(); ; grown = tail.read()) {
		if (grown.again) {
			again();
			lines.length = 0;
		}
		if (grown.bytes.length === 0) return lines;
		for (const line of linesIn(grown.bytes)) {
			const value = parseStrictJsonBytes(line, tail.path);
			if (isRecord(value)) lines.push(value);
		}
	}
}
