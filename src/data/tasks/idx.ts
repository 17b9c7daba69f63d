/**
 * Reads tables of whole numbers 0..255: the IDX format of the MNIST files (two zero bytes, type 8, the number of
 * dimensions, each dimension as 4 bytes, big-endian, then the data), or a JSON array of numbers or of arrays of them.
 */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Reason } from "../../errors/reasons.ts";

export interface ByteTable {
	/** Dimensions, rows first. */
	shape: number[];
	data: Uint8Array;
}

/**
 * Reads a table.
 * @throws E_TASK_DATA naming `what` and the first thing that is wrong.
 */
export function readByteTable(bytes: Uint8Array, task: string, what: string): ByteTable {
	const bad = (why: Reason) => fail("E_TASK_DATA", { task, what, why });
	const first = bytes[0];
	if (first === 0x1f && bytes[1] === 0x8b) throw bad({ reason: "file", why: "gzip" });
	if (first === 0x5b) return readJson(bytes, bad);
	if (bytes.length < 8 || first !== 0 || bytes[1] !== 0) throw bad({ reason: "file", why: "unknown" });
	if (bytes[2] !== 8) throw bad({ reason: "file", why: "type", got: String(bytes[2]) });
	const rank = bytes[3]!;
	const head = 4 + 4 * rank;
	if (rank === 0 || bytes.length < head) throw bad({ reason: "file", why: "cut" });
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
	const size = shape.reduce((product, n) => product * n, 1);
	const data = bytes.subarray(head);
	if (data.length !== size) throw bad({ reason: "count", of: "bytes", got: data.length, min: size, max: size });
	return { shape, data };
}

/**
 * Splits `bytes` into the IDX files they hold, one after the other.
 * @throws E_TASK_DATA if one is cut off.
 */
export function splitIdx(bytes: Uint8Array, task: string): Uint8Array[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const files: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; ) {
		const rank = bytes[at + 3] ?? 0;
		const head = at + 4 + 4 * rank;
		let size = 4 + 4 * rank;
		if (head <= bytes.length) {
			let data = 1;
			for (let d = at + 4; d < head; d += 4) data *= view.getUint32(d);
			size += data;
		}
		if (at + size > bytes.length) {
			const why = { reason: "count", of: "bytes", got: bytes.length - at, min: size } as const;
			throw fail("E_TASK_DATA", { task, what: `files[${files.length}]`, why });
		}
		files.push(bytes.subarray(at, at + size));
		at += size;
	}
	return files;
}

function readJson(bytes: Uint8Array, bad: (why: Reason) => Error): ByteTable {
	let rows: unknown;
	try {
		rows = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch (error) {
		throw bad({ reason: "json", message: (error as Error).message });
	}
	const list = (rows as unknown[]).map((row) => (Array.isArray(row) ? (row.flat() as unknown[]) : [row]));
	const width = list[0]?.length ?? 0;
	const data = new Uint8Array(list.length * width);
	list.forEach((row, i) => {
		if (row.length !== width)
			throw bad({ reason: "count", of: "numbers", in: `[${i}]`, got: row.length, min: width, max: width });
		row.forEach((value, j) => {
			const whole = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
			if (!whole) throw bad({ reason: "whole", min: 0, max: 255, got: `${shown(value) ?? "null"} ([${i}])` });
			data[i * width + j] = value;
		});
	});
	return { shape: Array.isArray((rows as unknown[])[0]) ? [list.length, width] : [list.length], data };
}
