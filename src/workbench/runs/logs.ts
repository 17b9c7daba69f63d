/**
 * Append-only logs of a run, one JSON object per line: metrics.jsonl, samples.jsonl and records.jsonl.
 *
 * Lines are ordered by `step`. A line that was half written when the process died is dropped when the log is next
 * opened for writing. A line survives a kill once `append` has returned, and a power cut once `sync` has. JSON has no
 * NaN: a number that is not finite is written as "NaN", "Infinity" or "-Infinity", never as null.
 */

import { fail } from "../../errors/index.ts";
import { parseStrictJsonBytes } from "../../interop/strictJson.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { LogLine, StepLine } from "../../training/run/logLines.ts";
import { type Disk, type FileHandle, onDisk, quietly, realDisk, writeAll } from "../disk/disk.ts";
import { specialName, specialNumber } from "../disk/losslessJson.ts";

export interface Log {
	readonly path: string;
	/** Appends one line. `step` is the number of updates done when it was written. */
	append(line: StepLine): void;
	/**
	 * Drops the lines after `step`, because a run resumed there writes them again. Returns the number of lines dropped.
	 */
	truncateAfter(step: number): number;
	/** Flushes all lines to the disk. */
	sync(): void;
	close(): void;
}

/**
 * Opens a log for writing; creates it if missing and drops an incomplete last line. @throws E_LOG_DAMAGED, E_DISK...
 */
export function openLog(path: string, disk: Disk = realDisk): Log {
	const found = onDisk("read", path, () => (disk.stat(path) ? disk.read(path) : new Uint8Array()));
	let sizeBytes = wholeLines(found); // bytes of the lines acknowledged so far
	let torn = found.length > sizeBytes; // the file has bytes after the last complete line
	let unsynced = sizeBytes > 0; // a killed process may have just written them
	let file: FileHandle | undefined = onDisk("open", path, () => disk.open(path, "append"));

	const opened = (): FileHandle => {
		if (file === undefined) throw fail("E_RUN_CLOSED", { folder: path });
		if (torn) cut(file, sizeBytes);
		return file;
	};
	const cut = (handle: FileHandle, size: number) => {
		onDisk("cut", path, () => disk.truncate(handle, size));
		sizeBytes = size;
		torn = false;
	};
	try {
		opened();
	} catch (error) {
		const handle = file;
		quietly(() => disk.close(handle));
		throw error;
	}
	return {
		path,
		append(line) {
			const bytes = Buffer.from(`${JSON.stringify(named(line))}\n`);
			const handle = opened();
			try {
				writeAll(disk, handle, bytes, path);
			} catch (error) {
				torn = true;
				throw error;
			}
			sizeBytes += bytes.length;
			unsynced = true;
		},
		truncateAfter(step) {
			const handle = opened();
			const bytes = onDisk("read", path, () => disk.read(path));
			let end = 0;
			let dropped = 0;
			for (const { line, begin } of linesOf(bytes, path)) {
				if (typeof line.step === "number" && line.step > step) {
					if (dropped++ === 0) end = begin;
				}
			}
			if (dropped > 0) cut(handle, end);
			return dropped;
		},
		sync() {
			const handle = opened();
			if (unsynced) onDisk("sync", path, () => disk.fsync(handle));
			unsynced = false;
		},
		close() {
			const handle = file;
			file = undefined;
			if (handle !== undefined) onDisk("close", path, () => disk.close(handle));
		},
	};
}

/**
 * Reads the log's complete lines, with NaN and the infinities as text. A missing file has none. @throws E_LOG_DAMAGED, E_LIMIT.
 */
export function readLog(path: string, disk: Disk = realDisk): LogLine[] {
	const bytes = onDisk("read", path, () => (disk.stat(path) ? disk.read(path) : new Uint8Array()));
	return Array.from(linesOf(bytes.subarray(0, wholeLines(bytes)), path), ({ line }) => line);
}

/** A metric as a number, also from the texts "NaN", "Infinity" and "-Infinity"; undefined for anything else. */
export function metricNumber(value: Json | undefined): number | undefined {
	return typeof value === "number" ? value : typeof value === "string" ? specialNumber(value) : undefined;
}

/** Number of bytes up to the end of the last complete line. */
function wholeLines(bytes: Uint8Array): number {
	return bytes.lastIndexOf(0x0a) + 1;
}

/** Lines of any length are kept up to this number; beyond it, they must have SHORT bytes on average. */
const MOST_SHORT = 2 ** 18;
const SHORT = 64;

function checkLines(bytes: Uint8Array, path: string): void {
	const max = Math.max(MOST_SHORT, Math.floor(bytes.length / SHORT));
	let got = 0;
	for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) got++;
	if (got > max) throw fail("E_LIMIT", { where: path, limit: "logLines", got, max });
}

function* linesOf(bytes: Uint8Array, path: string): Generator<{ line: LogLine; begin: number }> {
	checkLines(bytes, path);
	let number = 0;
	for (let begin = 0; begin < bytes.length; ) {
		const newline = bytes.indexOf(0x0a, begin);
		const end = newline === -1 ? bytes.length : newline;
		yield { line: parseLine(bytes.subarray(begin, end), path, ++number), begin };
		begin = end + 1;
	}
}

function parseLine(bytes: Uint8Array, path: string, number: number): LogLine {
	try {
		const line = parseStrictJsonBytes(bytes, path);
		if (isRecord(line)) return line;
	} catch (error) {
		throw fail("E_LOG_DAMAGED", { path, line: number }, { cause: error });
	}
	throw fail("E_LOG_DAMAGED", { path, line: number });
}

function named(value: Json): Json {
	if (typeof value === "number") return Number.isFinite(value) ? value : specialName(value)!;
	if (Array.isArray(value)) return value.map(named);
	if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner)]));
	return value;
}
