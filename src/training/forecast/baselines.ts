/**
 * Two forecasts of a series that need no network: the seasonal naive forecast, which repeats the value one period ago, and
 * a linear autoregression on the target's own past values. fitBaselines.ts fits them.
 */
// K targets, h rows of horizon

/** Value of a column at row n, standardised. */
export type Column = (n: number) => number;

export interface Baselines {
	/** Period in rows of each target's seasonal naive forecast; null if the target has none. */
	period: (number | null)[]; // [K]
	linear: Autoregression[]; // [K]
}

/** v[n] is forecast as bias + sum of weights[i] v[n - h - i]. */
export interface Autoregression {
	/** Number of past values. */
	order: number;
	weights: Float64Array; // [order + 1], the bias last
}

/** Forecast of row n by the value of the same phase in the last period known, or by the last value. */
export function seasonalForecast(value: Column, n: number, horizon: number, period: number): number {
	const then = n - period * Math.ceil(horizon / period);
	return value(then < 0 ? n - horizon : then);
}

/** Forecast of row n by the regression, or by the last value if fewer rows than its order are known. */
export function linearForecast(value: Column, n: number, horizon: number, { order, weights }: Autoregression): number {
	if (n - horizon < order - 1) return value(n - horizon);
	let y = weights[order]!;
	for (let i = 0; i < order; i++) y += weights[i]! * value(n - horizon - i);
	return y;
}
