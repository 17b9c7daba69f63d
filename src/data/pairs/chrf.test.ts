import { describe, expect, test } from "vitest";
import { bm25 } from "./bm25.ts";
import { chrF } from "./chrf.ts";
import { distinct, dullShare } from "./variety.ts";

describe("chrF", () => {
	test('"abcd" against "abce", by hand: precision = recall = (3/4 + 2/3 + 1/2 + 0) / 4 = 23/48, so chrF = 47.9166...', () => {
		expect(chrF(["abcd"], ["abce"])).toBeCloseTo((100 * 23) / 48, 12);
	});

	test('"ab" against "abc", by hand: orders 1 and 2 alone count, precision 1, recall (2/3 + 1/2) / 2 = 7/12, chrF = 5 PR / (4P + R) = 100 * 35/55', () => {
		expect(chrF(["ab"], ["abc"])).toBeCloseTo((100 * 35) / 55, 12);
	});

	test("the example of sacreBLEU's own page, each sentence against the nearer of its two references, has its printed 59.73", () => {
		const replies = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."];
		const nearer = ["The dog bit the man.", "No one was surprised.", "The man had bitten the dog."];
		expect(chrF(replies, nearer)).toBeCloseTo(59.73, 2);
	});

	test("equal texts have 100, texts without a common character 0, an empty reply 0; blanks do not count", () => {
		expect(chrF(["안녕 하세요"], ["안녕하세요"])).toBeCloseTo(100, 12);
		expect(chrF(["abc"], ["xyz"])).toBe(0);
		expect(chrF([""], ["xyz"])).toBe(0);
	});

	test("counts are summed over all texts before the ratio: aa against ab and bb against bb give unigrams 3 of 4, bigrams 1 of 2", () => {
		expect(chrF(["aa", "bb"], ["ab", "bb"])).toBeCloseTo(100 * ((3 / 4 + 1 / 2) / 2), 12);
	});

	test("a match counts at most as often as in the reference: aaaa against a has precision 1/4, recall 1", () => {
		expect(chrF(["aaaa"], ["a"])).toBeCloseTo((100 * 5 * 0.25 * 1) / (4 * 0.25 + 1), 12);
	});
});

describe("BM25", () => {
	test("finds the text with the rarer common bigram, and the shorter of two with the same", () => {
		const find = bm25(["오늘 날씨 어때", "오늘 뭐 해", "내일 날씨 어때", "날씨 어때 정말 많이 궁금해"]);
		expect(find("뭐 하지")).toBe(1);
		expect(find("내일 뭐")).toBe(2);
		expect(find("날씨")).toBe(0);
		expect(find("zzz")).toBe(0);
	});
});

describe("variety", () => {
	test("distinct-1 of 'a b a' and 'c' is 3/4, distinct-2 is 2/2; of nothing 0", () => {
		expect([distinct(["a b a", " c "], 1), distinct(["a b a", "c"], 2), distinct([], 1)]).toEqual([0.75, 1, 0]);
	});

	test("of 30 replies, 10 equal ones and 20 different ones, the 20 commonest are 29 of 30", () => {
		const replies = [...Array(10).fill("네"), ...Array.from({ length: 20 }, (_, n) => `${n}`)];
		expect(dullShare(replies)).toBe(29 / 30);
	});
});
