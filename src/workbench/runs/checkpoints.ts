/**
 * Checkpoints of a run on disk, `RUN/checkpoints/step-000123/`, saved completely or not at all.
 *
 * A save writes both files to a temporary folder, flushes them and the folder, reads them back, renames the folder and
 * flushes its parent. Only then are older checkpoints removed. A load verifies every byte of the newest checkpoint and,
 * with a notice, falls back to the one before.
 */
import { dirname, join } from "node:path";
import { fail, SluiceError } from "../../errors/index.ts";
import type { CheckpointDamage } from "../../errors/runs.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import { type Content, sizeOf } from "../disk/content.ts";
import { type Disk, diskError, foreignIn, inside, onDisk, realDisk, removeTree } from "../disk/disk.ts";
import { withKillPoint } from "../disk/killPoint.ts";
import { makeFolder, publishFolder, removeStrays, temporaryName } from "../disk/publish.ts";
import {
	type CheckpointMark,
	encodeCheckpoint,
	readCheckpoint,
	readState,
	refuseNotFinite,
	STATE,
	TENSORS,
} from "./checkpointFiles.ts";

export type { CheckpointMark } from "./checkpointFiles.ts";

export interface SaveOptions extends CheckpointMark {
	/** Number of newest checkpoints to keep, at least 1. Default: 3. */
	keepLast?: number;
	/** Number of checkpoints of lowest validation loss to keep in addition. Default: 1. */
	keepBest?: number;
	/** Steps of checkpoints to keep regardless of their age: the one that a run rolls back to, and a fork's first. */
	keepSteps?: readonly number[];
	disk?: Disk;
}

export interface CheckpointInfo extends CheckpointMark {
	path: string;
	sizeBytes: number;
	/** What is wrong with the checkpoint, as far as its state file and its sizes show. */
	damage?: SluiceError;
}

export interface Loaded extends CheckpointMark {
	snapshot: Snapshot;
	path: string;
	/** Damaged checkpoints that were skipped, newest first. Report them to the user. */
	notices: SluiceError[];
}

const FOLDER = "checkpoints";
/** Name of a checkpoint, or of one set aside while a save replaces it. */
const NAME = /^(\.aside-)?step-(\d{6,15})$/;

/** Saves `snapshot` into the run at `runFolder` and removes older checkpoints. The caller must hold the run's lock. */
export function saveCheckpoint(runFolder: string, snapshot: Snapshot, options: SaveOptions): CheckpointInfo {
	const { step, keepLast = 3, keepBest = 1 } = options;
	const disk = inside(withKillPoint(options.disk ?? realDisk), runFolder);
	if (!Number.isInteger(step) || step < 0 || step >= 1e15)
		throw fail("E_SIZE", { what: "step", got: step, min: 0, max: 1e15 - 1 });
	const parent = join(runFolder, FOLDER);
	const bytes = snapshot.tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
	const files = onDisk("write", join(parent, folderName(step)), () => encodeCheckpoint(snapshot, options), bytes);
	const name = folderName(step);
	makeFolder(disk, parent);
	recoverCheckpoints(runFolder, disk);
	// Until a save has succeeded, the parent's own name may not be on the disk.
	if (candidates(runFolder, disk).length === 0) onDisk("sync", runFolder, () => disk.fsyncDir(runFolder));
	const before = onDisk("read", parent, () => disk.stat(join(parent, name)));
	if (before) onlyOurs(disk, join(parent, name));
	// Set aside, but still loadable until the new one has replaced it.
	if (before) onDisk("rename", parent, () => disk.rename(join(parent, name), join(parent, aside(name))));
	publishFolder(disk, parent, name, files, () => fail("E_RUN_EXISTS", { name, folder: join(parent, name) }));
	if (before) removeTree(disk, join(parent, aside(name)), isCheckpointFile);
	prune(disk, runFolder, [step, ...(options.keepSteps ?? [])], keepLast, keepBest);
	const sizeBytes = sizeOf(files[TENSORS]!) + sizeOf(files[STATE]!);
	const loss = options.validLossNats === undefined ? {} : { validLossNats: options.validLossNats };
	return { step, ...loss, path: join(parent, name), sizeBytes };
}

/** The files of a new run's first checkpoint, by their paths in the run. */
export function firstCheckpoint(snapshot: Snapshot, mark: CheckpointMark): Record<string, Content> {
	const files = Object.entries(encodeCheckpoint(snapshot, mark));
	return Object.fromEntries(files.map(([file, content]) => [`${FOLDER}/${folderName(mark.step)}/${file}`, content]));
}

