/**
 * Reads a tar archive as a stream: ustar, with GNU long names, and pax paths and sizes (POSIX.1-2017, pax). The input
 * is untrusted: every field is checked, nothing is written, and links and devices are skipped.
 */
import { fail } from "../../errors/index.ts";
import type { ArchiveReason } from "../../errors/sources.ts";

export interface TarMember {
	/** Path inside the archive, unchanged; never used as a path on disk. */
	path: string;
	size: number;
	/** Content, to be read before the next member is requested; unread bytes are skipped. */
	content(): AsyncIterable<Uint8Array>;
}

const BLOCK = 512;
/** Maximum length of a name record or pax record, in bytes. */
const MOST_EXTRA = 1 << 20;

/** Regular files of an archive, in archive order. `name` is the archive's name, for errors. */
export async function* tarMembers(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<TarMember> {
	const bytes = new ByteQueue(chunks);
	const wrong = (why: ArchiveReason) => fail("E_ARCHIVE", { path: name, why });
	let longPath: string | undefined;
	let longSize: number | undefined;
	for (;;) {
		const header = await bytes.take(BLOCK);
		if (header === undefined || header.length < BLOCK) {
			if (header?.length) throw wrong({ reason: "cutHeader" });
			return;
		}
		if (header.every((byte) => byte === 0)) return bytes.drain();
		if (checksum(header) !== octal(header, 148, 8)) throw wrong({ reason: "checksum" });
		const size = longSize ?? octal(header, 124, 12);
		if (!Number.isSafeInteger(size) || size < 0) throw wrong({ reason: "size" });
		const type = String.fromCharCode(header[156]!);
		const padded = Math.ceil(size / BLOCK) * BLOCK;
		if (type === "x" || type === "L") {
			if (size > MOST_EXTRA) throw wrong({ reason: "longName" });
			const record = await bytes.take(padded);
			if (record === undefined || record.length < padded) throw wrong({ reason: "cutName" });
			const content = record.subarray(0, size);
			if (type === "L") longPath = text(content);
			else {
				const fields = paxFields(content, wrong);
				longPath = fields.get("path") ?? longPath;
				const given = fields.get("size");
				if (given !== undefined) longSize = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
			}
			continue;
		}
		const path = longPath ?? ustarPath(header);
		longPath = undefined;
		longSize = undefined;
		let left = size;
		let rest = padded;
		const content = async function* () {
			while (left > 0) {
				const piece = await bytes.some(left);
				if (piece === undefined) throw wrong({ reason: "cutFile", file: path });
				left -= piece.length;
				rest -= piece.length;
				yield piece;
			}
		};
		if (type === "0" || type === "\0" || type === "7") yield { path, size, content };
		while (rest > 0) {
			const piece = await bytes.some(rest);
			if (piece === undefined) throw wrong({ reason: "cutFile", file: path });
			rest -= piece.length;
		}
	}
}

/** Bytes of a stream, read in the sizes that the caller requests. */
class ByteQueue {
	readonly #chunks: AsyncIterator<Uint8Array>;
	#held: Uint8Array = new Uint8Array(0);

	constructor(chunks: AsyncIterable<Uint8Array>) {
		this.#chunks = chunks[Symbol.asyncIterator]();
	}

	/** Reads 1 to `most` bytes; undefined at the end. */
	async some(most: number): Promise<Uint8Array | undefined> {
		while (this.#held.length === 0) {
			const next = await this.#chunks.next();
			if (next.done) return undefined;
			this.#held = next.value;
		}
		const piece = this.#held.subarray(0, most);
		this.#held = this.#held.subarray(piece.length);
		return piece;
	}

	/** Reads to the end, so that the writer of the stream can finish and its checksum is verified. */
	async drain(): Promise<void> {
		while (!(await this.#chunks.next()).done);
	}

	/** Reads exactly n bytes, fewer only at the end. */
	async take(n: number): Promise<Uint8Array | undefined> {
		const out = new Uint8Array(n);
		let filled = 0;
		while (filled < n) {
			const piece = await this.some(n - filled);
			if (piece === undefined) return filled > 0 ? out.subarray(0, filled) : undefined;
			out.set(piece, filled);
			filled += piece.length;
		}
		return out;
	}
}

/** Sum of the header's bytes, with spaces instead of its checksum field. */
function checksum(header: Uint8Array): number {
	let sum = 0;
	for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : header[i]!;
	return sum;
}

/** Parses a number field: octal digits, or big-endian binary if its first bit is set (GNU). NaN if it is neither. */
function octal(header: Uint8Array, at: number, length: number): number {
	const field = header.subarray(at, at + length);
	if (field[0]! & 0x80) return field.reduce((sum, byte, i) => sum * 256 + (i === 0 ? byte & 0x7f : byte), 0);
	const digits = text(field).trim();
	return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function ustarPath(header: Uint8Array): string {
	const name = text(header.subarray(0, 100));
	const prefix = text(header.subarray(257, 262)) === "ustar" ? text(header.subarray(345, 500)) : "";
	return prefix === "" ? name : `${prefix}/${name}`;
}

/** Text up to the first NUL. */
function text(field: Uint8Array): string {
	const end = field.indexOf(0);
	return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** Records of a pax header, "LENGTH KEY=VALUE\n"; LENGTH covers the whole record. */
function paxFields(content: Uint8Array, wrong: (why: ArchiveReason) => Error): Map<string, string> {
	const fields = new Map<string, string>();
	let at = 0;
	while (at < content.length) {
		const space = content.indexOf(32, at);
		const length =
			space < 0 ? Number.NaN : Number(new TextDecoder().decode(content.subarray(at, Math.min(space, at + 12))));
		if (!Number.isInteger(length) || length <= space - at || at + length > content.length)
			throw wrong({ reason: "pax" });
		const record = new TextDecoder().decode(content.subarray(space + 1, at + length - 1));
		const equals = record.indexOf("=");
		if (equals > 0) fields.set(record.slice(0, equals), record.slice(equals + 1));
		at += length;
	}
	return fields;
}
