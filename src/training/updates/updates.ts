/**
 * One update of a run on a text or a task, from the gradient of the mean loss to the new weights, in this order:
 *
 *   gradient of the loss  ->  + alpha Omega (W_hh only)  ->  + L1, L2  ->  norm  ->  shrink rule (authors' Omega)  ->
 *   clip by norm, by value  ->  optimiser  ->  mean of the weights
 *
 * Omega needs the window, so the code that runs the window adds it (omegaWindow.ts). The rest is here.
 */
import { checkBlocks, type Weights } from "../../cells/weights.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { shrinkGradient } from "../../remedies/omega.ts";
import { addPenalties, selectTensors } from "../../remedies/penalties.ts";
import type { Json } from "../json.ts";
import type { CommonOptions } from "../options/options.ts";
import {
	averagedUpdatesOf,
	modelTensors,
	type NamedTensor,
	putTensors,
	type Snapshot,
	TRAINED,
	wholeOf,
} from "../snapshot.ts";
import { type Divergence, nameDivergence } from "./guard.ts";
import { Optimizer, recurrentMatrices } from "./optimizer.ts";
import { learningRate } from "./schedules.ts";
import { SmoothMean } from "./smoothMean.ts";
import { parseAverage, WeightAverage } from "./weightAverage.ts";

export interface UpdateReport {
	/** Updates made, this one included. */
	step: number;
	/** Mean loss per scored step, without Omega and penalties: nats, or mean squared error for a regression. */
	loss: number;
	/** Bias-corrected exponential mean of the loss (decay 0.98). */
	lossSmooth: number;
	/** Omega, summed over windows and layers, not yet multiplied by alpha. Absent if alpha is 0. */
	omega?: number;
	/** Loss of L1 and L2. Absent if both are 0. */
	penalty?: number;
	/** Global gradient norm before clipping, including Omega and penalties. */
	gradNorm: number;
	lr: number;
	/** Whether the gradient was clipped, by norm or by value. */
	clipped: boolean;
	/** Whether an element was clipped by value, after clipping by norm. */
	cut: boolean;
	/** Whether the authors' shrink rule replaced the gradient: recurrent weights shrank by lr 0.02, the others stayed. */
	shrunk: boolean;
	/** Set if the run diverged. The update was then not applied. */
	divergence?: Divergence;
}

/** A gradient that is ready to be applied. */
export interface Accumulated {
	/** Returns the first non-finite value of the windows of the last backward pass; undefined if all are finite. */
	badValues(step: number): Divergence | undefined;
	/** Gradient of the mean loss plus alpha Omega. `apply` adds that of the penalties. */
	gradients: Weights;
	/** Mean loss per scored step. */
	loss: number;
	omega?: number;
}

export class Updates {
	readonly optimizer: Optimizer;
	/** Number of updates in which the shrink rule acted. */
	shrunk = 0;
	readonly #engine: Engine;
	readonly #weights: Weights;
	readonly #options: CommonOptions;
	readonly #penalized: readonly string[];
	readonly #smooth = new SmoothMean();
	readonly #average?: WeightAverage;

	/** @throws E_OPTION if `penalize` selects no tensor. */
	constructor(engine: Engine, weights: Weights, options: CommonOptions) {
		this.#engine = engine;
		this.#weights = weights;
		this.#options = options;
		const readoutOnly = options.cell === "esn";
		const trained = readoutOnly ? weights.specs.filter(({ name }) => name.startsWith("head.")) : weights.specs;
		const [P, matrices] = [weights.flat.length, recurrentMatrices(weights)];
		this.optimizer = new Optimizer(engine, P, options, trained[0]!.offset, matrices, weights.spec.blocks);
		const { penalize, average } = options;
		if (average !== undefined) this.#average = new WeightAverage(engine, weights, parseAverage(average, "options"));
		this.#penalized = penalize === undefined ? [] : selectTensors(trained, penalize, "--penalize");
	}

	/** Updates made. */
	get step(): number {
		return this.optimizer.updates;
	}

	/** The weights that are evaluated and exported: the mean over updates once there is one, else the trained weights. */
	get averaged(): Weights {
		return this.#average && this.#average.count > 0 ? this.#average.weights : this.#weights;
	}

	/** Number of updates that `averaged` is the mean of; 0 if it is the trained weights. */
	get averagedUpdates(): number {
		return this.#average?.count ?? 0;
	}