/** Lists every checkpoint, oldest first, from the state files; the tensors are not read. */
export function listCheckpoints(runFolder: string, anyDisk: Disk = realDisk): CheckpointInfo[] {
	const disk = inside(anyDisk, runFolder);
	return candidates(runFolder, disk).map(({ step, path }) => {
		const info: CheckpointInfo = { step, path, sizeBytes: 0 };
		try {
			const state = readState(disk, path);
			if (state.step !== step) throw damaged(path, STATE, "content", String(state.step), String(step));
			if (state.validLossNats !== undefined) info.validLossNats = state.validLossNats;
			const tensors = disk.stat(join(path, TENSORS))?.sizeBytes;
			if (tensors === undefined) throw damaged(path, TENSORS, "missing");
			info.sizeBytes = tensors + (disk.stat(join(path, STATE))?.sizeBytes ?? 0);
			const wanted = state.tensors.sizeBytes;
			if (tensors !== wanted) throw damaged(path, TENSORS, "size", String(tensors), String(wanted));
			return info;
		} catch (error) {
			if (error instanceof SluiceError && error.code === "E_LINK") throw error; // not damage but an attack
			return { ...info, damage: diskError(error, "read", path) };
		}
	});
}

/** Step of the newest checkpoint according to its name, 0 if there is none; no file is read. */
export function newestStep(runFolder: string, disk: Disk = realDisk): number {
	return Math.max(0, ...candidates(runFolder, disk).map(({ step }) => step));
}

/** Loads the newest intact checkpoint. @throws E_CHECKPOINT_NONE, E_CHECKPOINT_ALL_DAMAGED. */
export function loadNewest(runFolder: string, disk: Disk = realDisk): Loaded {
	return loadFirst(runFolder, candidates(runFolder, disk).reverse(), disk);
}

/**
 * Loads the intact checkpoint of lowest validation loss, the newer of two equal ones; the newest if none has a loss.
 */
export function loadBest(runFolder: string, disk: Disk = realDisk): Loaded {
	const all = listCheckpoints(runFolder, disk).reverse();
	const whole = all.filter((info) => !info.damage).sort((a, b) => lossOf(a) - lossOf(b) || b.step - a.step);
	return loadFirst(
		runFolder,
		whole,
		disk,
		all.flatMap((info) => info.damage ?? []),
	);
}

/** Loads the checkpoint of exactly `step`. @throws E_CHECKPOINT_NONE, E_CHECKPOINT_DAMAGED. */
export function loadStep(runFolder: string, step: number, disk: Disk = realDisk): Loaded {
	const found = candidates(runFolder, disk).filter((candidate) => candidate.step === step);
	if (found.length === 0) {
		const kept = [...new Set(candidates(runFolder, disk).map((candidate) => candidate.step))];
		throw fail("E_CHECKPOINT_NONE", { folder: runFolder, step, kept });
	}
	return loadFirst(runFolder, found.reverse(), disk);
}

/** Removes the checkpoints after `step`, because a run resumed from `step` writes a different history. */
export function dropCheckpointsAfter(runFolder: string, step: number, anyDisk: Disk = realDisk): void {
	const disk = inside(anyDisk, runFolder);
	for (const info of candidates(runFolder, disk)) if (info.step > step) dropCheckpoint(disk, info.path);
}

/**
 * Cleans up after an interrupted save: removes temporary folders and restores a checkpoint that was set aside but not
 * replaced.
 */
export function recoverCheckpoints(runFolder: string, anyDisk: Disk = realDisk): void {
	const disk = inside(anyDisk, runFolder);
	const parent = join(runFolder, FOLDER);
	if (!onDisk("read", parent, () => disk.stat(parent))) return;
	removeStrays(disk, parent, true);
	for (const { path, step, setAside } of candidates(runFolder, disk)) {
		if (!setAside) continue;
		const home = join(parent, folderName(step));
		if (onDisk("read", home, () => disk.stat(home)) && isWhole(disk, home)) removeTree(disk, path, isCheckpointFile);
		else {
			removeTree(disk, home, isCheckpointFile);
			onDisk("rename", path, () => disk.rename(path, home));
		}
	}
}

interface Candidate {
	step: number;
	path: string;
	setAside: boolean;
}

