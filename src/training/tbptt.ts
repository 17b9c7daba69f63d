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
 * exchange weights instead (diloco/diloco.ts) have one window each, for the lanes of their own.
 */
import type { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import type { Lanes } from "../data/lanes.ts";
import { hostFloats } from "../kernels/float32.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { RandomStream } from "../kernels/random.ts";
import type { OwnLanes } from "./diloco/diloco.ts";
import type { Shards } from "./shards/shards.ts";
import {
	type BatchRows,
	type LaneLoss,
	LaneWindow,
	leftBehind,
	type TbpttOptions,
	type WindowObserver,
} from "./text/laneWindow.ts";
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
	/** Called with the new symbols of each update and their targets, [k1,B] each. */
	onBatch: ((ids: Int32Array, targets: Int32Array) => void) | undefined;
	/** Whether the last update started a new epoch. */
	fresh = false;
	epoch = 0;
	/** Windows of this process: one for all lanes, or one per shard of its own. */
	readonly parts: readonly LaneWindow[];
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
		this.#lanes = lanes;
		this.#options = options;
		this.#streams = streams;
		this.#shards = shards;
		this.#own = own;
		this.#ids = new Int32Array(k1 * batch);
		this.#targets = new Int32Array(k1 * batch);
		this.#rows = new Int32Array(Math.max(k1, k2) * batch);
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

	/** Reads the next k1 steps and stores dL/dw in `gradients`. */
	async accumulate(): Promise<void> {
		const { batch: B, k1, k2 } = this.#options;
		const { fresh, epoch } = await this.#lanes.next(k1, this.#ids, this.#targets);
		this.onBatch?.(this.#ids, this.#targets);
		this.fresh = fresh;
		this.epoch = epoch;
		if (fresh) {
			for (const { window } of this.parts) window.resetState();
			this.#past = 0;
		}
		this.#resetLanes();
		const past = this.#past;
		this.#rows.set(this.#ids, past * B);
		const found = this.#run({ past, ids: this.#rows, targets: this.#targets });
		this.lossNats = found.lossNats;
		this.scored = found.scored;
		this.scoredByAll = this.#own ? this.#targets.reduce((sum, id) => sum + (id >= 0 ? 1 : 0), 0) : found.scored;
		this.omega = this.#options.omega ? found.omega : undefined;
		if (k2 <= k1) return;
		const left = leftBehind(past, k1, k2);
		this.#rows.copyWithin(0, left * B, (past + k1) * B);
		this.#past = past + k1 - left;
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
		const blocks = this.parts[0]!.blocks(rows.past);
		const first = dropout.counter;
		const { rank, size } = this.#own ?? { rank: 0, size: 1 };
		dropout.counter += blocks * (shards?.count ?? size);
		if (!shards) {
			this.gradients.flat.fill(0);
			const draws = { key: dropout.key, counter: first + rank * blocks, weightDrop };
			return this.parts[0]!.run(rows, this.gradients, draws, this.observer);
		}
		const [lossNats, scored, omega] = shards.sum(this.gradients, this.batch, (shard, into) => {
			const part = this.parts[shard - shards.own.from]!;
			const draws = { key: dropout.key, counter: first + shard * blocks, weightDrop };
			const own = part.run(rows, into, draws, this.observer);
			return [own.lossNats, own.scored, own.omega];
		}) as [number, number, number];
		return { lossNats, scored, omega };
	}

	#resetLanes(): void {
		const { batch, reset = 0 } = this.#options;
		if (reset === 0) return;
		const { range } = this.parts[0]!;
		for (let b = 0; b < batch; b++) {
			if (this.#streams.reset.uniform() >= reset) continue;
			const at = b - range.from;
			this.parts[Math.floor(at / range.lanes)]?.window.resetState(at % range.lanes);
		}
	}

	/** The arrays of the last batch, of all lanes. */
	get batch(): readonly Int32Array[] {
		return [this.#ids, this.#targets];
	}

	/**
	 * Returns the carried state, named `l{n}.h` and `l{n}.c`, each [B,H]: views of this process's lanes, or with shards
	 * copies of all.
	 */
	carried(): { name: string; data: Floats }[] {
		const shards = this.#shards;
		if (!shards) return this.window.carried();
		return this.window.carried().map(({ name, data: { length } }, n) => {
			const own = hostFloats(this.gradients.flat, this.parts.length * length);
			for (const [p, { window }] of this.parts.entries()) own.set(window.carried()[n]!.data, p * length);
			return { name, data: shards.gather(own, length) };
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

	/** Past symbols that the next window contains, [past,B]. A resume needs them and the carried state. */
	get history(): Int32Array {
		return this.#rows.slice(0, this.#past * this.#options.batch);
	}

	set history(ids: ArrayLike<number>) {
		this.#rows.set(ids);
		this.#past = ids.length / this.#options.batch;
	}
}
