/**
 * A text as the sorted table of its suffixes, and the position of another text's suffixes in it. Every n-gram, of any
 * length, is a run of adjacent rows. At every position of the other text, the longest passage that occurs in this one
 * can be read off.
 */
import { atOnce, type Work } from "../../kernels/work.ts";
import { suffixArrayInPieces } from "./suffixArray.ts";

// n symbols of the text, S of the other, V of the vocabulary

export interface SuffixTable {
	/** Symbols 0..V-1; each symbol not in the vocabulary is a number of its own from V on, equal to no other. [n] */
	text: Int32Array;
	/** Size of the vocabulary, V. */
	vocabulary: number;
	/** Start of each suffix, smallest suffix first. [n] */
	rows: Int32Array;
	/** Symbols that a row's suffix has in common with the row before. [n], the first 0 */
	lcp: Int32Array;
}

/** For every position of the other text, the longest passage from there that occurs in the table's text. */
export interface Matches {
	/** Its length. [S] */
	lengths: Int32Array;
	/** A row whose suffix begins with it. [S] */
	rows: Int32Array;
}

/**
 * Builds the table of `text` and the matches of `other`.
 * @param text ids, -1 for a symbol not in the vocabulary of V symbols. [n], at least 1
 * @param other the same; its unknown symbols match nothing. [S]
 */
export function suffixTable(
	text: Int32Array,
	V: number,
	other: Int32Array = new Int32Array(0),
): { table: SuffixTable; matches: Matches } {
	return atOnce(suffixTableInPieces(text, V, other));
}

/** `suffixTable` in pieces. */
export function* suffixTableInPieces(
	text: Int32Array,
	V: number,
	other: Int32Array,
): Work<{ table: SuffixTable; matches: Matches }> {
	const [n, S] = [text.length, other.length];
	const joint = new Int32Array(n + 1 + S); // text, a symbol that ends it, other
	let next = V + 2;
	for (let i = 0; i < n; i++) joint[i] = text[i]! < 0 ? next++ : text[i]!;
	joint[n] = V;
	for (let i = 0; i < S; i++) joint[n + 1 + i] = other[i]! < 0 ? V + 1 : other[i]!;
	const order = yield* suffixArrayInPieces(joint, next - 1);
	const common = yield* commonPrefixes(joint, order);
	return split(joint, order, common, { n, S, V });
}

/** Symbols in common with the row before (Kasai et al. 2001). [n] */
function* commonPrefixes(text: Int32Array, rows: Int32Array): Work<Int32Array> {
	const n = text.length;
	const rank = new Int32Array(n);
	for (let k = 0; k < n; k++) rank[rows[k]!] = k;
	const lcp = new Int32Array(n);
	for (let i = 0, h = 0; i < n; i++) {
		const k = rank[i]!;
		if (i % 2 ** 18 === 0) yield 0;
		if (k === 0) {
			h = 0;
			continue;
		}
		const j = rows[k - 1]!;
		while (i + h < n && j + h < n && text[i + h] === text[j + h]) h++;
		lcp[k] = h;
		if (h > 0) h--;
	}
	return lcp;
}

/**
 * Returns the rows of the text alone, and for each row of the other text the better match of its neighbours in the
 * text.
 */
function split(
	joint: Int32Array,
	order: Int32Array,
	common: Int32Array,
	{ n, S, V }: { n: number; S: number; V: number },
): { table: SuffixTable; matches: Matches } {
	const rows = new Int32Array(n);
	const lcp = new Int32Array(n);
	const lengths = new Int32Array(S);
	const near = new Int32Array(S);
	let k = 0; // rows of the text so far
	let least = 0; // minimum of `common` since the last of them
	for (let r = 0; r < order.length; r++) {
		least = Math.min(least, common[r]!);
		const at = order[r]!;
		if (at < n) {
			rows[k] = at;
			lcp[k++] = least;
			least = Number.MAX_SAFE_INTEGER;
		} else if (at > n) {
			lengths[at - n - 1] = k > 0 ? least : 0;
			near[at - n - 1] = Math.max(0, k - 1);
		}
	}
	least = 0;
	for (let r = order.length - 1; r >= 0; r--) {
		const at = order[r]!;
		if (at < n) {
			k--;
			least = Number.MAX_SAFE_INTEGER;
		} else if (at > n && k < n && least > lengths[at - n - 1]!) {
			lengths[at - n - 1] = least;
			near[at - n - 1] = k;
		}
		least = Math.min(least, common[r]!);
	}
	return { table: { text: joint.subarray(0, n), vocabulary: V, rows, lcp }, matches: { lengths, rows: near } };
}
