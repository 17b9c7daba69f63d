/**
 * Forecasting a series as a task: windows of its rows; the target at each step is the value `horizon` rows later, or its
 * change until then (seriesChange.ts). The series must be scaled (scaleSeries), so that losses are in units of the
 * training part's variance, or of its mean squared change.
 */
// N rows, C columns, D inputs, K targets, T steps, B sequences
import { fail } from "../errors/index.ts";
import {
	type Rows,
	type Series,
	type SeriesChange,
	type SeriesScaling,
	type StandardSeries,
	standardSeries,
} from "./series.ts";
import { formOf, type SeriesForm } from "./seriesChange.ts";
import { SERIES_DEFAULTS, SERIES_LENGTH } from "./seriesDefaults.ts";
import { checkRequest, checkWhole } from "./tasks/checks.ts";
import { wrongMeans } from "./tasks/scoring.ts";
import type { Forecast, Task, TaskBatch } from "./tasks/task.ts";

export interface SeriesTaskOptions {
	/** Target rows; default all. Inputs may lie before them. */
	rows?: Rows;
	/** Name of the part in messages. */
	part?: string;
	/** Rows from the last input to the target, 1 or more. */
	horizon?: number;
	/** Units of the changes, if the network forecasts changes. Default: it forecasts values. Every target is an input. */
	change?: SeriesChange;
	/** Scaling of a series in its original units, applied as its values are read. Default: it is scaled already. */
	scaling?: SeriesScaling;
}

export interface SeriesTask extends Task {
	/** Target rows of the series. */
	answers: Rows;
	forecast: Forecast;
	/** Returns the values of the inputs in the given rows, [to-from,D]. */
	seen(rows: Rows): Float64Array;
	/** Returns the values that outputs for all of `answers` forecast, [rows,K]. */
	valuesOf(outputs: Float64Array): Float64Array;
	/** How values enter the network and leave it. */
	form: SeriesForm;
	inOrder: NonNullable<Task["inOrder"]>;
	whole: NonNullable<Task["whole"]>;
}

/** Returns the task that forecasts the target columns of a series from its input columns. */
export function seriesTask(given: Series, options: SeriesTaskOptions = {}): SeriesTask {
	const series = standardSeries(given, options.scaling);
	const { rows: [from, to] = [0, series.rows], part = "whole", horizon = 1 } = options;
	const { change = options.scaling?.change } = options;
	checkWhole("horizon", horizon, 1, 1_000_000);
	const { name, target, inputs } = series;
	const first = Math.max(from, horizon); // first target row
	const answers = to - first;
	if (answers < 1) {
		throw fail("E_SERIES_SHORT", { name, part, rows: Math.max(0, to - from), needed: horizon + 1, horizon });
	}
	const [D, K] = [inputs.length, target.length];
	const usual = Math.min(SERIES_LENGTH, Math.max(1, Math.floor(answers / 2))); // a short series is cut into several windows
	const form = formOf(series, horizon, change);
	const gather = (starts: readonly number[], steps: readonly number[], scored: readonly number[]) =>
		windowsOf(series, form, horizon, { starts, steps, scored });
	const seen = target.map((c) => (change ? -1 : inputs.indexOf(c))); // [K] index among the inputs, -1 if it is none
	const task: SeriesTask = {
		name: "series",
		inputs: D,
		outputs: K,
		input: "values",
		head: "regression",
		lengths: { min: 1, max: to - horizon, default: [usual, usual] },
		defaults: SERIES_DEFAULTS,
		answers: [first, to],
		forecast: { horizon, feeds: inputs.map((c) => target.indexOf(c)) },
		/** Variance of the part's targets, mean over them: the loss of predicting their own mean. */
		baseline: target.reduce((sum, c) => sum + variance((n) => form.wanted(n, c), first, to) / K, 0),
		/** Windows of exactly `length` rows with uniform starts; every step whose target row is in the part is scored. */
		draw(random, request) {
			checkRequest(task, request);
			const { batch, length } = request;
			const last = to - horizon - length;
			const earliest = Math.min(first - horizon, last);
			const starts = Array.from({ length: batch }, () => earliest + random.below(last - earliest + 1));
			return gather(
				starts,
				starts.map(() => length),
				starts.map(() => first),
			);
		},
		/**
		 * Every target of the part once, in order of the rows. The first half of a window's `length` steps only builds up
		 * the state and is scored by the window before; it is shorter at the beginning of the series.
		 */
		inOrder(length) {
			checkRequest(task, { batch: 1, length });
			const context = Math.floor(length / 2);
			const stride = length - context;
			const count = Math.ceil(answers / stride);
			return {
				count,
				batch(begin, B) {
					const scored = Array.from({ length: Math.min(B, count - begin) }, (_, b) => first + (begin + b) * stride);
					const starts = scored.map((row) => Math.max(0, row - horizon - context));
					const ends = scored.map((row) => Math.min(to, row + stride) - horizon);
					return gather(
						starts,
						ends.map((end, b) => end - starts[b]!),
						scored,
					);
				},
			};
		},
		whole: () => gather([0], [to - horizon], [first]),
		form,
		valuesOf: (outputs) => outputs.map((y, i) => form.value(y, first + Math.floor(i / K), target[i % K]!)),
		seen: (rows) => inputsIn(series, rows),
		/**
		 * A window is wrong if its squared error is above that of predicting the last value seen: x of the same step, or 0
		 * for a change and for a target that is not an input.
		 */
		wrong(batch, outputs) {
			const last = lastSeen(batch, seen, D);
			return wrongMeans(batch, outputs, K, (b) => meanSquare(batch, last, K, b));
		},
	};
	return task;
}

