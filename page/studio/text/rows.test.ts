/** Rows of the text picture by hand: wrapping, folded newlines, tabs, wide letters, syllables that stay whole. */
import { expect, test } from "vitest";
import { cellOf, rowOf, rowsOf, signsOf, symbolIn } from "./rows.ts";

const labels = ["a", "\\n", "\\t", "한", "ㅎ-", "-ㅏ", "-ㄴ", "\\x1B"];
const signs = signsOf(labels);
const ids = (text: string) => Int32Array.from(text, (sign) => "an\t한hvtx".indexOf(sign));

test("a row ends with its line or when 5 cells are full, and newlines after each other share one", () => {
	const { starts } = rowsOf(ids("aaanna" + "aaaaaaa"), signs, 5, "lines");
	expect([...starts]).toEqual([0, 5, 10, 13]);
	expect([...rowsOf(ids("aananna"), signs, 5, "flow").starts]).toEqual([0, 5, 7]);
	expect([...rowsOf(new Int32Array(0), signs, 5, "lines").starts]).toEqual([0]);
});

test("Hangul takes 2 cells, a tab reaches the next stop of 4, an escape takes its letters' room, an unknown symbol 1", () => {
	expect([...rowsOf(ids("a\t한a"), signs, 20, "lines").widths]).toEqual([1, 3, 2, 1]);
	expect(signs.glyphs[7]!.cells).toBe(2);
	expect([...rowsOf(Int32Array.of(0, -1), signs, 20, "lines").widths]).toEqual([1, 1]);
});

test("the letters of a syllable are written without their dash and never parted by a row's end", () => {
	expect(signs.glyphs.slice(4, 7).map(({ text }) => text)).toEqual(["ㅎ", "ㅏ", "ㄴ"]);
	expect([...rowsOf(ids("aaahvtaa"), signs, 8, "lines").starts]).toEqual([0, 3, 8]);
	expect([...rowsOf(ids("aahvtaa"), signs, 8, "lines").starts]).toEqual([0, 5, 7]);
});

test("symbol, row and cell find each other in a line of 1,000,000 symbols", () => {
	const rows = rowsOf(new Int32Array(1_000_000), signs, 100, "lines");
	expect(rows.starts.length - 1).toBe(10_000);
	for (const at of [0, 99, 100, 123_456, 999_999]) {
		const row = rowOf(rows, at);
		expect([row, cellOf(rows, row, at)]).toEqual([Math.floor(at / 100), at % 100]);
		expect(symbolIn(rows, row, at % 100)).toBe(at);
	}
	expect(symbolIn(rows, 9_999, 500)).toBe(999_999);
});
