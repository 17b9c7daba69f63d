/** The classes that a network predicts for labelled sequences, and their scores. */
import { type ClassScores, classScores } from "../../data/labels/classScores.ts";
import { type LabelledTask, unknownSymbols } from "../../data/labels/labelledTask.ts";
import type { TaskBatch } from "../../data/tasks/task.ts";
import type { Forecaster } from "../forecast/forecasts.ts";
import { sideBySide } from "./evaluateTask.ts";

// T steps, B sequences, V classes

export interface LabelScoreOptions {
	/** Sequences to score, from the first. Default: all. */
	sequences?: number;
	/** Called after each batch. Return a promise to yield to the event loop. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

/** Scores the labels of a part. */
export async function labelScores(
	task: LabelledTask,
	{ outputs, lanes = Number.POSITIVE_INFINITY }: Pick<Forecaster, "outputs" | "lanes">,
	{ sequences = Number.POSITIVE_INFINITY, onProgress, signal }: LabelScoreOptions = {},
): Promise<ClassScores> {
	const V = task.outputs;
	const confusion = new Float64Array(V * V); // [V,V] actual, predicted
	const all = task.inOrder(task.lengths.max);
	const count = Math.min(sequences, all.count);
	const most = Math.min(lanes, sideBySide(task.lengths.max));
	for (let done = 0; done < count; ) {
		signal?.throwIfAborted();
		const batch = all.batch(done, Math.min(most, count - done));
		const said = outputs(batch);
		for (const [i, target] of batch.targets!.entries()) {
			if (target >= 0) confusion[target * V + likeliestAt(said, i, V)]!++;
		}
		done += batch.B;
		await onProgress?.(done, count);
	}
	const unknown = unknownSymbols(task.set, task.members.subarray(0, count));
	return { ...classScores(confusion, task.set.learned), unknownSymbols: unknown };
}

/** Class with the largest output at row i, the first of equals. */
export function likeliestAt(outputs: ArrayLike<number>, i: number, V: number): number {
	let best = 0;
	for (let v = 1; v < V; v++) if (outputs[i * V + v]! > outputs[i * V + best]!) best = v;
	return best;
}

/** Class and probability (softmax) at row i. */
export function predictedAt(outputs: ArrayLike<number>, i: number, V: number): { k: number; probability: number } {
	const k = likeliestAt(outputs, i, V);
	let sum = 0;
	for (let v = 0; v < V; v++) sum += Math.exp(outputs[i * V + v]! - outputs[i * V + k]!);
	return { k, probability: 1 / sum };
}

/** Steps of sequence b of a batch at which a label is read: all, or the last. */
export function labelledSteps({ lengths }: TaskBatch, b: number, perStep: boolean): [from: number, to: number] {
	const steps = lengths[b]!;
	return [perStep ? 0 : steps - 1, steps];
}
