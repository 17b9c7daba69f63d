/** The lessons are the same in both languages where they must be, claim only what a test checks, and their figures open. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { figureOf, type Inline, type Lesson, next, placeOf } from "../../page/studio/lessons/lesson.ts";
import { documentFiles, EXPORTED_DOCUMENTS } from "../../studio/wire/documents.ts";

const ROOT = join(import.meta.dirname, "../..");
const { lessonsOf } = (await import(join(ROOT, "scripts/lessons.mjs"))) as {
	lessonsOf(root: string, lang: "en" | "ko"): Lesson[];
};
const [en, ko] = [lessonsOf(ROOT, "en"), lessonsOf(ROOT, "ko")];

/** Sentences with a claim, by its number. */
function claimsOf(lessons: readonly Lesson[]): Map<string, string> {
	const found = new Map<string, string>();
	const take = (words: readonly Inline[]) => {
		let before = "";
		for (const one of words) {
			if (typeof one === "string") before += one;
			else if ("claim" in one) found.set(one.claim, /(?:^|[.?!)] )([^ ].*)$/.exec(before.trim())![1]!);
		}
	};
	for (const { screens } of lessons)
		for (const { blocks } of screens)
			for (const block of blocks) {
				if ("words" in block) take(block.words);
				if ("list" in block) for (const words of block.list) take(words);
			}
	return found;
}

const TESTS = new Map(
	[...readFileSync(join(import.meta.dirname, "claims.test.ts"), "utf8").matchAll(/test\("(\d\.\d) (.+?)",/g)].map(
		([, number, sentence]) => [number!, sentence!],
	),
);

test("each of the 43 claims has a test of its own sentence, and each test is claimed in both languages", () => {
	expect(TESTS.size).toBe(43);
	const claims = claimsOf(en);
	expect([...claims.keys()].sort()).toEqual([...TESTS.keys()]);
	for (const [number, sentence] of TESTS)
		expect([number, claims.get(number)!.endsWith(sentence)]).toEqual([number, true]);
	expect([...claimsOf(ko).keys()].sort()).toEqual([...TESTS.keys()]);
});

describe.each([
	["en", en],
	["ko", ko],
] as const)("the lessons in %s", (lang, lessons) => {
	test("are nine, each with a question, a guess whose answer is in its range and is referred to, and 6 to 9 screens", () => {
		expect(lessons).toHaveLength(9);
		for (const [n, { question, guess, screens }] of lessons.entries()) {
			expect(question.length).toBeGreaterThan(0);
			expect([guess.least <= guess.answer, guess.answer <= guess.most]).toEqual([true, true]);
			expect(guess.answer).toBe(en[n]!.guess.answer);
			expect(screens.length).toBe(en[n]!.screens.length);
			expect(screens.length).toBeGreaterThanOrEqual(6);
			expect(screens.length).toBeLessThanOrEqual(9);
			expect(JSON.stringify(screens).match(/\{guess\}/g)).toHaveLength(1);
		}
	});
	test("show the same figures as those in English, the first of each on its first screen", () => {
		const addresses = lessons.map(({ screens }) => screens.map(({ figure }) => figure?.address ?? null));
		expect(addresses).toEqual(en.map(({ screens }) => screens.map(({ figure }) => figure?.address ?? null)));
		for (const [first] of addresses) expect(first).toMatch(/^#\/(train|cell|lab|text|chat)/);
	});
	test("lead to documents of their language that every page has, an exported one too: 5 of them", () => {
		const links = [...JSON.stringify(lessons).matchAll(/"document":"([^"]+)"/g)].map(([, path]) => path!);
		expect(new Set(links).size).toBe(5);
		for (const path of links) {
			expect(EXPORTED_DOCUMENTS.flatMap(documentFiles)).toContain(path);
			expect(path.startsWith("docs/ko/")).toBe(lang === "ko");
		}
	});
	test("name each figure in words of their language", () => {
		for (const { screens } of lessons)
			for (const { figure } of screens)
				if (figure)
					expect(/[가-힣]/.test(figure.words) || figure.words === "LSTM").toBe(
						lang === "ko" || figure.words === "LSTM",
					);
	});
});

test("a place of the address is a screen: what does not exist is the nearest, or nothing", () => {
	expect(placeOf("2.3", en)).toEqual({ lesson: 2, screen: 3 });
	expect(placeOf("2", en)).toEqual({ lesson: 2, screen: 1 });
	expect(placeOf("2.99", en)).toEqual({ lesson: 2, screen: en[1]!.screens.length });
	for (const word of ["10.1", "0.1", "x", "1.2.3", "", undefined]) expect(placeOf(word, en)).toBeNull();
	expect(next({ lesson: 1, screen: 1 }, en, -1)).toBeNull();
	expect(next({ lesson: 1, screen: 1 }, en, 1)).toEqual({ lesson: 1, screen: 2 });
	expect(figureOf({ lesson: 1, screen: 7 }, en)).toBe("#/lab?lab=arcs");
});
