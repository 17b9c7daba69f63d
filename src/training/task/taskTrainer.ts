/**
 * A training run on a task, to be stepped, saved and restored. Each update draws a fresh batch, runs every sequence
 * from a zero state and backpropagates through all its steps, or through k2 of them (truncated.ts). updates/updates.ts
 * does the rest of an update.
 *
 * The seed alone determines batches and lengths, so runs that differ in their remedies see the same data.
 */
import { type ModelSpec, parameterCount } from "../../cells/layout.ts";
import type { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import type { Task, TaskBatch, TaskSet } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { RandomStream } from "../../kernels/random.ts";
import { atOnce, type Work } from "../../kernels/work.ts";
import { startInPieces } from "../../remedies/starts.ts";
import type { DiLoCo } from "../diloco/diloco.ts";
import { modelOf } from "../options/options.ts";
import { drawLength, lengthsOf, type TaskTrainOptions } from "../options/taskOptions.ts";
import { firstOfRanks } from "../ranks/firstOfRanks.ts";
import { dilocoOf, type Together } from "../ranks/together.ts";
import { Shards } from "../shards/shards.ts";
import { type Snapshot, weightDropCounter, wholeOf } from "../snapshot.ts";
import type { WindowObserver } from "../tbptt.ts";
import { badWeight, type Divergence, ignorantLoss } from "../updates/guard.ts";
import { type UpdateReport, Updates } from "../updates/updates.ts";
import { evaluateTask, freshSet, type TaskEvaluation, type TaskScoreOptions } from "./evaluateTask.ts";
import { arraysOf, TaskShards } from "./taskShards.ts";
import { TaskWindow } from "./taskWindow.ts";

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
	readonly #shards: TaskShards;
	readonly #diloco?: DiLoCo;
	readonly #dropout: RandomStream;
	readonly #weightDrop: RandomStream;
	#ignorantLoss: number | undefined;
	/** Counter of the stream that batches are drawn from. */
	#drawn = 0;

	/**
	 * Allocates the weights and initialises them from `options.seed`.
	 * @param started false: the weights are 0 until `start` has run or a snapshot is restored.
	 * @param together processes that train this model together: each computes some of the shards, or with `syncEvery` trains on
	 * lanes of its own.
	 */
	constructor(engine: Engine, task: Task, options: TaskTrainOptions, started = true, together: Together = {}) {
		this.engine = engine;
		this.task = task;
		this.options = options;
		this.spec = taskModel(options, task);
		this.weights = new Weights(engine, this.spec);
		this.parameters = parameterCount(this.spec);
		if (started) atOnce(this.start());
		this.updates = new Updates(engine, this.weights, options);
		this.lengths = lengthsOf(options.length, task, "--length");
		this.#dropout = new RandomStream(options.seed, "dropout");
		this.#weightDrop = new RandomStream(options.seed, "weight-drop");
		const { shards: count } = options;
		const shards = count === undefined ? undefined : new Shards(engine, this.spec, count, together.ranks);
		this.#diloco = dilocoOf(this.weights, options, together);
		this.#shards = new TaskShards(engine, this.weights, {
			...{ options, outputs: task.outputs, dropout: this.#dropout, weightDrop: this.#weightDrop },
			...{ shards, own: this.#diloco?.lanes },
		});
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
		this.#shards.observer = observer;
	}

	/** Gradients of the last update. */
	get gradients(): Weights {
		return this.#shards.gradients;
	}

	/**
	 * Returns a new window with sequences of the longest length, the same at each call. The caller frees it.
	 * @throws E_MODEL_USE for an encoder-decoder.
	 */
	window(sequences: number): Unrolled {
		const window = new TaskWindow(this.engine, this.weights, { training: false, omega: false });
		return window.loadStack(this.#drawProbe(sequences));
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
		this.#diloco?.before();
		const batch = this.#draw();
		const { divergence: own, ...report } = this.updates.apply(this.#shards.backward(batch), progress, rate);
		if (!own) this.sequences += batch.B;
		const divergence = this.#diloco ? this.#diloco.after(own, arraysOf(batch)) : own;
		return { ...report, steps: batch.T, ...(divergence && { divergence }) };
	}

	/**
	 * Ends a run with `syncEvery`: exchanges what was trained since the last exchange. All ranks call it. Returns the
	 * divergence of any of them, instead.
	 */
	finish(): Divergence | undefined {
		return this.#diloco?.finish();
	}

	/** Draws the next batch. Its stream is recreated from the counter, so a snapshot needs to store only that number. */
	#draw(): TaskBatch {
		const random = new RandomStream(this.options.seed, "task", this.#drawn);
		const batch = this.task.draw(random, { batch: this.options.batch, length: drawLength(this.lengths, random) });
		this.#drawn = random.counter;
		return batch;
	}

	/** Returns error rate and loss on fresh sequences. The seed and the step determine the sequences. */
	evaluate({ sequences, length, ...options }: TaskEvaluateOptions): Promise<TaskEvaluation> {
		const lengths = length === undefined ? this.lengths : lengthsOf(length, this.task, "--length");
		const random = new RandomStream(this.options.seed, `evaluation at ${this.step}`);
		return this.evaluateSet(freshSet(this.task, sequences, lengths, random), options);
	}

	/** Returns error rate and loss on all of `set`, which may be another part of the task's data. */
	evaluateSet(set: TaskSet, options: TaskScoreOptions = {}): Promise<TaskEvaluation> {
		return evaluateTask(this.engine, this.updates.averaged, this.task, set, options);
	}

	/** Returns the first non-finite weight, which the last update may have produced. */
	findDivergence(): Divergence | undefined {
		const finite = Number.isFinite(this.engine.sumSquares(this.weights.flat));
		const own = finite ? undefined : badWeight(this.step, this.weights);
		return this.#diloco ? firstOfRanks(this.#diloco.ranks, this.#diloco.diverged ?? own) : own;
	}

	/** Returns everything a bit-identical resume needs. The tensors are views: write them out before the next update. */
	snapshot(): Snapshot {
		this.#shards.checkWeights(this.weights);
		const { tensors, state } = this.updates.snapshot();
		const counters = {
			...{ dropoutCounter: this.#dropout.counter, taskCounter: this.#drawn },
			...((this.options.weightDrop ?? 0) > 0 && { weightDropCounter: this.#weightDrop.counter }),
		};
		const others = this.#diloco?.snapshot(this.updates.optimizer);
		return {
			tensors: [...tensors, ...(others?.tensors ?? [])],
			state: { ...state, ...others?.state, sequences: this.sequences, ...counters },
		};
	}

	/** Restores a snapshot of a run with the same task and options. @throws E_SNAPSHOT if it does not fit. */
	restore(snapshot: Snapshot): void {
		const { state } = snapshot;
		const diloco = this.#diloco;
		this.updates.restore(diloco?.own(snapshot) ?? snapshot);
		diloco?.restore(snapshot);
		this.sequences = wholeOf(state, "sequences");
		this.#dropout.counter = wholeOf(state, "dropoutCounter");
		this.#weightDrop.counter = weightDropCounter(state);
		this.#drawn = wholeOf(state, "taskCounter");
	}

	/** Returns all arrays to the engine. */
	free(): void {
		this.#shards.free(this.engine);
		this.updates.free();
		this.engine.free(this.weights.flat);
	}
}
