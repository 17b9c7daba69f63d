import { expect, test } from "vitest";
import { atEdge, pieces } from "./withinScale.ts";

test("a line to 1e24 ends where it crosses 1e12, at half of its way, and one that stays above is not drawn", () => {
	expect(
		pieces([
			[1, 24],
			[41, 0],
		]),
	).toEqual([
		[
			[21, 12],
			[41, 0],
		],
	]);
	expect(
		pieces([
			[1, 24],
			[2, 13],
		]),
	).toEqual([]);
});

test("a line to an exact 0 ends at its last value, and one within the scale is whole", () => {
	const inside = [
		[1, -3],
		[2, 0],
	] as const;
	expect(pieces(inside)).toEqual([inside]);
	expect(pieces([[1, Number.NEGATIVE_INFINITY], ...[[2, -20] as const]])).toEqual([
		[
			[2, -20],
			[2, -20],
		],
	]);
});

test("an eigenvalue of 3 + 1.5i is at the edge of 1.85, on its own ray; one of 1.8 is in its place", () => {
	const { re, im, outside } = atEdge(3, 1.5);
	expect([outside, re, im / re]).toEqual([true, expect.closeTo(1.702, 12), 0.5]);
	expect(atEdge(1.8, -1)).toEqual({ re: 1.8, im: -1, outside: false });
});
