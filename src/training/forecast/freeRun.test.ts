import { expect, test } from "vitest";
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import { fitScaling, scaleSeries } from "../../data/series.ts";
import { parseSeries } from "../../data/seriesText.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { startWeights } from "../../remedies/starts.ts";
import { forecastErrors } from "./forecastErrors.ts";
import { foretellable, freeRun, freeRunInPieces, stackStepper } from "./freeRun.ts";

/** The value two steps on, of x_n = 2 x_{n-1} - x_{n-2}, from the last two seen. */
function line(horizon: number) {
	let before = 0;
	return ([x]: Float64Array) => {
		const y = x! + horizon * (x! - before);
		before = x!;
		return [y];
	};
}

test.each([1, 2, 5])(
	"a line goes on as a line for 7 steps beyond 6 known ones, foretold %i ahead each time",
	(horizon) => {
		const known = Float64Array.from({ length: 6 }, (_, n) => n);
		const foretold = freeRun(line(horizon), known, { horizon, feeds: [0] }, 7);
		expect([...foretold]).toEqual([6, 7, 8, 9, 10, 11, 12]);
	},
);

test("1,000 steps on from 6 known ones come in 15 pieces of 64 steps and a rest, so that a signal is heard between them", () => {
	const known = Float64Array.from({ length: 6 }, (_, n) => n);
	const pieces = [...freeRunInPieces(line(1), known, { horizon: 1, feeds: [0] }, 1000)];
	expect(pieces.length).toBe(15);
	expect(pieces[14]).toBe(959 / 1005);
});

test("an input that no output foretells ends it at the horizon; two that change places are fed where they belong", () => {
	expect(foretellable({ horizon: 3, feeds: [0, -1] })).toBe(3);
	expect(foretellable({ horizon: 3, feeds: [0] })).toBe(Number.POSITIVE_INFINITY);
	const seen: number[][] = [];
	const step = (x: Float64Array) => {
		seen.push([...x]);
		return [x[0]! + 1, x[1]! + 10];
	};
	const foretold = freeRun(step, Float64Array.of(5, 70), { horizon: 1, feeds: [1, 0] }, 3);
	expect(seen).toEqual([
		[5, 70],
		[80, 6],
		[16, 81],
	]);
	expect([...foretold]).toEqual([6, 80, 81, 16, 17, 91]);
});

test("a stack stepped one by one says what a window of 9 steps says, to the last bit", () => {
	const engine = createReference();
	const weights = new Weights(engine, {
		...{ cell: "lstm", variant: "forget", layers: 2, hidden: 5, dropout: 0, symbols: 2 },
		...{ input: "values", outputs: 3, head: "regression" },
	});
	startWeights(weights, "default", 1, new RandomStream(1, "weights"));
	const random = new RandomStream(2, "inputs");
	const x = Float64Array.from({ length: 18 }, () => random.normal());
	const window = new Unrolled(engine, weights, { steps: 9, lanes: 1 });
	window.x!.set(x);
	window.forward();
	const { step, free } = stackStepper(engine, weights);
	const said = Array.from({ length: 9 }, (_, t) => [...Float64Array.from(step(x.slice(2 * t, 2 * t + 2)))]);
	expect(said.flat()).toEqual([...window.logits]);
	free();
});

test("errors are in the column's units and over its training deviation, beside the last value and the mean", () => {
	const series = parseSeries("day,sold,rain\n1,10,0\n2,30,1\n3,20,0\n4,50,1\n5,20,0", { target: "sold" });
	const scaling = fitScaling(series, [0, 3]); // sold: mean 20, deviation sqrt(200/3)
	const deviation = Math.sqrt(200 / 3);
	const scaled = scaleSeries(series, scaling);
	const right = [3, 4].map((n) => scaled.values[n * 3 + 1]!);
	const [errors] = forecastErrors(series, scaling, 1, [3, 5], [right[0]! + 3 / deviation, right[1]! - 4 / deviation]);
	expect(errors!.column).toBe("sold");
	expect(errors!.forecast.rmse).toBeCloseTo(Math.sqrt((9 + 16) / 2), 12);
	expect(errors!.forecast.nrmse).toBeCloseTo(Math.sqrt(12.5) / deviation, 12);
	expect(errors!.lastValue.rmse).toBeCloseTo(30, 12); // 20 -> 50 -> 20
	expect(errors!.mean.rmse).toBeCloseTo(Math.sqrt((30 ** 2 + 0) / 2), 12);
	const [far] = forecastErrors(series, scaling, 3, [3, 5], right);
	expect([far!.forecast.rmse, far!.lastValue.rmse]).toEqual([
		0,
		expect.closeTo(Math.sqrt((40 ** 2 + 10 ** 2) / 2), 12),
	]);
});
