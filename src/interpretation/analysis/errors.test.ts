import { expect, test } from "vitest";
import { Vocabulary } from "../../data/vocabulary.ts";
import { errorSteps, type Step } from "./errors.ts";
import { countWords, kindsOf, wordsOf } from "./symbolKinds.ts";

const letters = [...new Set("the lock, river\n\"stone-bridge.'QZ? ")]
	.map((c) => c.codePointAt(0)!)
	.sort((a, b) => a - b);
const vocabulary = new Vocabulary("codepoint", Int32Array.from(letters));
const kinds = kindsOf(vocabulary);

/** Errors with probability `p` at the positions marked with ^ below the text; certain everywhere else. */
function analyse(text: string, marks: string, { p = 0.3, known = {}, right = {} }: Partial<Given> = {}) {
	const ids = vocabulary.encode(text);
	const net = Float64Array.from(ids, (_, t) => (t === 0 ? Number.NaN : -Math.log(marks[t] === "^" ? p : 0.9)));
	const rightOrder = Uint8Array.from(ids, (_, t) => right[t] ?? 0);
	const trainWords = new Map<string, number>();
	for (const [word, count] of Object.entries(known))
		for (const { key } of wordsOf(vocabulary.encode(word), kinds)) trainWords.set(key, count);
	return errorSteps({ ids, net, ngram: new Float64Array(ids.length).fill(2), rightOrder, kinds, trainWords });
}
interface Given {
	p: number;
	known: Record<string, number>;
	right: Record<number, number>;
}

const found = ({ steps }: ReturnType<typeof analyse>) =>
	Object.fromEntries(
		steps
			.filter(({ errors }) => errors > 0)
			.map(({ step, levels, errors }) => [
				step,
				levels
					.filter((one) => one.errors > 0)
					.map(({ level }) => level)
					.concat(levels.length === 0 ? [errors] : []),
			]),
	) as Partial<Record<Step, number[]>>;

test("each error falls to the first step that takes it: n-gram, memory, rare word, which word, punctuation, the rest", () => {
	const known = { the: 900, lock: 3, river: 40, stone: 0 };
	const text = "the river, the lock? the stone";
	expect(found(analyse(text, "      ^", { known, right: { 6: 4 } }))).toEqual({ ngram: [4] });
	expect(found(analyse(text, "            ^", { known }))).toEqual({ memory: [100] });
	expect(found(analyse(text, "           ^", { known }))).toEqual({ word: [1] }); // its first letter
	expect(found(analyse(text, "                ^", { known }))).toEqual({ rare: [3] });
	expect(found(analyse(text, "                           ^", { known }))).toEqual({ rare: [0] });
	expect(found(analyse(text, "    ^", { known }))).toEqual({ word: [1] });
	expect(found(analyse(text, "         ^", { known }))).toEqual({ punctuation: [1] });
	expect(found(analyse(text, "      ^", { known, p: 0.45 }))).toEqual({ boost: [0.1] });
	expect(found(analyse(text, "      ^", { known, p: 0.25 }))).toEqual({ boost: [0.3] });
	expect(found(analyse(text, "      ^", { known, p: 0.01 }))).toEqual({ boost: [0.5] });
});

test("the memory reaches 100, 500, 1000 and 5000 symbols from a word's beginning to the last equal one, and no further", () => {
	for (const [gap, level] of [
		[90, 100],
		[400, 500],
		[900, 1000],
		[4900, 5000],
	] as const) {
		const text = `lock ${"? ".repeat(gap / 2)}lock`;
		expect(found(analyse(text, `${" ".repeat(text.length - 2)}^`, { known: { lock: 9 } }))).toEqual({
			memory: [level],
		});
	}
	const far = `lock ${"? ".repeat(2500)}lock`;
	expect(found(analyse(far, `${" ".repeat(far.length - 2)}^`, { known: { lock: 9 } }))).toEqual({ boost: [0.2] });
});

test("counts: errors below 0.5 of all scored symbols, shares of errors sum to 1, errors of the n-grams by the same measure", () => {
	const result = analyse("the lock, the river", " ^ ^  ^  ^  ^ ^  ^", { known: { the: 9, lock: 9, river: 9 } });
	expect(result).toMatchObject({ symbols: 18, errors: 7, share: 7 / 18, ngramErrors: 19 - 1 });
	expect(result.steps.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 14);
	for (const { errors, levels } of result.steps)
		if (levels.length > 0) expect(levels.reduce((sum, one) => sum + one.errors, 0)).toBe(errors);
	expect(analyse("the", "").steps.every(({ share }) => share === 0)).toBe(true);
});

test("an unknown symbol is not scored and ends a word; half is no error", () => {
	const result = analyse("lo@ck", "  ^ ^", { p: 0.5 });
	expect([result.symbols, result.errors]).toEqual([4, 0]);
});

test("kinds of symbols in each unit; words and how often they stand", () => {
	const named = Object.fromEntries(letters.map((atom, id) => [String.fromCodePoint(atom), kinds[id]]));
	expect(named).toMatchObject({
		t: "word",
		" ": "blank",
		"\n": "newline",
		'"': "quote",
		"'": "quote",
		"-": "punctuation",
	});
	const bytes = kindsOf(new Vocabulary("byte"));
	expect([0, 9, 65, 0x80, 0xff, 33].map((byte) => bytes[byte])).toEqual([
		"other",
		"blank",
		"word",
		"word",
		"word",
		"punctuation",
	]);
	const jamo = new Vocabulary("jamo", Int32Array.from([0x110000, 0x110013]));
	expect(kindsOf(jamo)).toEqual(["word", "word"]);
	expect([...countWords(vocabulary.encode("the lock the-the"), kinds).values()]).toEqual([3, 1]);
});
