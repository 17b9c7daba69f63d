/**
 * Renaming runs, and removing them into a bin: `RUNS/.bin/NAME~TIME`, from where they can be restored. What has lain
 * there for 30 days is deleted at the next removal.
 */
import { join, resolve } from "node:path";
import { fail } from "../../errors/index.ts";
import { checkOption, checkRequest } from "../../errors/request.ts";
import { type Disk, foreignIn, inside, onDisk, quietly, realDisk, removeTree } from "../disk/disk.ts";
import { acquireLock } from "../disk/lock.ts";
import { makeFolder } from "../disk/publish.ts";
import { utcNow } from "../machine/clock.ts";
import { DEFAULT_RUNS, findRun, placeOf, type RunPlace } from "./runNames.ts";

export interface RunRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: "runs". */
	runs?: string | undefined;
}

export interface RunsRequest {
	/** Names or folders of the runs; one that is named twice counts once. */
	names: readonly string[];
	/** Folder of runs. Default: "runs". */
	runs?: string | undefined;
}

/** A run in the bin. */
export interface Binned {
	/** Name of the run. */
	run: string;
	/** The run's folder in the bin. */
	folder: string;
	/** When it was removed: "2026-11-28T09:30:00Z". */
	removed: string;
}

const BIN = ".bin";
const KEPT_DAYS = 30;
const ENTRY = /^(.{1,100})~(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:\.\d+)?$/u;

/** Moves a run into the bin. @throws E_RUN_LOCKED while a process trains it; what findRun throws. */
export function removeRun(request: RunRequest, disk: Disk = realDisk, now = utcNow()): Binned {
	checkRequest(request, "removeRun()", ["run", "runs"]);
	const place = findRun(request.run, request.runs ?? DEFAULT_RUNS, disk);
	const parent = inside(disk, place.parent);
	const bin = join(place.parent, BIN);
	makeFolder(parent, bin);
	quietly(() => emptyOld(parent, bin, now));
	const stamp = now.replace(/[-:]/g, "");
	for (let n = 0; ; n++) {
		const folder = join(bin, `${place.name}~${stamp}${n === 0 ? "" : `.${n}`}`);
		if (onDisk("read", folder, () => parent.stat(folder))) continue;
		move(parent, place, folder);
		return { run: place.name, folder: resolve(folder), removed: now };
	}
}

/** Moves all of these runs into the bin, or none. @throws what removeRun throws, before the first is moved. */
export function removeRuns(request: RunsRequest, disk: Disk = realDisk, now = utcNow()): Binned[] {
	checkRequest(request, "removeRuns()", ["names", "runs"]);
	const { names, runs = DEFAULT_RUNS } = request;
	checkNames(names, "removeRuns()");
	const places = new Map(names.map((name) => findRun(name, runs, disk)).map((place) => [resolve(place.folder), place]));
	for (const { folder, parent } of places.values()) acquireLock(folder, { disk: inside(disk, parent) }).release();
	return [...places.keys()].map((run) => removeRun({ run, runs }, disk, now));
}

/**
 * Moves the run of this name back that was removed last. @throws E_RUN_EXISTS if a run of the name exists by now;
 * E_RUN_MISSING if the bin holds none.
 */
export function restoreRun(request: RunRequest, disk: Disk = realDisk): { run: string; folder: string } {
	checkRequest(request, "restoreRun()", ["run", "runs"]);
	const { place, entry } = restorable(request.run, request.runs, disk);
	const parent = inside(disk, place.parent);
	onDisk("rename", place.folder, () => parent.rename(entry.folder, place.folder));
	onDisk("sync", place.parent, () => parent.fsyncDir(place.parent));
	return { run: place.name, folder: resolve(place.folder) };
}

/** Moves all of these runs back, or none. @throws what restoreRun throws, before the first is moved. */
export function restoreRuns(request: RunsRequest, disk: Disk = realDisk): { run: string; folder: string }[] {
	checkRequest(request, "restoreRuns()", ["names", "runs"]);
	const { names, runs } = request;
	checkNames(names, "restoreRuns()");
	const places = new Set(names.map((name) => resolve(restorable(name, runs, disk).place.folder)));
	return [...places].map((run) => restoreRun({ run, runs }, disk));
}

function checkNames(names: readonly string[], where: string): void {
	const fits = Array.isArray(names) && names.every((name) => typeof name === "string");
	checkOption("names", names, fits, { reason: "list", of: "runs" }, where);
}

/** A run in the bin and the place that it goes back to. */
function restorable(name: string, runs = DEFAULT_RUNS, disk: Disk): { place: RunPlace; entry: Binned } {
	const place = placeOf(name, runs);
	const entry = binned(place.parent, disk).findLast(({ run }) => run === place.name);
	if (!entry) throw fail("E_RUN_MISSING", { name: place.name, runs: join(place.parent, BIN) });
	const parent = inside(disk, place.parent);
	if (onDisk("read", place.folder, () => parent.stat(place.folder)))
		throw fail("E_RUN_EXISTS", { name: place.name, folder: place.folder, by: "restore" });
	return { place, entry };
}

/** What lies in the bin of a folder of runs, in the order of removal. */
export function binned(runs = DEFAULT_RUNS, disk: Disk = realDisk): Binned[] {
	const bin = join(runs, BIN);
	const parent = inside(disk, runs);
	if (!onDisk("read", bin, () => parent.stat(bin))) return [];
	const names = onDisk("list", bin, () => parent.readdir(bin));
	const entries = names.flatMap((name): Binned[] => {
		const [, run, year, month, day, ...time] = ENTRY.exec(name) ?? [];
		if (run === undefined) return [];
		return [{ run, folder: resolve(bin, name), removed: `${year}-${month}-${day}T${time.join(":")}Z` }];
	});
	return entries.sort((a, b) =>
		a.removed < b.removed ? -1 : a.removed > b.removed ? 1 : a.folder < b.folder ? -1 : 1,
	);
}

/** Gives a run another name in the same folder of runs. @throws E_RUN_LOCKED, E_RUN_EXISTS, E_RUN_NAME. */
export function renameRun(
	request: RunRequest & { to: string },
	disk: Disk = realDisk,
): { run: string; folder: string } {
	checkRequest(request, "renameRun()", ["run", "runs", "to"]);
	const place = findRun(request.run, request.runs ?? DEFAULT_RUNS, disk);
	const to = placeOf(request.to, place.parent);
	const parent = inside(disk, place.parent);
	if (resolve(to.parent) !== resolve(place.parent)) throw fail("E_RUN_NAME", { name: request.to });
	if (onDisk("read", to.folder, () => parent.stat(to.folder)))
		throw fail("E_RUN_EXISTS", { name: to.name, folder: to.folder, by: "rename" });
	move(parent, place, to.folder);
	return { run: to.name, folder: resolve(to.folder) };
}

/** Moves a run that no process trains. */
function move(disk: Disk, { folder, parent }: RunPlace, to: string): void {
	acquireLock(folder, { disk }).release(); // refuses a run in use
	onDisk("rename", to, () => disk.rename(folder, to));
	onDisk("sync", parent, () => disk.fsyncDir(parent));
}

/** Deletes old runs of the bin, but nothing that holds a file which Sluice did not write. */
function emptyOld(disk: Disk, bin: string, now: string): void {
	const oldest = new Date(Date.parse(now) - KEPT_DAYS * 86_400_000).toISOString();
	for (const { folder, removed } of binned(join(bin, ".."), disk)) {
		if (removed < oldest && foreignIn(disk, folder) === undefined) quietly(() => removeTree(disk, folder));
	}
}
