/**
 * Lock that allows one writer per run. `RUN/lock/` holds numbered folders, each with its owner's name; the highest
 * number counts.
 *
 * A folder appears complete or not at all (publish.ts), and only one process can create the next number. If two
 * processes find the owner dead, one of them becomes the next owner. Numbers only grow, even when a lock is released,
 * so a process with an outdated view can never create the highest number.
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
	/** Releases the lock. A second call does nothing. */
	release(): void;
}

const FOLDER = "lock";
const OWNER = "owner.json";
const ATTEMPTS = 100;
/** A larger file of an owner is not Sluice's. */
const MOST_OWNER_BYTES = 4096;

/** Takes the lock of the run at `runFolder`. @throws E_RUN_LOCKED, naming the owner, while another process holds it. */
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
		// Another process was faster or has cleared older numbers: check again.
		if (!publish(disk, folder, mine, thisProcess()) || highest(disk, folder) !== mine) continue;
		for (const number of numbers(disk, folder)) {
			if (number < mine) quietly(() => removeNumber(disk, folder, number));
		}
		return { release: () => release(disk, folder, mine) };
	}
	throw fail("E_DISK", { path: folder, action: "make", why: { attempts: ATTEMPTS } });
}

/** The live owner of a run's lock; undefined if there is none. */
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

/** Removes a numbered folder if it holds only its owner's file. */
function removeNumber(disk: Disk, folder: string, number: number): void {
	const path = join(folder, String(number));
	if (disk.stat(path)?.kind === "folder") removeTree(disk, path, (name) => name === OWNER);
}

/** Creates the folder `number`; false if another process created it first. */
function publish(disk: Disk, folder: string, number: number, owner: Owner | undefined): boolean {
	const content: Json = owner ? { ...owner } : null;
	const taken = fail("E_INTERNAL", { what: `lock ${number} in ${folder} is taken` });
	try {
		publishFolder(disk, folder, String(number), { [OWNER]: Buffer.from(`${JSON.stringify(content)}\n`) }, () => taken);
		return true;
	} catch (error) {
		// Missing: a starting process removed our temporary folder as a stray, or the whole lock folder was removed.
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

/** Undefined for a lock that was released, removed in the meantime, or left unreadable by a crash. */
function readOwner(disk: Disk, folder: string, number: number): Owner | undefined {
	const path = join(folder, String(number), OWNER);
	const bytes = onDisk("read", path, () => {
		try {
			return (disk.stat(path)?.sizeBytes ?? 0) > MOST_OWNER_BYTES ? undefined : disk.read(path);
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
