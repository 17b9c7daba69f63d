import { expect, test } from "vitest";
import { fixedPoints, settle } from "./folds.ts";
import { sigmoid } from "./wall.ts";

test("41 starts settle, after 3000 steps, on the bits of a loop that never stops early: the two fixed points that attract", () => {
	const starts = Array.from({ length: 41 }, (_, n) => -4 + n / 5);
	const [w, b] = [5, -2.5];
	const plain = starts.map((x) => {
		for (let t = 0; t < 3000; t++) x = w * sigmoid(x) + b;
		return x;
	});
	const ends = settle(w, b, starts, 3000);
	expect(ends).toEqual(plain);
	const attracting = fixedPoints(w, b).filter(({ slope }) => slope < 1);
	expect(attracting).toHaveLength(2);
	for (const x of ends.filter((_, n) => n !== 20)) // the middle start is the repelling point
		expect(Math.min(...attracting.map((point) => Math.abs(point.x - x)))).toBeLessThan(1e-12);
});
