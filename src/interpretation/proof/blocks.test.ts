import { expect, test } from "vitest";
import { studentQuantile } from "../search/significance.ts";
import { type BlockSums, differenceOf, emptySums, meanOf } from "./blocks.ts";

/** 32 blocks, of which those listed have positions. */
function sumsOf(blocks: Readonly<Record<number, [sum: number, count: number]>>): BlockSums {
	const parts = emptySums(32);
	for (const [j, [sum, count]] of Object.entries(blocks)) {
		parts.sums[Number(j)] = sum;
		parts.counts[Number(j)] = count;
	}
	return parts;
}

test("places of one block of 32 have no interval, whatever they say, and neither has a difference from them", () => {
	const one = sumsOf({ 3: [5, 10] });
	const all = sumsOf(Object.fromEntries(Array.from({ length: 32 }, (_, j) => [j, [j, 100]])));
	const none = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
	expect(meanOf(one)).toEqual({ mean: 0.5, ...none });
	expect(differenceOf(one, all)).toEqual({ mean: 0.5 - 496 / 3200, ...none });
	expect(differenceOf(all, one)).toEqual({ mean: 496 / 3200 - 0.5, ...none });
});

test("of two blocks with means 1 and 3 the interval is 2 with t of 1 degree times 1, of 32 in two halves that of 31", () => {
	const two = meanOf(sumsOf({ 4: [10, 10], 30: [30, 10] }));
	expect(two.mean).toBe(2);
	expect(two.high - two.mean).toBeCloseTo(studentQuantile(0.025, 1), 10);
	const all = meanOf(sumsOf(Object.fromEntries(Array.from({ length: 32 }, (_, j) => [j, [j < 16 ? 10 : 30, 10]]))));
	expect(all.high - all.mean).toBeCloseTo(studentQuantile(0.025, 31) / Math.sqrt(31), 10); // deviation / sqrt(32)
});
