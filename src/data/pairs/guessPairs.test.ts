import { expect, test } from "vitest";
import { guessPairs } from "./guessPairs.ts";

const records = (fields: readonly string[], row: (n: number) => readonly unknown[], count = 20) =>
	Array.from({ length: count }, (_, n) => new Map(row(n).map((value, k) => [fields[k]!, value])));

test.each([
	["Q and A next to a label", ["Q", "A", "label"], (n: number) => [`오늘 ${n}?`, "그래요.", "0"], ["Q", "A"]],
	[
		"names in another order and case",
		["Answer", "id", "Question"],
		(n: number) => ["yes", n, `is it ${n}`],
		["Question", "Answer"],
	],
	["Korean names", ["번호", "질문", "답변"], (n: number) => [String(n), `배고파 ${n}`, "밥"], ["질문", "답변"]],
	["two unnamed columns of sentences", ["s1", "s2"], (n: number) => [`how are ${n}`, `I am ${n} too`], ["s1", "s2"]],
])("%s are pairs", (_, fields, row, [question, answer]) => {
	expect(guessPairs(records(fields, row))).toEqual({ question, answer });
});

test.each([
	["4 records", ["Q", "A"], (n: number) => [`오늘 ${n}?`, "그래요."], 4],
	[
		"a text with a class",
		["text", "label"],
		(n: number) => [`very good film ${n}`, n % 2 ? "quite good" : "quite bad"],
		20,
	],
	["names in one word each", ["first", "last"], (n: number) => [`Ann${n}`, `Lee${n}`], 20],
	["numbers", ["Q", "A"], (n: number) => [String(n), String(2 * n)], 20],
	["texts of 301 characters", ["Q", "A"], (n: number) => ["a ".repeat(151) + n, "no"], 20],
	["a list of fields that are no texts", ["Q", "A"], (n: number) => [`how ${n}?`, { n }], 20],
] as const)("%s are no pairs", (_, fields, row, count) => {
	expect(guessPairs(records(fields, row, count))).toBeUndefined();
});
