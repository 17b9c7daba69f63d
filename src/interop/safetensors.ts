/**
 * The safetensors format: eight bytes of header length, a JSON header, then the tensors' bytes without gaps
 * (github.com/huggingface/safetensors, README "Format"). All input is untrusted: a file yields its tensors or one
 * error, at a cost bounded by its size. This is not a pickle reader, and will not become one.
 *
 * Whole file: `readSafetensors(bytes, where)`. Header first, then selected tensors: `openSafetensors(source, where)`.
 */

import { fail } from "../errors/index.ts";
import type { FieldWanted } from "../errors/interop.ts";
import type { Floats } from "../kernels/kernels.ts";
import { DTYPES, type Dtype, decodeNumbers, encodeBfloat16, encodeNumbers } from "./dtypes.ts";
import { foreignFormat } from "./foreign.ts";
import { type JsonValue, parseStrictJson } from "./strictJson.ts";

/** Limits of a file: a recurrent network needs far less, and a header costs memory before it can be checked. */
export const LIMITS = {
	headerBytes: 8 * 1024 * 1024,
	tensors: 10_000,
	nameBytes: 256,
	rank: 8,
	integers: 2 ** 22,
} as const;

/** An array with its name, and its shape in row-major order. */
export interface NamedTensor {
	name: string;
	shape: readonly number[];
	data: Floats;
}

/** One tensor's entry in the header; `begin` and `end` are byte offsets in the file. */
export interface TensorEntry {
	name: string;
	dtype: Dtype;
	shape: readonly number[];
	begin: number;
	end: number;
}

type Metadata = Record<string, string>;
export interface SafetensorsHeader {
	/** In the header's order. */
	entries: TensorEntry[];
	/** The file's notes; an object without prototype. */
	metadata: Metadata;
}

/** A file: its size, and any slice of its bytes. */
export interface BytesSource {
	readonly sizeBytes: number;
	slice(begin: number, end: number): Uint8Array | Promise<Uint8Array>;
}

/** Reads a whole file, whose bytes the tensors may be views of. `where` names it in errors. */
export function readSafetensors(
	bytes: Uint8Array,
	where: string,
): { tensors: NamedTensor[]; metadata: Record<string, string> } {
	const headerEnd = readHeaderEnd(bytes, bytes.length, where);
	const { entries, metadata } = readHeader(bytes.subarray(0, headerEnd), bytes.length, where);
	const tensors = entries.map((entry) => readTensor(entry, bytes.subarray(entry.begin, entry.end), where, true));
	return { tensors, metadata };
}

/** Reads the header alone; `read` then reads one tensor. */
export async function openSafetensors(
	source: BytesSource,
	where: string,
): Promise<SafetensorsHeader & { read(entry: TensorEntry): Promise<NamedTensor> }> {
	const size = source.sizeBytes;
	const headerEnd = readHeaderEnd(await source.slice(0, Math.min(64, size)), size, where);
	const header = readHeader(await source.slice(0, headerEnd), size, where);
	const read = async (entry: TensorEntry) => readTensor(entry, await source.slice(entry.begin, entry.end), where);
	return { ...header, read };
}

/** Returns the offset after the header, from the file's first 9 bytes or more and its size. */
export function readHeaderEnd(first: Uint8Array, sizeBytes: number, where: string): number {
	const headerBytes =
		first.length < 8 ? undefined : new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
	const end = headerBytes === undefined ? 8 : 8 + Number(headerBytes);
	const plausible = headerBytes !== undefined && end <= sizeBytes && first[8] === 0x7b;
	const format = plausible ? undefined : foreignFormat(first);
	if (format) throw fail("E_WEIGHTS_FOREIGN", { where, format });
	if (headerBytes !== undefined && headerBytes > LIMITS.headerBytes)
		throw fail("E_WEIGHTS_LIMIT", { where, limit: "header", got: String(headerBytes), max: LIMITS.headerBytes });
	if (end > sizeBytes) throw fail("E_WEIGHTS_CUT", { where, got: String(sizeBytes), wanted: String(end) });
	return end;
}

/** Reads and checks a header, from the file's bytes up to the end of the header and the file's size. */
export function readHeader(head: Uint8Array, sizeBytes: number, where: string): SafetensorsHeader {
	const text = decodeHeader(head.subarray(8), where);
	if (text[0] !== "{") throw fail("E_WEIGHTS_HEADER", { where, got: text.slice(0, 1), wanted: "tensors" });
	// One key for the notes, one to tell "too many tensors" from far too many, which are not even parsed.
	const limits = { depth: 4, entries: LIMITS.tensors + 2 };
	const { __metadata__: notes, ...tensors } = parseStrictJson(text, `${where}, header`, limits) as {
		[key: string]: JsonValue;
	};
	const names = Object.keys(tensors);
	if (names.length > LIMITS.tensors)
		throw fail("E_WEIGHTS_LIMIT", { where, limit: "tensors", got: String(names.length), max: LIMITS.tensors });
	const entries = names.map((name) => readEntry(name, tensors[name]!, head.length, where));
	checkIntegers(entries, where);
	checkPlaces(entries, head.length, sizeBytes, where);
	return { entries, metadata: readMetadata(notes, where) };
}

