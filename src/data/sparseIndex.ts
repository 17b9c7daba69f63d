/** The byte offsets of some symbols: at most 16,384 of them, whatever the length of the text. */

const MOST = 16_384;

export class SparseIndex {
	/** Indexed symbols and their byte offsets, both ascending. */
	#symbols: number[] = [];
	#bytes: number[] = [];
	readonly #firstByte: number;
	/** Keeps one in so many of the offsets added; doubles whenever the index is full. */
	#stride = 1;
	#offered = 0;

	constructor(firstByte: number) {
		this.#firstByte = firstByte;
	}

	/** Adds an offset: the symbol `symbol` begins at byte `byte`. Both must ascend from call to call. */
	add(symbol: number, byte: number): void {
		if (this.#offered++ % this.#stride !== 0) return;
		if (this.#symbols.length === MOST) {
			this.#symbols = this.#symbols.filter((_, i) => i % 2 === 0);
			this.#bytes = this.#bytes.filter((_, i) => i % 2 === 0);
			this.#stride *= 2;
		}
		this.#symbols.push(symbol);
		this.#bytes.push(byte);
	}

	get length(): number {
		return this.#symbols.length;
	}

	/** Returns the last indexed symbol at or before `symbol`. */
	before(symbol: number): { symbol: number; byte: number } {
		let low = 0;
		let high = this.#symbols.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#symbols[middle]! <= symbol) low = middle + 1;
			else high = middle;
		}
		if (low === 0) return { symbol: 0, byte: this.#firstByte };
		return { symbol: this.#symbols[low - 1]!, byte: this.#bytes[low - 1]! };
	}
}
