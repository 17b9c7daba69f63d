/**
 * Training on a task, as a value that can be stepped, saved and restored: each update draws a fresh batch, runs every
 * sequence whole from a zero state, and back through all its steps; the rest of an update is in updates/updates.ts.
 *
 * Batches and lengths come from a stream of the seed alone: runs that differ in their remedies see the same data.
 */
import { type ModelSpec, parameterCount } from "../../cells/layout.ts";
import { dropoutBlocks, type Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import type { Task, TaskBatch, TaskSet } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { RandomStream } from "../../kernels/random.ts";
import { startWeights } from "../../remedies/starts.ts";
import { modelOf } from "../options/options.ts";
import { drawLength, lengthsOf, type TaskTrainOptions } from "../options/taskOptions.ts";
import { type Snapshot, wholeOf } from "../snapshot.ts";
import { badWeight, type Divergence, ignorantLoss } from "../updates/guard.ts";
import { type Accumulated, type UpdateReport, Updates } from "../updates/updates.ts";
import { evaluateTask, freshSet, type TaskEvaluation, type TaskScoreOptions } from "./evaluateTask.ts";
import { TaskWindow } from "./taskWindow.ts";

export interface TaskStepReport extends UpdateReport {
	/** Steps of the batch, T. */
	steps: number;
}

/** What of a task decides the shape of its model. */
export type TaskShape = Pick<Task, "inputs" | "outputs" | "input" | "head">;

/** The model that `options` describe, with the task's inputs, outputs and head. */
export function taskModel(options: TaskTrainOptions, { inputs, outputs, input, head }: TaskShape): ModelSpec {
	return { ...modelOf(options, inputs), input, outputs, head };
}

export interface TaskEvaluateOptions extends TaskScoreOptions {
	/** Fresh sequences, 1 or more. */
	sequences: number;
	/** Length, or range of lengths, in place of the run's own. */
	length?: string;
}

export class TaskTrainer {
	readonly engine: Engine;
	readonly task: Task;
	readonly options: TaskTrainOptions;
	readonly spec: ModelSpec;
	readonly weights: Weights;
	readonly updates: Updates;
	readonly parameters: number;
	/** Shortest and longest length asked for. */
	readonly lengths: [number, number];
	/** Sequences trained on. */
	sequences = 0;
	readonly #gradients: Weights;
	readonly #window: TaskWindow;
	readonly #dropout: RandomStream;
	#ignorantLoss: number | undefined;
	/** Counter of the stream that batches are drawn from. */
	#drawn = 0;

	/** Allocates and starts the weights from `options.seed`. */
	constructor(engine: Engine, task: Task, options: TaskTrainOptions) {
		this.engine = engine;
		this.task = task;
		this.options = options;
		this.spec = taskModel(options, task);
		this.weights = new Weights(engine, this.spec);
		this.parameters = parameterCount(this.spec);
		startWeights(this.weights, options.init, options.forgetBias, new RandomStream(options.seed, "weights"));
		this.updates = new Updates(engine, this.weights, options);
		this.#gradients = new Weights(engine, this.spec);
		this.#window = new TaskWindow(engine, this.weights, { training: true, omega: options.omega > 0 });
		this.lengths = lengthsOf(options.length, task, "--length");
		this.#dropout = new RandomStream(options.seed, "dropout");
	}

	/** Updates made. */
	get step(): number {
		return this.updates.step;
	}

	get clippedShare(): number {
		return this.updates.clippedShare;
	}

	/** Exponential mean of the loss (0.98), bias-corrected; 0 before the first update. */
	get lossSmooth(): number {
		return this.updates.lossSmooth;
	}

	/** Of the last update. */
	get gradients(): Weights {
		return this.#gradients;
	}

	/** A window of its own with sequences of the greatest length, the same each time; whoever asks frees it. */
	window(sequences: number): Unrolled {
		const window = new TaskWindow(this.engine, this.weights, { training: false, omega: false });
		return window.load(this.#drawProbe(sequences)).window;
	}

	#drawProbe(sequences: number): TaskBatch {
		const batch = { batch: sequences, length: this.lengths[1] };
		return this.task.draw(new RandomStream(this.options.seed, "probe"), batch);
	}

	/** Loss of a model that answers without having looked, see guard.ts; of a regression, over 100 sequences. */
	get ignorantLoss(): number {
		const { head, outputs } = this.task;
		this.#ignorantLoss ??= ignorantLoss(head, outputs, head === "regression" ? this.#drawProbe(100).values : undefined);
		return this.#ignorantLoss;
	}

	/** One update. @param progress share of the budget spent, 0..1: sets the learning rate. @param rate its factor. */
	update(progress: number, rate = 1): TaskStepReport {
		const batch = this.#draw();
		const report = this.updates.apply(this.#backward(batch), progress, rate);
		if (!report.divergence) this.sequences += batch.B;
		return { ...report, steps: batch.T };
	}

	/** The next batch. Its stream is made anew from the counter, so that a snapshot needs nothing but that number. */
	#draw(): TaskBatch {
		const random = new RandomStream(this.options.seed, "task", this.#drawn);
		const batch = this.task.draw(random, { batch: this.options.batch, length: drawLength(this.lengths, random) });
		this.#drawn = random.counter;
		return batch;
	}

	#backward(batch: TaskBatch): Accumulated {
		const { window, scored } = this.#window.load(batch);
		const gradients = this.#gradients;
		const { dropout: rate, omega: alpha, omegaForm = "paper" } = this.options;
		const { key, counter } = this.#dropout;
		if (rate > 0) this.#dropout.counter += dropoutBlocks(window, batch.T);
		gradients.flat.fill(0);
		window.forward({ steps: batch.T, dropout: { rate, key, counter } });
		const { omega: remedy } = this.#window;
		const call = { steps: batch.T, scale: 1 / Math.max(1, scored), deltas: remedy?.deltas };
		const { lossNats } = window.backward(gradients, call);
		const omega = remedy?.add(batch.T, omegaForm, alpha, gradients);
		return { window, gradients, loss: lossNats / Math.max(1, scored), omega };
	}

	/** Error share and loss on fresh sequences, drawn from a stream of the seed and the step. */
	evaluate({ sequences, length, ...options }: TaskEvaluateOptions): Promise<TaskEvaluation> {
		const lengths = length === undefined ? this.lengths : lengthsOf(length, this.task, "--length");
		const random = new RandomStream(this.options.seed, `evaluation at ${this.step}`);
		return this.evaluateSet(freshSet(this.task, sequences, lengths, random), options);
	}

	/** Error share and loss on all of `set`, of this task or of another part of its data. */
	evaluateSet(set: TaskSet, options: TaskScoreOptions = {}): Promise<TaskEvaluation> {
		return evaluateTask(this.engine, this.weights, this.task, set, options);
	}

	/** The first weight that is not finite: what the last update itself may have made. */
	findDivergence(): Divergence | undefined {
		if (Number.isFinite(this.engine.sumSquares(this.weights.flat))) return undefined;
		return badWeight(this.step, this.weights);
	}

	/** Everything a bit-identical resume needs. The tensors are views: write them out before the next update. */
	snapshot(): Snapshot {
		const { tensors, state } = this.updates.snapshot();
		const counters = { dropoutCounter: this.#dropout.counter, taskCounter: this.#drawn };
		return { tensors, state: { ...state, sequences: this.sequences, ...counters } };
	}

	/** Puts a snapshot of a run with the same task and options back. @throws E_SNAPSHOT where it does not fit. */
	restore(snapshot: Snapshot): void {
		const { state } = snapshot;
		this.updates.restore(snapshot);
		this.sequences = wholeOf(state, "sequences");
		this.#dropout.counter = wholeOf(state, "dropoutCounter");
		this.#drawn = wholeOf(state, "taskCounter");
	}

	/** Gives all arrays back to the engine. */
	free(): void {
		this.#window.free();
		this.updates.free();
		this.engine.free(this.weights.flat, this.#gradients.flat);
	}
}
