/**
 * Files and folders that appear whole or not at all: written under a temporary name, brought to the disk, read back,
 * renamed, and the folder around them brought to the disk.
 */
import { basename, dirname, join, resolve } from "node:path";
import { threadId } from "node:worker_threads";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import {
	type Disk,
	diskError,
	errno,
	type FileHandle,
	foreignIn,
	isFolder,
	onDisk,
	quietly,
	realDisk,
	removeTree,
	writeAll,
	writeSynced,
} from "./disk.ts";
import { hasEnded } from "./owner.ts";

const TEMPORARY = /^\.tmp-.*-(\d+)\.(\d+)$/;

/** A name in the same folder that no other process or thread uses. */
export function temporaryName(name: string): string {
	return `.tmp-${name}-${process.pid}.${threadId}`;
}

/**
 * Makes the folder `parent/name` with `files`, all of it or nothing. Throws `taken()` when a folder of that name is
 * there and not empty, and a coded error for what the disk refuses; then nothing is left but, at worst, a temporary folder.
 */
export function publishFolder(
	disk: Disk,
	parent: string,
	name: string,
	files: Readonly<Record<string, Uint8Array>>,
	taken: () => Error,
): void {
	const path = join(parent, name);
	const temporary = join(parent, temporaryName(name));
	const bytes = Object.values(files).reduce((sum, content) => sum + content.length, 0);
	const isOurs = (entry: string) => Object.hasOwn(files, entry);
	removeTree(disk, temporary, isOurs);
	try {
		onDisk("make", temporary, () => disk.mkdir(temporary), bytes);
		for (const [file, content] of Object.entries(files)) writeSynced(disk, join(temporary, file), content);
		onDisk("sync", temporary, () => disk.fsyncDir(temporary), bytes);
		for (const [file, content] of Object.entries(files)) readBack(disk, join(temporary, file), content);
		try {
			disk.rename(temporary, path);
		} catch (error) {
			const code = errno(error) ?? "";
			// Windows answers EPERM where others answer ENOTEMPTY or EEXIST
			const full =
				["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(code) || (code === "EPERM" && process.platform === "win32");
			throw full ? taken() : diskError(error, "rename", path, bytes);
		}
	} catch (error) {
		quietly(() => removeTree(disk, temporary, isOurs));
		throw error;
	}
	onDisk("sync", parent, () => disk.fsyncDir(parent), bytes);
}

/** Writes or replaces the file `parent/name`: a reader sees the old content or the new, never a mixture. */
export function replaceFile(disk: Disk, parent: string, name: string, content: Uint8Array): void {
	const path = join(parent, name);
	const temporary = join(parent, temporaryName(name));
	removeTree(disk, temporary);
	try {
		writeSynced(disk, temporary, content);
		onDisk("rename", path, () => disk.rename(temporary, path), content.length);
	} catch (error) {
		quietly(() => removeTree(disk, temporary));
		throw error;
	}
	onDisk("sync", parent, () => disk.fsyncDir(parent), content.length);
}

/** A file that is written piece by piece under a temporary name, and gets its own when it is whole. */
export class GrowingFile {
	readonly path: string;
	readonly #disk: Disk;
	readonly #temporary: string;
	readonly #file: FileHandle;
	/** One past the last byte written. */
	#end = 0;

	constructor(disk: Disk, parent: string, name: string) {
		this.#disk = disk;
		this.path = join(parent, name);
		this.#temporary = join(parent, temporaryName(name));
		removeTree(disk, this.#temporary);
		this.#file = onDisk("open", this.#temporary, () => disk.open(this.#temporary, "new"));
	}

	/** Bytes up to the last one written. */
	get bytes(): number {
		return this.#end;
	}

	/** Writes at byte `at`, by default behind all that is there. */
	write(bytes: Uint8Array, at = this.#end): void {
		writeAll(this.#disk, this.#file, bytes, this.path, at);
		this.#end = Math.max(this.#end, at + bytes.length);
	}

	/** Brings the content to the disk and gives the file its name; what was there under it is replaced. */
	commit(): void {
		onDisk("sync", this.path, () => this.#disk.fsync(this.#file), this.#end);
		onDisk("close", this.path, () => this.#disk.close(this.#file));
		onDisk("rename", this.path, () => this.#disk.rename(this.#temporary, this.path), this.#end);
		onDisk("sync", dirname(this.path), () => this.#disk.fsyncDir(dirname(this.path)));
	}

	/** Takes back what was written, unless it was committed. */
	discard(): void {
		quietly(() => this.#disk.close(this.#file));
		quietly(() => removeTree(this.#disk, this.#temporary));
	}
}

/**
 * Where `file` is to be written, asked before the work that fills it. Folders are not made: a misspelt one would be.
 * @throws E_EXPORT_PLACE where the folder around it is missing, or `file` is itself a folder, with `example` as a name in it,
 * or no plain file; E_OPTION where it is no text.
 */
export function placeFor(disk: Disk, file: string, example: string): { parent: string; name: string } {
	if (typeof file !== "string")
		throw fail("E_OPTION", {
			option: "file",
			why: { reason: "type", types: ["text"], such: example, got: shown(file) },
			where: "request",
		});
	const path = resolve(file);
	const parent = dirname(path);
	const refuse = (why: "folder" | "special" | "missing" | "file") =>
		fail("E_EXPORT_PLACE", { path: file, why, folder: dirname(file), example });
	if (/[/\\]$/.test(file) || isFolder(disk, path)) throw refuse("folder");
	if (!isFolder(disk, parent)) throw refuse(onDisk("read", parent, () => disk.stat(parent)) ? "file" : "missing");
	if (onDisk("read", path, () => disk.stat(path))?.kind === "other") throw refuse("special");
	return { parent, name: basename(path) };
}

/** Asks before long work whether a file can be written there; `example` is a name for it. @throws what placeFor throws. */
export function checkOutput(file: string, example: string): void {
	placeFor(realDisk, file, example);
}

/** Makes a folder and those around it that are missing, each brought to the disk. */
export function makeFolders(disk: Disk, path: string): void {
	if (isFolder(disk, path)) return;
	const parent = dirname(path);
	if (parent !== path) makeFolders(disk, parent);
	makeFolder(disk, path);
	onDisk("sync", parent, () => disk.fsyncDir(parent));
}

/** Makes a folder where there is none. */
export function makeFolder(disk: Disk, path: string): void {
	onDisk("make", path, () => {
		if (isFolder(disk, path)) return;
		try {
			disk.mkdir(path);
		} catch (error) {
			if (!isFolder(disk, path)) throw error; // else another process made it just now
		}
	});
}

/**
 * Removes what interrupted saves left in `folder`. With `all`, also what a living process may be writing. What has such a
 * name and was not written by Sluice stays.
 */
export function removeStrays(disk: Disk, folder: string, all = false): void {
	for (const name of onDisk("list", folder, () => disk.readdir(folder))) {
		const owner = TEMPORARY.exec(name);
		if (!owner || !(all || isStray(Number(owner[1]), Number(owner[2])))) continue;
		const path = join(folder, name);
		if (foreignIn(disk, path) === undefined) removeTree(disk, path);
	}
}

function isStray(pid: number, thread: number): boolean {
	if (pid === process.pid) return thread === threadId; // saves do not overlap within a thread
	return hasEnded(pid);
}

/** A disk may take bytes and keep others: what was written is compared before its name goes live. */
function readBack(disk: Disk, path: string, content: Uint8Array): void {
	const found = onDisk("read", path, () => disk.read(path));
	if (Buffer.compare(found, content) !== 0) throw fail("E_DISK", { path, action: "write", why: { readBack: true } });
}
