/** Every expression that fits comes back from its word as it was; what is no pattern of an address is none. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { firstPattern, patternIn, patternWord } from "./patternWord.ts";

test("names are their own words; expressions of up to 147 bytes come back letter for letter, in words that an address takes", () => {
	expect(patternWord("quotes,c.if-body")).toBe("quotes,c.if-body");
	const sources = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
	fc.assert(
		fc.property(fc.constantFrom("in", "at", "after"), sources, fc.constantFrom("", "i", "su"), (place, re, flags) => {
			const pattern = `${place}:/${re}/${flags}`;
			const word = patternWord(pattern);
			if (new TextEncoder().encode(pattern).length > 147) return expect(word).toBe(null);
			expect(word).toMatch(/^[a-z0-9:.,=-]{1,200}$/i);
			expect(patternIn(word!)).toBe(pattern);
		}),
		{ numRuns: 500, seed: 7 },
	);
});

test("a word that names no pattern gives none, and a pattern with half of a character has no word", () => {
	const words = [
		"re:",
		"re:a",
		"re:////",
		`re:${btoa("quotes")}`,
		"re:aW46Lw",
		"in:/a/",
		"a b",
		`re:${"a".repeat(300)}`,
	];
	for (const word of words) expect([word, patternIn(word)]).toEqual([word, null]);
	for (const pattern of ["in:/\ud800/", "two words", "", `in:/${"a".repeat(200)}/`])
		expect(patternWord(pattern)).toBe(null);
});

test("of several names the first is taken, of an expression with commas all of it", () => {
	const first = ["quotes,word", "word", 'in:/(?<=")[^",]{1,9}/u', ""].map(firstPattern);
	expect(first).toEqual(["quotes", "word", 'in:/(?<=")[^",]{1,9}/u', ""]);
});