/** Every folder that may hold a checkpoint, oldest first; at equal steps, the one set aside comes first. */
function candidates(runFolder: string, anyDisk: Disk): Candidate[] {
	const disk = inside(anyDisk, runFolder);
	const parent = join(runFolder, FOLDER);
	if (!onDisk("read", parent, () => disk.stat(parent))) return [];
	const found: Candidate[] = [];
	for (const name of onDisk("list", parent, () => disk.readdir(parent))) {
		const match = NAME.exec(name);
		const step = Number(match?.[2]);
		const setAside = match?.[1] !== undefined;
		if (name !== folderName(step) && name !== aside(folderName(step))) continue;
		const path = join(parent, name);
		onDisk("read", path, () => disk.stat(path)); // rejects links even if nothing else of the folder is read
		found.push({ step, path, setAside });
	}
	return found.sort((a, b) => a.step - b.step || Number(b.setAside) - Number(a.setAside));
}

function loadFirst(
	runFolder: string,
	ranked: readonly { step: number; path: string }[],
	anyDisk: Disk,
	notices: SluiceError[] = [],
): Loaded {
	const disk = inside(anyDisk, runFolder);
	for (const { path, step } of ranked) {
		try {
			const loaded = readCheckpoint(disk, path);
			if (loaded.step !== step) throw damaged(path, STATE, "content", String(loaded.step), String(step));
			refuseNotFinite(path, loaded.snapshot);
			return { ...loaded, path, notices };
		} catch (error) {
			// A newer format or a missing permission is not damage: falling back would discard steps.
			if (damageOf(error) === undefined) throw error;
			notices.push(error as SluiceError);
		}
	}
	if (notices.length === 0) throw fail("E_CHECKPOINT_NONE", { folder: runFolder });
	if (notices.length === 1) throw notices[0];
	const first = notices[0]!.message;
	throw fail("E_CHECKPOINT_ALL_DAMAGED", { folder: runFolder, count: notices.length, first });
}

/**
 * Removes checkpoints except those of `steps`, the newest `keepLast`, the best `keepBest`, and those that are merely
 * unreadable now.
 */
function prune(disk: Disk, runFolder: string, steps: readonly number[], keepLast: number, keepBest: number): void {
	const all = listCheckpoints(runFolder, disk);
	const whole = all.filter((info) => !info.damage).reverse();
	const best = whole.filter((info) => lossOf(info) < Number.POSITIVE_INFINITY);
	best.sort((a, b) => lossOf(a) - lossOf(b) || b.step - a.step);
	const kept = new Set([...whole.slice(0, Math.max(1, keepLast)), ...best.slice(0, keepBest)]);
	for (const info of all) {
		const useless = info.damage ? (damageOf(info.damage) ?? "unreadable") !== "unreadable" : !kept.has(info);
		if (!useless || steps.includes(info.step)) continue;
		if (foreignIn(disk, info.path, isCheckpointFile) === undefined) dropCheckpoint(disk, info.path); // else it stays: one too many
	}
}

/** Renames the folder before emptying it, so that a kill leaves a stray folder instead of half a checkpoint. */
function dropCheckpoint(disk: Disk, folder: string): void {
	const stray = join(dirname(folder), temporaryName("dropped"));
	onlyOurs(disk, folder);
	removeTree(disk, stray, isCheckpointFile);
	onDisk("rename", folder, () => disk.rename(folder, stray));
	removeTree(disk, stray, isCheckpointFile);
}

/** @throws E_FOREIGN if the checkpoint's folder contains anything that is not part of a checkpoint. */
function onlyOurs(disk: Disk, path: string): void {
	const entry = foreignIn(disk, path, isCheckpointFile);
	if (entry !== undefined) throw fail("E_FOREIGN", { path, entry });
}

function isCheckpointFile(name: string): boolean {
	return name === TENSORS || name === STATE;
}

function isWhole(disk: Disk, path: string): boolean {
	try {
		readCheckpoint(disk, path);
		return true;
	} catch (error) {
		if (damageOf(error) === undefined) throw error;
		return false;
	}
}

/** The damage that `error` reports; undefined for any other error. */
function damageOf(error: unknown): CheckpointDamage | undefined {
	if (!(error instanceof SluiceError) || error.code !== "E_CHECKPOINT_DAMAGED") return undefined;
	return (error.params as { damage: CheckpointDamage }).damage;
}

function lossOf(info: CheckpointMark): number {
	const loss = info.validLossNats ?? Number.NaN;
	return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}

function folderName(step: number): string {
	return `step-${String(step).padStart(6, "0")}`;
}

function aside(name: string): string {
	return `.aside-${name}`;
}

function damaged(folder: string, file: string, damage: "missing" | "size" | "content", got?: string, wanted?: string) {
	return fail("E_CHECKPOINT_DAMAGED", { path: folder, file, damage, ...(got !== undefined && { got, wanted }) });
}
