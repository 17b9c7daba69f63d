/**
 * Truncated backpropagation over some lanes of a batch: their window, and the state that they carry from one update to
 * the next. A batch that is not cut into shards is one such range of lanes.
 */
import { type DropoutDraw, dropoutBlocks, Unrolled } from "../../cells/unroll.ts";
import type { WeightDropDraw } from "../../cells/weightDrop.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { RandomStream } from "../../kernels/random.ts";
import type { OmegaForm } from "../../remedies/omega.ts";
import type { LaneRange } from "../shards/shards.ts";
import { OmegaWindow } from "../updates/omegaWindow.ts";

export interface TbpttOptions {
	batch: number;
	k1: number;
	k2: number;
	dropout: number;
	/** Probability of dropping an element of R. Default: 0. */
	weightDrop?: number;
	/** Probability that a lane starts an update from a zero state. Default: 0. */
	reset?: number;
	/** Factor alpha of Omega in the loss. Default: 0, no Omega. */
	omega?: number;
	omegaForm?: OmegaForm;
	/** Whether only the output layer is trained, so that nothing is backpropagated. Default: false. */
	readoutOnly?: boolean;
	/** Lanes that the loss is the mean over. Default: `batch`. */
	mean?: number;
}

/** Reads the values of a window whose first `steps` steps were run forward and backward. */
export type WindowObserver = (window: Unrolled, steps: number) => void;

/** The symbols of one update, as those of a whole batch of B lanes. */
export interface BatchRows {
	/** Steps that the update reads, k1, and those that its gradient travels back. */
	k1: number;
	k2: number;
	/** Number of steps that an earlier update has already scored. */
	past: number;
	ids: Int32Array; // [past+k1,B]
	targets: Int32Array; // [k1,B]
}

/** Where the masks of an update come from: key and first block of dropout, and the mask of R, which all lanes share. */
export interface MaskDraws extends Pick<RandomStream, "key" | "counter"> {
	weightDrop: WeightDropDraw;
}

/** What an update of these lanes returns. */
export interface LaneLoss {
	/** Summed loss, in nats. */
	lossNats: number;
	/** Number of symbols scored. */
	scored: number;
	/** Omega, summed over the windows; 0 if it is not part of the loss. */
	omega: number;
}

export class LaneWindow {
	readonly window: Unrolled;
	readonly range: LaneRange;
	readonly #options: TbpttOptions;
	readonly #omega?: OmegaWindow;

	constructor(engine: Engine, weights: Weights, options: TbpttOptions, range: LaneRange) {
		this.#options = options;
		this.range = range;
		this.window = new Unrolled(engine, weights, { steps: options.k2, lanes: range.lanes, training: true });
		if (options.omega) this.#omega = new OmegaWindow(engine, this.window);
	}

	/** Counter blocks that dropout draws in one update. */
	blocks(rows: BatchRows): number {
		if (this.#options.dropout === 0) return 0;
		return piecesOf(rows).reduce((sum, [from, to]) => sum + this.#dropoutBlocks(to - from), 0);
	}

	#dropoutBlocks(steps: number): number {
		return dropoutBlocks(this.window.weights.spec, this.range.lanes, steps);
	}

	/** Runs both passes on the rows of one update, adds dL/dw to `gradients`, and carries the state. */
	run(rows: BatchRows, gradients: Weights, draws: MaskDraws, observer?: WindowObserver): LaneLoss {
		const { batch, dropout: rate, omega: alpha = 0, omegaForm = "paper", readoutOnly } = this.#options;
		const { mean = batch } = this.#options;
		const { past, k1, k2 } = rows;
		const { window } = this;
		const found: LaneLoss = { lossNats: 0, scored: 0, omega: 0 };
		let { counter } = draws;
		for (const [from, to] of piecesOf(rows)) {
			const steps = to - from;
			this.#load(rows, from, to);
			const draw: DropoutDraw = { rate, key: draws.key, counter };
			if (rate > 0) counter += this.#dropoutBlocks(steps);
			window.forward({ steps, dropout: draw, weightDrop: draws.weightDrop });
			const call = { steps, scale: 1 / (k1 * mean), deltas: this.#omega?.deltas, readoutOnly };
			const { lossNats, scored } = window.backward(gradients, call);
			observer?.(window, steps);
			found.lossNats += lossNats;
			found.scored += scored;
			if (this.#omega) found.omega += this.#omega.add(steps, omegaForm, alpha, gradients);
			window.carry(k2 > k1 ? leftBehind(past, k1, k2) : steps);
		}
		return found;
	}

	/** Returns all arrays to the engine. */
	free(): void {
		this.#omega?.free();
		this.window.free();
	}

	/** Copies rows [from, to) of these lanes into the window; past rows have no targets. */
	#load({ past, ids, targets }: BatchRows, from: number, to: number): void {
		const { batch: B } = this.#options;
		const { from: lane, lanes } = this.range;
		const { window } = this;
		for (let t = from; t < to; t++) {
			const at = (t - from) * lanes;
			window.ids.set(ids.subarray(t * B + lane, t * B + lane + lanes), at);
			if (t < past) window.targets.fill(-1, at, at + lanes);
			else window.targets.set(targets.subarray((t - past) * B + lane, (t - past) * B + lane + lanes), at);
		}
	}
}

/** The windows of an update: rows [from, to) of the batch. */
function piecesOf({ past, k1, k2 }: BatchRows): [from: number, to: number][] {
	if (k2 > k1) return [[0, past + k1]];
	return Array.from({ length: Math.ceil(k1 / k2) }, (_, n) => [n * k2, Math.min(k1, (n + 1) * k2)]);
}

/** Steps of a window of `past` and k1 new steps that the next window no longer holds. */
export function leftBehind(past: number, k1: number, k2: number): number {
	return Math.max(0, past + k1 - Math.max(0, k2 - k1));
}
