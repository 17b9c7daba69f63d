/**
 * Errors of forecasts for a series, in its own units, compared with baselines that need no network: the last value
 * (`horizon` rows earlier), the value one period ago, a linear autoregression, and the mean of the training part.
 */
// N rows, C columns, K targets
import type { Rows, Series, SeriesScaling } from "../../data/series.ts";
import { type Baselines, linearForecast, seasonalForecast } from "./baselines.ts";

export interface ForecastError {
	/** Root mean squared error, in the column's units. */
	rmse: number;
	/** rmse divided by the standard deviation of the column's training part. Forecasting its mean scores about 1. */
	nrmse: number;
}

export interface TargetErrors {
	column: string;
	forecast: ForecastError;
	lastValue: ForecastError;
	/** Error of the value one period ago, in rows. Absent if the training part shows no period. */
	seasonal?: ForecastError & { period: number };
	/** Error of a linear autoregression on so many past values. Absent if it was not fitted. */
	linear?: ForecastError & { order: number };
	/** Error of forecasting the mean of the training part. */
	mean: ForecastError;
}

/**
 * Returns the errors of each target over rows from..to.
 * @param series the series in its own units. @param forecasts [rows,K], standardised by `scaling`.
 * @param baselines those fitted on the training part.
 */
export function forecastErrors(
	series: Series,
	scaling: SeriesScaling,
	horizon: number,
	[from, to]: Rows,
	forecasts: ArrayLike<number>,
	baselines?: Baselines,
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
		const period = baselines?.period[k] ?? null;
		const linear = baselines?.linear[k];
		return {
			column: series.columns[c]!,
			forecast: error((n) => forecasts[(n - from) * K + k]!),
			lastValue: error((n) => value(n - horizon)),
			...(period !== null && { seasonal: { period, ...error((n) => seasonalForecast(value, n, horizon, period)) } }),
			...(linear && { linear: { order: linear.order, ...error((n) => linearForecast(value, n, horizon, linear)) } }),
			mean: error(() => 0),
		};
	});
}
