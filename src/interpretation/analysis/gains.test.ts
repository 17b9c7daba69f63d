import { expect, test } from "vitest";
import { Vocabulary } from "../../data/vocabulary.ts";
import { gainsByDistance, gainsBySymbol } from "./gains.ts";

/**
 * A vocabulary of the symbols of a text, its ids, and losses: 1 everywhere for the run, by position for the n-grams.
 */
function textWith(text: string, ngram: (t: number) => number) {
	const vocabulary = new Vocabulary(
		"codepoint",
		Int32Array.from([...new Set(text)].map((c) => c.codePointAt(0)!).sort((a, b) => a - b)),
	);
	const ids = vocabulary.encode(text);
	const net = Float64Array.from(ids, (_, t) => (t === 0 ? Number.NaN : 1));
	return { vocabulary, ids, losses: { net, ngram: Float64Array.from(ids, (_, t) => ngram(t)) } };
}

test("gain by symbol: means of both over its occurrences but the text's first; the largest gain first; shares sum to the mean gain", () => {
	const { vocabulary, ids, losses } = textWith("ab\nba\n", (t) => t);
	const found = gainsBySymbol(ids, losses, vocabulary);
	expect(found).toEqual([
		{ id: 1, symbol: "a", count: 1, netNats: 1, ngramNats: 4, gainNats: 3, share: 3 / 5 },
		{ id: 0, symbol: "\\n", count: 2, netNats: 1, ngramNats: 3.5, gainNats: 2.5, share: 1 },
		{ id: 2, symbol: "b", count: 2, netNats: 1, ngramNats: 2, gainNats: 1, share: 2 / 5 },
	]);
	expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo((1 + 2 + 3 + 4 + 5) / 5 - 1, 14);
});

test("closings stand by the symbols from what opened them: nested, left open, without a partner", () => {
	//                    0123456789...
	const text = "x(a(b)c) ) {(} [12345678]";
	const { vocabulary, ids, losses } = textWith(text, (t) => t);
	const found = new Map(gainsByDistance(ids, losses, vocabulary).map((one) => [one.closing, one]));
	// ) at 5 opened at 3, at 7 opened at 1; the one at 9 has no match; the ( at 12 is ended by } at 13, opened at 11
	expect(found.get(")")!.bins.map(({ from, to, count, ngramNats }) => [from, to, count, ngramNats])).toEqual([
		[2, 3, 1, 5],
		[4, 7, 1, 7],
	]);
	expect(found.get(")")).toMatchObject({ count: 2, ngramNats: 6, gainNats: 5 });
	expect(found.get("}")!.bins).toEqual([{ from: 2, to: 3, count: 1, netNats: 1, ngramNats: 13, gainNats: 12 }]);
	expect(found.get("]")!.bins.map(({ from, to }) => [from, to])).toEqual([[8, 15]]);
});

test("straight quotes open and close in turn, and afresh after an empty line; curly ones in pairs", () => {
	const { vocabulary, ids, losses } = textWith('"ab" x "never closed\n \t\n"cd" “e”', (t) => t);
	const found = gainsByDistance(ids, losses, vocabulary);
	expect(found.map(({ closing, bins }) => [closing, bins.map(({ from, count }) => [from, count])])).toEqual([
		['"', [[2, 2]]],
		["”", [[2, 1]]],
	]);
});

test("bytes have the brackets of one byte; Latin-1 bytes are no quotes", () => {
	const vocabulary = new Vocabulary("byte");
	const ids = vocabulary.encodeBytes(new TextEncoder().encode("(a) «b»"));
	const net = new Float64Array(ids.length).fill(1);
	expect(gainsByDistance(ids, { net, ngram: net }, vocabulary).map(({ closing }) => closing)).toEqual([")"]);
});
