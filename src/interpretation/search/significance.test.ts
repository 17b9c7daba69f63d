import { expect, test } from "vitest";
import { falseDiscoveryRates, studentQuantile, studentTail } from "./significance.ts";

test("Student's tail is that of the closed forms of 1, 2 and 3 degrees to 1e-12 of its value, far out too", () => {
	for (const t of [-3, -0.5, 0, 0.7, 2.5, 40, 1e4]) {
		const one = t > 10 ? Math.atan(1 / t) / Math.PI : 0.5 - Math.atan(t) / Math.PI;
		const two = 1 / (Math.sqrt(2 + t * t) * (Math.sqrt(2 + t * t) + t)); // (1 - t / sqrt(2 + t^2)) / 2
		expect(Math.abs(studentTail(t, 1) / one - 1)).toBeLessThan(1e-12);
		expect(Math.abs(studentTail(t, 2) / two - 1)).toBeLessThan(1e-12);
	}
	expect(studentTail(Number.NaN, 5)).toBe(1);
});

test("quantiles agree with the printed tables: 2.0395 at 31 degrees, 12.7062 at 1", () => {
	expect(studentQuantile(0.025, 31)).toBeCloseTo(2.0395, 4);
	expect(studentQuantile(0.025, 1)).toBeCloseTo(12.7062, 4);
	expect(studentTail(studentQuantile(1e-9, 31), 31)).toBeCloseTo(1e-9, 20);
});

test("rates of false discovery are those of Benjamini and Hochberg's step-up rule on an example worked by hand", () => {
	const q = falseDiscoveryRates([0.04, 0.001, 0.03, 0.5]);
	const wanted = [(0.04 * 4) / 3, 0.004, (0.04 * 4) / 3, 0.5];
	for (const [k, value] of wanted.entries()) expect(q[k]).toBeCloseTo(value, 15);
});
