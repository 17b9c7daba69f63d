/**
 * A pattern: a question about each symbol of a text that a unit may be the answer to. Yes or no ("inside a comment"), or
 * a degree ("how deep in brackets").
 *
 * A label is what holds after a symbol was read, as a unit's value is: an opening quote is inside, the closing one is
 * not. The patterns of the registry read the text once, forwards, and know nothing of what comes; those from spans
 * (matches of an expression, a file) may.
 */

/** Takes the next code point, gives its label: 0 or 1, or a degree from 0 to 255. */
export type Labeller = (point: number) => number;

export interface Pattern {
	/** As it is asked for: `c.comment`, `in:/\d+/`. */
	readonly name: string;
	/** A degree from 0 to 255 instead of 0 or 1. */
	readonly graded: boolean;
	/** A reader of one text, from its start. */
	open(): Labeller;
}

/** Largest degree; what is above counts as this. */
export const MOST = 255;

/**
 * Any predicate as a pattern. It is called with the whole text and the UTF-16 index of each of its characters; true and
 * false are 1 and 0, a degree is rounded and kept within 0 and 255.
 */
export function predicate(
	name: string,
	text: string,
	holds: (text: string, at: number) => boolean | number,
	{ graded = false }: { graded?: boolean } = {},
): Pattern {
	return {
		name,
		graded,
		open() {
			let at = 0;
			return (point) => {
				const value = Number(holds(text, at));
				at += point > 0xffff ? 2 : 1;
				return graded ? Math.min(MOST, Math.max(0, Math.round(value))) || 0 : value ? 1 : 0;
			};
		},
	};
}

/** The labels of a text, symbol by symbol: one byte a symbol and pattern. */
export class Labels {
	readonly patterns: readonly Pattern[];
	readonly symbols: number;
	/** [P] of [symbols] */
	readonly tracks: readonly Uint8Array[];
	/** Code points since the last newline, after each symbol, at most 255: [symbols]. */
	readonly columns: Uint8Array;
	readonly #labellers: readonly Labeller[];
	#column = 0;
	#filled = 0;

	/** Labels for `symbols` symbols; `push` the text's code points, all of them. */
	constructor(patterns: readonly Pattern[], symbols: number) {
		this.patterns = patterns;
		this.symbols = symbols;
		this.tracks = patterns.map(() => new Uint8Array(symbols));
		this.columns = new Uint8Array(symbols);
		this.#labellers = patterns.map((pattern) => pattern.open());
	}

	/** The next code point, which `times` symbols stand for (bytes, parts of a syllable); all get its label. */
	push(point: number, times = 1): void {
		const from = this.#filled;
		const to = (this.#filled = Math.min(this.symbols, from + times));
		this.#column = point === 10 ? 0 : Math.min(MOST, this.#column + 1);
		this.columns.fill(this.#column, from, to);
		for (let p = 0; p < this.tracks.length; p++) {
			const label = this.#labellers[p]!(point);
			if (label !== 0) this.tracks[p]!.fill(label, from, to);
		}
	}

	/** Symbols that have labels. */
	get filled(): number {
		return this.#filled;
	}
}
