/**
 * All file access of runs goes through this interface: a few calls, each of which a test can make fail or kill.
 *
 * `realDisk` is the machine's file system. `coded` turns a disk's raw errors (ENOSPC, EACCES, ...) into coded ones that
 * name the path. All calls block: a save must not interleave with the steps of a training run.
 *
 * A run, a study or a cache may come from elsewhere and is untrusted. Its own path is the user's choice and may contain
 * links. Below that path, `inside` rejects every link, and `removeTree` removes only what Sluice writes.
 */
import * as fs from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { DiskAction } from "../../errors/disk.ts";
import { fail, SluiceError } from "../../errors/index.ts";
import { isMemoryRefused } from "../../errors/memoryRefused.ts";
import { type Content, piecesOf, sizeOf } from "./content.ts";

export type FileHandle = number;

export interface FileInfo {
	kind: "file" | "folder" | "link" | "other";
	sizeBytes: number;
	/** Time of the last change, in ms since 1970. */
	changedMs: number;
}

export interface Disk {
	/** Makes one folder; EEXIST if it exists. */
	mkdir(path: string): void;
	/** "new": the file must not exist. "append": created if missing, written at its end. Links are not followed. */
	open(path: string, mode: "new" | "append"): FileHandle;
	/**
	 * Writes at the end, or at byte `at` of a file opened as "new". Returns the number of bytes written, possibly fewer
	 * than given.
	 */
	write(file: FileHandle, bytes: Uint8Array, at?: number): number;
	truncate(file: FileHandle, sizeBytes: number): void;
	/** Flushes a file's content to the disk. */
	fsync(file: FileHandle): void;
	close(file: FileHandle): void;
	/** Renames. A file replaces an existing one; a folder replaces only an empty folder (else ENOTEMPTY or EEXIST). */
	rename(from: string, to: string): void;
	unlink(path: string): void;
	rmdir(path: string): void;
	/** Flushes a folder's entries (names created, renamed or removed) to the disk. */
	fsyncDir(path: string): void;
	readdir(path: string): string[];
	/** Reads a whole file, or the part of it, shorter at the file's end. Links are not followed. */
	read(path: string, part?: FilePart): Uint8Array;
	/** File information, or undefined if the path does not exist. Links are not followed. */
	stat(path: string): FileInfo | undefined;
	/** Most bytes per write, and per read of a part. Default: PIECE_BYTES; less in tests. */
	readonly pieceBytes?: number;
}

/** Bytes of a file, from `at` on. */
export interface FilePart {
	at: number;
	length: number;
}

/** 0 on Windows, where O_NOFOLLOW is missing and only `inside` checks for links. */
const NO_FOLLOW = fs.constants.O_NOFOLLOW ?? 0;
const APPEND = fs.constants.O_WRONLY | fs.constants.O_APPEND | fs.constants.O_CREAT | NO_FOLLOW;

/** The machine's file system. */
export const realDisk: Disk = {
	mkdir: (path) => fs.mkdirSync(path),
	open(path, mode) {
		if (mode === "new") return fs.openSync(path, "wx");
		const file = fs.openSync(path, APPEND);
		if (fs.fstatSync(file).nlink <= 1) return file;
		fs.closeSync(file);
		throw fail("E_LINK", { path, why: "hard" });
	},
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
	read(path, part) {
		const flag = fs.constants.O_RDONLY | NO_FOLLOW;
		if (!part) return fs.readFileSync(path, { flag: flag as unknown as string });
		const bytes = new Uint8Array(part.length);
		const file = fs.openSync(path, flag);
		try {
			let done = 0;
			for (let took = 1; took > 0 && done < bytes.length; done += took) {
				took = fs.readSync(file, bytes, done, bytes.length - done, part.at + done);
			}
			return bytes.subarray(0, done);
		} finally {
			fs.closeSync(file);
		}
	},
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
		if (errno(error) === "ENOTDIR") return undefined; // a path below a plain file does not exist
		throw error;
	}
}

/** Whether the path is a folder or a link to one. */
export function isFolder(disk: Disk, path: string): boolean {
	return onDisk("read", path, () => [path, `${path}/.`].some((name) => disk.stat(name)?.kind === "folder"));
}

/** The system's code of a raw error ("ENOENT"); undefined for any other error. */
export function errno(error: unknown): string | undefined {
	if (!(error instanceof Error) || error instanceof SluiceError || !("code" in error)) return undefined;
	return typeof error.code === "string" ? error.code : undefined;
}

/** Coded error for what a disk threw during `action` on `path`; `bytes` is the size of the whole file, 0 if unknown. */
export function diskError(error: unknown, action: DiskAction, path: string, bytes = 0): SluiceError {
	if (error instanceof SluiceError) return error;
	const cause = { cause: error };
	if (isMemoryRefused(error)) return fail("E_MEMORY", { need: "file", path, bytes }, cause);
	const reason = errno(error) ?? "EIO";
	if (reason === "ENOSPC" || reason === "EDQUOT" || reason === "EFBIG") {
		return fail("E_DISK_FULL", { path, bytes }, cause);
	}
	if (reason === "EACCES" || reason === "EPERM" || reason === "EROFS") {
		return fail("E_DISK_PERMISSION", { path, action, reason }, cause);
	}
	if (reason === "ELOOP") return fail("E_LINK", { path, why: "link" }, cause);
	if (reason === "ENOENT") return fail("E_DISK_MISSING", { path, action }, cause);
	return fail("E_DISK", { path, action, why: { code: reason } }, cause);
}

