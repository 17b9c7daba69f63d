/**
 * The two files of a checkpoint and their verification. tensors.safetensors holds the tensors. state.json holds
 * everything else, the size and SHA-256 of the tensors, and around it all its own SHA-256:
 *
 *     {"sha256":"<64 hex>","checkpoint":{"format":1,"step":...,"validLossNats":...,"tensors":{...},"state":{...}}}
 *
 * A checkpoint holds values only: no code and no path.
 */
import { join } from "node:path";
import { fail, type SluiceError } from "../../errors/index.ts";
import type { CheckpointDamage } from "../../errors/runs.ts";
import { safetensorsParts } from "../../interop/safetensors.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import { type Content, sizeOf } from "../disk/content.ts";
import { type Disk, diskError, errno } from "../disk/disk.ts";
import { decodeJson, encodeJson } from "../disk/losslessJson.ts";
import { sha256 } from "../disk/sha256.ts";
import { HashedReader } from "./hashedReader.ts";

export const CHECKPOINT_FORMAT = 1;
export const TENSORS = "tensors.safetensors";
export const STATE = "state.json";

/** Bounds of state.json: its largest part is a list of the symbols that a window reaches back to. */
const MOST_STATE_BYTES = 2 ** 26;
const MOST_STATE_VALUES = 2 ** 22;

const OPENING = '{"sha256":"';
const MIDDLE = '","checkpoint":';
const CLOSING = "}\n";
const HASH_END = OPENING.length + 64;

/** When a checkpoint was saved, and its validation loss. */
export interface CheckpointMark {
	/** Number of updates done, a whole number from 0. */
	step: number;
	/** Mean validation loss at this step, in nats per symbol; absent if it was not measured. */
	validLossNats?: number;
}

export interface CheckpointState extends CheckpointMark {
	tensors: { sizeBytes: number; sha256: string };
	state: Snapshot["state"];
}

/** Encodes the checkpoint's files, by name; the tensors as views of the snapshot's. */
export function encodeCheckpoint(snapshot: Snapshot, mark: CheckpointMark): Record<string, Content> {
	const tensors = safetensorsParts(snapshot.tensors);
	const body: Json = {
		format: CHECKPOINT_FORMAT,
		step: mark.step,
		validLossNats: mark.validLossNats ?? null,
		tensors: { sizeBytes: sizeOf(tensors), sha256: sha256(...tensors) },
		state: snapshot.state,
	};
	const text = Buffer.from(encodeJson(body));
	const state = Buffer.concat([Buffer.from(`${OPENING}${sha256(text)}${MIDDLE}`), text, Buffer.from(CLOSING)]);
	return { [TENSORS]: tensors, [STATE]: state };
}

/**
 * Reads state.json of the checkpoint at `path` and verifies its checksum. @throws E_CHECKPOINT_DAMAGED, E_RUN_FORMAT,
 * E_DISK.
 */
export function readState(disk: Disk, path: string): CheckpointState {
	const damaged = damageOf(path, STATE);
	const bytes = readStateFile(disk, path);
	const text = bytes.toString("latin1", 0, HASH_END + MIDDLE.length);
	const hash = text.slice(OPENING.length, HASH_END);
	const framed = text === `${OPENING}${hash}${MIDDLE}` && bytes.toString("latin1", bytes.length - 2) === CLOSING;
	if (!framed) throw damaged("frame");
	const body = bytes.subarray(HASH_END + MIDDLE.length, bytes.length - CLOSING.length);
	const got = sha256(body);
	if (got !== hash) throw damaged("checksum", got, hash);
	const content = decodeJson(body, join(path, STATE), { bytes: MOST_STATE_BYTES, values: MOST_STATE_VALUES });
	if (!isRecord(content)) throw damaged("content");
	const { format, step, validLossNats, tensors, state } = content;
	if (typeof format !== "number") throw damaged("content");
	if (format > CHECKPOINT_FORMAT) throw fail("E_RUN_FORMAT", { path, got: format, newest: CHECKPOINT_FORMAT });
	if (typeof step !== "number" || !isRecord(tensors) || !isRecord(state)) throw damaged("content");
	const { sizeBytes, sha256: tensorsHash } = tensors;
	if (typeof sizeBytes !== "number" || typeof tensorsHash !== "string") throw damaged("content");
	const loss = typeof validLossNats === "number" ? { validLossNats } : {};
	return { step, ...loss, tensors: { sizeBytes, sha256: tensorsHash }, state };
}

/** Reads the checkpoint at `path` and verifies every byte. @throws E_CHECKPOINT_DAMAGED, E_RUN_FORMAT. */
export function readCheckpoint(disk: Disk, path: string): CheckpointMark & { snapshot: Snapshot } {
	const { tensors: wanted, state, ...mark } = readState(disk, path);
	const damaged = damageOf(path, TENSORS);
	const file = join(path, TENSORS);
	const size = onFile(path, TENSORS, () => disk.stat(file)?.sizeBytes ?? disk.read(file).length);
	if (size !== wanted.sizeBytes) throw damaged("size", String(size), String(wanted.sizeBytes));
	const reader = new HashedReader(size, disk.pieceBytes, (part) => onFile(path, TENSORS, () => disk.read(file, part)));
	const tensors = reader.tensors(file);
	const got = reader.digest();
	if (got !== wanted.sha256) throw damaged("checksum", got, wanted.sha256);
	if (tensors instanceof Error) throw tensors;
	return { ...mark, snapshot: { tensors, state } };
}

/**
 * Training never saves a number that is not finite, so a checkpoint that holds one is damaged, whatever its hashes.
 * @throws E_CHECKPOINT_DAMAGED, which names the first such number.
 */
export function refuseNotFinite(path: string, { tensors }: Snapshot): void {
	for (const { name, data } of tensors) {
		const at = data.findIndex((value) => !Number.isFinite(value));
		if (at >= 0) throw damageOf(path, TENSORS)("notFinite", `${name}[${at}] = ${data[at]}`);
	}
}

function damageOf(path: string, file: string) {
	return (damage: CheckpointDamage, got?: string, wanted?: string): SluiceError =>
		fail("E_CHECKPOINT_DAMAGED", { path, file, damage, ...(got !== undefined && { got, wanted }) });
}

/** System errors which mean that a part of a checkpoint is lost; any other error is a problem of the machine. */
const LOST: { [errno: string]: CheckpointDamage } = {
	ENOENT: "missing",
	EIO: "unreadable",
	EISDIR: "unreadable",
	ENOTDIR: "unreadable",
};

/** Runs a call on a file of the checkpoint at `path`; what it throws becomes a coded error. */
function onFile<T>(path: string, file: string, call: () => T): T {
	try {
		return call();
	} catch (error) {
		const damage = LOST[errno(error) ?? ""];
		throw damage ? damageOf(path, file)(damage) : diskError(error, "read", join(path, file));
	}
}

/** @throws E_LIMIT before reading, for a file that is larger than any state. */
function readStateFile(disk: Disk, path: string): Buffer {
	const file = join(path, STATE);
	const got = onFile(path, STATE, () => disk.stat(file)?.sizeBytes);
	if (got !== undefined && got > MOST_STATE_BYTES)
		throw fail("E_LIMIT", { where: file, limit: "jsonBytes", got, max: MOST_STATE_BYTES });
	const bytes = onFile(path, STATE, () => disk.read(file));
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
