/**
 * Append-only logs of a run, one JSON object a line: metrics.jsonl, samples.jsonl and records.jsonl.
 *
 * Lines come in the order of their `step`. A line half written when the process died is dropped when the log is next
 * opened for writing; one that `append` returned from outlives a kill, and after `sync` also a power cut.
 * JSON has no NaN: a number that is not finite is written as "NaN", "Infinity" or "-Infinity", never as null.
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
	/** Adds one line. `step` is how many updates were done when it was written. */
	append(line: StepLine): void;
	/** Drops the lines of later steps, as a run resumed from `step` writes them again. Returns how many went. */
	truncateAfter(step: number): number;
	/** Brings all lines to the disk. */
	sync(): void;
	close(): void;
}

/** Opens a log for writing; makes it if missing, drops a torn last line. Throws E_LOG_DAMAGED, E_DISK... */
export function openLog(path: string, disk: Disk = realDisk): Log {
	const found = onDisk("read", path, () => (disk.stat(path) ? disk.read(path) : new Uint8Array()));
	let sizeBytes = wholeLines(found); // bytes of the lines acknowledged so far
	let torn = found.length > sizeBytes; // the file holds more than that
	let unsynced = sizeBytes > 0; // a killed process may have written them just now
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

/** The log's whole lines, "NaN" and the infinities as text. A missing file has none. Throws E_LOG_DAMAGED. */
export function readLog(path: string, disk: Disk = realDisk): LogLine[] {
	const bytes = onDisk("read", path, () => (disk.stat(path) ? disk.read(path) : new Uint8Array()));
	return linesOf(bytes.subarray(0, wholeLines(bytes)), path).map(({ line }) => line);
}

/** A metric as a number: the texts "NaN", "Infinity" and "-Infinity" count; undefined for what is none. */
export function metricNumber(value: Json | undefined): number | undefined {
	return typeof value === "number" ? value : typeof value === "string" ? specialNumber(value) : undefined;
}

/** Bytes up to the end of the last whole line. */
function wholeLines(bytes: Uint8Array): number {
	return bytes.lastIndexOf(0x0a) + 1;
}

function linesOf(bytes: Uint8Array, path: string): { line: LogLine; begin: number }[] {
	const lines: { line: LogLine; begin: number }[] = [];
	for (let begin = 0; begin < bytes.length; ) {
		const newline = bytes.indexOf(0x0a, begin);
		const end = newline === -1 ? bytes.length : newline;
		lines.push({ line: parseLine(bytes.subarray(begin, end), path, lines.length + 1), begin });
		begin = end + 1;
	}
	return lines;
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
