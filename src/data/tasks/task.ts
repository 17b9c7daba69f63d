/**
 * A task: an endless seeded source of batches of sequences, the head that predicts, and the rule of success. Tasks are
 * numbers only; a trainer copies ids or values into the arrays of its engine.
 */
// T steps, B sequences, D inputs, V outputs; row-major, the last letter moves fastest
import type { Floats } from "../../kernels/kernels.ts";
import type { RandomStream } from "../../kernels/random.ts";

export interface Task {
	name: string;
	/** Number of inputs D: symbols, or values per step. */
	inputs: number;
	/** Number of outputs V: classes or symbols, or values per step. */
	outputs: number;
	input: "symbols" | "values";
	/** softmax: one class or symbol per step; regression: squared error; binary: an independent sigmoid per output. */
	head: "softmax" | "regression" | "binary";
	/** Range of the requested `length`, inclusive. A batch's T may differ if a task adds steps of its own. */
	lengths: { min: number; max: number; default: [number, number] };
	/** Training options that this data replaces the general defaults of; those of the request override them. */
	defaults?: Readonly<Record<string, unknown>>;
	/**
	 * Expected loss per scored step (nats, or squared error, mean over its outputs) of the best prediction that ignores
	 * the input, if it is known in closed form and is the same at every length; otherwise see `baselineAt`.
	 */
	baseline?: number;
	/** The baseline if it depends on the requested length. `baselineOf` uses both. */
	baselineAt?(length: number): number;
	/** Draws the next `batch` sequences of the stream. Equal streams and requests give equal batches. */
	draw(random: RandomStream, request: TaskRequest): TaskBatch;
	/** Marks the sequences that are wrong by the task's own rule. `outputs` [T,B,V]: logits, or values. -> [B] */
	wrong(batch: TaskBatch, outputs: Floats): Uint8Array;
	/** Set if each sequence is a question and its answer, as an encoder-decoder needs them. */
	questions?: boolean;
	/** Set if a sequence predicts itself, so that a free-running forecast is possible. */
	forecast?: Forecast;
	/** Set for finite data (images, songs, a series): all of it, every target once, in a fixed order. */
	inOrder?(length: number): TaskSet;
	/** Set for a task of one sequence: that sequence from its beginning, scored on the requested part. */
	whole?(): TaskBatch;
}

/** Returns the task as it is: TypeScript and editors then know the types of its fields and functions. */
export function defineTask(task: Task): Task {
	return task;
}

/** How outputs relate to later inputs. */
export interface Forecast {
	/** Steps from a step to the one its output predicts, 1 or more. */
	horizon: number;
	/** For each input, the output that predicts it; -1 if none does. */
	feeds: readonly number[]; // [D]
}

/** A finite set of sequences, for evaluation over all of it. */
export interface TaskSet {
	count: number;
	/** Returns sequences first .. first + B - 1, or fewer: at the end of the set, or if B of them need too much memory; first < count. */
	batch(first: number, B: number): TaskBatch;
}

export interface TaskRequest {
	/** Number of sequences B, 1 or more. */
	batch: number;
	/** Requested length, within `lengths`. */
	length: number;
}

export interface TaskBatch {
	/** Steps of the longest sequence; shorter ones are padded at their end. */
	T: number;
	B: number;
	lengths: Int32Array; // [B]
	/** Steps of each sequence's question, before what is scored; of tasks with `questions`. */
	questions?: Int32Array; // [B]
	ids?: Int32Array; // [T,B] input symbols, -1 past a sequence's end
	x?: Float64Array; // [T,B,D] input values, zeros past the end
	targets?: Int32Array; // [T,B] softmax: class or symbol, -1 where not scored
	values?: Float64Array; // [T,B,V] regression, binary: NaN where not scored
}

/** Returns the expected loss of a prediction that ignores the input at this length, if it is known. */
export function baselineOf(task: Task, length: number): number | undefined {
	return task.baselineAt?.(length) ?? task.baseline;
}
