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
 *
 * A batch that is cut into shards has one window per shard, and their gradients are added (shards/shards.ts). Ranks that
 * exchange weights instead (diloco/diloco.ts) have one window each, for the lanes of their own. A batch that a ramp cuts
 * into groups of lanes (text/ramps.ts) has one window per group, and each of them its own update.
 */
import type { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import type { Lanes } from "../data/lanes.ts";
import { hostFloats } from "../kernels/float32.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { RandomStream } from "../kernels/random.ts";
import type { OwnLanes } from "./diloco/diloco.ts";
import type { LaneRange, Shards } from "./shards/shards.ts";
import {
	type BatchRows,
	type LaneLoss,
	LaneWindow,
	leftBehind,
	type TbpttOptions,
	type WindowObserver,
} from "./text/laneWindow.ts";
import type { UpdateSize } from "./text/ramps.ts";
import type { Round } from "./text/round.ts";
import { drawWeightDrop } from "./updates/drawWeightDrop.ts";

export type { TbpttOptions, WindowObserver } from "./text/laneWindow.ts";

/** Random streams that an update draws from. */
export interface TbpttStreams {
	dropout: RandomStream;
	weightDrop: RandomStream;
	reset: RandomStream;
}

/** Truncated backpropagation through time over the lanes of a text. */
export class Tbptt {
	readonly gradients: Weights;
	/** Summed loss of the last update, in nats. `scored`: number of symbols scored. */
	lossNats = 0;
	scored = 0;
	/** Symbols scored by all ranks together. */
	scoredByAll = 0;
	/** Omega of the last update, summed over its windows; undefined if it is not part of the loss. */
	omega?: number;
	/** Called after each backward pass, while the window's values are readable. */
	observer: WindowObserver | undefined;
	/** Called with the new symbols of each batch and their targets, [k1,B] each. */
	onBatch: ((ids: Int32Array, targets: Int32Array) => void) | undefined;
	/** Whether the last update started a new epoch. */
	fresh = false;
	epoch = 0;
	/** Windows of this process: one for all lanes, one per shard of its own, or one per group of lanes. */
	parts: readonly LaneWindow[];
	readonly #engine: Engine;
	readonly #weights: Weights;
	readonly #lanes: Lanes;
	readonly #options: TbpttOptions;
	readonly #streams: TbpttStreams;
	readonly #ids: Int32Array; // [k1,B] the new symbols
	readonly #targets: Int32Array; // [k1,B]
	readonly #rows: Int32Array; // [past+k1,B] past symbols that the window still holds, then the new ones
	readonly #shards?: Shards;
	readonly #own?: OwnLanes;
	/** Number of steps at the window's start that an earlier update has already scored. */
	#past = 0;
	/** The batch that is being read, and how many of its groups of lanes have had their update. */
	#round: Round;

	/** @param own lanes of this process, if others train on the rest by themselves. Default: those of its shards, or all. */
	constructor(
		engine: Engine,
		weights: Weights,
		lanes: Lanes,
		options: TbpttOptions,
		streams: TbpttStreams,
		{ shards, own }: { shards?: Shards | undefined; own?: OwnLanes | undefined } = {},
	) {
		const { batch, k1, k2 } = options;
		this.#engine = engine;
		this.#weights = weights;
		this.#lanes = lanes;
		this.#options = options;
		this.#streams = streams;
		this.#shards = shards;
		this.#own = own;
		this.#ids = new Int32Array(k1 * batch);
		this.#targets = new Int32Array(k1 * batch);
		this.#rows = new Int32Array(Math.max(k1, k2) * batch);
		this.#round = { lanes: batch, k1, k2, done: 0 };
		const { from, count } = shards?.own ?? { from: 0, count: 1 };
		this.parts = Array.from({ length: count }, (_, n) => {
			const range = shards?.lanesOf(from + n, batch) ?? own?.range ?? { from: 0, lanes: batch };
			return new LaneWindow(engine, weights, { ...options, ...(own && { mean: own.range.lanes }) }, range);
		});
		this.gradients = new Weights(engine, weights.spec);
	}

	/** The window of the first lanes of this process. */
	get window(): Unrolled {
		return this.parts[0]!.window;
	}

	/**
	 * Makes the next update's gradient: stores dL/dw in `gradients`, after reading k1 steps of every lane if a round begins.
	 * @param size size of the round that begins, if one does. Default: the whole batch in one update.
	 */
	async accumulate(size?: UpdateSize): Promise<void> {
		const { batch: B } = this.#options;
		this.fresh = false;
		if (this.#round.done === 0) await this.#begin(size ?? { ...this.#options, lanes: B });
		const { lanes, k1, k2, done } = this.#round;
		const group = { from: done * lanes, lanes };
		this.#resetLanes(group);
		const past = this.#past;
		const found = this.#run({ past, k1, k2, ids: this.#rows, targets: this.#targets });
		this.lossNats = found.lossNats;
		this.scored = found.scored;
		this.scoredByAll = this.#own ? this.batch[1].reduce((sum, id) => sum + (id >= 0 ? 1 : 0), 0) : found.scored;
		this.omega = this.#options.omega ? found.omega : undefined;
		this.#round.done = group.from + lanes < B ? done + 1 : 0;
		if (this.#round.done > 0 || k2 <= k1) return;
		const left = leftBehind(past, k1, k2);
		this.#rows.copyWithin(0, left * B, (past + k1) * B);
		this.#past = past + k1 - left;
	}

	/** Reads the batch of a round. */
	async #begin(size: UpdateSize): Promise<void> {
		const { lanes, k1, k2 } = size;
		if (this.#round.lanes !== lanes) this.#regroup(lanes);
		this.#round = { lanes, k1, k2, done: 0 };
		const { fresh, epoch } = await this.#lanes.next(k1, this.#ids, this.#targets);
		this.onBatch?.(...this.batch);
		this.fresh = fresh;
		this.epoch = epoch;
		if (fresh) {
			for (const { window } of this.parts) window.resetState();
			this.#past = 0;
		}
		this.#rows.set(this.batch[0], this.#past * this.#options.batch);
	}

	/** Gives every group of this many lanes a window, in which their states are carried on. */
	#regroup(lanes: number): void {
		const { batch } = this.#options;
		const states = this.carried().map(({ data }) => data.slice());
		for (const part of this.parts) part.free();
		const options = { ...this.#options, mean: lanes };
		this.parts = Array.from(
			{ length: batch / lanes },
			(_, n) => new LaneWindow(this.#engine, this.#weights, options, { from: n * lanes, lanes }),
		);
		this.setCarried(states);
	}

	/**
	 * Sets `gradients` to the gradient of all lanes, or of this process's own. Each shard has dropout blocks of its own,
	 * whoever computes it, and so has each rank that trains by itself. All shards of an update share the mask of R.
	 */
	#run(rows: BatchRows): LaneLoss {
		const { dropout } = this.#streams;
		const { weightDrop: rate = 0 } = this.#options;
		const weightDrop = drawWeightDrop(this.#streams.weightDrop, rate, this.gradients.spec, this.#own);
		const shards = this.#shards;
		const { done, lanes } = this.#round;
		const part = lanes < this.#options.batch ? this.parts[done]! : this.parts[0]!;
		const blocks = part.blocks(rows);
		const first = dropout.counter;
		const { rank, size } = this.#own ?? { rank: 0, size: 1 };
		dropout.counter += blocks * (shards?.count ?? size);
		if (!shards) {
			this.gradients.flat.fill(0);
			const draws = { key: dropout.key, counter: first + rank * blocks, weightDrop };
			return part.run(rows, this.gradients, draws, this.observer);
		}
		const [lossNats, scored, omega] = shards.sum(this.gradients, this.batch, (shard, into) => {
			const part = this.parts[shard - shards.own.from]!;
			const draws = { key: dropout.key, counter: first + shard * blocks, weightDrop };
			const own = part.run(rows, into, draws, this.observer);
			return [own.lossNats, own.scored, own.omega];
		}) as [number, number, number];
		return { lossNats, scored, omega };
	}

	#resetLanes({ from, lanes }: LaneRange): void {
		const { reset = 0 } = this.#options;
		if (reset === 0) return;
		const { range } = this.parts[0]!;
		for (let b = from; b < from + lanes; b++) {
			if (this.#streams.reset.uniform() >= reset) continue;
			const at = b - range.from;
			this.parts[Math.floor(at / range.lanes)]?.window.resetState(at % range.lanes);
		}
	}

	/** Symbols and targets of the last batch, of all lanes, [k1,B] each. */
	get batch(): [ids: Int32Array, targets: Int32Array] {
		const read = this.#round.k1 * this.#options.batch;
		return [this.#ids.subarray(0, read), this.#targets.subarray(0, read)];
	}

	/**
	 * Returns the carried state, named `l{n}.h` and `l{n}.c`, each [B,H]: views of this process's lanes, or with shards
	 * or groups copies of all.
	 */
	carried(): { name: string; data: Floats }[] {
		const shards = this.#shards;
		if (!shards && this.parts.length === 1) return this.window.carried();
		return this.window.carried().map(({ name, data: { length } }, n) => {
			const own = hostFloats(this.gradients.flat, this.parts.length * length);
			for (const [p, { window }] of this.parts.entries()) own.set(window.carried()[n]!.data, p * length);
			return { name, data: shards?.gather(own, length) ?? own };
		});
	}

	/** Copies the carried state of all lanes to the windows of this process. @param states in the order of `carried`. */
	setCarried(states: readonly Floats[]): void {
		for (const { window, range } of this.parts) {
			for (const [n, { data }] of window.carried().entries()) {
				const at = (range.from * data.length) / range.lanes;
				data.set(states[n]!.subarray(at, at + data.length));
			}
		}
	}

	/** The round that is not finished; undefined between two rounds. */
	get round(): Round | undefined {
		return this.#round.done > 0 ? { ...this.#round } : undefined;
	}

	/**
	 * Continues an unfinished round of a snapshot, whose symbols are those that the lanes read next; or begins with a new
	 * one. Called once the past symbols are set.
	 */
	async enter(round: Round | undefined): Promise<void> {
		this.#round.done = 0;
		if (!round) return;
		if (this.#round.lanes !== round.lanes) this.#regroup(round.lanes);
		this.#round = { ...round };
		await this.#lanes.next(round.k1, this.#ids, this.#targets);
		this.#rows.set(this.batch[0], this.#past * this.#options.batch);
	}

	/** Past symbols that the next window contains, [past,B]. A resume needs them and the carried state. */
	get history(): Int32Array {
		return this.#rows.slice(0, this.#past * this.#options.batch);
	}

	set history(ids: ArrayLike<number>) {
		this.#rows.set(ids);
		this.#past = ids.length / this.#options.batch;
	}
}
