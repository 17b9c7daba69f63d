import { expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { ratioInterval } from "./ratioInterval.ts";

test("by hand: values 1, 3 of sizes 1, 1 in two groups have ratio 2 and standard error 1", () => {
	const { ratio, low, high } = ratioInterval(["a", "b"], [1, 3], [1, 1]);
	expect(ratio).toBe(2); // residuals -1 and 1: variance 2/1 * 2 / 4 = 1
	expect([ratio - low, high - ratio]).toEqual([1.959963984540054, 1.959963984540054]);
});

test("pairs of one group are one observation: doubling every pair within its group changes nothing", () => {
	const groups = ["a", "b", "c"];
	const once = ratioInterval(groups, [1, 2, 4], [2, 3, 4]);
	const twice = ratioInterval([...groups, ...groups], [1, 2, 4, 1, 2, 4], [2, 3, 4, 2, 3, 4]);
	expect(twice.ratio).toBeCloseTo(once.ratio, 14);
	expect(twice.low).toBeCloseTo(once.low, 14);
});

test("the interval contains the true ratio in 93 to 97 % of 2000 samples of 60 groups of 1 to 3 pairs", () => {
	const random = new RandomStream(3, "intervals");
	let inside = 0;
	for (let trial = 0; trial < 2000; trial++) {
		const [groups, values, sizes]: [string[], number[], number[]] = [[], [], []];
		for (let g = 0; g < 60; g++) {
			const shared = random.normal();
			for (let k = 0; k <= random.below(3); k++) {
				groups.push(String(g));
				sizes.push(1 + random.below(5));
				values.push(0.5 * sizes.at(-1)! + shared + random.normal());
			}
		}
		const { low, high } = ratioInterval(groups, values, sizes);
		if (low <= 0.5 && 0.5 <= high) inside++;
	}
	expect(inside / 2000).toBeGreaterThan(0.93);
	expect(inside / 2000).toBeLessThan(0.97);
});
