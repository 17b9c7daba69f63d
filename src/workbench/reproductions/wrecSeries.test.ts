import { expect, test } from "vitest";
import { recurrent, sizeWords } from "./wrecSeries.ts";

test.each([
	[-30.98, "1e-31.0"],
	[-0.04, "1e0.0"],
	[0, "1e0.0"],
	[Number.NEGATIVE_INFINITY, "0"],
])("a size of 10^%d reads %s", (log10, want) => {
	expect(sizeWords(log10)).toBe(want);
});

/** W W^T, [H,H]. */
const gram = (w: Float64Array, H: number) =>
	Array.from({ length: H * H }, (_, at) => {
		const [i, j] = [Math.floor(at / H), at % H];
		return Array.from({ length: H }, (_, k) => w[i * H + k]! * w[j * H + k]!).reduce((sum, x) => sum + x, 0);
	});

test("an orthogonal W_rec of 12 units at sigma 1.3 has W W^T = 1.69 I to 1e-12, for 3 seeds with other weights each", () => {
	const all = [1, 2, 3].map((seed) => recurrent("orthogonal", 12, 1.3, seed));
	for (const w of all)
		for (const [at, value] of gram(w, 12).entries())
			expect(Math.abs(value - (at % 13 === 0 ? 1.69 : 0))).toBeLessThan(1e-12);
	expect(new Set(all.map((w) => w[0])).size).toBe(3);
});
