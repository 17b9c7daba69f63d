/** The user's cache folder. Files are written to it atomically and flushed. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { link, lstat, mkdir, mkdtemp, open, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join } from "node:path";
import { fail } from "../../errors/index.ts";
import { errno, realDisk, refuseLinks } from "../disk/disk.ts";
import { hasEndedBy, isHere, processMark } from "../disk/owner.ts";

/** $XDG_CACHE_HOME/sluice, or ~/.cache/sluice. A relative XDG_CACHE_HOME is ignored, as its specification requires. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	const base = env.XDG_CACHE_HOME;
	return join(base && isAbsolute(base) ? base : join(homedir(), ".cache"), "sluice");
}

/**
 * Rejects links in the cache, whose content belongs to Sluice alone.
 * @throws E_LINK if one of `paths`, or a folder of the cache above it, is a link. The cache folder itself may be one,
 * because the user names it.
 */
export function refuseCacheLinks(cacheDir: string, paths: readonly string[]): void {
	for (const path of paths) {
		try {
			refuseLinks(realDisk, cacheDir, path);
		} catch (error) {
			throw cacheError(path, error);
		}
	}
}

/** Makes a folder of the cache. */
export async function makeCacheFolder(path: string): Promise<void> {
	await mkdir(path, { recursive: true }).catch((error: unknown) => {
		throw cacheError(path, error);
	});
}

/**
 * Writes `path` through a temporary file in the same folder: created, written by `write`, flushed and renamed; then the
 * folder is flushed. In every case `path` is absent, unchanged or complete. If two processes write the same path at
 * once, the later one replaces the file. With `keepFirst`, which says that both hold the same bytes, it keeps the first
 * file, because that may already be in use.
 */
export async function land(
	path: string,
	write: (file: FileHandle) => Promise<void>,
	{ keepFirst = false } = {},
): Promise<void> {
	await makeCacheFolder(dirname(path));
	await sweep(dirname(path), `${basename(path)}.tmp-`);
	const temporary = `${path}.tmp-${processMark()}-${randomBytes(4).toString("hex")}`;
	try {
		const file = await open(temporary, "wx", 0o644);
		try {
			await write(file);
			await file.sync();
		} finally {
			await file.close();
		}
		if (keepFirst && (await placed(temporary, path))) await rm(temporary, { force: true });
		else await rename(temporary, path);
	} catch (error) {
		await rm(temporary, { force: true });
		throw cacheError(path, error);
	}
	await flushFolder(dirname(path));
}

/** Gives the file its name unless the name is taken; false if the file system has no hard links. */
async function placed(temporary: string, path: string): Promise<boolean> {
	try {
		await link(temporary, path);
		return true;
	} catch (error) {
		return errno(error) === "EEXIST";
	}
}

/** Moves a finished file within the same file system into place and flushes it. */
export async function moveInto(from: string, path: string): Promise<void> {
	try {
		await makeCacheFolder(dirname(path));
		const file = await open(from, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
		await file.sync().finally(() => file.close());
		await rename(from, path);
	} catch (error) {
		throw cacheError(path, error);
	}
	await flushFolder(dirname(path));
}

/** Makes a working folder named after this process, and removes those of processes that have ended. */
export async function scratchFolder(folder: string): Promise<string> {
	await sweep(folder, ".get-");
	return mkdtemp(join(folder, `.get-${processMark()}-`)).catch((error: unknown) => {
		throw cacheError(folder, error);
	});
}

/** Age from which what a process of another place left counts as forgotten: nothing here takes a day. */
const FORGOTTEN_MS = 24 * 60 * 60 * 1000;

/**
 * Removes files and folders whose name begins with `prefix` and the mark of a process that has ended. What a process of
 * another container or machine left, or an older version, which marked by number alone, goes after a day without a change.
 */
async function sweep(folder: string, prefix: string): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) {
		const [, mark] =
			(name.startsWith(prefix) && /^([0-9a-f.]+)-[A-Za-z0-9]{6,8}$/.exec(name.slice(prefix.length))) || [];
		if (mark === undefined) continue;
		const path = join(folder, name);
		if (hasEndedBy(mark) || (!isHere(mark) && (await isForgotten(path))))
			await rm(path, { recursive: true, force: true });
	}
}

async function isForgotten(path: string): Promise<boolean> {
	const info = await lstat(path).catch(() => undefined);
	return info !== undefined && Date.now() - info.mtimeMs > FORGOTTEN_MS;
}

/** Flushes a folder on systems that can; the rename is atomic in any case. */
async function flushFolder(path: string): Promise<void> {
	const folder = await open(path, "r").catch(() => undefined);
	await folder?.sync().catch(() => undefined);
	await folder?.close();
}

/** Coded error for a system error during a write to the cache; coded errors are returned unchanged. */
export function cacheError(path: string, error: unknown): unknown {
	const code = errno(error);
	if (code === undefined) return error;
	return fail("E_CACHE", { path, code }, { cause: error });
}
