/**
 * Passages of one text that also occur in another, and passages that occur twice in one text. Both are read off the
 * sorted suffixes, exactly and for every length at once.
 */
import type { Matches, SuffixTable } from "./suffixTable.ts";

// n symbols of the table's text, S of the other

/** A passage of the other text that also occurs in the table's text. */
export interface Stretch {
	/** Length in symbols. */
	length: number;
	/** Offset of its start in the given range, and one offset of its start in the table's text. */
	at: number;
	in: number;
}

/** Number of symbols in passages of at least `least` symbols. */
export interface Covered {
	least: number;
	symbols: number;
	/** Fraction of all symbols examined; 0 if there are none. */
	share: number;
}

export interface Copied {
	/** Symbols examined. */
	symbols: number;
	/** The first of the longest passages; null if none of the symbols occurs in the table's text. */
	longest: Stretch | null;
	/** One entry per element of `leasts`. */
	covered: Covered[];
}

/**
 * Returns the passages among symbols from..to of the other text. A passage ends at the end of the range.
 * @param leasts minimum lengths of counted passages, each 1 or more.
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

/** Counts the table's symbols in passages that also occur elsewhere in it; the two may overlap. */
export function repeatedIn({ rows, lcp }: SuffixTable, leasts: readonly number[]): Covered[] {
	const n = rows.length;
	const lengths = new Int32Array(n); // [n] longest passage from here that also occurs elsewhere
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
