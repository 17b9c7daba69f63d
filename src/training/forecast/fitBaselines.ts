/** Fits the forecasts of a series that need no network on its training part. */
// N rows, C columns, K targets, h rows of horizon
import { LeastSquares } from "../../algebra/leastSquares.ts";
import { type Rows, type Series, standardSeries } from "../../data/series.ts";
import type { Autoregression, Baselines, Column } from "./baselines.ts";

/** Fitted on at most this many of the last rows, which bounds the time. */
const MOST_ROWS = 10_000;
const LONGEST_PERIOD = 1000;
const ORDERS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];
/** In standardised units. It decides only where the past values do not, as in a series that repeats exactly. */
const RIDGE = 1e-6;

/** @param scaled the standardised series. */
export function fitBaselines(scaled: Series, [from, to]: Rows, horizon: number): Baselines {
	const series = standardSeries(scaled);
	const rows: Rows = [Math.max(from, to - MOST_ROWS), to];
	const columns = series.target.map(
		(c): Column =>
			(n) =>
				series.at(n * series.columns.length + c),
	);
	return {
		period: columns.map((value) => periodOf(value, rows)),
		linear: columns.map((value) => autoregression(value, rows, horizon)),
	};
}

/**
 * Returns the shortest lag at which the variance of the change is a local minimum and within 1 % of the lowest of them;
 * null if there is no local minimum. The variance is blind to a trend.
 */
function periodOf(value: Column, [from, to]: Rows): number | null {
	const longest = Math.min(LONGEST_PERIOD, Math.floor((to - from) / 2));
	const change = (lag: number) => {
		let [sum, squares] = [0, 0];
		for (let n = from + lag; n < to; n++) {
			sum += value(n) - value(n - lag);
			squares += (value(n) - value(n - lag)) ** 2;
		}
		return squares / (to - from - lag) - (sum / (to - from - lag)) ** 2;
	};
	const changes = Array.from({ length: longest + 1 }, (_, lag) => (lag === 0 ? 0 : change(lag)));
	let size = 0; // largest square of a value, whose rounding an exact repetition or a pure trend leaves
	for (let n = from; n < to; n++) size = Math.max(size, value(n) ** 2);
	const rounding = 1e-12 * size;
	const minima = [...changes.keys()].filter((lag) => {
		return lag >= 2 && lag < longest && changes[lag]! + rounding < Math.min(changes[lag - 1]!, changes[lag + 1]!);
	});
	const lowest = Math.max(0, Math.min(...minima.map((lag) => changes[lag]!)));
	return minima.find((lag) => changes[lag]! <= 1.01 * lowest + rounding) ?? null;
}

/** Least squares; of the orders that a quarter of the rows allows, the one with the lowest BIC. */
function autoregression(value: Column, [from, to]: Rows, horizon: number): Autoregression {
	const orders = ORDERS.filter((order) => order === 1 || order <= (to - from - horizon) / 4);
	const first = from + horizon + orders.at(-1)! - 1; // the same rows for every order, so that they compare
	const fits = orders.map((order) => {
		const squares = new LeastSquares(order + 1, 1);
		for (let n = first; n < to; n++) {
			const past = Float64Array.from({ length: order + 1 }, (_, i) => (i < order ? value(n - horizon - i) : 1));
			squares.add(past, [value(n)]);
		}
		const { weights, residual, rows } = squares.solve(RIDGE);
		return { order, weights, bic: rows * Math.log(residual[0]! / rows) + (order + 1) * Math.log(rows) };
	});
	const { order, weights } = fits.reduce((a, b) => (b.bic < a.bic ? b : a));
	return { order, weights };
}
