import { expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { suffixArray } from "./suffixArray.ts";
import { suffixTable } from "./suffixTable.ts";

const random = new RandomStream(7, "suffixes");
const idsOf = (text: string) => Int32Array.from(text, (c) => c.charCodeAt(0) - 97);
/** Texts with few symbols repeat much, those with many repeat little. */
const drawn = (n: number, V: number) => Int32Array.from({ length: n }, () => Math.floor(random.uniform() * V));

/** Suffixes sorted by comparing them symbol by symbol. */
function naive(s: Int32Array): number[] {
	const less = (a: number, b: number): number => {
		for (; a < s.length && b < s.length; a++, b++) if (s[a] !== s[b]) return s[a]! - s[b]!;
		return b - a;
	};
	return [...s.keys()].sort(less);
}

test("suffixes of 400 texts of 0 to 40 symbols, of 1 to 6 kinds, stand in the order of comparing them one by one", () => {
	for (let n = 0; n <= 40; n++) {
		for (let round = 0; round < 10; round++) {
			const V = 1 + (round % 6);
			const s = drawn(n, V);
			expect([...suffixArray(s, V - 1)], [...s].join(" ")).toEqual(naive(s));
		}
	}
});

test("texts that repeat themselves: 500 equal symbols, Fibonacci words, and a text twice", () => {
	const words = ["a", "ab"];
	while (words.at(-1)!.length < 400) words.push(words.at(-1)! + words.at(-2)!);
	for (const text of ["a".repeat(500), words.at(-1)!, "mississippi".repeat(2), "banana"]) {
		expect([...suffixArray(idsOf(text), 25)], text).toEqual(naive(idsOf(text)));
	}
});

test("the common prefix of neighbours, and the longest match of every position of another text, equal a search by hand", () => {
	for (let round = 0; round < 60; round++) {
		const V = 2 + (round % 4);
		const text = drawn(1 + (round % 30), V);
		const other = drawn(round % 23, V);
		if (text.length > 4) text[3] = -1;
		if (other.length > 6) other[5] = -1;
		const { table, matches } = suffixTable(text, V, other);
		const common = (a: Int32Array, i: number, b: Int32Array, j: number) => {
			let k = 0;
			while (i + k < a.length && j + k < b.length && a[i + k] === b[j + k] && a[i + k]! >= 0) k++;
			return k;
		};
		expect([...table.rows].sort((a, b) => a - b)).toEqual([...text.keys()]);
		for (let r = 0; r < text.length; r++) {
			const wanted = r === 0 ? 0 : common(text, table.rows[r]!, text, table.rows[r - 1]!);
			expect(table.lcp[r]).toBe(wanted);
		}
		for (let s = 0; s < other.length; s++) {
			const best = Math.max(...[...text.keys()].map((i) => common(text, i, other, s)));
			expect(matches.lengths[s]).toBe(best);
			expect(common(text, table.rows[matches.rows[s]!]!, other, s)).toBe(best);
		}
	}
});