/** Returns a tensor from its own bytes; the data is a copy, aligned for its type, or with `inPlace` perhaps a view. */
export function readTensor(entry: TensorEntry, bytes: Uint8Array, where: string, inPlace = false): NamedTensor {
	const { name, dtype, shape, begin, end } = entry;
	if (bytes.length !== end - begin)
		throw fail("E_WEIGHTS_CUT", { where, name, got: String(begin + bytes.length), wanted: String(end) });
	return { name, shape, data: decodeNumbers(dtype, bytes, { where, name }, inPlace) };
}

/**
 * Returns a whole file: float32 arrays as F32, float64 as F64, the header in the order given. The bytes of all F64
 * tensors come first and the header is padded to a multiple of 8, so every tensor is aligned.
 * @param half all tensors as BF16, rounded: half the size of float32, for weights that are only read.
 */
export function writeSafetensors(tensors: readonly NamedTensor[], metadata?: Metadata, half = false): Uint8Array {
	const parts = safetensorsParts(tensors, metadata, half);
	const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		file.set(part, at);
		at += part.length;
	}
	return file;
}

/** Returns the arrays whose bytes, one after the other, are the file of writeSafetensors: views of the tensors. */
export function safetensorsParts(tensors: readonly NamedTensor[], metadata?: Metadata, half = false): Uint8Array[] {
	const sizeOf = ({ data }: NamedTensor) => (half ? DTYPES.BF16 * data.length : data.byteLength);
	const where = "the tensors to be written";
	const wide = tensors.filter((t) => t.data instanceof Float64Array);
	const narrow = tensors.filter((t) => t.data instanceof Float32Array);
	const offsets = new Map<NamedTensor, number>();
	let end = 0;
	for (const tensor of [...wide, ...narrow]) {
		offsets.set(tensor, end);
		end += sizeOf(tensor);
	}
	const parts: string[] = [];
	const seen = new Set<string>();
	if (metadata) parts.push(`"__metadata__":${JSON.stringify(metadata)}`);
	for (const tensor of tensors) {
		const { name, shape, data } = tensor;
		if (seen.has(name)) throw fail("E_TENSOR_NAME", { where, name, why: "twice" });
		seen.add(name);
		checkName(name, where);
		checkShape(name, shape, where);
		const dtype = half ? "BF16" : data instanceof Float64Array ? "F64" : "F32";
		checkBytes({ name, dtype, shape }, sizeOf(tensor), where);
		const begin = offsets.get(tensor)!;
		const entry = { dtype, shape, data_offsets: [begin, begin + sizeOf(tensor)] };
		parts.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
	}
	if (seen.size > LIMITS.tensors)
		throw fail("E_WEIGHTS_LIMIT", { where, limit: "tensors", got: String(seen.size), max: LIMITS.tensors });
	const header = new TextEncoder().encode(`{${parts.join(",")}}`);
	const headerBytes = Math.ceil(header.length / 8) * 8;
	if (headerBytes > LIMITS.headerBytes)
		throw fail("E_WEIGHTS_LIMIT", { where, limit: "header", got: String(headerBytes), max: LIMITS.headerBytes });
	const head = new Uint8Array(8 + headerBytes).fill(0x20);
	new DataView(head.buffer).setBigUint64(0, BigInt(headerBytes), true);
	head.set(header, 8);
	return [head, ...[...offsets.keys()].map(({ data }) => (half ? encodeBfloat16(data) : encodeNumbers(data)))];
}

function decodeHeader(bytes: Uint8Array, where: string): string {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw fail("E_WEIGHTS_UTF8", { where, at: 8 + firstBadByte(bytes) });
	}
}

/** Returns the index of the first byte that is not UTF-8: the longest prefix that decodes, found by bisection. */
function firstBadByte(bytes: Uint8Array): number {
	let good = 0;
	let bad = bytes.length;
	while (good < bad) {
		const middle = Math.ceil((good + bad) / 2);
		try {
			// stream: a character cut at the prefix's end is not an error yet
			new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
			good = middle;
		} catch {
			bad = middle - 1;
		}
	}
	return good;
}

