/**
 * Forecasting a series as a task: windows of its rows, and at each step the targets' values `horizon` rows on.
 * The series comes scaled (scaleSeries), so that losses are in units of the training part's variance.
 */
import { fail } from "../errors/index.ts";
import type { Rows, Series } from "./series.ts";
import { checkRequest, checkWhole } from "./tasks/checks.ts";
import { wrongMeans } from "./tasks/scoring.ts";
import type { Task, TaskBatch } from "./tasks/task.ts";

export interface SeriesTaskOptions {
	/** The rows that windows lie in, inputs and answers; all of them unless given. */
	rows?: Rows;
	/** How the part is called in messages. */
	part?: string;
	/** Rows from the last one seen to the one asked for, 1 or more. */
	horizon?: number;
}

export function seriesTask(series: Series, options: SeriesTaskOptions = {}): Task {
	const { rows: [from, to] = [0, series.rows], part = "whole", horizon = 1 } = options;
	checkWhole("horizon", horizon, 1, 1_000_000);
	const { name, target } = series;
	const answers = to - from - horizon; // rows that have an answer in the part
	if (answers < 1) {
		throw fail("E_SERIES_SHORT", { name, part, rows: Math.max(0, to - from), needed: horizon + 1, horizon });
	}
	const C = series.columns.length;
	const K = target.length;

	const gather = (starts: readonly number[], steps: (start: number) => number): TaskBatch => {
		const B = starts.length;
		const lengths = Int32Array.from(starts, steps); // [B]
		const T = Math.max(...lengths);
		const x = new Float64Array(T * B * C); // [T,B,C]
		const values = new Float64Array(T * B * K).fill(Number.NaN); // [T,B,K]
		starts.forEach((start, b) => {
			for (let t = 0; t < lengths[b]!; t++) {
				const row = (from + start + t) * C;
				x.set(series.values.subarray(row, row + C), (t * B + b) * C);
				target.forEach((c, k) => {
					values[(t * B + b) * K + k] = series.values[row + horizon * C + c]!;
				});
			}
		});
		return { T, B, lengths, x, values };
	};
	const task: Task = {
		name: "series",
		inputs: C,
		outputs: K,
		input: "values",
		head: "regression",
		lengths: { min: 1, max: answers, default: [Math.min(50, answers), Math.min(100, answers)] },
		/** Variance of the answers of the part, summed over the targets: what their own mean would cost. */
		baseline: target.reduce((sum, c) => sum + variance(series, c, from + horizon, to), 0),
		/** Windows of exactly `length` rows, each start as likely. */
		draw(random, request) {
			checkRequest(task, request);
			const { batch, length } = request;
			return gather(
				Array.from({ length: batch }, () => random.below(answers - length + 1)),
				() => length,
			);
		},
		/** Windows side by side: every answer of the part once, the last window shorter. */
		inOrder(length) {
			checkRequest(task, { batch: 1, length });
			const count = Math.ceil(answers / length);
			return {
				count,
				batch: (first, B) => {
					const starts = Array.from({ length: Math.min(B, count - first) }, (_, b) => (first + b) * length);
					return gather(starts, (start) => Math.min(length, answers - start));
				},
			};
		},
		/** A window is wrong where its squared error is above that of answering what was seen last: x of the same step. */
		wrong(batch, outputs) {
			const persistence = new Float64Array(batch.T * batch.B * K);
			for (let step = 0; step < batch.T * batch.B; step++) {
				target.forEach((c, k) => {
					persistence[step * K + k] = batch.x![step * C + c]!;
				});
			}
			return wrongMeans(batch, outputs, K, (b) => meanSquare(batch, persistence, K, b));
		},
	};
	return task;
}

/** Mean squared error of sequence b over its scored values. */
function meanSquare({ B, lengths, values }: TaskBatch, outputs: Float64Array, K: number, b: number): number {
	let squares = 0;
	for (let t = 0; t < lengths[b]!; t++) {
		for (let i = (t * B + b) * K; i < (t * B + b + 1) * K; i++) squares += (outputs[i]! - values![i]!) ** 2;
	}
	return squares / (lengths[b]! * K);
}

function variance({ values, columns }: Series, c: number, from: number, to: number): number {
	const C = columns.length;
	let mean = 0;
	let squares = 0;
	for (let n = from; n < to; n++) mean += values[n * C + c]! / (to - from);
	for (let n = from; n < to; n++) squares += (values[n * C + c]! - mean) ** 2 / (to - from);
	return squares;
}
