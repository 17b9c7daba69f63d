/** Files on disk, joined in order into one ByteSource that detects when one of them changes. */
import type { Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { checkRange } from "../../data/source.ts";
import { fail } from "../../errors/index.ts";
import { errno } from "../disk/disk.ts";
import { fileError } from "./fileErrors.ts";

/** State of a regular file when it was opened. */
export interface KnownFile {
	path: string;
	size: number;
	ino: number;
	mtimeMs: number;
}

/** Gets the status of a file or folder; every failure is a coded error. */
export async function look(path: string): Promise<Stats> {
	try {
		return await stat(path);
	} catch (error) {
		throw fileError(path, error);
	}
}

export function known(path: string, at: Stats): KnownFile {
	return { path, size: at.size, ino: at.ino, mtimeMs: at.mtimeMs };
}

/** Maximum number of files open at once. */
const MOST_OPEN = 64;

export class FileReader {
	readonly length: number;
	readonly #name: string;
	readonly #files: readonly KnownFile[];
	/** Offset of each file in the joined bytes. */
	readonly #starts: Float64Array;
	/** Open files, least recently used first. */
	readonly #open = new Map<number, Promise<FileHandle>>();
	readonly #reading = new Set<Promise<Uint8Array>>();
	#closed = false;

	constructor(name: string, files: readonly KnownFile[]) {
		this.#name = name;
		this.#files = files;
		this.#starts = new Float64Array(files.length);
		let length = 0;
		files.forEach((file, i) => {
			this.#starts[i] = length;
			length += file.size;
		});
		this.length = length;
	}

	/**
	 * Reads exactly `length` bytes. A file that was resized, removed or rewritten since it was opened is
	 * E_FILE_CHANGED.
	 */
	async read(offset: number, length: number): Promise<Uint8Array> {
		checkRange(this.#name, this.length, offset, length);
		if (this.#closed) throw fail("E_INTERNAL", { what: `${this.#name} is read after it was closed` });
		const reading = this.#read(offset, length);
		this.#reading.add(reading);
		try {
			return await reading;
		} finally {
			this.#reading.delete(reading);
		}
	}

	async #read(offset: number, length: number): Promise<Uint8Array> {
		const bytes = new Uint8Array(length);
		let done = 0;
		for (let i = this.#fileAt(offset); done < length; i++) {
			const from = offset + done - this.#starts[i]!;
			const n = Math.min(length - done, this.#files[i]!.size - from);
			if (n > 0) await this.#readFile(i, from, bytes.subarray(done, done + n));
			done += n;
		}
		return bytes;
	}

	/** Closes all files, after waiting for pending reads, which would reopen them. */
	async close(): Promise<void> {
		this.#closed = true;
		await Promise.allSettled(this.#reading);
		const handles = await Promise.allSettled(this.#open.values());
		this.#open.clear();
		for (const handle of handles) if (handle.status === "fulfilled") await handle.value.close();
	}

	#fileAt(offset: number): number {
		let low = 0;
		let high = this.#files.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (this.#starts[middle]! <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	async #readFile(i: number, from: number, into: Uint8Array): Promise<void> {
		const file = this.#files[i]!;
		await checkUnchanged(file);
		try {
			const handle = await this.#handle(i);
			for (let done = 0; done < into.length; ) {
				const { bytesRead } = await handle.read(into, done, into.length - done, from + done);
				if (bytesRead === 0) {
					throw fail("E_FILE_CHANGED", { path: file.path, now: { bytes: from + done }, was: { bytes: file.size } });
				}
				done += bytesRead;
			}
		} catch (error) {
			throw fileError(file.path, error);
		}
	}

	#handle(i: number): Promise<FileHandle> {
		const held = this.#open.get(i) ?? open(this.#files[i]!.path, "r");
		this.#open.delete(i);
		this.#open.set(i, held);
		held.catch(() => this.#open.delete(i));
		if (this.#open.size > MOST_OPEN && this.#files.length > MOST_OPEN) {
			const [oldest, handle] = this.#open.entries().next().value!;
			this.#open.delete(oldest);
			handle.then((h) => h.close()).catch(() => undefined);
		}
		return held;
	}
}

async function checkUnchanged(file: KnownFile): Promise<void> {
	const was = { bytes: file.size, changed: new Date(file.mtimeMs).toISOString() };
	let now: Stats;
	try {
		now = await stat(file.path);
	} catch (error) {
		if (errno(error) !== "ENOENT") throw fileError(file.path, error);
		throw fail("E_FILE_CHANGED", { path: file.path, now: {}, was }, { cause: error });
	}
	if (now.size === file.size && now.ino === file.ino && now.mtimeMs === file.mtimeMs) return;
	const changed = new Date(now.mtimeMs).toISOString();
	const replaced = now.ino !== file.ino;
	throw fail("E_FILE_CHANGED", { path: file.path, now: { bytes: now.size, changed, replaced }, was });
}
