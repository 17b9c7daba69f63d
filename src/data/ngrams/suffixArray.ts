/**
 * Sorts the suffixes of a text by induced sorting (SA-IS: Nong, Zhang & Chan 2009): linear in time and memory, however
 * repetitive the text.
 */

import { atOnce, type Work } from "../../kernels/work.ts";

// n symbols, m of them leftmost S-type (LMS)

/** Symbols between two yields, about ten milliseconds. */
const PIECE = 2 ** 18;

/**
 * Returns the starts of all suffixes of `s`, smallest suffix first; a suffix sorts before its own extensions. [n]
 * @param s symbols from 0 to `upper`, [n]; not changed.
 */
export function suffixArray(s: Int32Array, upper: number): Int32Array {
	return atOnce(suffixArrayInPieces(s, upper));
}

/** `suffixArray` in pieces. */
export function* suffixArrayInPieces(s: Int32Array, upper: number): Work<Int32Array> {
	const n = s.length;
	if (n <= 1) return new Int32Array(n);
	// S-type: smaller than the suffix that starts one later. The last is L-type.
	const isS = new Uint8Array(n); // [n]
	for (let i = n - 2; i >= 0; i--) isS[i] = s[i] === s[i + 1] ? isS[i + 1]! : s[i]! < s[i + 1]! ? 1 : 0;
	const { firstL, firstS } = buckets(s, isS, upper);
	const sa = new Int32Array(n); // [n]
	const place = new Int32Array(upper + 2); // next free slot of each bucket

	/**
	 * Sorts all suffixes from the LMS ones: LMS into the S part of their buckets, then L from the left, S from the right.
	 */
	const induce = function* (lms: Int32Array): Work<void> {
		sa.fill(-1);
		place.set(firstS);
		for (const i of lms) sa[place[s[i]!]!++] = i;
		place.set(firstL);
		sa[place[s[n - 1]!]!++] = n - 1;
		for (let k = 0; k < n; k++) {
			const i = sa[k]! - 1;
			if (i >= 0 && isS[i] === 0) sa[place[s[i]!]!++] = i;
			if (k % PIECE === 0) yield 0;
		}
		place.set(firstL);
		for (let k = n - 1; k >= 0; k--) {
			const i = sa[k]! - 1;
			if (i >= 0 && isS[i] === 1) sa[--place[s[i]! + 1]!] = i;
			if (k % PIECE === 0) yield 0;
		}
	};

	const number = new Int32Array(n).fill(-1); // which LMS suffix starts here, [n]
	let m = 0;
	for (let i = 1; i < n; i++) if (isS[i] === 1 && isS[i - 1] === 0) number[i] = m++;
	const lms = new Int32Array(m);
	for (let i = 1; i < n; i++) if (number[i]! >= 0) lms[number[i]!] = i;
	yield* induce(lms);
	if (m <= 1) return sa;

	// LMS substrings are now in order: name them by rank, and sort the text of names recursively.
	const sorted = new Int32Array(m);
	for (let k = 0, j = 0; k < n; k++) if (number[sa[k]!]! >= 0) sorted[j++] = sa[k]!;
	const names = new Int32Array(m); // in text order
	let last = 0;
	for (let j = 1; j < m; j++) {
		if (!sameSubstring(s, lms, number, sorted[j - 1]!, sorted[j]!)) last++;
		names[number[sorted[j]!]!] = last;
		if (j % PIECE === 0) yield 0;
	}
	const order = yield* suffixArrayInPieces(names, last);
	for (let j = 0; j < m; j++) sorted[j] = lms[order[j]!]!;
	yield* induce(sorted);
	return sa;
}

/** First slots of the L and the S part of each symbol's bucket; one more, so that a bucket's end can be read. */
function buckets(s: Int32Array, isS: Uint8Array, upper: number) {
	const firstL = new Int32Array(upper + 2);
	const firstS = new Int32Array(upper + 2);
	for (let i = 0; i < s.length; i++) {
		if (isS[i] === 1) firstL[s[i]! + 1]!++;
		else firstS[s[i]!]!++;
	}
	for (let v = 0; v <= upper; v++) {
		firstS[v]! += firstL[v]!;
		firstL[v + 1]! += firstS[v]!;
	}
	return { firstL, firstS };
}

/** Returns true if the LMS substrings from a and b, each up to and including the next LMS symbol, are equal. */
function sameSubstring(s: Int32Array, lms: Int32Array, number: Int32Array, a: number, b: number): boolean {
	const n = s.length;
	const end = (i: number) => lms[number[i]! + 1] ?? n;
	const length = end(a) - a;
	if (length !== end(b) - b || a + length === n || b + length === n) return false;
	for (let k = 0; k <= length; k++) if (s[a + k] !== s[b + k]) return false;
	return true;
}
