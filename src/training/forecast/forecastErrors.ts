/**
 * How good the forecasts of a series are, in its own units and beside forecasts that need no network: the last value
 * (`horizon` rows before), and the mean of the training part.
 */
// N rows, C columns, K targets
import type { Rows, Series, SeriesScaling } from "../../data/series.ts";

export interface ForecastError {
	/** Root mean squared error, in the column's units. */
	rmse: number;
	/** rmse over the deviation of the column's training part: 1 is about as good as knowing its mean. */
	nrmse: number;
}

export interface TargetErrors {
	column: string;
	forecast: ForecastError;
	lastValue: ForecastError;
	/** Of the training part. */
	mean: ForecastError;
}

/** @param forecasts [rows,K] for each of `rows`, scaled as `scaling` says. @param series in its own units. */
export function forecastErrors(
	series: Series,
	scaling: SeriesScaling,
	horizon: number,
	[from, to]: Rows,
	forecasts: ArrayLike<number>,
): TargetErrors[] {
	const C = series.columns.length;
	const K = series.target.length;
	return series.target.map((c, k) => {
		const deviation = scaling.deviation[c]!;
		const value = (n: number) => (series.values[n * C + c]! - scaling.mean[c]!) / deviation;
		const error = (said: (n: number) => number): ForecastError => {
			let squares = 0;
			for (let n = from; n < to; n++) squares += (said(n) - value(n)) ** 2;
			const nrmse = Math.sqrt(squares / (to - from));
			return { rmse: deviation * nrmse, nrmse };
		};
		return {
			column: series.columns[c]!,
			forecast: error((n) => forecasts[(n - from) * K + k]!),
			lastValue: error((n) => value(n - horizon)),
			mean: error(() => 0),
		};
	});
}
