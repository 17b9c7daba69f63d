/** Reads the atoms of a byte range in order, in blocks of any size, and never holds more than one block. */
import { fail } from "../errors/index.ts";
import type { ByteSource } from "./source.ts";
import { atomsPerPoint, toAtoms, type Unit } from "./units.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Longest UTF-8 sequence. No block is shorter, so every block holds at least one whole character. */
const LONGEST = 4;

/** A block of decoded text. The next block reuses its arrays. */
export interface Block {
	/** Atoms; `n` of them are valid. */
	atoms: Int32Array;
	n: number;
	codePoints: number;
	/** The raw bytes read; the first `used` of them are decoded. */
	bytes: Uint8Array;
	used: number;
}

/** Decodes the bytes [at, end) of a source, for text units only (codepoint and jamo). */
export class AtomCursor {
	readonly #source: ByteSource;
	readonly #end: number;
	readonly #unit: Unit;
	readonly #lossy: boolean;
	/** Byte offset of the next character. */
	at: number;

	constructor(source: ByteSource, at: number, end: number, unit: Unit, lossy: boolean) {
		this.#source = source;
		this.at = at;
		this.#end = end;
		this.#unit = unit;
		this.#lossy = lossy;
	}

	get done(): boolean {
		return this.at >= this.#end;
	}

	/**
	 * Decodes the next `wanted` bytes (at least 4 are read), at most `limit` code points, into `block`.
	 * @throws BadByte for malformed UTF-8, unless lossy; withLines() turns it into E_UTF8 with byte offset and line.
	 */
	async next(block: Block, wanted: number, limit = Number.POSITIVE_INFINITY): Promise<void> {
		const length = Math.min(Math.max(wanted, LONGEST), this.#end - this.at);
		block.bytes = await this.#source.read(this.at, length);
		block.n = 0;
		block.codePoints = 0;
		block.used = 0;
		this.decode(block, limit);
	}

	/** Decodes further code points of the block read last, up to `limit`; appends their atoms. */
	decode(block: Block, limit: number): void {
		const { bytes } = block;
		const last = this.at + bytes.length - block.used >= this.#end;
		const most = Math.min(limit, bytes.length - block.used);
		makeRoom(block, Math.min(most * atomsPerPoint(this.#unit), bytes.length - block.used));
		const direct = this.#unit !== "jamo"; // a code point is its own atom
		if (!direct && points.length < most) points = new Int32Array(most);
		const out = direct ? block.atoms : points;
		const got = decodeUtf8(bytes, block.used, bytes.length, out, direct ? block.n : 0, most, last, this.#lossy);
		if (got.bad >= 0) throw new BadByte(this.at + got.bad - block.used, bytes[got.bad]!);
		block.n += direct ? got.count : toAtoms(this.#unit, points, got.count, block.atoms.subarray(block.n));
		block.codePoints += got.count;
		block.used += got.used;
		this.at += got.used;
	}
}

/** Scratch of one synchronous call, shared by all cursors. */
let points = new Int32Array(0);

/** Makes room for n further atoms. (No code point has more atoms than bytes.) */
function makeRoom(block: Block, n: number): void {
	const room = block.n + n;
	if (block.atoms.length >= room) return;
	const grown = new Int32Array(Math.max(room, 2 * block.atoms.length));
	grown.set(block.atoms.subarray(0, block.n));
	block.atoms = grown;
}

export function emptyBlock(): Block {
	return { atoms: new Int32Array(0), n: 0, codePoints: 0, bytes: new Uint8Array(0), used: 0 };
}

/** A malformed sequence at a byte offset; converted to E_UTF8 once its line is known. */
export class BadByte extends Error {
	readonly offset: number;
	readonly byte: number;
	constructor(offset: number, byte: number) {
		super(`malformed UTF-8 at byte ${offset}`);
		this.offset = offset;
		this.byte = byte;
	}
}

/** Runs `work` and converts a malformed sequence to E_UTF8 with its line, counted from the source's start. */
export async function withLines<T>(source: ByteSource, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof BadByte)) throw error;
		const { offset, byte } = error;
		let line = 1;
		for (let at = 0; at < offset; at += 1 << 20) {
			const bytes = await source.read(at, Math.min(1 << 20, offset - at));
			for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) line++;
		}
		throw fail("E_UTF8", { name: source.name, byte, offset, line });
	}
}
