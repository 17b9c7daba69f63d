/**
 * The form in which a network sees a series whose change it forecasts. A target enters as its change from the row before,
 * and is forecast as its change from the last known row. A forecast of zero is then the last value, which no trend and
 * no level outside the training part can spoil.
 */
// N rows, C columns, D inputs, K targets
import { type Rows, type Series, type SeriesChange, type StandardSeries, standardSeries } from "./series.ts";

/** Returns the units of the changes in `rows` of a standardised series. A column that does not change gets 1. */
export function fitChange(scaled: Series, [from, to]: Rows, horizon: number): SeriesChange {
	const series = standardSeries(scaled);
	const over = (rows: number) => series.columns.map((_, c) => rootMeanSquare(series, c, [from + rows, to], rows) || 1);
	return { row: over(1), horizon: over(horizon) };
}

function rootMeanSquare({ at, columns }: StandardSeries, c: number, [from, to]: Rows, rows: number): number {
	const C = columns.length;
	let squares = 0;
	for (let n = from; n < to; n++) squares += (at(n * C + c) - at((n - rows) * C + c)) ** 2;
	return Math.sqrt(squares / Math.max(1, to - from));
}

/** How the values of a series enter a network, and how its outputs become values again. */
export interface SeriesForm {
	/** Input of column c at row n. */
	input(n: number, c: number): number;
	/** Target of column c at row n, `horizon` rows after the last known one. */
	wanted(n: number, c: number): number;
	/** Value of column c at row n that the output `y` forecasts. */
	value(y: number, n: number, c: number): number;
	/** Returns a network that reads values [D] and forecasts values [K], from one that reads and forecasts this form. */
	stepper(step: Step): Step;
}

type Step = (x: Float64Array) => ArrayLike<number>;

/** Values as they are, or changes if `change` is given. */
export function formOf(scaled: Series, horizon: number, change: SeriesChange | undefined): SeriesForm {
	const series = standardSeries(scaled);
	const C = series.columns.length;
	const level = (n: number, c: number) => series.at(n * C + c);
	if (!change) return { input: level, wanted: level, value: (y) => y, stepper: (step) => step };
	const { inputs, target } = series;
	const seen = target.map((c) => inputs.indexOf(c)); // [K]
	const isTarget = inputs.map((c) => target.includes(c)); // [D]
	return {
		input(n, c) {
			if (!target.includes(c)) return level(n, c);
			return n === 0 ? 0 : (level(n, c) - level(n - 1, c)) / change.row[c]!;
		},
		wanted: (n, c) => (level(n, c) - level(n - horizon, c)) / change.horizon[c]!,
		value: (y, n, c) => level(n - horizon, c) + change.horizon[c]! * y,
		stepper(step) {
			let before: Float64Array | undefined;
			return (x) => {
				const last = before ?? x; // the first step has no row before it
				const y = step(x.map((v, d) => (isTarget[d] ? (v - last[d]!) / change.row[inputs[d]!]! : v)));
				before = x;
				return target.map((c, k) => x[seen[k]!]! + change.horizon[c]! * y[k]!);
			};
		},
	};
}
