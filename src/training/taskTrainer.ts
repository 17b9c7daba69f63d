/**
 * Training on a task, as a value that can be stepped, saved and restored: each update draws a fresh batch, runs every
 * sequence whole from a zero state, and back through all its steps. The order of one update is
 *
 *   gradient of the mean loss of the scored steps  ->  + alpha Omega (W_hh only)  ->  + L1, L2  ->  norm  ->
 *   shrink rule (authors' Omega)  ->  clip by norm, by value  ->  optimiser
 *
 * Batches and lengths come from a stream of the seed alone: runs that differ in their remedies see the same data.
 */
import { type ModelSpec, parameterCount } from "../cells/layout.ts";
import { dropoutBlocks } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import type { Task, TaskBatch } from "../data/tasks/task.ts";
import type { Engine } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";
import { shrinkGradient } from "../remedies/omega.ts";
import { addPenalties, selectTensors } from "../remedies/penalties.ts";
import { startWeights } from "../remedies/starts.ts";
import { type Divergence, nameDivergence } from "./guard.ts";
import { Optimizer } from "./optimizer.ts";
import { modelOf } from "./options.ts";
import { learningRate } from "./schedules.ts";
import { SmoothMean } from "./smoothMean.ts";
import { modelTensors, putTensors, type Snapshot, wholeOf } from "./snapshot.ts";
import { drawLength, lengthsOf, type TaskTrainOptions } from "./taskOptions.ts";
import { TaskWindow } from "./taskWindow.ts";

export interface TaskStepReport {
	/** Updates made, this one included. */
	step: number;
	/** Steps of the batch, T. */
	steps: number;
	/** Mean loss per scored step, without Omega and penalties: nats, or of a regression the mean squared error. */
	loss: number;
	/** Exponential mean of the loss (0.98), bias-corrected. */
	lossSmooth: number;
	/** Omega, summed over the layers and not yet times alpha; absent where alpha is 0. */
	omega?: number;
	/** Loss of L1 and L2; absent where both are 0. */
	penalty?: number;
	/** Norm of the whole gradient, Omega and penalties in it, before clipping. */
	gradNorm: number;
	lr: number;
	/** The gradient was scaled down to the norm allowed, or an element cut to the value allowed. */
	clipped: boolean;
	/** The authors' rule took the gradient's place: recurrent weights shrank by lr 0.02, the others stayed. */
	shrunk: boolean;
	/** Set when the numbers went wrong; the update was then not applied. */
	divergence?: Divergence;
}

export interface TaskEvaluation {
	sequences: number;
	/** Sequences answered wrongly by the task's own rule. */
	wrong: number;
	/** wrong / sequences. */
	errorShare: number;
	/** Mean loss per scored step. */
	loss: number;
}

export interface TaskEvaluateOptions {
	/** Fresh sequences, 1 or more. */
	sequences: number;
	/** Length, or range of lengths, in place of the run's own. */
	length?: string;
	/** Sequences side by side. Default 100. */
	batch?: number;
	/** Called after each batch; return a promise to let others have a turn. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

export class TaskTrainer {
	readonly engine: Engine;
	readonly task: Task;
	readonly options: TaskTrainOptions;
	readonly spec: ModelSpec;
	readonly weights: Weights;
	readonly optimizer: Optimizer;
	readonly parameters: number;
	/** Sequences trained on. */
	sequences = 0;
	/** Updates in which the shrink rule acted. */
	shrunk = 0;
	readonly #gradients: Weights;
	readonly #window: TaskWindow;
	readonly #lengths: [number, number];
	readonly #penalized: readonly string[];
	readonly #dropout: RandomStream;
	readonly #smooth = new SmoothMean();
	/** Counter of the stream that batches are drawn from. */
	#drawn = 0;

	/** Allocates and starts the weights from `options.seed`. */
	constructor(engine: Engine, task: Task, options: TaskTrainOptions) {
		const { inputs: symbols, outputs, input, head } = task;
		this.engine = engine;
		this.task = task;
		this.options = options;
		this.spec = { ...modelOf(options, symbols), input, outputs, head };
		this.weights = new Weights(engine, this.spec);
		this.parameters = parameterCount(this.spec);
		startWeights(this.weights, options.init, options.forgetBias, new RandomStream(options.seed, "weights"));
		this.optimizer = new Optimizer(engine, this.parameters, options);
		this.#gradients = new Weights(engine, this.spec);
		this.#window = new TaskWindow(engine, this.weights, { training: true, omega: options.omega > 0 });
		this.#lengths = lengthsOf(options.length, task, "--length");
		const penalized = options.l1 > 0 || options.l2 > 0;
		this.#penalized = penalized ? selectTensors(this.weights.specs, options.penalize, "--penalize") : [];
		this.#dropout = new RandomStream(options.seed, "dropout");
	}

	/** Updates made. */
	get step(): number {
		return this.optimizer.updates;
	}

	get clippedShare(): number {
		return this.step === 0 ? 0 : this.optimizer.clipped / this.step;
	}

	/** Exponential mean of the loss (0.98), bias-corrected; 0 before the first update. */
	get lossSmooth(): number {
		return this.#smooth.mean(this.step - this.shrunk);
	}

