/**
 * Zip archives (APPNOTE 6.3.10) with stored or deflated entries, read from memory and written stored. All input is
 * untrusted: the directory is checked before an entry is opened, sizes before memory is asked for, checksums after.
 */
import { fail, type SluiceError } from "../errors/index.ts";
import type { ZipTrouble } from "../errors/weightFiles.ts";

/** One entry of an archive, checked against the file and the other entries. */
export interface ZipEntry {
	name: string;
	method: "stored" | "deflated";
	crc: number;
	/** Bytes when it is read. */
	size: number;
	/** Where its data are in the file. */
	begin: number;
	end: number;
}

const LIMITS = { entries: 10_000, nameBytes: 1024 } as const;
/** Bytes that all entries may have together: those of a state dict in float32, deflated from zeros, among them. */
const mostBytes = (file: number) => 64 * 2 ** 20 + 4 * file;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
/** A size that is in the ZIP64 field instead. */
const MANY = 0xffffffff;

const trouble = (where: string, why: ZipTrouble, name?: string, got?: string | number, wanted?: string | number) =>
	fail("E_ZIP", {
		...{ where, why },
		...(name !== undefined && { name }),
		...(got !== undefined && { got: String(got) }),
		...(wanted !== undefined && { wanted: String(wanted) }),
	});

/** Returns the entries in the order of the directory. @throws E_ZIP. */
export function zipEntries(file: Uint8Array, where: string): ZipEntry[] {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const end = endOf(view, where);
	const count = view.getUint16(end + 10, true);
	const bytes = view.getUint32(end + 12, true);
	const start = view.getUint32(end + 16, true);
	if (view.getUint16(end + 8, true) !== count || count > LIMITS.entries || start + bytes > end)
		throw trouble(where, "entry", undefined, count, `<= ${LIMITS.entries}`);
	const entries: ZipEntry[] = [];
	const seen = new Set<string>();
	let at = start;
	for (let k = 0; k < count; k++) {
		if (at + CENTRAL_BYTES > start + bytes || view.getUint32(at, true) !== CENTRAL) throw trouble(where, "entry");
		const [nameBytes, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
		const next = at + CENTRAL_BYTES + nameBytes! + extra! + comment!;
		if (next > start + bytes || nameBytes! > LIMITS.nameBytes) throw trouble(where, "entry");
		const entry = entryAt(view, file, { at, nameBytes: nameBytes!, extra: extra!, directory: start }, where);
		if (seen.has(entry.name)) throw trouble(where, "twice", entry.name);
		seen.add(entry.name);
		entries.push(entry);
		at = next;
	}
	checkTogether(entries, file.length, where);
	return entries;
}

/** Returns the offset of the end record, which a comment may follow. */
function endOf(view: DataView, where: string): number {
	const first = Math.max(0, view.byteLength - END_BYTES - 0xffff);
	for (let at = view.byteLength - END_BYTES; at >= first; at--)
		if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength)
			return at;
	throw trouble(where, "end");
}

function entryAt(
	view: DataView,
	file: Uint8Array,
	{ at, nameBytes, extra, directory }: { at: number; nameBytes: number; extra: number; directory: number },
	where: string,
): ZipEntry {
	const nameAt = at + CENTRAL_BYTES;
	const name = new TextDecoder().decode(file.subarray(nameAt, nameAt + nameBytes));
	const wrong = (why: ZipTrouble, got?: string | number, wanted?: string | number): SluiceError =>
		trouble(where, why, name, got, wanted);
	if (view.getUint16(at + 8, true) & 1) throw wrong("encrypted");
	const method = view.getUint16(at + 10, true);
	if (method !== 0 && method !== 8) throw wrong("method", method);
	const wide = wideSizes(view, nameAt + nameBytes, extra);
	const [packed, size, local] = [20, 24, 42].map((offset) => view.getUint32(at + offset, true));
	const real = [size!, packed!, local!].map((given) => (given === MANY ? (wide.shift() ?? -1) : given));
	const [bytes = -1, packedBytes = -1, header = -1] = real;
	if (bytes < 0 || packedBytes < 0 || header < 0 || header + LOCAL_BYTES > directory) throw wrong("entry");
	if (view.getUint32(header, true) !== LOCAL) throw wrong("entry");
	const begin = header + LOCAL_BYTES + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
	const end = begin + packedBytes;
	if (end > directory) throw wrong("entry", end, directory);
	if (method === 0 && bytes !== packedBytes) throw wrong("entry", bytes, packedBytes);
	const crc = view.getUint32(at + 16, true);
	return { name, method: method === 0 ? "stored" : "deflated", crc, size: bytes, begin, end };
}

