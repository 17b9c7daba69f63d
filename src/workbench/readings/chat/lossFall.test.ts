import { expect, test } from "vitest";
import { lossFall } from "./lossFall.ts";

test("the fall is that of the lowest loss after half of the updates below the lowest up to it: 2 at 10 to 1.5 at 20 is 25 %", () => {
	expect(lossFall([[5, 3], [10, 2], [15, 1.6], [20, 1.5]])).toBeCloseTo(0.25, 12); // biome-ignore format: points
});

test("a loss that rose from 1 to 1.2 is -20 %, although it was lower on the way", () => {
	expect(lossFall([[10, 1], [20, 1.2], [18, 1.3]])).toBeCloseTo(-0.2, 12); // biome-ignore format: points
});

test.each([
	[[]],
	[[[1, 2]] as const],
	[[[19, 2], [20, 1]] as const], // biome-ignore format: points
	[[[10, null], [20, 1]] as const], // biome-ignore format: points
	[[[10, 0], [20, 0]] as const], // biome-ignore format: points
])("null for %j: either half has no loss, or none that can fall", (valid) => {
	expect(lossFall(valid as never)).toBe(null);
});
