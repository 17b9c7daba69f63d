/** How an echo state network answers a task: with the losses of the heads (cells/heads.ts) and the task's own rule. */
import { headLosses } from "../../cells/heads.ts";
import type { Task, TaskBatch, TaskSet } from "../../data/tasks/task.ts";
import type { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { heldOutSet, type TaskEvaluation, type TaskScoreOptions } from "../task/evaluateTask.ts";
import type { EchoTrainer } from "./echoTrainer.ts";

export interface EchoScoreOptions extends Omit<TaskScoreOptions, "batch"> {
	/** First steps of each sequence that only bring the state up from zero, and are not scored. Default 0. */
	skip?: number;
}

export async function evaluateEcho(
	trainer: EchoTrainer,
	task: Task,
	{ count, batch: take }: TaskSet,
	{ onProgress, signal, skip = 0 }: EchoScoreOptions = {},
): Promise<TaskEvaluation> {
	const sum = { wrong: 0, loss: 0, scored: 0 };
	for (let done = 0; done < count; ) {
		signal?.throwIfAborted();
		const batch = after(skip, take(done, Math.min(trainer.options.batch, count - done)), task.outputs);
		const outputs = trainer.outputs(batch);
		for (const wrong of task.wrong(batch, outputs)) sum.wrong += wrong;
		const { loss, scored } = lossOf(task, batch, outputs);
		sum.loss += loss;
		sum.scored += scored;
		done += batch.B;
		await onProgress?.(done, count);
	}
	const { wrong, loss, scored } = sum;
	return { sequences: count, wrong, errorShare: wrong / count, loss: loss / Math.max(1, scored) };
}

/** Returns the sequences to score: a series as one sequence with its whole past, a task as for any other network. */
export function echoSet(task: Task, count: number, lengths: [number, number], random: RandomStream): TaskSet {
	const { whole } = task;
	return whole ? { count: 1, batch: () => whole() } : heldOutSet(task, count, lengths, random);
}

/** The same sequences with their first steps not asked for. */
function after(skip: number, batch: TaskBatch, V: number): TaskBatch {
	const { T, B, targets, values } = batch;
	const steps = Math.min(skip, T) * B;
	return {
		...batch,
		...(targets && { targets: targets.slice().fill(-1, 0, steps) }),
		...(values && { values: values.slice().fill(Number.NaN, 0, steps * V) }),
	};
}

/** @param outputs [T,B,V] */
function lossOf({ head, outputs: V }: Task, { T, B, targets, values }: TaskBatch, outputs: Float64Array) {
	const N = T * B;
	const losses = new Float64Array(N);
	const marks = targets?.slice() ?? new Int32Array(N); // the other heads write it
	headLosses(head, { engine: createReference(), N, V, logits: outputs, targets: marks, values, scale: 1, losses });
	let loss = 0;
	let scored = 0;
	for (let n = 0; n < N; n++) {
		if (marks[n]! < 0) continue;
		loss += losses[n]!;
		scored++;
	}
	return { loss, scored };
}
