/** Which patterns a passage is an instance of, and spans, by hand. */
import { expect, test } from "vitest";
import { spansWhere } from "./labelSpans.ts";
import { likePassage } from "./likePassage.ts";
import { Labels } from "./pattern.ts";
import { PATTERNS } from "./registry.ts";

const TEXT = `${"say now it is so ".repeat(4)}"quiet here"${" and then (a (b) c) we go on ".repeat(4)}`;
const labels = new Labels(
	PATTERNS.filter(({ name }) => /^(quotes|word|brackets|upper)$/.test(name)),
	TEXT.length,
);
for (const sign of TEXT) labels.push(sign.codePointAt(0)!);

test("a passage in quotes is an instance of quotes with F1 1, and less of words; never of what does not hold in it", () => {
	const from = TEXT.indexOf('"');
	const [first, second] = likePassage(labels, from, from + 11); // the closing quote is outside
	expect(first).toEqual({ pattern: "quotes", above: 0, inside: 1, around: 0, f1: 1 });
	expect(second!.pattern).toBe("word");
	expect(likePassage(labels, from, from + 11).map(({ pattern }) => pattern)).not.toContain("upper");
});

test("of a degree the level that fits best is taken: 1 deep brackets for (b), 0 for what is around it", () => {
	const from = TEXT.indexOf("(b)");
	const inner = likePassage(labels, from, from + 2).find(({ pattern }) => pattern === "brackets")!;
	expect([inner.above, inner.inside]).toEqual([1, 1]);
	const outer = likePassage(labels, from - 3, from + 5).find(({ pattern }) => pattern === "brackets")!;
	expect([outer.above, outer.inside]).toEqual([0, 1]);
});

test("spans are counted beyond those that are kept", () => {
	const holds = [1, 1, 0, 1, 0, 0, 1];
	expect(spansWhere(7, (at) => holds[at] === 1, 2)).toEqual({ spans: Uint32Array.of(0, 2, 3, 4), of: 3 });
	expect(spansWhere(0, () => true)).toEqual({ spans: new Uint32Array(0), of: 0 });
});