/** Runs one disk call and turns what it throws into a coded error that names `path`. */
export function onDisk<T>(action: DiskAction, path: string, call: () => T, bytes?: number): T {
	try {
		return call();
	} catch (error) {
		throw diskError(error, action, path, bytes);
	}
}

/** Writes all of the content to an open file, at its end or at byte `at`, in as many writes as the disk needs. */
export function writeAll(disk: Disk, file: FileHandle, content: Content, path: string, at?: number): void {
	const write = () => {
		let end = at;
		for (const piece of piecesOf(content, disk.pieceBytes)) {
			for (let done = 0; done < piece.length; ) {
				const took = disk.write(file, piece.subarray(done), end);
				if (took <= 0) throw Object.assign(new Error("the disk takes no more bytes"), { code: "ENOSPC" });
				done += took;
				if (end !== undefined) end += took;
			}
		}
	};
	onDisk("write", path, write, sizeOf(content));
}

/** Writes a new file and flushes its content, but not yet its name, to the disk. */
export function writeSynced(disk: Disk, path: string, content: Content): void {
	const file = onDisk("open", path, () => disk.open(path, "new"), sizeOf(content));
	try {
		writeAll(disk, file, content, path);
		onDisk("sync", path, () => disk.fsync(file), sizeOf(content));
	} finally {
		quietly(() => disk.close(file)); // its content is already on the disk, or an error is being thrown
	}
}

/** Every name that Sluice gives a file or folder in a run. */
const WRITTEN = new RegExp(
	`^(?:${[
		"(?:config|vocabulary|status|cells|tags|owner|state|trial|claim|end|queue)\\.json",
		"(?:metrics|samples|records)\\.jsonl",
		"tensors\\.safetensors",
		"lock|checkpoints",
		"[1-9]\\d{0,14}",
		"(?:\\.aside-)?step-\\d{6,15}",
		"\\.tmp-.+-\\d+\\.\\d+",
	].join("|")})$`,
);

/**
 * Removes a file, or a folder with everything in it. Does nothing if the path does not exist.
 * @throws E_FOREIGN, before removing anything, if the folder contains a name that Sluice does not write (`isOurs`), or
 * something other than files and folders.
 */
export function removeTree(disk: Disk, path: string, isOurs = isWritten): void {
	const entry = foreignIn(disk, path, isOurs);
	if (entry !== undefined) throw fail("E_FOREIGN", { path, entry });
	onDisk("remove", path, () => remove(disk, path));
}

function remove(disk: Disk, path: string): void {
	const info = disk.stat(path);
	if (!info) return;
	if (info.kind === "folder") {
		for (const name of disk.readdir(path)) remove(disk, join(path, name));
		disk.rmdir(path);
	} else disk.unlink(path);
}

/**
 * The first entry at or below `path` that Sluice did not write, judged by its name and kind; undefined if there is
 * none.
 */
export function foreignIn(disk: Disk, path: string, isOurs = isWritten): string | undefined {
	return onDisk("list", path, () => {
		const info = disk.stat(path);
		if (!info || info.kind === "file") return undefined;
		if (info.kind !== "folder") return path;
		for (const name of disk.readdir(path)) {
			const below = join(path, name);
			const foreign = isOurs(name) ? foreignIn(disk, below, isOurs) : below;
			if (foreign !== undefined) return foreign;
		}
		return undefined;
	});
}

function isWritten(name: string): boolean {
	return WRITTEN.test(name);
}

const scopes = new WeakMap<Disk, string>();

/**
 * `disk` restricted to `folder`, whose own path may contain links. Below it, every call rejects a path that contains a
 * link, a pipe or a device. A path without links below `folder` resolves to a path in the resolved folder.
 */
export function inside(disk: Disk, folder: string): Disk {
	const root = resolve(folder);
	if (scopes.get(disk) === root) return disk;
	const at = (path: string) => {
		refuseLinks(disk, folder, path);
		return path;
	};
	const scoped: Disk = {
		mkdir: (path) => disk.mkdir(at(path)),
		open: (path, mode) => disk.open(at(path), mode),
		write: (file, bytes, start) => disk.write(file, bytes, start),
		truncate: (file, sizeBytes) => disk.truncate(file, sizeBytes),
		fsync: (file) => disk.fsync(file),
		close: (file) => disk.close(file),
		rename: (from, to) => disk.rename(at(from), at(to)),
		unlink: (path) => disk.unlink(at(path)),
		rmdir: (path) => disk.rmdir(at(path)),
		fsyncDir: (path) => disk.fsyncDir(at(path)),
		readdir: (path) => disk.readdir(at(path)),
		read: (path, part) => disk.read(at(path), part),
		stat: (path) => disk.stat(at(path)),
		pieceBytes: disk.pieceBytes,
	};
	scopes.set(scoped, root);
	return scoped;
}

/** @throws E_LINK if `path`, or a part of it below `folder`, is a link or a special file; what the disk throws. */
export function refuseLinks(disk: Disk, folder: string, path: string): void {
	const below = relative(resolve(folder), resolve(path));
	if (below === "") return;
	const names = below.split(sep);
	if (isAbsolute(below) || names[0] === "..") throw fail("E_INTERNAL", { what: `${path} is not inside ${folder}` });
	let at = folder;
	for (const name of names) {
		at = join(at, name);
		const info = disk.stat(at);
		if (!info) return;
		if (info.kind === "link" || info.kind === "other")
			throw fail("E_LINK", { path: at, why: info.kind === "link" ? "link" : "special" });
	}
}

/** Runs a call whose failure is harmless, such as cleaning up after another error. */
export function quietly(call: () => void): void {
	try {
		call();
	} catch {
		// Leftover files are removed at the next start.
	}
}
