/** Which units can hide, and what a guess is worth. */
import { expect, test } from "vitest";
import type { PatternResult } from "../../../../src/interpretation/search/cellSearchResult.ts";
import { hiddenOf, hideable, worthOf } from "./hiding.ts";

const result = (pattern: string, auc: number, q: number, more: Partial<PatternResult> = {}) =>
	({ pattern, best: [{ unit: `l0.c.${pattern.length}`, auc, q, chance: 0.5 }], ...more }) as PatternResult;
const PATTERNS = [
	result("quotes", 0.9, 1e-9),
	result("word", 0.69, 1e-9), // too weak
	result("number", 0.8, 0.01), // not significant enough
	result("column", 0.9, 1e-9, { above: 12 }), // a degree
	result("c.string", 0.9, 1e-9, { sameAs: "quotes" }),
	result("upper", 0.7, 0.001),
];

test("of six patterns two have a unit that can hide; seeds that follow each other take both, and one seed always the same", () => {
	expect(hideable(PATTERNS).map(({ pattern }) => pattern)).toEqual(["quotes", "upper"]);
	const names = ["quotes", "word", "number", "column", "upper", "url", "brackets"];
	const seen = [1, 2, 3, 4].map((seed) => hiddenOf(PATTERNS, names, seed)!);
	expect(seen.map(({ unit }) => unit)).toEqual(["l0.c.5", "l0.c.6", "l0.c.5", "l0.c.6"]);
	for (const { offers, pattern } of seen) {
		expect(new Set(offers).size).toBe(5);
		expect(offers).toContain(pattern);
	}
	expect(hiddenOf(PATTERNS, names, 3)).toEqual(seen[2]);
	expect(hiddenOf([result("word", 0.6, 1)], names, 1)).toBeNull();
});

test("a guess at chance is worth 0, the answer 1, halfway 0.5; nothing below 0 or above 1", () => {
	const verdict = (auc: number, chance = 0.5) => ({ auc, chance }) as never;
	expect([0.5, 0.9, 0.7, 0.4, 0.95].map((auc) => worthOf(verdict(auc), verdict(0.9)))).toEqual([
		...[0, 1, expect.closeTo(0.5, 12), 0, 1],
	]);
	expect(worthOf({ auc: 0.7, chance: 0.1, correlation: 0.3 } as never, verdict(0.9))).toBeCloseTo(0.5, 12);
	expect(worthOf(verdict(0.75, 0.6), verdict(0.9, 0.6))).toBeCloseTo(0.5, 12);
});
