/** The baselines of a series: the period and the autoregression that a known process was made with. */
import { expect, test } from "vitest";
import type { Series } from "../../data/series.ts";
import { RandomStream } from "../../kernels/random.ts";
import { linearForecast, seasonalForecast } from "./baselines.ts";
import { fitBaselines } from "./fitBaselines.ts";

const seriesOf = (values: Float64Array): Series => ({
	...{ name: "made", columns: ["x"], places: [1], skipped: [], header: true, rows: values.length, values },
	...{ lines: new Int32Array(values.length), target: [0], inputs: [0] },
});

/** x_n = 1.5 x_{n-1} - 0.8 x_{n-2} + noise of deviation 0.1: Yule's scheme. */
function yule(rows: number): Float64Array {
	const random = new RandomStream(5, "yule");
	const x = new Float64Array(rows);
	for (let n = 2; n < rows; n++) {
		const noise = Array.from({ length: 12 }, () => random.uniform()).reduce((a, b) => a + b, -6);
		x[n] = 1.5 * x[n - 1]! - 0.8 * x[n - 2]! + 0.1 * noise;
	}
	return x;
}

test("an autoregression of order 2 is found with its weights to within 4 standard errors (0.6 / sqrt(3000) each)", () => {
	const made = seriesOf(yule(3000));
	const [{ order, weights }] = fitBaselines(made, [0, 3000], 1).linear as [{ order: number; weights: Float64Array }];
	expect(order).toBe(2);
	const tolerance = 4 * Math.sqrt((1 - 0.8 ** 2) / 3000); // the asymptotic deviation of both weights of an AR(2)
	expect(Math.abs(weights[0]! - 1.5)).toBeLessThan(tolerance);
	expect(Math.abs(weights[1]! + 0.8)).toBeLessThan(tolerance);
});

test("a cycle of 7 rows over a slope has the period 7, and its forecast 10 rows ahead is the value 14 rows back", () => {
	const made = seriesOf(Float64Array.from({ length: 200 }, (_, n) => [3, 1, 4, 1, 5, 9, 2][n % 7]! + 0.01 * n));
	expect(fitBaselines(made, [0, 150], 10).period).toEqual([7]);
	const value = (n: number) => made.values[n]!;
	expect(seasonalForecast(value, 160, 10, 7)).toBe(value(146));
	expect(seasonalForecast(value, 12, 10, 7)).toBe(value(2)); // no value 14 rows back: the last one
});

test("a slope has no period, and a cycle without noise is forecast by the regression to 1e-5", () => {
	expect(fitBaselines(seriesOf(Float64Array.from({ length: 90 }, (_, n) => n / 90)), [0, 80], 1).period).toEqual([
		null,
	]);
	const wave = seriesOf(Float64Array.from({ length: 300 }, (_, n) => Math.sin(n / 4)));
	const { linear } = fitBaselines(wave, [0, 250], 3);
	expect(linearForecast((m) => wave.values[m]!, 3, 3, { order: 2, weights: new Float64Array(3) })).toBe(0); // the first row
	for (const n of [250, 275, 299]) {
		expect(Math.abs(linearForecast((m) => wave.values[m]!, n, 3, linear[0]!) - Math.sin(n / 4))).toBeLessThan(1e-5);
	}
});