/** The sizes of the ZIP64 field, in its order. */
function wideSizes(view: DataView, from: number, length: number): number[] {
	for (let at = from; at + 4 <= from + length; ) {
		const bytes = view.getUint16(at + 2, true);
		if (at + 4 + bytes > from + length) return [];
		if (view.getUint16(at, true) === 1)
			return Array.from({ length: Math.floor(bytes / 8) }, (_, k) => Number(view.getBigUint64(at + 4 + 8 * k, true)));
		at += 4 + bytes;
	}
	return [];
}

function checkTogether(entries: readonly ZipEntry[], fileBytes: number, where: string): void {
	let end = 0;
	for (const entry of [...entries].sort((a, b) => a.begin - b.begin)) {
		if (entry.begin < end) throw trouble(where, "overlap", entry.name);
		end = entry.end;
	}
	let total = 0;
	for (const { name, size } of entries) {
		total += size;
		if (!(total <= mostBytes(fileBytes))) throw trouble(where, "large", name, total, `<= ${mostBytes(fileBytes)}`);
	}
}

/** Reads one entry. @throws E_ZIP if it is damaged. */
export async function zipRead(file: Uint8Array, entry: ZipEntry, where: string): Promise<Uint8Array> {
	const packed = file.subarray(entry.begin, entry.end);
	const bytes = entry.method === "stored" ? packed : await inflate(packed, entry, where);
	if (crc32(bytes) !== entry.crc) throw trouble(where, "crc", entry.name);
	return bytes;
}

/** Decompresses piece by piece into an array of the stated size, and stops where more comes. */
async function inflate(packed: Uint8Array, { name, size }: ZipEntry, where: string): Promise<Uint8Array> {
	const bytes = new Uint8Array(size);
	let at = 0;
	const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
		.stream()
		.pipeThrough(new DecompressionStream("deflate-raw"));
	const reader = stream.getReader();
	try {
		for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
			if (at + piece.value.length > size) throw trouble(where, "large", name, at + piece.value.length, size);
			bytes.set(piece.value, at);
			at += piece.value.length;
		}
	} catch (cause) {
		await reader.cancel().catch(() => {});
		if (cause instanceof Error && cause.name === "SluiceError") throw cause;
		throw trouble(where, "deflate", name);
	}
	if (at !== size) throw trouble(where, "entry", name, at, size);
	return bytes;
}

/** Returns an archive of stored entries, dated 1980-01-01, so that its bytes depend on its contents alone. */
export function zipStored(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array {
	const entries = files.map(({ name, bytes }) => ({ name: new TextEncoder().encode(name), bytes, crc: crc32(bytes) }));
	const local = entries.reduce((sum, { name, bytes }) => sum + LOCAL_BYTES + name.length + bytes.length, 0);
	const central = entries.reduce((sum, { name }) => sum + CENTRAL_BYTES + name.length, 0);
	const archive = new Uint8Array(local + central + END_BYTES);
	const view = new DataView(archive.buffer);
	let at = 0;
	let listed = local;
	for (const { name, bytes, crc } of entries) {
		view.setUint32(listed, CENTRAL, true);
		view.setUint16(listed + 4, 20, true);
		view.setUint32(listed + 42, at, true);
		view.setUint32(at, LOCAL, true);
		for (const from of [at + 4, listed + 6]) {
			view.setUint16(from, 20, true); // version 2.0
			view.setUint16(from + 2, 0x0800, true); // names in UTF-8
			view.setUint16(from + 8, 0x0021, true);
			view.setUint32(from + 10, crc, true);
			view.setUint32(from + 14, bytes.length, true);
			view.setUint32(from + 18, bytes.length, true);
			view.setUint16(from + 22, name.length, true);
		}
		archive.set(name, at + LOCAL_BYTES);
		archive.set(bytes, at + LOCAL_BYTES + name.length);
		archive.set(name, listed + CENTRAL_BYTES);
		at += LOCAL_BYTES + name.length + bytes.length;
		listed += CENTRAL_BYTES + name.length;
	}
	view.setUint32(listed, END, true);
	view.setUint16(listed + 8, entries.length, true);
	view.setUint16(listed + 10, entries.length, true);
	view.setUint32(listed + 12, central, true);
	view.setUint32(listed + 16, local, true);
	return archive;
}

/** Reflected polynomial of CRC-32 (ISO 3309). */
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
	let crc = n;
	for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	return crc;
});

/** CRC-32 of the bytes. Of "123456789" it is 0xcbf43926. */
export function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (let k = 0; k < bytes.length; k++) crc = TABLE[(crc ^ bytes[k]!) & 0xff]! ^ (crc >>> 8);
	return (crc ^ 0xffffffff) >>> 0;
}
