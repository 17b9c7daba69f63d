/**
 * A training run on a task, to be stepped, saved and restored. Each update draws a fresh batch, runs every sequence
 * from a zero state and backpropagates through all its steps, or through k2 of them (truncated.ts). updates/updates.ts
 * does the rest of an update.
 *
 * The seed alone determines batches and lengths, so runs that differ in their remedies see the same data.
 */
import { type ModelSpec, parameterCount } from "../../cells/layout.ts";
import { dropoutBlocks, type Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import type { Task, TaskBatch, TaskSet } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { RandomStream } from "../../kernels/random.ts";
import { atOnce, type Work } from "../../kernels/work.ts";
import { startInPieces } from "../../remedies/starts.ts";
import { modelOf } from "../options/options.ts";
import { drawLength, lengthsOf, type TaskTrainOptions } from "../options/taskOptions.ts";
import { type Snapshot, wholeOf } from "../snapshot.ts";
import type { WindowObserver } from "../tbptt.ts";
import { badWeight, type Divergence, ignorantLoss } from "../updates/guard.ts";
import { type Accumulated, type UpdateReport, Updates } from "../updates/updates.ts";
import { evaluateTask, freshSet, type TaskEvaluation, type TaskScoreOptions } from "./evaluateTask.ts";
import { scoredSteps, TaskWindow } from "./taskWindow.ts";
import { piecesOf } from "./truncated.ts";

export interface TaskStepReport extends UpdateReport {
	/** Number of steps of the batch, T. */
	steps: number;
}

/** The fields of a task that determine the shape of its model. */
export type TaskShape = Pick<Task, "inputs" | "outputs" | "input" | "head">;

/** Returns the model described by `options`, with the task's inputs, outputs and head. */
export function taskModel(options: TaskTrainOptions, { inputs, outputs, input, head }: TaskShape): ModelSpec {
	return { ...modelOf(options, inputs), input, outputs, head };
}

export interface TaskEvaluateOptions extends TaskScoreOptions {
	/** Number of fresh sequences, at least 1. */
	sequences: number;
	/** Length "L", or range "A..B". Default: that of the run. */
	length?: string;
}

/** Trains a network on a task: one update at a time, saved and restored by snapshots. */
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
	/** Number of sequences trained on. */
	sequences = 0;
	readonly #gradients: Weights;
	readonly #window: TaskWindow;
	readonly #dropout: RandomStream;
	#ignorantLoss: number | undefined;
	#observer: WindowObserver | undefined;
	/** Counter of the stream that batches are drawn from. */
	#drawn = 0;

	/**
	 * Allocates the weights and initialises them from `options.seed`.
	 * @param started false: the weights are 0 until `start` has run or a snapshot is restored.
	 */
	constructor(engine: Engine, task: Task, options: TaskTrainOptions, started = true) {
		this.engine = engine;
		this.task = task;
		this.options = options;
		this.spec = taskModel(options, task);
		this.weights = new Weights(engine, this.spec);
		this.parameters = parameterCount(this.spec);
		if (started) atOnce(this.start());
		this.updates = new Updates(engine, this.weights, options);
		this.#gradients = new Weights(engine, this.spec);
		this.#window = new TaskWindow(engine, this.weights, { training: true, omega: options.omega > 0 });
		this.lengths = lengthsOf(options.length, task, "--length");
		this.#dropout = new RandomStream(options.seed, "dropout");
	}

	/** Initialises the weights in pieces. */
	start(): Work<void> {
		const { seed, init, forgetBias } = this.options;
		return startInPieces(this.weights, init, forgetBias, new RandomStream(seed, "weights"), this.engine);
	}

	/** Updates made. */
	get step(): number {
		return this.updates.step;
	}

	get clippedShare(): number {
		return this.updates.clippedShare;
	}

	/** Bias-corrected exponential mean of the loss (decay 0.98); 0 before the first update. */
	get lossSmooth(): number {
		return this.updates.lossSmooth;
	}

	/** Calls `observer` with each window of the updates to come. undefined: no longer. */
	observe(observer: WindowObserver | undefined): void {
		this.#observer = observer;
	}

	/** Gradients of the last update. */
	get gradients(): Weights {
		return this.#gradients;
	}

	/** Returns a new window with sequences of the longest length, the same at each call. The caller frees it. */
	window(sequences: number): Unrolled {
		const window = new TaskWindow(this.engine, this.weights, { training: false, omega: false });
		return window.load(this.#drawProbe(sequences)).window;
	}

	#drawProbe(sequences: number): TaskBatch {
		const batch = { batch: sequences, length: this.lengths[1] };
		return this.task.draw(new RandomStream(this.options.seed, "probe"), batch);
	}

	/** Loss of a model that ignores its input (see guard.ts). For a regression it is measured on 100 sequences. */
	get ignorantLoss(): number {
		const { head, outputs } = this.task;
		this.#ignorantLoss ??= ignorantLoss(head, outputs, head === "regression" ? this.#drawProbe(100).values : undefined);
		return this.#ignorantLoss;
	}

	/**
	 * Makes one update.
	 * @param progress fraction of the budget spent, 0..1; sets the learning rate. @param rate factor of the learning rate.
	 */
	update(progress: number, rate = 1): TaskStepReport {
		const batch = this.#draw();
		const report = this.updates.apply(this.#backward(batch), progress, rate);
		if (!report.divergence) this.sequences += batch.B;
		return { ...report, steps: batch.T };
	}

	/** Draws the next batch. Its stream is recreated from the counter, so a snapshot needs to store only that number. */
	#draw(): TaskBatch {
		const random = new RandomStream(this.options.seed, "task", this.#drawn);
		const batch = this.task.draw(random, { batch: this.options.batch, length: drawLength(this.lengths, random) });
		this.#drawn = random.counter;
		return batch;
	}

	#backward(batch: TaskBatch): Accumulated {
		const { k1, k2, omega: alpha, omegaForm = "paper" } = this.options;
		const pieces = k1 && k2 ? piecesOf(batch, { k1, k2 }) : [{ batch, leave: 0 }];
		const begun = this.#window.room(pieces.at(-1)!.batch.T, batch.B);
		if (pieces.length > 1) begun.resetState();
		const scored = Math.max(1, scoredSteps(batch, this.task.outputs));
		const gradients = this.#gradients;
		gradients.flat.fill(0);
		let [loss, omega] = [0, 0];
		for (const { batch: piece, leave } of pieces) {
			const { window, scored: asked } = this.#window.load(piece);
			this.#forward(window, piece.T);
			const { omega: remedy } = this.#window;
			if (asked > 0) {
				loss += window.backward(gradients, { steps: piece.T, scale: 1 / scored, deltas: remedy?.deltas }).lossNats;
				omega += remedy?.add(piece.T, omegaForm, alpha, gradients) ?? 0;
			}
			this.#observer?.(window, piece.T);
			if (pieces.length > 1) window.carry(leave);
		}
		return { window: begun, gradients, loss: loss / scored, ...(alpha > 0 && { omega }) };
	}

	#forward(window: Unrolled, steps: number): void {
		const { dropout: rate } = this.options;
		const { key, counter } = this.#dropout;
		if (rate > 0) this.#dropout.counter += dropoutBlocks(window, steps);
		window.forward({ steps, dropout: { rate, key, counter } });
	}

	/** Returns error rate and loss on fresh sequences. The seed and the step determine the sequences. */
	evaluate({ sequences, length, ...options }: TaskEvaluateOptions): Promise<TaskEvaluation> {
		const lengths = length === undefined ? this.lengths : lengthsOf(length, this.task, "--length");
		const random = new RandomStream(this.options.seed, `evaluation at ${this.step}`);
		return this.evaluateSet(freshSet(this.task, sequences, lengths, random), options);
	}

	/** Returns error rate and loss on all of `set`, which may be another part of the task's data. */
	evaluateSet(set: TaskSet, options: TaskScoreOptions = {}): Promise<TaskEvaluation> {
		return evaluateTask(this.engine, this.weights, this.task, set, options);
	}

	/** Returns the first non-finite weight, which the last update may have produced. */
	findDivergence(): Divergence | undefined {
		if (Number.isFinite(this.engine.sumSquares(this.weights.flat))) return undefined;
		return badWeight(this.step, this.weights);
	}

	/** Returns everything a bit-identical resume needs. The tensors are views: write them out before the next update. */
	snapshot(): Snapshot {
		const { tensors, state } = this.updates.snapshot();
		const counters = { dropoutCounter: this.#dropout.counter, taskCounter: this.#drawn };
		return { tensors, state: { ...state, sequences: this.sequences, ...counters } };
	}

	/** Restores a snapshot of a run with the same task and options. @throws E_SNAPSHOT if it does not fit. */
	restore(snapshot: Snapshot): void {
		const { state } = snapshot;
		this.updates.restore(snapshot);
		this.sequences = wholeOf(state, "sequences");
		this.#dropout.counter = wholeOf(state, "dropoutCounter");
		this.#drawn = wholeOf(state, "taskCounter");
	}

	/** Returns all arrays to the engine. */
	free(): void {
		this.#window.free();
		this.updates.free();
		this.engine.free(this.weights.flat, this.#gradients.flat);
	}
}
