/** The user's cache folder, and how a file lands in it: whole and flushed, or not at all. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { link, mkdir, mkdtemp, open, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join } from "node:path";
import { fail } from "../../errors/index.ts";
import { errno, realDisk, refuseLinks } from "../disk/disk.ts";
import { hasEnded } from "../disk/owner.ts";

/** $XDG_CACHE_HOME/sluice, or ~/.cache/sluice; a relative XDG_CACHE_HOME is ignored, as its specification asks. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	const base = env.XDG_CACHE_HOME;
	return join(base && isAbsolute(base) ? base : join(homedir(), ".cache"), "sluice");
}

/**
 * @throws E_LINK where one of `paths`, or a folder of the cache above it, is a link. The cache's own folder may be one: the
 * user names it. What is in it is Sluice's alone.
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
 * Writes `path` through a temporary file beside it: created new, written by `write`, flushed, renamed into place, folder
 * flushed. Whatever happens, `path` is absent, as it was, or whole. Two processes may land the same path at once:
 * the later one replaces the file, or leaves the first in place where `keepFirst` says that both hold the same bytes,
 * since the first may be read already.
 */
export async function land(
	path: string,
	write: (file: FileHandle) => Promise<void>,
	{ keepFirst = false } = {},
): Promise<void> {
	await makeCacheFolder(dirname(path));
	await sweep(dirname(path), (name) => pidAfter(`${basename(path)}.tmp-`, name, /^(\d+)-[0-9a-f]{8}$/));
	const temporary = `${path}.tmp-${process.pid}-${randomBytes(4).toString("hex")}`;
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

/** Gives the file its name unless another holds it already; false where the file system has no hard links. */
async function placed(temporary: string, path: string): Promise<boolean> {
	try {
		await link(temporary, path);
		return true;
	} catch (error) {
		return errno(error) === "EEXIST";
	}
}

/** Moves a finished file of the same folder tree into place, flushed. */
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

/** A new folder for the work of this process, named for it; those of processes that are gone are removed. */
export async function scratchFolder(folder: string): Promise<string> {
	await sweep(folder, (name) => pidAfter(".get-", name, /^(\d+)-[A-Za-z0-9]{6}$/));
	return mkdtemp(join(folder, `.get-${process.pid}-`)).catch((error: unknown) => {
		throw cacheError(folder, error);
	});
}

/** The process that gave a temporary file or folder its name; undefined for a name of any other form. */
function pidAfter(prefix: string, name: string, form: RegExp): number | undefined {
	const [, pid] = (name.startsWith(prefix) && form.exec(name.slice(prefix.length))) || [];
	return pid === undefined ? undefined : Number(pid);
}

/** Removes files and folders that processes made which are gone. */
async function sweep(folder: string, makerOf: (name: string) => number | undefined): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) {
		const pid = makerOf(name);
		if (pid !== undefined && hasEnded(pid)) await rm(join(folder, name), { recursive: true, force: true });
	}
}

/** Not every system can flush a folder; the rename itself is atomic all the same. */
async function flushFolder(path: string): Promise<void> {
	const folder = await open(path, "r").catch(() => undefined);
	await folder?.sync().catch(() => undefined);
	await folder?.close();
}

/** A system error while the cache is written; coded errors pass as they are. */
export function cacheError(path: string, error: unknown): unknown {
	const code = errno(error);
	if (code === undefined) return error;
	return fail("E_CACHE", { path, code }, { cause: error });
}