	/** One update. @param progress share of the budget spent, 0..1: sets the learning rate. */
	update(progress: number): TaskStepReport {
		const { options, optimizer, weights } = this;
		const gradients = this.#gradients;
		const batch = this.#draw();
		const { window, loss } = this.#backward(batch);
		const omega = options.omega > 0 ? this.#window.addOmega(options.omegaForm, options.omega, gradients) : undefined;
		const penalty = this.#penalized.length > 0 ? this.#penalties() : undefined;
		const gradNorm = optimizer.gradNorm(gradients);
		const lr = learningRate(options, progress);
		const report = { steps: batch.T, loss, omega, penalty, gradNorm, lr, clipped: false, shrunk: false };
		const shrunk = omega !== undefined && options.omegaForm === "authors" && this.#shrink(gradNorm);
		if (!shrunk && !(Number.isFinite(loss) && Number.isFinite(gradNorm))) {
			const divergence = nameDivergence(this.step + 1, window, gradients, gradNorm);
			return { ...report, step: this.step, lossSmooth: this.lossSmooth, divergence };
		}
		// A gradient that the shrink rule has made is not clipped: its norm is given as 0.
		const clipped = optimizer.apply(weights, gradients, shrunk ? 0 : gradNorm, lr);
		this.sequences += batch.B;
		if (!shrunk) this.#smooth.add(loss);
		return { ...report, clipped, shrunk, step: this.step, lossSmooth: this.lossSmooth };
	}

	/** The next batch. Its stream is made anew from the counter, so that a snapshot needs nothing but that number. */
	#draw(): TaskBatch {
		const random = new RandomStream(this.options.seed, "task", this.#drawn);
		const batch = this.task.draw(random, { batch: this.options.batch, length: drawLength(this.#lengths, random) });
		this.#drawn = random.counter;
		return batch;
	}

	#backward(batch: TaskBatch) {
		const { window, scored } = this.#window.load(batch);
		const { dropout: rate } = this.options;
		const { key, counter } = this.#dropout;
		if (rate > 0) this.#dropout.counter += dropoutBlocks(window, batch.T);
		this.#gradients.flat.fill(0);
		window.forward({ steps: batch.T, dropout: { rate, key, counter } });
		const call = { steps: batch.T, scale: 1 / Math.max(1, scored), deltas: this.#window.deltas };
		const { lossNats } = window.backward(this.#gradients, call);
		return { window, loss: lossNats / Math.max(1, scored) };
	}

	#penalties(): number {
		const { l1, l2 } = this.options;
		return addPenalties(this.weights, this.#gradients, { l1, l2, tensors: this.#penalized });
	}

	/** The shrink rule; weights that are not numbers are beyond its help. */
	#shrink(gradNorm: number): boolean {
		if (!Number.isFinite(this.engine.sumSquares(this.weights.flat))) return false;
		const shrunk = shrinkGradient(this.weights, this.#gradients, gradNorm);
		if (shrunk) this.shrunk++;
		return shrunk;
	}

	/** Error share and loss on fresh sequences, drawn from a stream of the seed and the step. */
	async evaluate(options: TaskEvaluateOptions): Promise<TaskEvaluation> {
		const { sequences, batch: most = 100, onProgress, signal } = options;
		const lengths = options.length === undefined ? this.#lengths : lengthsOf(options.length, this.task, "--length");
		const random = new RandomStream(this.options.seed, `evaluation at ${this.step}`);
		const window = new TaskWindow(this.engine, this.weights, { training: false, omega: false });
		const sum = { wrong: 0, loss: 0, scored: 0 };
		try {
			for (let done = 0; done < sequences; ) {
				signal?.throwIfAborted();
				const batch = this.task.draw(random, {
					batch: Math.min(most, sequences - done),
					length: drawLength(lengths, random),
				});
				const { window: pass } = window.load(batch);
				pass.forward({ steps: batch.T });
				for (const wrong of this.task.wrong(batch, pass.logits)) sum.wrong += wrong;
				const { lossNats, scored } = pass.loss(batch.T);
				sum.loss += lossNats;
				sum.scored += scored;
				done += batch.B;
				await onProgress?.(done, sequences);
			}
		} finally {
			window.free();
		}
		const { wrong, loss, scored } = sum;
		return { sequences, wrong, errorShare: wrong / sequences, loss: loss / Math.max(1, scored) };
	}

	/** Everything a bit-identical resume needs. The tensors are views: write them out before the next update. */
	snapshot(): Snapshot {
		const { step, sequences, shrunk, optimizer } = this;
		const counters = { dropoutCounter: this.#dropout.counter, taskCounter: this.#drawn };
		return {
			tensors: modelTensors(this.weights, optimizer),
			state: { step, clipped: optimizer.clipped, shrunk, sequences, smooth: this.#smooth.sum, ...counters },
		};
	}

	/** Puts a snapshot of a run with the same task and options back. @throws E_SNAPSHOT where it does not fit. */
	restore({ tensors, state }: Snapshot): void {
		putTensors(this.snapshot().tensors, tensors);
		this.optimizer.updates = wholeOf(state, "step");
		this.optimizer.clipped = wholeOf(state, "clipped");
		this.shrunk = wholeOf(state, "shrunk");
		this.sequences = wholeOf(state, "sequences");
		this.#smooth.sum = Number(state.smooth);
		this.#dropout.counter = wholeOf(state, "dropoutCounter");
		this.#drawn = wholeOf(state, "taskCounter");
	}

	/** Gives all arrays back to the engine. */
	free(): void {
		const { m, v } = this.optimizer;
		this.#window.free();
		this.engine.free(this.weights.flat, this.#gradients.flat, ...(m ? [m] : []), ...(v ? [v] : []));
	}
}