/** Values of the inputs in the given rows, [rows,D]. */
function inputsIn({ at, columns, inputs }: StandardSeries, [from, to]: Rows): Float64Array {
	const [C, D] = [columns.length, inputs.length];
	return Float64Array.from({ length: (to - from) * D }, (_, i) => {
		return at((from + Math.floor(i / D)) * C + inputs[i % D]!);
	});
}

interface Windows {
	/** First input row of each sequence, [B]. */
	starts: readonly number[];
	/** Steps of each sequence, [B]. */
	steps: readonly number[];
	/** First target row of each sequence that is scored, [B]. */
	scored: readonly number[];
}

function windowsOf(
	{ inputs, target }: Series,
	form: SeriesForm,
	horizon: number,
	{ starts, steps, scored }: Windows,
): TaskBatch {
	const [D, K] = [inputs.length, target.length];
	const B = starts.length;
	const lengths = Int32Array.from(steps); // [B]
	const T = Math.max(...lengths);
	const x = new Float64Array(T * B * D); // [T,B,D]
	const values = new Float64Array(T * B * K).fill(Number.NaN); // [T,B,K]
	for (let b = 0; b < B; b++) {
		for (let t = 0; t < lengths[b]!; t++) {
			const row = starts[b]! + t;
			for (let d = 0; d < D; d++) x[(t * B + b) * D + d] = form.input(row, inputs[d]!);
			if (row + horizon < scored[b]!) continue;
			for (let k = 0; k < K; k++) values[(t * B + b) * K + k] = form.wanted(row + horizon, target[k]!);
		}
	}
	return { T, B, lengths, x, values };
}

/**
 * Returns the last value seen of each target, [T,B,K]: x of the same step, or 0 where there is none.
 * @param seen index of each target among the inputs, -1 for 0, [K].
 */
function lastSeen({ T, B, x }: TaskBatch, seen: readonly number[], D: number): Float64Array {
	const K = seen.length;
	return Float64Array.from({ length: T * B * K }, (_, i) => {
		const d = seen[i % K]!;
		return d < 0 ? 0 : x![Math.floor(i / K) * D + d]!;
	});
}

/** Mean squared error of sequence b over its scored values. */
function meanSquare({ B, lengths, values }: TaskBatch, outputs: Float64Array, K: number, b: number): number {
	let squares = 0;
	let scored = 0;
	for (let t = 0; t < lengths[b]!; t++) {
		for (let i = (t * B + b) * K; i < (t * B + b + 1) * K; i++) {
			if (Number.isNaN(values![i]!)) continue;
			squares += (outputs[i]! - values![i]!) ** 2;
			scored++;
		}
	}
	return squares / scored;
}

function variance(wanted: (n: number) => number, from: number, to: number): number {
	let mean = 0;
	let squares = 0;
	for (let n = from; n < to; n++) mean += wanted(n) / (to - from);
	for (let n = from; n < to; n++) squares += (wanted(n) - mean) ** 2 / (to - from);
	return squares;
}
