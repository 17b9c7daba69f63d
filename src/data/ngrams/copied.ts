/**
 * What of one text stands in another, and what of a text stands in it twice: both are read off the sorted suffixes, exactly
 * and for every length at once.
 */
import type { Matches, SuffixTable } from "./suffixTable.ts";

// n symbols of the table's text, S of the other

/** A piece of the other text that stands in the table's. */
export interface Stretch {
	/** Symbols. */
	length: number;
	/** Where it begins in the range looked at, and one place where it begins in the table's text. */
	at: number;
	in: number;
}

/** How many symbols lie in stretches of at least `least` symbols. */
export interface Covered {
	least: number;
	symbols: number;
	/** Of all symbols looked at; 0 of none. */
	share: number;
}

export interface Copied {
	/** Symbols looked at. */
	symbols: number;
	/** The first of the longest ones; null where no symbol of it stands there. */
	longest: Stretch | null;
	/** One for each of `leasts`. */
	covered: Covered[];
}

/**
 * Of the symbols from..to of the other text. A stretch ends with the range.
 * @param leasts lengths from which stretches count, each 1 or more.
 */
export function copiedFrom(
	{ rows }: SuffixTable,
	matches: Matches,
	[from, to]: readonly [number, number],
	leasts: readonly number[],
): Copied {
	const length = (s: number) => Math.min(matches.lengths[s]!, to - s);
	let best = from;
	for (let s = from; s < to; s++) if (length(s) > length(best)) best = s;
	const longest =
		from < to && length(best) > 0 ? { length: length(best), at: best - from, in: rows[matches.rows[best]!]! } : null;
	return { symbols: to - from, longest, covered: leasts.map((least) => coveredBy(length, [from, to], least)) };
}

/** Symbols of the table's text in stretches that begin elsewhere in it too; the two places may overlap. */
export function repeatedIn({ rows, lcp }: SuffixTable, leasts: readonly number[]): Covered[] {
	const n = rows.length;
	const lengths = new Int32Array(n); // [n] longest piece from here on that stands elsewhere too
	for (let k = 0; k < n; k++) lengths[rows[k]!] = Math.max(lcp[k]!, k + 1 < n ? lcp[k + 1]! : 0);
	return leasts.map((least) => coveredBy((i) => lengths[i]!, [0, n], least));
}

function coveredBy(length: (s: number) => number, [from, to]: readonly [number, number], least: number): Covered {
	let symbols = 0;
	for (let s = from, end = from; s < to; s++) {
		if (length(s) >= least) end = Math.max(end, s + length(s));
		if (s < end) symbols++;
	}
	return { least, symbols, share: to > from ? symbols / (to - from) : 0 };
}
