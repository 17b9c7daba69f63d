import { expect, test } from "vitest";
import { toAtoms } from "../../data/units.ts";
import { Vocabulary } from "../../data/vocabulary.ts";
import { replyAttention } from "./replyAttention.ts";

const points = Int32Array.from("각 가나닭a", (character) => character.codePointAt(0)!);
const atoms = new Int32Array(3 * points.length);
const known = new Set(atoms.subarray(0, toAtoms("jamo", points, points.length, atoms)));
const vocabulary = new Vocabulary("jamo", Int32Array.from(known).sort());

test("jamo are joined to syllables: weights of 6 question symbols are summed to 3 characters, and the mean is taken over the 3, 2 and 1 symbols of the reply's", () => {
	const said = { question: "각a나", text: "닭가", ended: true };
	const weights = [
		[0.1, 0.2, 0.3, 0.1, 0.2, 0.1],
		[0.4, 0.2, 0, 0.1, 0.1, 0.2],
		[0, 0, 0.5, 0.5, 0, 0],
		[1, 0, 0, 0, 0, 0],
		[0, 0, 0, 0, 0, 1],
		[0, 0, 0, 1, 0, 0],
	];
	const found = replyAttention(vocabulary, said, weights);
	expect([found.question, found.reply]).toEqual([
		["각", "a", "나"],
		["닭", "가", "END"],
	]);
	expect([found.first, found.shape]).toEqual([[0, 3, 5], null]);
	const wanted = [
		[(0.6 + 0.6 + 0.5) / 3, (0.1 + 0.1 + 0.5) / 3, (0.3 + 0.3 + 0) / 3],
		[0.5, 0, 0.5],
		[0, 1, 0],
	];
	for (const [r, row] of wanted.entries())
		for (const [q, share] of row.entries()) expect(found.weights[r]![q]).toBeCloseTo(share, 14);
});

test("a reply that was cut off has no END, unknown characters are one symbol each, and an empty question is one column", () => {
	const cut = replyAttention(vocabulary, { question: "漢a", text: "a", ended: false }, [[0.25, 0.75]]);
	expect(cut).toEqual({ question: ["漢", "a"], reply: ["a"], first: [0], weights: [[0.25, 0.75]], shape: null });
	expect(replyAttention(vocabulary, { question: "", text: "", ended: true }, [[1]])).toEqual({
		...{ question: [""], reply: ["END"], first: [0], weights: [[1]], shape: null },
	});
});

test("a reply that was stopped within a character of three bytes: the mean of its character is over the bytes that were written", () => {
	const bytes = new Vocabulary("byte");
	const found = replyAttention(bytes, { question: "ab", text: "a\ufffd", ended: false }, [
		[1, 0],
		[0.5, 0.5],
		[0, 1],
	]);
	expect(found.weights).toEqual([
		[1, 0],
		[0.25, 0.75],
	]);
});
