/** What the tests of tasks share: one sequence of a batch, outputs made of given answers, losses counted plainly. */

import type { Task, TaskBatch } from "../../src/data/tasks/task.ts";
import { RandomStream } from "../../src/kernels/random.ts";

export const stream = (seed: number) => new RandomStream(seed, "task");

/** Symbols of sequence b, without its padding. */
export function symbolsOf(batch: TaskBatch, b: number): number[] {
	return Array.from({ length: batch.lengths[b]! }, (_, t) => batch.ids![t * batch.B + b]!);
}

/** Values of sequence b, one row a step. */
export function rowsOf(batch: TaskBatch, b: number, D: number): number[][] {
	return Array.from({ length: batch.lengths[b]! }, (_, t) => {
		const at = (t * batch.B + b) * D;
		return [...batch.x!.subarray(at, at + D)];
	});
}

/** Targets of sequence b, those past its end among them. */
export function targetsOf(batch: TaskBatch, b: number): number[] {
	return Array.from({ length: batch.T }, (_, t) => batch.targets![t * batch.B + b]!);
}

/** Outputs [T,B,V] whose largest logit is answer(b, t); where it gives undefined all are 0. */
export function logitsFor(batch: TaskBatch, V: number, answer: (b: number, t: number) => number | undefined) {
	const outputs = new Float32Array(batch.T * batch.B * V);
	for (let b = 0; b < batch.B; b++) {
		for (let t = 0; t < batch.lengths[b]!; t++) {
			const v = answer(b, t);
			if (v !== undefined) outputs[(t * batch.B + b) * V + v] = 3;
		}
	}
	return outputs;
}

/** How many of the sequences are wrong. */
export const wrongCount = (task: Task, batch: TaskBatch, outputs: Float32Array | Float64Array) =>
	task.wrong(batch, outputs).reduce((sum, wrong) => sum + wrong, 0);

/** Five standard deviations of a count of n trials with chance p: a fair generator leaves it once in two million. */
export const fiveSigma = (n: number, p: number) => 5 * Math.sqrt(n * p * (1 - p));

/** Mean and five standard errors of a sample. */
export function meanOf(sample: readonly number[]): { mean: number; within: number } {
	const mean = sample.reduce((sum, x) => sum + x, 0) / sample.length;
	const variance = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0) / sample.length;
	return { mean, within: 5 * Math.sqrt(variance / sample.length) };
}

/** Everything that a batch says of sequence b, cut to its own length, for comparing batches that pad differently. */
export function sequenceOf(batch: TaskBatch, b: number) {
	const { B, T } = batch;
	const n = batch.lengths[b]!;
	const take = (array: Int32Array | Float64Array | undefined) => {
		if (array === undefined) return undefined;
		const width = array.length / (T * B);
		return Array.from({ length: n }, (_, t) => [...array.subarray((t * B + b) * width, (t * B + b + 1) * width)]);
	};
	return { n, ids: take(batch.ids), x: take(batch.x), targets: take(batch.targets), values: take(batch.values) };
}
