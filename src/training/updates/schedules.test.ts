import { describe, expect, test } from "vitest";
import { clipScale } from "../../remedies/clipping.ts";
import { learningRate } from "./schedules.ts";

const base = { lr: 2, warmup: 0.1, decay: 0.1, decays: 3 };

describe("learning rate", () => {
	test("rises linearly over the warm-up and is at its height at its end", () => {
		for (const schedule of ["constant", "cosine", "step"] as const) {
			expect(learningRate({ ...base, schedule }, 0.05)).toBeCloseTo(1, 12);
			expect(learningRate({ ...base, schedule }, 0.1)).toBeCloseTo(2, 12);
		}
	});

	test("cosine is half way down in the middle and at decay * lr at the end and beyond", () => {
		const at = (progress: number) => learningRate({ ...base, schedule: "cosine" }, progress);
		expect(at(0.55)).toBeCloseTo(2 * (0.1 + 0.9 / 2), 12);
		expect(at(1)).toBeCloseTo(0.2, 12);
		expect(at(1.5)).toBeCloseTo(0.2, 12);
	});

	test("step falls by the factor at three evenly spread places", () => {
		const at = (progress: number) => learningRate({ ...base, warmup: 0, schedule: "step" }, progress);
		expect([0, 0.2, 0.3, 0.55, 0.8, 1].map(at).map((x) => Number(x.toPrecision(6)))).toEqual([
			2, 2, 0.2, 0.02, 0.002, 0.002,
		]);
	});
});

describe("clipping by global norm", () => {
	test("a norm of 5 over a limit of 2 is scaled by 0.4; below the limit, or with limit 0, nothing changes", () => {
		expect(clipScale(5, 2)).toBe(0.4);
		expect(clipScale(2, 2)).toBe(1);
		expect(clipScale(1e9, 0)).toBe(1);
	});
});
