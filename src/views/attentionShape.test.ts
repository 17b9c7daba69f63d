import { expect, test } from "vitest";
import { attentionShape } from "./attentionShape.ts";

const onto = (q: number, share: number, Q: number) =>
	Array.from({ length: Q }, (_, k) => (k === q ? share : (1 - share) / (Q - 1)));

test("weights of 17 % on one of ten characters are even, 1/10 each as well", () => {
	expect(attentionShape([0, 9, 4, 4].map((q) => onto(q, 0.17, 10)))).toBe("even");
	expect(attentionShape([0, 1, 2].map((q) => onto(q, 0.1, 10)))).toBe("even");
});

test("60 % on the first character in every row is the same everywhere, and 60 % on the diagonal says something", () => {
	expect(attentionShape([0, 0, 0, 0].map((q) => onto(q, 0.6, 10)))).toBe("same");
	expect(attentionShape([3, 2, 1, 0].map((q) => onto(q, 0.6, 10)))).toBe(null);
});

test("two rows, two characters or none are too few to judge", () => {
	for (const weights of [[], [[]], [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]], [onto(0, 0.4, 3), onto(0, 0.4, 3)]]) // biome-ignore format: cases
		expect(attentionShape(weights)).toBe(null);
});
