/** Evaluation on a task: on fresh sequences of an endless task, or on the sequences of a finite one. */
import type { Weights } from "../../cells/weights.ts";
import type { Task, TaskSet } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { RandomStream } from "../../kernels/random.ts";
import { drawLength } from "../options/taskOptions.ts";
import { TaskWindow } from "./taskWindow.ts";

export interface TaskEvaluation {
	sequences: number;
	/** Number of wrong sequences, by the task's own rule. */
	wrong: number;
	/** Error rate: wrong / sequences, 0..1. */
	errorShare: number;
	/** Mean loss per scored step. */
	loss: number;
}

export interface TaskScoreOptions {
	/** Batch size, in sequences. Default: 100. */
	batch?: number;
	/** Called after each batch. Return a promise to yield to the event loop. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

/** Returns the error rate and the loss on all of `set`. */
export async function evaluateTask(
	engine: Engine,
	weights: Weights,
	task: Task,
	{ count, batch: take }: TaskSet,
	{ batch: most = 100, onProgress, signal }: TaskScoreOptions = {},
): Promise<TaskEvaluation> {
	const window = new TaskWindow(engine, weights, { training: false, omega: false });
	const sum = { wrong: 0, loss: 0, scored: 0 };
	try {
		for (let done = 0; done < count; ) {
			signal?.throwIfAborted();
			const batch = take(done, Math.min(most, count - done));
			const { window: pass } = window.load(batch);
			pass.forward({ steps: batch.T });
			for (const wrong of task.wrong(batch, pass.logits)) sum.wrong += wrong;
			const { lossNats, scored } = pass.loss(batch.T);
			sum.loss += lossNats;
			sum.scored += scored;
			done += batch.B;
			await onProgress?.(done, count);
		}
	} finally {
		window.free();
	}
	const { wrong, loss, scored } = sum;
	return { sequences: count, wrong, errorShare: wrong / count, loss: loss / Math.max(1, scored) };
}

/** Returns `count` fresh sequences, with one length drawn per batch. Take the batches once, in order. */
export function freshSet(task: Task, count: number, lengths: [number, number], random: RandomStream): TaskSet {
	const draw = (_: number, batch: number) => task.draw(random, { batch, length: drawLength(lengths, random) });
	return { count, batch: draw };
}

/** Returns at most the first `count` sequences of a finite task, at the longest length, or `count` fresh ones. */
export function heldOutSet(task: Task, count: number, lengths: [number, number], random: RandomStream): TaskSet {
	const set = task.inOrder?.(lengths[1]);
	return set ? { ...set, count: Math.min(set.count, count) } : freshSet(task, count, lengths, random);
}

/** Returns the batch size that keeps a batch within 2^17 steps, 1 to 100. @param longest sequence length, in steps. */
export function sideBySide(longest: number): number {
	return Math.max(1, Math.min(100, Math.floor((1 << 17) / longest)));
}
