/**
 * A series of numbers: columns over time, the columns to forecast, its parts and the scale of its values.
 *
 * Parts are contiguous rows in file order. The scale is fitted on the training part alone and is a plain object. It is
 * saved with the model and undone in forecasts.
 */
// N rows, C columns, of which D are inputs and K are forecast; row-major
import { fail } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import { type Wanted, withGot } from "../errors/request.ts";
import type { Floats } from "../kernels/kernels.ts";
import { checkSplit, type Split } from "./split.ts";

export interface Series {
	/** Source of the series, for messages. */
	name: string;
	/** Titles of the C columns of numbers; their column numbers if the file has no header. */
	columns: string[];
	/** Column numbers in the file, from 1; columns of text are left out. */
	places: number[];
	/** Columns without numbers (dates, labels) that were left out. */
	skipped: string[];
	header: boolean;
	/** Number of rows, N. */
	rows: number;
	values: Float64Array; // [N,C]
	lines: Int32Array; // [N] line of each row in the file, from 1
	/** Indices of the columns to forecast: those requested, or all. */
	target: number[]; // [K]
	/** Indices of the network's input columns: those requested, or all. */
	inputs: number[]; // [D]
}

/** A range of rows, `to` excluded. */
export type Rows = readonly [from: number, to: number];

export const DEFAULT_SERIES_SPLIT: Split = [80, 10, 10];

/** Returns the rows of each part: cuts at floor(N * percent / 100). */
export function seriesParts(
	series: Pick<Series, "rows">,
	split: Split = DEFAULT_SERIES_SPLIT,
): Record<"train" | "valid" | "test", Rows> {
	const [train, valid, test] = checkSplit(split);
	const first = valid + test === 0 ? series.rows : Math.floor((series.rows * train) / 100);
	const second = test === 0 ? series.rows : Math.floor((series.rows * (train + valid)) / 100);
	return { train: [0, first], valid: [first, second], test: [second, series.rows] };
}

/** Minimum rows to fit a scale: the deviation of n normal values is off by 1/sqrt(2(n - 1)), 27 % at 8. */
const LEAST_ROWS = 8;

/**
 * Checks that the series is long enough to train and evaluate on: LEAST_ROWS for training, two of them as targets,
 * whose variance is the baseline; and one target row in each other part with a percentage above 0.
 * @throws E_SERIES_SHORT with the number of rows needed in total.
 */
export function checkParts(series: Series, split: Split, horizon: number): void {
	const [train, valid, test] = split;
	const least = { train: Math.max(LEAST_ROWS, horizon + 2), valid: valid > 0 ? 1 : 0, test: test > 0 ? 1 : 0 };
	const names = ["train", "valid", "test"] as const;
	const lacking = (rows: number) => {
		const parts = seriesParts({ rows }, split);
		return names.find((name) => parts[name][1] - parts[name][0] < least[name]);
	};
	const { name, rows } = series;
	const part = lacking(rows);
	if (part === undefined) return;
	let needed = Math.max(rows + 1, Math.floor((100 * least.train) / train));
	for (const near = needed + 1000; lacking(needed); needed++) {
		if (needed === near) needed = Math.max(near, Math.ceil(100 / valid)); // enough to give a small part its row
	}
	const [from, to] = seriesParts(series, split)[part];
	const whole = { rows, needed, split: split.join("/") };
	throw fail("E_SERIES_SHORT", { name, part, rows: to - from, needed: least[part], horizon, whole });
}

/** Units of the changes: the root mean square of each column's changes in the training part, standardised. */
export interface SeriesChange {
	/** Changes from one row to the next, the units of the inputs. */
	row: number[]; // [C]
	/** Changes over the horizon, the units of the targets: a forecast of no change has a loss of 1 on the training part. */
	horizon: number[]; // [C]
}

/** value = mean + deviation * scaled, for each column. */
export interface SeriesScaling {
	form: "standard";
	columns: string[];
	mean: number[];
	/** Population standard deviation, above 0. */
	deviation: number[];
	/** Units of the changes, if the network forecasts changes. */
	change?: SeriesChange;
}

/**
 * Returns the mean and standard deviation of each column over `rows`.
 * @throws E_SERIES_CONSTANT for a column that never changes, E_SERIES_SHORT for fewer than two rows.
 */
