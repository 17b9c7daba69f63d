import { expect, test } from "vitest";
import type { Histograms } from "./counts.ts";
import { areaInterval, areaUnderCurve } from "./ranking.ts";
import { studentQuantile } from "./significance.ts";

/** Three bins; `holds` in the listed blocks of 32, `not` in all. */
function blocksOf(holds: Readonly<Record<number, readonly [number, number, number]>>): Histograms[] {
	return Array.from({ length: 32 }, (_, j) => ({
		holds: Float64Array.of(...(holds[j] ?? [0, 0, 0])),
		not: Float64Array.of(50, 50, 0),
	}));
}

test("a pattern that holds in one block of 32, or everywhere but in one, has an interval of all that can be", () => {
	const one = blocksOf({ 3: [0, 5, 5] });
	expect(areaInterval(one)).toEqual([0, 1]);
	expect(areaInterval(one.map(({ holds, not }) => ({ holds: not, not: holds })))).toEqual([0, 1]);
});

test("one that holds in two, of areas 1 and 3/4, has 7/8 with t of 1 degree times 1/8, cut at 1", () => {
	const two = blocksOf({ 3: [0, 0, 10], 20: [0, 10, 0] });
	const [low, high] = areaInterval(two);
	expect(low).toBe(0);
	expect(high).toBe(1);
	expect(0.875 - studentQuantile(0.025, 1) / 8).toBeLessThan(0);
	const near = areaInterval(blocksOf({ 3: [0, 0, 10], 20: [0, 1, 9] }));
	expect(near[0]).toBeCloseTo(1 - 0.0125 - studentQuantile(0.025, 1) * 0.0125, 10);
	expect(near[1]).toBe(1);
});

test("equal values count half: 3 pairs of 4 right, one a tie", () => {
	expect(areaUnderCurve([0, 1, 1], [1, 1, 0])).toBe(3.5 / 4);
	expect(areaUnderCurve([0, 0], [1, 1])).toBe(0.5);
});
