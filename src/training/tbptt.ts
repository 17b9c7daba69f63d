/**
 * Truncated backpropagation through time (Williams & Peng 1990, their BPTT(h; h')): one update every k1 steps, whose
 * gradient is backpropagated at most k2 steps. The state is carried between updates and reset to zero at a new epoch.
 * Random lanes also start an update from a zero state. Without these, a model later started from a zero state can enter
 * a state that it never leaves.
 *
 *   k2 = k1   windows side by side: the common case
 *   k2 > k1   each window also holds the k2 - k1 steps before it, run again from their start with today's weights;
 *             only the k1 new steps are scored
 *   k2 < k1   the k1 steps are cut into pieces of k2; their gradients add up to one update
 *
 * L is the mean loss over the k1 * B new symbols. Omega acts on each window as it is run, so with k2 > k1 on all of its
 * steps, and with k2 < k1 on each piece, whose Omegas add up.
 */
import { type DropoutDraw, dropoutBlocks, Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import type { Lanes } from "../data/lanes.ts";
import type { Engine } from "../kernels/kernels.ts";
import type { RandomStream } from "../kernels/random.ts";
import type { OmegaForm } from "../remedies/omega.ts";
import { OmegaWindow } from "./updates/omegaWindow.ts";

export interface TbpttOptions {
	batch: number;
	k1: number;
	k2: number;
	dropout: number;
	/** Probability that a lane starts an update from a zero state. Default: 0. */
	reset?: number;
	/** Factor alpha of Omega in the loss. Default: 0, no Omega. */
	omega?: number;
	omegaForm?: OmegaForm;
	/** Whether only the output layer is trained, so that nothing is backpropagated. Default: false. */
	readoutOnly?: boolean;
}

/** Reads the values of a window whose first `steps` steps were run forward and backward. */
export type WindowObserver = (window: Unrolled, steps: number) => void;

/** Random streams that an update draws from. */
export interface TbpttStreams {
	dropout: RandomStream;
	reset: RandomStream;
}

/** Truncated backpropagation through time over the lanes of a text. */
export class Tbptt {
	readonly window: Unrolled;
	readonly gradients: Weights;
	/** Summed loss of the last update, in nats. `scored`: number of symbols scored. */
	lossNats = 0;
	scored = 0;
	/** Omega of the last update, summed over its windows; undefined if it is not part of the loss. */
	omega?: number;
	/** Called after each backward pass, while the window's values are readable. */
	observer: WindowObserver | undefined;
	/** Called with the new symbols of each update and their targets, [k1,B] each. */
	onBatch: ((ids: Int32Array, targets: Int32Array) => void) | undefined;
	/** Whether the last update started a new epoch. */
	fresh = false;
	epoch = 0;
	readonly #lanes: Lanes;
	readonly #options: TbpttOptions;
	readonly #streams: TbpttStreams;
	readonly #ids: Int32Array; // [k1,B] the new symbols
	readonly #targets: Int32Array; // [k1,B]
	readonly #omega?: OmegaWindow;
	/** Number of steps at the window's start that an earlier update has already scored. */
	#past = 0;

	constructor(engine: Engine, weights: Weights, lanes: Lanes, options: TbpttOptions, streams: TbpttStreams) {
		const { batch, k1, k2 } = options;
		this.#lanes = lanes;
		this.#options = options;
		this.#streams = streams;
		this.#ids = new Int32Array(k1 * batch);
		this.#targets = new Int32Array(k1 * batch);
		this.window = new Unrolled(engine, weights, { steps: k2, lanes: batch, training: true });
		this.gradients = new Weights(engine, weights.spec);
		if (options.omega) this.#omega = new OmegaWindow(engine, this.window);
	}

	/** Reads the next k1 steps and stores dL/dw in `gradients`. */
	async accumulate(): Promise<void> {
		const { k1, k2 } = this.#options;
		const { fresh, epoch } = await this.#lanes.next(k1, this.#ids, this.#targets);
		this.onBatch?.(this.#ids, this.#targets);
		this.fresh = fresh;
		this.epoch = epoch;
		if (fresh) {
			this.window.resetState();
			this.#past = 0;
		}
		this.#resetLanes();
		this.gradients.flat.fill(0);
		this.lossNats = 0;
		this.scored = 0;
		this.omega = this.#omega && 0;
		if (k2 > k1) this.#overlapping();
		else for (let from = 0; from < k1; from += k2) this.#piece(from, Math.min(k1, from + k2));
	}

	#resetLanes(): void {
		const { batch, reset = 0 } = this.#options;
		if (reset === 0) return;
		for (let b = 0; b < batch; b++) if (this.#streams.reset.uniform() < reset) this.window.resetState(b);
	}

	/** Runs the forward and backward pass on the new steps [from, to), then carries the state. */
	#piece(from: number, to: number): void {
		const { batch: B } = this.#options;
		this.window.ids.set(this.#ids.subarray(from * B, to * B));
		this.window.targets.set(this.#targets.subarray(from * B, to * B));
		this.#forwardBackward(to - from);
		this.window.carry(to - from);
	}

	/** Appends the new steps to the past ones and runs both passes. Then moves on, keeping k2 - k1 past steps. */
	#overlapping(): void {
		const { batch: B, k1, k2 } = this.#options;
		const { ids, targets } = this.window;
		const past = this.#past;
		targets.fill(-1, 0, past * B);
		ids.set(this.#ids, past * B);
		targets.set(this.#targets, past * B);
		this.#forwardBackward(past + k1);
		const leave = Math.max(0, past + k1 - (k2 - k1));
		this.window.carry(leave);
		ids.copyWithin(0, leave * B, (past + k1) * B);
		this.#past = past + k1 - leave;
	}

	#forwardBackward(steps: number): void {
		const { batch, k1, dropout: rate, omega: alpha = 0, omegaForm = "paper", readoutOnly } = this.#options;
		const { dropout } = this.#streams;
		const draw: DropoutDraw = { rate, key: dropout.key, counter: dropout.counter };
		if (rate > 0) dropout.counter += dropoutBlocks(this.window, steps);
		this.window.forward({ steps, dropout: draw });
		const call = { steps, scale: 1 / (k1 * batch), deltas: this.#omega?.deltas, readoutOnly };
		const { lossNats, scored } = this.window.backward(this.gradients, call);
		this.observer?.(this.window, steps);
		this.lossNats += lossNats;
		this.scored += scored;
		if (this.#omega) this.omega! += this.#omega.add(steps, omegaForm, alpha, this.gradients);
	}

	/** Past symbols that the next window contains, [past,B]. A resume needs them and the carried state. */
	get history(): Int32Array {
		return this.window.ids.slice(0, this.#past * this.#options.batch);
	}

	set history(ids: ArrayLike<number>) {
		this.window.ids.set(ids);
		this.#past = ids.length / this.#options.batch;
	}
}
