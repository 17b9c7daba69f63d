import { expect, test } from "vitest";
import { tensorGradients } from "./gradientFacts.ts";

const tensor = (shape: number[], ...data: number[]) => ({ name: "w", shape, data: Float64Array.from(data) });

test("of [[3, 0, -4], [0, 0, 0]] the norm is 5, the largest element -4 at [0,2]; clipped at norm 2.5 and value 1.6, 1 of 6 is cut", () => {
	const gradients = [tensor([2, 3], 3, 0, -4, 0, 0, 0)];
	const none = { clipNorm: 0, clipValue: 0 };
	expect(tensorGradients(gradients, 5, none)).toEqual([
		{ name: "w", shape: [2, 3], norm: 5, largest: { index: [0, 2], value: -4 }, clippedShare: 0 },
	]);
	expect(tensorGradients(gradients, 5, { clipNorm: 2.5, clipValue: 1.6 })[0]!.clippedShare).toBe(1 / 6); // 1.5 and 2
	expect(tensorGradients([tensor([2, 2, 2], 0, 1, 2, 3, 4, 9, 6, 7)], 5, none)[0]!.largest.index).toEqual([1, 0, 1]);
});
