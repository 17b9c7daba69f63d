/**
 * What a task is: an endless seeded source of batches of sequences, the head that answers it, and its rule of success.
 * Tasks are numbers only; a trainer turns ids or values into the arrays of its engine.
 */
// T steps, B sequences, D inputs, V outputs; row-major, the last letter moves fastest
import type { Floats } from "../../kernels/kernels.ts";
import type { RandomStream } from "../../kernels/random.ts";

export interface Task {
	name: string;
	/** D: symbols, or values a step. */
	inputs: number;
	/** V: classes or symbols, or values a step. */
	outputs: number;
	input: "symbols" | "values";
	/** softmax: one class or symbol a step; regression: squared error; binary: an independent sigmoid per output. */
	head: "softmax" | "regression" | "binary";
	/** Of the `length` asked for, both ends included. A batch's T may differ where a task adds steps of its own. */
	lengths: { min: number; max: number; default: [number, number] };
	/**
	 * Expected loss per scored step (nats, or squared error, mean over its outputs) of the best answer that never looks at
	 * its input, where known in closed form and the same at every length; otherwise see `baselineAt`.
	 */
	baseline?: number;
	/** The same where it depends on the length asked for. `baselineOf` asks both. */
	baselineAt?(length: number): number;
	/** The next `batch` sequences of the stream. Equal streams and requests give equal batches. */
	draw(random: RandomStream, request: TaskRequest): TaskBatch;
	/** Whether each sequence is answered wrongly by the task's own rule. `outputs` [T,B,V]: logits, or values. -> [B] */
	wrong(batch: TaskBatch, outputs: Floats): Uint8Array;
	/** Set where a sequence foretells itself, so that it can be run on freely. */
	forecast?: Forecast;
	/** A task over data that ends (images, songs, a series): all of it, every target once, in a fixed order. */
	inOrder?(length: number): TaskSet;
	/** A task of one sequence: that sequence from its beginning, scored where this part of it is asked for. */
	whole?(): TaskBatch;
}

/** What a step's answer is to later steps. */
export interface Forecast {
	/** The answer at a step is about the step that many on, 1 or more. */
	horizon: number;
	/** For each input, the output that foretells it; -1 for one that no output does. */
	feeds: readonly number[]; // [D]
}

/** Sequences that can be counted, for evaluation over a whole set. */
export interface TaskSet {
	count: number;
	/** Sequences first .. first + B - 1, or fewer where the set ends; first < count. */
	batch(first: number, B: number): TaskBatch;
}

export interface TaskRequest {
	/** B, 1 or more. */
	batch: number;
	/** Within `lengths`. */
	length: number;
}

export interface TaskBatch {
	/** Steps of the longest sequence; shorter ones are padded at their end. */
	T: number;
	B: number;
	lengths: Int32Array; // [B]
	ids?: Int32Array; // [T,B] input symbols, -1 past a sequence's end
	x?: Float64Array; // [T,B,D] input values, zeros past the end
	targets?: Int32Array; // [T,B] softmax: class or symbol, -1 where not scored
	values?: Float64Array; // [T,B,V] regression, binary: NaN where not scored
}

/** The loss that an answer without memory comes to at this length, where it is known. */
export function baselineOf(task: Task, length: number): number | undefined {
	return task.baselineAt?.(length) ?? task.baseline;
}
