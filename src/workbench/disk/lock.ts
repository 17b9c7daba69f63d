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
import { lifeOf, type Owner, thisProcess } from "./owner.ts";
import { makeFolder, publishFolder, removeStrays } from "./publish.ts";

export interface Lock {
	/** @throws E_RUN_LOCKED, naming the new owner, if another process has taken the lock over. */
	check(): void;
	/** Releases the lock. A second call does nothing. */
	release(): void;
}

export interface LockOptions {
	disk?: Disk;
	/** Name of the lock's folder in the run. Default: "lock". */
	name?: string;
	/**
	 * Takes the lock even from a process that cannot be seen from here, in another container or on another machine. If
	 * that one is alive, it ends with E_RUN_LOCKED at its next save. Undefined: the caller has no such option.
	 */
	takeOver?: boolean;
}

const FOLDER = "lock";
const OWNER = "owner.json";
const ATTEMPTS = 100;
/** A larger file of an owner is not Sluice's. */
const MOST_OWNER_BYTES = 4096;

/**
 * Takes the lock of the run at `runFolder`, or with a `name` the one in the folder of that name. @throws E_RUN_LOCKED,
 * naming the owner, while another process holds it.
 */
export function acquireLock(
	runFolder: string,
	{ disk: anyDisk = realDisk, takeOver, name = FOLDER }: LockOptions = {},
): Lock {
	const disk = inside(anyDisk, runFolder);
	const folder = join(runFolder, name);
	makeFolder(disk, folder);
	removeStrays(disk, folder);
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const last = highest(disk, folder);
		const owner = last === 0 ? undefined : readOwner(disk, folder, last);
		const life = owner ? lifeOf(owner) : "dead";
		if (owner && (life === "alive" || (life === "elsewhere" && !takeOver)))
			throw locked(runFolder, owner, life === "elsewhere", takeOver !== undefined);
		const mine = last + 1;
		// Another process was faster or has cleared older numbers: check again.
		if (!publish(disk, folder, mine, thisProcess()) || highest(disk, folder) !== mine) continue;
		for (const number of numbers(disk, folder)) {
			if (number < mine) quietly(() => removeNumber(disk, folder, number));
		}
		return {
			check() {
				const now = highest(disk, folder);
				const other = now > mine ? readOwner(disk, folder, now) : undefined;
				if (other) throw locked(runFolder, other, lifeOf(other) === "elsewhere", false);
			},
			release: () => release(disk, folder, mine),
		};
	}
	throw fail("E_DISK", { path: folder, action: "make", why: { attempts: ATTEMPTS } });
}

const RETRY_MS = 20;

/**
 * Runs `work`, which takes milliseconds, while holding the lock `name` of the run. Waits for other processes up to
 * `waitMs`. @throws E_RUN_LOCKED, naming the owner, if one holds it for longer.
 */
export function whileLocked<T>(runFolder: string, name: string, work: () => T, waitMs = 10_000): T {
	const began = performance.now();
	for (;;) {
		let lock: Lock;
		try {
			lock = acquireLock(runFolder, { name });
		} catch (error) {
			const held = error instanceof SluiceError && error.code === "E_RUN_LOCKED";
			if (!held || performance.now() - began > waitMs) throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS); // sleeps
			continue;
		}
		try {
			return work();
		} finally {
			lock.release();
		}
	}
}

/** The live owner of a run's lock; undefined if there is none. */
export function lockOwner(runFolder: string, anyDisk: Disk = realDisk): Owner | undefined {
	const disk = inside(anyDisk, runFolder);
	const folder = join(runFolder, FOLDER);
	if (!onDisk("read", folder, () => disk.stat(folder))) return undefined;
	const last = highest(disk, folder);
	const owner = last === 0 ? undefined : readOwner(disk, folder, last);
	return owner && lifeOf(owner) !== "dead" ? owner : undefined;
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
		const { pid, host, started, machine = "", boot = "", namespace = "" } = owner;
		const texts = [host, started, machine, boot, namespace];
		if (typeof pid !== "number" || !texts.every((text) => typeof text === "string")) return undefined;
		return { pid, host, started, machine, boot, namespace } as Owner;
	} catch {
		return undefined;
	}
}

function locked(folder: string, { pid, host }: Owner, elsewhere: boolean, takeOver: boolean): SluiceError {
	return fail("E_RUN_LOCKED", { folder, pid, host, elsewhere, takeOver });
}