function readEntry(name: string, fields: JsonValue, dataStart: number, where: string): TensorEntry {
	checkName(name, where);
	const wrong = (field: string, got: JsonValue | undefined, wanted: FieldWanted) =>
		fail("E_TENSOR_FIELD", { where, name, field, got: got === undefined ? undefined : JSON.stringify(got), wanted });
	if (!isObject(fields)) throw wrong("the entry", fields, "object");
	const { dtype, shape, data_offsets: offsets, ...rest } = fields;
	for (const field of Object.keys(rest)) throw wrong(field, rest[field], "fields");
	if (typeof dtype !== "string") throw wrong("dtype", dtype, "text");
	if (!Object.hasOwn(DTYPES, dtype))
		throw fail("E_TENSOR_DTYPE", { where, name, got: dtype, wanted: Object.keys(DTYPES).join(", ") });
	if (!isSizes(shape)) throw wrong("shape", shape, "shape");
	if (!isSizes(offsets) || offsets.length !== 2) throw wrong("data_offsets", offsets, "offsets");
	checkShape(name, shape, where);
	const [first, last] = offsets as [number, number];
	if (last < first)
		throw fail("E_TENSOR_PLACE", { where, name, kind: "reversed", got: String(last), wanted: String(first) });
	checkBytes({ name, dtype: dtype as Dtype, shape }, last - first, where);
	return { name, dtype: dtype as Dtype, shape, begin: dataStart + first, end: dataStart + last };
}

/** Integers widen to 8 bytes, up to 8 times what they take in the file. */
function checkIntegers(entries: readonly TensorEntry[], where: string): void {
	let got = 0;
	for (const { dtype, begin, end } of entries) if (!/F/.test(dtype)) got += (end - begin) / DTYPES[dtype];
	if (got > LIMITS.integers) throw fail("E_LIMIT", { where, limit: "integers", got, max: LIMITS.integers });
}

/** Requires the tensors, in the order of their bytes, to fill the file to its end without gap or overlap. */
function checkPlaces(entries: readonly TensorEntry[], dataStart: number, sizeBytes: number, where: string): void {
	let end = dataStart;
	for (const entry of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
		const { name, begin } = entry;
		if (begin !== end) {
			const kind = begin < end ? "overlap" : "hole";
			const relative = { got: String(begin - dataStart), wanted: String(end - dataStart) };
			throw fail("E_TENSOR_PLACE", { where, name, kind, ...relative });
		}
		if (entry.end > sizeBytes)
			throw fail("E_WEIGHTS_CUT", { where, name, got: String(sizeBytes), wanted: String(entry.end) });
		end = entry.end;
	}
	if (end !== sizeBytes) throw fail("E_WEIGHTS_TRAILING", { where, got: String(sizeBytes), wanted: String(end) });
}

function readMetadata(notes: JsonValue | undefined, where: string): Record<string, string> {
	const metadata: Record<string, string> = Object.create(null);
	if (notes === undefined) return metadata;
	const name = "__metadata__";
	if (!isObject(notes))
		throw fail("E_TENSOR_FIELD", { where, name, field: name, got: JSON.stringify(notes), wanted: "object" });
	for (const [field, note] of Object.entries(notes)) {
		if (typeof note !== "string")
			throw fail("E_TENSOR_FIELD", { where, name, field, got: JSON.stringify(note), wanted: "text" });
		metadata[field] = note;
	}
	return metadata;
}

function checkName(name: string, where: string): void {
	const got = new TextEncoder().encode(name).length;
	if (got > LIMITS.nameBytes)
		throw fail("E_WEIGHTS_LIMIT", { where, name, limit: "name", got: String(got), max: LIMITS.nameBytes });
	const why =
		name === ""
			? "empty"
			: name === "__metadata__" || name === "__proto__"
				? "reserved"
				: /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)
					? "invisible"
					: undefined;
	if (why) throw fail("E_TENSOR_NAME", { where, name, why });
}

function checkShape(name: string, shape: readonly number[], where: string): void {
	if (!isSizes(shape))
		throw fail("E_TENSOR_FIELD", { where, name, field: "shape", got: JSON.stringify(shape), wanted: "shape" });
	if (shape.length > LIMITS.rank)
		throw fail("E_WEIGHTS_LIMIT", { where, name, limit: "rank", got: String(shape.length), max: LIMITS.rank });
}

function checkBytes(t: { name: string; dtype: Dtype; shape: readonly number[] }, got: number, where: string): void {
	const wanted = t.shape.reduce((product, size) => product * BigInt(size), BigInt(DTYPES[t.dtype]));
	if (wanted !== BigInt(got)) {
		const shape = `[${t.shape.join(",")}]`;
		throw fail("E_TENSOR_BYTES", {
			where,
			name: t.name,
			shape,
			dtype: t.dtype,
			got: String(got),
			wanted: String(wanted),
		});
	}
}

function isObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
	return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