	get clippedShare(): number {
		return this.step === 0 ? 0 : this.optimizer.clipped / this.step;
	}

	/** Bias-corrected exponential mean of the loss (decay 0.98); 0 before the first update. */
	get lossSmooth(): number {
		return this.#smooth.mean(this.step - this.shrunk);
	}

	/**
	 * Applies one update.
	 * @param progress fraction of the budget spent, 0..1; sets the learning rate.
	 * @param rate factor of the learning rate, below 1 after a rollback.
	 */
	apply({ badValues, gradients, loss, omega }: Accumulated, progress: number, rate = 1): UpdateReport {
		const { l1, l2, omegaForm } = this.#options;
		const weights = this.#weights;
		const tensors = this.#penalized;
		const penalty = tensors.length > 0 ? addPenalties(weights, gradients, { l1, l2, tensors }) : undefined;
		const gradNorm = this.optimizer.gradNorm(gradients);
		const lr = rate * learningRate(this.#options, progress);
		const report = { loss, omega, penalty, gradNorm, lr, clipped: false, cut: false, shrunk: false };
		const shrunk = omegaForm === "authors" && this.#shrink(gradients, gradNorm);
		if (!shrunk && !(Number.isFinite(loss) && Number.isFinite(gradNorm))) {
			const divergence = nameDivergence(this.step + 1, { weights, badValues, gradients }, gradNorm);
			return { ...report, step: this.step, lossSmooth: this.lossSmooth, divergence };
		}
		// A gradient made by the shrink rule is not clipped by norm, so its norm is passed as 0.
		const clip = this.optimizer.apply(weights, gradients, shrunk ? 0 : gradNorm, lr);
		this.#average?.add(progress);
		if (!shrunk) this.#smooth.add(loss);
		return { ...report, ...clip, shrunk, step: this.step, lossSmooth: this.lossSmooth };
	}

	/** Applies the shrink rule unless a weight is not finite. Returns whether it acted. */
	#shrink(gradients: Weights, gradNorm: number): boolean {
		if (!Number.isFinite(this.#engine.sumSquares(this.#weights.flat))) return false;
		const shrunk = shrinkGradient(this.#weights, gradients, gradNorm);
		if (shrunk) this.shrunk++;
		return shrunk;
	}

	/** Returns a snapshot of weights and optimiser. The tensors are views: write them out before the next update. */
	snapshot(): Snapshot {
		const state: { [key: string]: Json } = { step: this.step, clipped: this.optimizer.clipped, shrunk: this.shrunk };
		const { averagedUpdates } = this;
		return {
			tensors: this.#tensors(averagedUpdates > 0),
			state: { ...state, smooth: this.#smooth.sum, ...(averagedUpdates > 0 && { averagedUpdates }) },
		};
	}

	/** Views of what a snapshot holds. With a mean the names are the mean's, and the trained weights are the optimiser's. */
	#tensors(averaged: boolean): NamedTensor[] {
		if (!averaged) return modelTensors(this.#weights, this.optimizer);
		const { flat } = this.#weights;
		const named = this.#average?.weights;
		return [
			...modelTensors(named ?? this.#weights, this.optimizer),
			{ name: TRAINED, shape: [flat.length], data: flat },
		];
	}

	/** Restores a snapshot, of a run with or without a mean. @throws E_SNAPSHOT if it does not fit, E_SHAPE for `checkBlocks`. */
	restore({ tensors, state }: Snapshot): void {
		const averagedUpdates = averagedUpdatesOf(state);
		putTensors(this.#tensors(averagedUpdates > 0), tensors); // trained weights come last, over those by name
		checkBlocks(this.#weights.spec, modelTensors(this.#weights, {}));
		this.optimizer.soap?.restored();
		if (this.#average) this.#average.count = averagedUpdates;
		this.optimizer.updates = wholeOf(state, "step");
		this.optimizer.clipped = wholeOf(state, "clipped");
		this.shrunk = wholeOf(state, "shrunk");
		this.#smooth.sum = Number(state.smooth);
	}

	/** Returns the optimiser's arrays to the engine. */
	free(): void {
		const { m, v, soap } = this.optimizer;
		soap?.free();
		const arrays = [m, v, this.#average?.weights.flat];
		this.#engine.free(...arrays.filter((array) => array !== undefined));
	}
}
