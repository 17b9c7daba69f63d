/**
 * Atomic files and folders: each is written under a temporary name, flushed to the disk, read back and renamed; then
 * its parent folder is flushed.
 */
import { basename, dirname, join, resolve } from "node:path";
import { threadId } from "node:worker_threads";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import { type Content, piecesOf, sizeOf } from "./content.ts";
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
import { hasEnded, placeHere } from "./owner.ts";

/** `.tmp-NAME-PLACE-PID.THREAD`; without PLACE in names that older versions gave. */
const TEMPORARY = /^\.tmp-(.+?)(?:-([0-9a-f]{8}))?-(\d+)\.(\d+)$/;
/** Leftovers of another container or machine, whose processes cannot be seen, go when unchanged for this long, in ms. */
const FORGOTTEN_MS = 24 * 3600_000;

/** A temporary name in the same folder that no other process or thread, of this machine or another, uses. */
export function temporaryName(name: string): string {
	return `.tmp-${name}-${placeHere()}-${process.pid}.${threadId}`;
}

/**
 * Creates the folder `parent/name` with `files`, atomically; a file may lie in a folder of it ("a/b.json"). Throws `taken()` if a non-empty folder of that name
 * exists, and a coded error if the disk fails. After an error, at most a temporary folder is left.
 */