export function fitScaling(series: Series, [from, to]: Rows): SeriesScaling {
	if (to - from < 2) {
		const rows = Math.max(0, to - from);
		throw fail("E_SERIES_SHORT", { name: series.name, part: "train", rows, needed: 2, horizon: 1 });
	}
	const C = series.columns.length;
	const mean: number[] = [];
	const deviation: number[] = [];
	for (let c = 0; c < C; c++) {
		const moments = columnMoments(series, c, from, to);
		if (moments === undefined) {
			throw fail("E_SERIES_CONSTANT", {
				name: series.name,
				column: series.places[c]!,
				...(series.header && { title: series.columns[c]! }),
				value: series.values[from * C + c]!,
				from: series.lines[from]!,
				to: series.lines[to - 1]!,
			});
		}
		mean.push(moments.mean);
		deviation.push(moments.deviation);
	}
	return { form: "standard", columns: [...series.columns], mean, deviation };
}

/**
 * Computed in units of half the range around its middle, so that neither 1e308 nor a small change far from 0 loses
 * digits.
 */
function columnMoments({ values, columns }: Series, c: number, from: number, to: number) {
	const C = columns.length;
	let low = Number.POSITIVE_INFINITY;
	let high = Number.NEGATIVE_INFINITY;
	for (let n = from; n < to; n++) {
		low = Math.min(low, values[n * C + c]!);
		high = Math.max(high, values[n * C + c]!);
	}
	const half = high / 2 - low / 2;
	const middle = low / 2 + high / 2;
	if (!(half > 0)) return undefined;
	let sum = 0;
	for (let n = from; n < to; n++) sum += (values[n * C + c]! - middle) / half;
	const mean = sum / (to - from);
	let squares = 0;
	for (let n = from; n < to; n++) squares += ((values[n * C + c]! - middle) / half - mean) ** 2;
	const deviation = half * Math.sqrt(squares / (to - from));
	return deviation > 0 ? { mean: middle + half * mean, deviation } : undefined;
}

/**
 * Checks a scaling read from a checkpoint against the columns of this series.
 * @throws E_SERIES_SCALING.
 */
export function checkScaling(read: unknown, series: Series): SeriesScaling {
	const bad = (what: string, got: unknown, why: Wanted) => fail("E_SERIES_SCALING", { what, why: withGot(why, got) });
	const { form, columns, mean, deviation, change } = (read ?? {}) as Partial<Record<keyof SeriesScaling, unknown>>;
	if (form !== "standard") throw bad("form", form, { reason: "oneOf", choices: ["standard"] });
	const C = series.columns.length;
	const numbers = (list: unknown): list is number[] =>
		Array.isArray(list) && list.length === C && list.every((x) => Number.isFinite(x));
	if (!Array.isArray(columns) || String(columns) !== String(series.columns)) {
		throw bad("columns", columns, { reason: "form", forms: [shown(series.columns)!] });
	}
	if (!numbers(mean)) throw bad("mean", mean, { reason: "list", of: "numbers", exactly: C });
	const positive = (name: string, list: unknown): number[] => {
		if (numbers(list) && list.every((x) => x > 0)) return list;
		throw bad(name, list, { reason: "list", of: "numbers", exactly: C, above: 0 });
	};
	const scaling = { form, columns: columns.map(String), mean, deviation: positive("deviation", deviation) } as const;
	if (change === undefined) return scaling;
	const { row, horizon } = (change ?? {}) as Partial<Record<keyof SeriesChange, unknown>>;
	return { ...scaling, change: { row: positive("change.row", row), horizon: positive("change.horizon", horizon) } };
}

/** A series as a network sees it, without a copy of its values. */
export interface StandardSeries extends Series {
	/** Standardised value at an index of [N,C]. */
	at(index: number): number;
}

const isStandard = (series: Series | StandardSeries): series is StandardSeries => "at" in series;

/** The series with its values scaled as they are read. Without `scaling`, they are standardised already. */
export function standardSeries(series: Series, scaling?: Pick<SeriesScaling, "mean" | "deviation">): StandardSeries {
	if (isStandard(series)) return series;
	const { values, columns } = series;
	if (!scaling) return { ...series, at: (index) => values[index]! };
	const { mean, deviation } = scaling;
	const C = columns.length;
	return { ...series, at: (index) => (values[index]! - mean[index % C]!) / deviation[index % C]! };
}

/** Returns the scaled series: (value - mean) / deviation. */
export function scaleSeries(series: Series, { mean, deviation }: SeriesScaling): Series {
	const C = series.columns.length;
	const values = series.values.map((value, i) => (value - mean[i % C]!) / deviation[i % C]!);
	return { ...series, values };
}

/** Converts forecasts [..,K] of the columns `target` back to the file's own numbers: mean + deviation * value. */
export function unscale(
	forecasts: Floats,
	{ mean, deviation }: SeriesScaling,
	target: readonly number[],
): Float64Array {
	const K = target.length;
	return Float64Array.from(forecasts, (value, i) => mean[target[i % K]!]! + deviation[target[i % K]!]! * value);
}
