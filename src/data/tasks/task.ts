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
	/** Of the `length` asked for. A batch's T may be larger where the task adds steps of its own. */
	lengths: { min: number; max: number; default: [number, number] };
	/** Loss of the best constant answer per scored step, where known in closed form (nats, or mean squared error). */
	baseline?: number;
	/** The next `batch` sequences of the stream. Equal streams and requests give equal batches. */
	draw(random: RandomStream, request: TaskRequest): TaskBatch;
	/** Whether each sequence is answered wrongly by the task's own rule. `outputs` [T,B,V]: logits, or values. -> [B] */
	wrong(batch: TaskBatch, outputs: Floats): Uint8Array;
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
