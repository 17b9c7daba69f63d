/**
 * One writer a run. `RUN/lock/` holds numbered folders, each with its owner's name; the highest number counts.
 *
 * A folder appears whole (publish.ts), and the next number can be made by one process only, so of two that find the
 * owner dead one becomes the next owner. Numbers only grow, also when a lock is given back: a process that looked long
 * ago can never make a number that is higher than what came since.
 */
import { join } from "node:path";
import { fail, SluiceError } from "../../errors/index.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import { type Disk, errno, inside, onDisk, quietly, realDisk, removeTree } from "./disk.ts";
import { decodeJson } from "./losslessJson.ts";
import { isAlive, type Owner, thisProcess } from "./owner.ts";
import { makeFolder, publishFolder, removeStrays } from "./publish.ts";

export interface Lock {
	/** Gives the lock back. A second call does nothing. */
	release(): void;
}

const FOLDER = "lock";
const OWNER = "owner.json";
const ATTEMPTS = 100;

/** Takes the lock of the run at `runFolder`. Throws E_RUN_LOCKED naming the owner while another process lives. */
export function acquireLock(runFolder: string, anyDisk: Disk = realDisk): Lock {
	const disk = inside(anyDisk, runFolder);
	const folder = join(runFolder, FOLDER);
	makeFolder(disk, folder);
	removeStrays(disk, folder);
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const last = highest(disk, folder);
		const owner = last === 0 ? undefined : readOwner(disk, folder, last);
		if (owner && isAlive(owner)) throw locked(runFolder, owner);
		const mine = last + 1;
		// Losing the race, or finding older numbers cleared away meanwhile, means to look again.
		if (!publish(disk, folder, mine, thisProcess()) || highest(disk, folder) !== mine) continue;
		for (const number of numbers(disk, folder)) {
			if (number < mine) quietly(() => removeNumber(disk, folder, number));
		}
		return { release: () => release(disk, folder, mine) };
	}
	throw fail("E_DISK", { path: folder, action: "make", why: { attempts: ATTEMPTS } });
}

/** The living owner of a run's lock, if any. */
export function lockOwner(runFolder: string, anyDisk: Disk = realDisk): Owner | undefined {
	const disk = inside(anyDisk, runFolder);
	const folder = join(runFolder, FOLDER);
	if (!onDisk("read", folder, () => disk.stat(folder))) return undefined;
	const last = highest(disk, folder);
	const owner = last === 0 ? undefined : readOwner(disk, folder, last);
	return owner && isAlive(owner) ? owner : undefined;
}

function release(disk: Disk, folder: string, mine: number): void {
	if (highest(disk, folder) !== mine) return;
	if (publish(disk, folder, mine + 1, undefined)) quietly(() => removeNumber(disk, folder, mine));
}

/** Removes a numbered folder that holds its owner's file and nothing else. */
function removeNumber(disk: Disk, folder: string, number: number): void {
	const path = join(folder, String(number));
	if (disk.stat(path)?.kind === "folder") removeTree(disk, path, (name) => name === OWNER);
}

/** Makes the folder `number`; false when another process made it first. */
function publish(disk: Disk, folder: string, number: number, owner: Owner | undefined): boolean {
	const content: Json = owner ? { ...owner } : null;
	const taken = fail("E_INTERNAL", { what: `lock ${number} in ${folder} is taken` });
	try {
		publishFolder(disk, folder, String(number), { [OWNER]: Buffer.from(`${JSON.stringify(content)}\n`) }, () => taken);
		return true;
	} catch (error) {
		// Gone: a starting process took our temporary folder for a stray, or the whole lock folder was removed.
		const gone = error instanceof SluiceError && error.code === "E_DISK_MISSING";
		if (error !== taken && !gone) throw error;
		if (gone) makeFolder(disk, folder);
		return false;
	}
}

function numbers(disk: Disk, folder: string): number[] {
	const names = onDisk("list", folder, () => disk.readdir(folder));
	return names.filter((name) => /^[1-9]\d{0,14}$/.test(name)).map(Number);
}

function highest(disk: Disk, folder: string): number {
	return numbers(disk, folder).reduce((most, number) => Math.max(most, number), 0);
}

/** Undefined for a lock given back, one removed meanwhile, and one that a dying machine left unreadable. */
function readOwner(disk: Disk, folder: string, number: number): Owner | undefined {
	const path = join(folder, String(number), OWNER);
	const bytes = onDisk("read", path, () => {
		try {
			return disk.read(path);
		} catch (error) {
			if (errno(error) === "ENOENT") return undefined;
			throw error;
		}
	});
	if (!bytes) return undefined;
	try {
		const owner = decodeJson(bytes, path);
		if (!isRecord(owner)) return undefined;
		const { pid, host, started } = owner;
		const complete = typeof pid === "number" && typeof host === "string" && typeof started === "string";
		return complete ? { pid, host, started } : undefined;
	} catch {
		return undefined;
	}
}

function locked(folder: string, owner: Owner): SluiceError {
	const elsewhere = owner.host !== thisProcess().host;
	return fail("E_RUN_LOCKED", { folder, pid: owner.pid, host: owner.host, elsewhere });
}
