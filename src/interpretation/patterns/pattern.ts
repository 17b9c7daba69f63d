/**
 * A pattern: a property of each symbol of a text that a unit may track. It is either yes or no ("inside a comment"), or
 * a degree ("how deep in brackets").
 *
 * A label describes the text after a symbol was read, as a unit's value does: an opening quote is inside, the closing
 * one is not. The registry's patterns read the text once, forward, and do not know what follows; those from spans
 * (matches of an expression, a file) may, and those that mark Korean words wait for the end of the word.
 */
import { type Marks, type Word, WordReader } from "./hangul.ts";

/** Takes the next code point and returns its label: 0 or 1, or a degree from 0 to 255. */
export type Labeller = (point: number) => number;

export interface Pattern {
	/** Name as typed: `c.comment`, `in:/\d+/`. */
	readonly name: string;
	/** True for a degree from 0 to 255 instead of 0 or 1. */
	readonly graded: boolean;
	/** Returns a labeller for one text, from its start. */
	open(): Labeller;
	/** Name in Korean, which can be typed too: `받침`. */
	readonly korean?: string;
	/** True if only the last symbol of a character is labelled, which decides: a final consonant. */
	readonly last?: boolean;
	/** Marks syllables of a word once it has ended, besides what the labeller says. */
	readonly mark?: (word: Word) => Marks;
}

/** Largest degree; larger values count as this. */
export const MOST = 255;

/**
 * Makes a pattern of any predicate. The predicate is called with the whole text and the UTF-16 index of each of its
 * characters; true and false become 1 and 0, a degree is rounded and clipped to 0..255.
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

/** The labels of a text, symbol by symbol: one byte per symbol and pattern. */
export class Labels {
	readonly patterns: readonly Pattern[];
	readonly symbols: number;
	/** [P] of [symbols] */
	readonly tracks: readonly Uint8Array[];
	/** Code points since the last newline, after each symbol, at most 255: [symbols]. */
	readonly columns: Uint8Array;
	readonly #labellers: readonly Labeller[];
	/** Patterns that mark words, and the reader of the words, if there are any. */
	readonly #marking: readonly { p: number; mark: (word: Word) => Marks }[];
	readonly #words = new WordReader();
	#column = 0;
	#filled = 0;

	/** Labels for `symbols` symbols; `push` all code points of the text. */
	constructor(patterns: readonly Pattern[], symbols: number) {
		this.patterns = patterns;
		this.symbols = symbols;
		this.tracks = patterns.map(() => new Uint8Array(symbols));
		this.columns = new Uint8Array(symbols);
		this.#labellers = patterns.map((pattern) => pattern.open());
		this.#marking = patterns.flatMap(({ mark }, p) => (mark ? [{ p, mark }] : []));
	}

	/** Adds the next code point, which has `times` symbols (bytes, parts of a syllable); all get its label (see `Pattern.last`). */
	push(point: number, times = 1): void {
		const from = this.#filled;
		const to = (this.#filled = Math.min(this.symbols, from + times));
		this.#column = point === 10 ? 0 : Math.min(MOST, this.#column + 1);
		this.columns.fill(this.#column, from, to);
		for (let p = 0; p < this.tracks.length; p++) {
			const label = this.#labellers[p]!(point);
			if (label === 0) continue;
			const { last } = this.patterns[p]!;
			if (!last) this.tracks[p]!.fill(label, from, to);
			else if (from + times <= this.symbols) this.tracks[p]![to - 1] = label;
		}
		const ended = this.#marking.length > 0 ? this.#words.read(point, from) : undefined;
		if (!ended) return;
		for (const { p, mark } of this.#marking) {
			for (const [a, b] of mark(ended.word)) this.tracks[p]!.fill(1, ended.starts[a], ended.starts[b]);
		}
	}

	/** Number of symbols labelled. */
	get filled(): number {
		return this.#filled;
	}
}
