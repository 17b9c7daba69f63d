/**
 * The one door to the file system for runs and checkpoints: few calls, each of which a test can fail, lose or kill.
 *
 * `realDisk` is the machine's file system. `coded` turns a disk's raw errors (ENOSPC, EACCES, ...) into coded ones
 * that name the path. All calls block: a save must not interleave with the steps of a training run.
 */
import * as fs from "node:fs";
import { join } from "node:path";
import type { DiskAction } from "../../errors/disk.ts";
import { fail, SluiceError } from "../../errors/index.ts";

export type FileHandle = number;

export interface FileInfo {
	kind: "file" | "folder" | "link" | "other";
	sizeBytes: number;
	/** Last change, in ms since 1970. */
	changedMs: number;
}

export interface Disk {
	/** Makes one folder; EEXIST when there is one. */
	mkdir(path: string): void;
	/** "new": must not exist; "append": made if missing, and written at its end. */
	open(path: string, mode: "new" | "append"): FileHandle;
	/** Writes at the end, or at byte `at` of a file opened as "new"; returns how many bytes it took, maybe fewer than given. */
	write(file: FileHandle, bytes: Uint8Array, at?: number): number;
	truncate(file: FileHandle, sizeBytes: number): void;
	/** Brings a file's content to the disk. */
	fsync(file: FileHandle): void;
	close(file: FileHandle): void;
	/** A file replaces what is there; a folder only an empty folder (else ENOTEMPTY or EEXIST). */
	rename(from: string, to: string): void;
	unlink(path: string): void;
	rmdir(path: string): void;
	/** Brings a folder's entries (names made, renamed, removed) to the disk. */
	fsyncDir(path: string): void;
	readdir(path: string): string[];
	read(path: string): Uint8Array;
	/** Undefined where nothing has that name. Does not follow links. */
	stat(path: string): FileInfo | undefined;
}

/** The machine's file system. */
export const realDisk: Disk = {
	mkdir: (path) => fs.mkdirSync(path),
	open: (path, mode) => fs.openSync(path, mode === "new" ? "wx" : "a"),
	write: (file, bytes, at) => fs.writeSync(file, bytes, 0, bytes.length, at ?? null),
	truncate: (file, sizeBytes) => fs.ftruncateSync(file, sizeBytes),
	fsync: (file) => fs.fsyncSync(file),
	close: (file) => fs.closeSync(file),
	rename: (from, to) => fs.renameSync(from, to),
	unlink: (path) => fs.unlinkSync(path),
	rmdir: (path) => fs.rmdirSync(path),
	fsyncDir(path) {
		if (process.platform === "win32") return; // folders cannot be opened there; NTFS journals its entries itself
		const folder = fs.openSync(path, "r");
		try {
			fs.fsyncSync(folder);
		} finally {
			fs.closeSync(folder);
		}
	},
	readdir: (path) => fs.readdirSync(path),
	read: (path) => fs.readFileSync(path),
	stat(path) {
		const info = lstat(path);
		if (!info) return undefined;
		const plain = info.isFile() ? "file" : info.isDirectory() ? "folder" : undefined;
		const kind = plain ?? (info.isSymbolicLink() ? "link" : "other");
		return { kind, sizeBytes: info.size, changedMs: info.mtimeMs };
	},
};

function lstat(path: string): fs.Stats | undefined {
	try {
		return fs.lstatSync(path, { throwIfNoEntry: false });
	} catch (error) {
		if (errno(error) === "ENOTDIR") return undefined; // a path below a plain file names nothing
		throw error;
	}
}

/** Whether a folder, or a link to one, has that name. */
export function isFolder(disk: Disk, path: string): boolean {
	return onDisk("read", path, () => [path, `${path}/.`].some((name) => disk.stat(name)?.kind === "folder"));
}

/** The system's code of a raw error ("ENOENT"), if it is one. */
export function errno(error: unknown): string | undefined {
	if (!(error instanceof Error) || error instanceof SluiceError || !("code" in error)) return undefined;
	return typeof error.code === "string" ? error.code : undefined;
}

/** The coded error for what a disk threw while doing `action` to `path`; `bytes` is what the whole file needs. */
export function diskError(error: unknown, action: DiskAction, path: string, bytes = 0): SluiceError {
	if (error instanceof SluiceError) return error;
	const reason = errno(error) ?? "EIO";
	const cause = { cause: error };
	if (reason === "ENOSPC" || reason === "EDQUOT" || reason === "EFBIG") {
		return fail("E_DISK_FULL", { path, bytes }, cause);
	}
	if (reason === "EACCES" || reason === "EPERM" || reason === "EROFS") {
		return fail("E_DISK_PERMISSION", { path, action, reason }, cause);
	}
	if (reason === "ENOENT") return fail("E_DISK_MISSING", { path, action }, cause);
	return fail("E_DISK", { path, action, why: { code: reason } }, cause);
}

/** Runs one disk call; what it throws becomes a coded error naming `path`. */
export function onDisk<T>(action: DiskAction, path: string, call: () => T, bytes?: number): T {
	try {
		return call();
	} catch (error) {
		throw diskError(error, action, path, bytes);
	}
}

/** Writes all of `bytes` to an open file, at its end or at byte `at`, however few the disk takes at a time. */
export function writeAll(disk: Disk, file: FileHandle, bytes: Uint8Array, path: string, at?: number): void {
	onDisk(
		"write",
		path,
		() => {
			for (let done = 0; done < bytes.length; ) {
				const took = disk.write(file, bytes.subarray(done), at === undefined ? undefined : at + done);
				if (took <= 0) throw Object.assign(new Error("the disk takes no more bytes"), { code: "ENOSPC" });
				done += took;
			}
		},
		bytes.length,
	);
}

/** Writes a new file and brings its content (not yet its name) to the disk. */
export function writeSynced(disk: Disk, path: string, bytes: Uint8Array): void {
	const file = onDisk("open", path, () => disk.open(path, "new"), bytes.length);
	try {
		writeAll(disk, file, bytes, path);
		onDisk("sync", path, () => disk.fsync(file), bytes.length);
	} finally {
		quietly(() => disk.close(file)); // its content is on the disk already, or an error is on its way
	}
}

/** Removes a file, or a folder with all in it; does nothing where nothing has that name. */
export function removeTree(disk: Disk, path: string): void {
	onDisk("remove", path, () => {
		const info = disk.stat(path);
		if (!info) return;
		if (info.kind !== "folder") return disk.unlink(path);
		for (const name of disk.readdir(path)) removeTree(disk, join(path, name));
		disk.rmdir(path);
	});
}

/** Runs what may fail without harm: cleaning up on the way out of another failure. */
export function quietly(call: () => void): void {
	try {
		call();
	} catch {
		// What is left behind is removed at the next start.
	}
}