export function publishFolder(
	disk: Disk,
	parent: string,
	name: string,
	files: Readonly<Record<string, Content>>,
	taken: () => Error,
): void {
	const path = join(parent, name);
	const temporary = join(parent, temporaryName(name));
	const bytes = Object.values(files).reduce((sum, content) => sum + sizeOf(content), 0);
	const folders = foldersOf(Object.keys(files));
	const names = new Set([...folders, ...Object.keys(files)].map((path) => basename(path)));
	const isOurs = (entry: string) => names.has(entry);
	removeTree(disk, temporary, isOurs);
	try {
		for (const folder of folders) onDisk("make", temporary, () => disk.mkdir(join(temporary, folder)), bytes);
		for (const [file, content] of Object.entries(files)) writeSynced(disk, join(temporary, file), content);
		for (const folder of folders.reverse())
			onDisk("sync", temporary, () => disk.fsyncDir(join(temporary, folder)), bytes);
		for (const [file, content] of Object.entries(files)) readBack(disk, join(temporary, file), content);
		try {
			disk.rename(temporary, path);
		} catch (error) {
			const code = errno(error) ?? "";
			// Windows returns EPERM instead of ENOTEMPTY or EEXIST
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

/** The folders that the files lie in, each after the one that it is in; the first is "", that of all. */
function foldersOf(files: readonly string[]): string[] {
	const found = new Set([""]);
	for (const file of files) {
		const parts = file.split("/").slice(0, -1);
		for (let depth = 1; depth <= parts.length; depth++) found.add(parts.slice(0, depth).join("/"));
	}
	return [...found];
}

/** Writes or replaces the file `parent/name`. A reader sees either the old content or the new, never a mixture. */
export function replaceFile(disk: Disk, parent: string, name: string, content: Uint8Array): void {
	const path = join(parent, name);
	const temporary = join(parent, temporaryName(name));
	removeStraysOf(disk, parent, name);
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

/** A file written piece by piece under a temporary name and renamed when it is complete. */
export class GrowingFile {
	readonly path: string;
	readonly #disk: Disk;
	readonly #temporary: string;
	readonly #file: FileHandle;
	/** Offset just after the last byte written. */
	#end = 0;

	constructor(disk: Disk, parent: string, name: string) {
		this.#disk = disk;
		this.path = join(parent, name);
		this.#temporary = join(parent, temporaryName(name));
		removeStraysOf(disk, parent, name);
		removeTree(disk, this.#temporary);
		this.#file = onDisk("open", this.#temporary, () => disk.open(this.#temporary, "new"));
	}

	/** Size in bytes, up to the last byte written. */
	get bytes(): number {
		return this.#end;
	}

	/** Writes at byte `at`, by default at the end. */
	write(bytes: Uint8Array, at = this.#end): void {
		writeAll(this.#disk, this.#file, bytes, this.path, at);
		this.#end = Math.max(this.#end, at + bytes.length);
	}

	/** Flushes the content to the disk and renames the file; an existing file is overwritten. */
	commit(): void {
		onDisk("sync", this.path, () => this.#disk.fsync(this.#file), this.#end);
		onDisk("close", this.path, () => this.#disk.close(this.#file));
		onDisk("rename", this.path, () => this.#disk.rename(this.#temporary, this.path), this.#end);
		onDisk("sync", dirname(this.path), () => this.#disk.fsyncDir(dirname(this.path)));
	}

	/** Removes what was written, unless it was committed. */
	discard(): void {
		quietly(() => this.#disk.close(this.#file));
		quietly(() => removeTree(this.#disk, this.#temporary));
	}
}

/**
 * Checks where `file` will be written, before the work that produces it. Missing folders are not created, because the
 * path may be misspelt.
 * @throws E_EXPORT_PLACE if the parent folder is missing, or if `file` is a folder (`example` is then the suggested
 * name in it) or not a regular file; E_OPTION if `file` is not a string.
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

/**
 * Checks before long work that a file can be written there; `example` is a suggested file name. @throws what placeFor
 * throws.
 */
export function checkOutput(file: string, example: string): void {
	placeFor(realDisk, file, example);
}

/** Makes a folder and its missing parents, each flushed to the disk. */
export function makeFolders(disk: Disk, path: string): void {
	if (isFolder(disk, path)) return;
	const parent = dirname(path);
	if (parent !== path) makeFolders(disk, parent);
	makeFolder(disk, path);
	onDisk("sync", parent, () => disk.fsyncDir(parent));
}

/** Makes a folder if it is missing. */
export function makeFolder(disk: Disk, path: string): void {
	onDisk("make", path, () => {
		if (isFolder(disk, path)) return;
		try {
			disk.mkdir(path);
		} catch (error) {
			if (!isFolder(disk, path)) throw error; // otherwise another process has just created it
		}
	});
}

/**
 * Removes the leftovers of interrupted saves in `folder`; with `all`, also those that a live process may still be
 * writing. An entry with such a name that Sluice did not write stays.
 * @param of only those of this name
 */
export function removeStrays(disk: Disk, folder: string, all = false, of?: string): void {
	for (const name of onDisk("list", folder, () => disk.readdir(folder))) {
		const owner = TEMPORARY.exec(name);
		if (!owner || (of !== undefined && owner[1] !== of)) continue;
		const path = join(folder, name);
		const [, , place, pid, thread] = owner;
		const foreign = place !== undefined && place !== placeHere();
		if (!(all || (foreign ? isForgotten(disk, path) : isStray(Number(pid), Number(thread))))) continue;
		if (foreignIn(disk, path) === undefined) removeTree(disk, path);
	}
}

function isStray(pid: number, thread: number): boolean {
	if (pid === process.pid) return thread === threadId; // saves do not overlap within a thread
	return hasEnded(pid);
}

/** Removes what killed processes left beside the file `parent/name`. A folder that cannot be listed is left as it is. */
function removeStraysOf(disk: Disk, parent: string, name: string): void {
	quietly(() => removeStrays(disk, parent, false, name));
}

function isForgotten(disk: Disk, path: string): boolean {
	const info = onDisk("read", path, () => disk.stat(path));
	return info !== undefined && Date.now() - info.changedMs > FORGOTTEN_MS;
}

/** Compares a file with what was written, before it is renamed: a disk may accept bytes and store others. */
function readBack(disk: Disk, path: string, content: Content): void {
	let at = 0;
	const next = (length: number) => onDisk("read", path, () => disk.read(path, { at, length }));
	for (const piece of piecesOf(content, disk.pieceBytes)) {
		if (Buffer.compare(next(piece.length), piece) !== 0) throw stored();
		at += piece.length;
	}
	if (next(1).length > 0) throw stored();

	function stored() {
		return fail("E_DISK", { path, action: "write", why: { readBack: true } });
	}
}
