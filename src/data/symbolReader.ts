/** Reads the ids of a part in order and holds no more than one call requests. */
import { AtomCursor, emptyBlock, withLines } from "./atoms.ts";
import type { ByteSource } from "./source.ts";
import type { SparseIndex } from "./sparseIndex.ts";
import { atomsPerPoint, type Unit } from "./units.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface SymbolReader {
	/**
	 * Returns up to n further ids, -1 for unknown symbols; fewer only at the part's end. The array belongs to the caller.
	 */
	read(n: number): Promise<Int32Array>;
}

/** Reader for the unit byte: a byte is its own id. */
export class ByteReader implements SymbolReader {
	readonly #source: ByteSource;
	#at: number;
	readonly #end: number;

	constructor(source: ByteSource, at: number, end: number) {
		this.#source = source;
		this.#at = at;
		this.#end = end;
	}

	async read(n: number): Promise<Int32Array> {
		const length = Math.min(n, this.#end - this.#at);
		const bytes = await this.#source.read(this.#at, length);
		this.#at += length;
		return Int32Array.from(bytes);
	}
}

export interface TextRange {
	source: ByteSource;
	first: number;
	end: number;
	unit: Unit;
	lossy: boolean;
}

/** Maximum number of bytes per read: bounds memory, whatever n is. */
const MOST_BYTES = 1 << 20;

/** Reader that decodes text. Its first read starts at the nearest indexed symbol and skips to the one requested. */
export class TextReader implements SymbolReader {
	readonly #range: TextRange;
	readonly #vocabulary: Vocabulary;
	readonly #fan: number;
	readonly #cursor: AtomCursor;
	/** Average bytes per symbol of the part, to estimate how much to read. */
	readonly #bytesPerSymbol: number;
	/** Symbols between the indexed one and the first one requested. */
	#skip: number;
	/** Atoms of a syllable that the last read decoded but did not return. */
	#held: Int32Array = new Int32Array(0);

	constructor(range: TextRange, index: SparseIndex, vocabulary: Vocabulary, atSymbol: number, symbols: number) {
		const place = index.before(atSymbol);
		this.#range = range;
		this.#vocabulary = vocabulary;
		this.#fan = atomsPerPoint(range.unit);
		this.#cursor = new AtomCursor(range.source, place.byte, range.end, range.unit, range.lossy);
		this.#bytesPerSymbol = (range.end - range.first) / Math.max(symbols, 1);
		this.#skip = atSymbol - place.symbol;
	}

	async read(n: number): Promise<Int32Array> {
		return withLines(this.#range.source, async () => {
			while (this.#skip > 0) {
				const passed = await this.#take(Math.min(this.#skip, MOST_BYTES >> 2));
				if (passed.length === 0) break;
				this.#skip -= passed.length;
			}
			const atoms = await this.#take(n);
			this.#vocabulary.idsInPlace(atoms);
			return atoms;
		});
	}

	/** Returns the next n atoms; fewer only at the end. */
	async #take(n: number): Promise<Int32Array> {
		const out = new Int32Array(Math.min(n, this.#room()));
		const block = emptyBlock();
		let filled = Math.min(this.#held.length, out.length);
		out.set(this.#held.subarray(0, filled));
		this.#held = this.#held.slice(filled);
		while (filled < out.length && !this.#cursor.done) {
			const missing = out.length - filled;
			const guess = Math.ceil(missing * this.#bytesPerSymbol * 1.05) + 16;
			// A code point yields up to `fan` atoms: this many certainly fit, and the last one may leave atoms over.
			await this.#cursor.next(block, Math.min(guess, MOST_BYTES), Math.max(1, Math.floor(missing / this.#fan)));
			while (block.n < missing && this.#moreIn(block)) {
				this.#cursor.decode(block, Math.max(1, Math.floor((missing - block.n) / this.#fan)));
			}
			const taken = Math.min(block.n, missing);
			out.set(block.atoms.subarray(0, taken), filled);
			filled += taken;
			this.#held = block.atoms.slice(taken, block.n);
		}
		return filled === out.length ? out : out.slice(0, filled);
	}

	/** Returns true if the block certainly holds another whole character. */
	#moreIn(block: { bytes: Uint8Array; used: number }): boolean {
		return block.bytes.length - block.used >= 4;
	}

	/** No more atoms can follow than bytes are left: bounds the array whatever n is. */
	#room(): number {
		return this.#held.length + this.#range.end - this.#cursor.at;
	}
}
