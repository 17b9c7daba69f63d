/**
 * The one door to the file system for runs and checkpoints: few calls, each of which a test can fail, lose or kill.
 *
 * `realDisk` is the machine's file system. `coded` turns a disk's raw errors (ENOSPC, EACCES, ...) into coded ones
 * that name the path. All calls block: a save must not interleave with the steps of a training run.
 *
 * A run, a study or a cache may come from elsewhere, and is then data, never authority. Its own path is the user's choice
 * and may lead through links; below it, `inside` refuses every link, and `removeTree` removes only what Sluice writes.
 */
import * as fs from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
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
	/** "new": must not exist; "append": made if missing, and written at its end. A link is not followed. */
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
	/** A link is not followed. */
	read(path: string): Uint8Array;
	/** Undefined where nothing has that name. Does not follow links. */
	stat(path: string): FileInfo | undefined;
}

/** Undefined on Windows: there `inside` alone looks for links. */
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
	read: (path) => fs.readFileSync(path, { flag: (fs.constants.O_RDONLY | NO_FOLLOW) as unknown as string }),
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
	if (reason === "ELOOP") return fail("E_LINK", { path, why: "link" }, cause);
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

/** Every name that Sluice gives to a file or folder inside a run. */
const WRITTEN = new RegExp(
	`^(?:${[
		"(?:config|vocabulary|status|cells|owner|state)\\.json",
		"(?:metrics|samples|records)\\.jsonl",
		"tensors\\.safetensors",
		"lock|checkpoints",
		"[1-9]\\d{0,14}",
		"(?:\\.aside-)?step-\\d{6,15}",
		"\\.tmp-.+-\\d+\\.\\d+",
	].join("|")})$`,
);

/**
 * Removes a file, or a folder with all in it; does nothing where nothing has that name. @throws E_FOREIGN, before anything
 * is removed, where something in the folder has a name that Sluice does not give (`isOurs`), or is no file or folder.
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

/** The first thing at or below `path` that Sluice did not write, by its name and kind. */
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
 * `disk` for what lies in `folder`, which may itself lie behind a link: every call refuses a path that leads through a
 * link below it, or to one, or to a pipe or device. Where no part is a link, the resolved path lies in the resolved folder.
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
		read: (path) => disk.read(at(path)),
		stat: (path) => disk.stat(at(path)),
	};
	scopes.set(scoped, root);
	return scoped;
}

/** @throws E_LINK where `path`, or a part of it below `folder`, is a link or a special file; what the disk throws. */
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

/** Runs what may fail without harm: cleaning up on the way out of another failure. */
export function quietly(call: () => void): void {
	try {
		call();
	} catch {
		// What is left behind is removed at the next start.
	}
}
