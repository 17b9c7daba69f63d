import { expect, test } from "vitest";
import { findExplosion, ignorantLoss } from "./guard.ts";

test("a mean loss has exploded above 10 times what knowing nothing costs, or what the untrained model cost where that was more", () => {
	const chance = Math.log(50); // 3.9 nats
	expect(findExplosion(20, 39, 3.9, chance)).toBeUndefined();
	expect(findExplosion(20, 39.2, 3.9, chance)).toEqual({
		kind: "exploded",
		step: 20,
		tensor: "loss",
		index: 0,
		value: 39.2,
	});
	expect(findExplosion(20, 90, 9.5, chance)).toBeUndefined(); // a start that is sure and wrong comes down
	expect(findExplosion(20, 0.5, 0.01, chance)).toBeUndefined(); // a model that had learned by heart meets another text
	expect(findExplosion(20, 1, 0, 0)).toMatchObject({ kind: "exploded" });
});

test("knowing nothing costs ln V, ln 2 for each yes or no, the mean square of what is wanted", () => {
	expect(ignorantLoss(undefined, 7)).toBe(Math.log(7));
	expect(ignorantLoss("binary", 5)).toBeCloseTo(5 * Math.LN2, 15);
	expect(ignorantLoss("regression", 2, [1, Number.NaN, -3, 0.5])).toBeCloseTo((1 + 9 + 0.25) / 3, 15);
	expect(ignorantLoss("regression", 1, [Number.NaN])).toBe(0);
});
