/**
 * Arcs of the gradient: what the loss of step t teaches the weights through their use at step k <= t. All arcs together are
 * the gradient of backpropagation; without those of more than K steps they are that of truncated backpropagation with
 * horizon K, one loss at a time.
 */
import type { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import { backflow, logNorm } from "./backflow.ts";
import { logSum } from "./logNumbers.ts";

// T steps, B lanes, S costs at the last S steps, P parameters

/** Whether an arc is kept; t and k count from 0 at the first of the S steps. */
export type Keeps = (t: number, k: number) => boolean;

export interface Arcs {
	/** Number of steps with a cost, S. */
	steps: number;
	/** log2 of the norm of each arc's gradient, [S,S]; -Infinity above the diagonal. */
	norms: Float64Array;
	/** Sum of all arcs, over S B: the gradient of the mean loss. [P] */
	whole: Float64Array;
	/** Sum of those that are kept. [P] */
	kept: Float64Array;
	/** Gated cells: how the arcs went back in time. */
	paths?: ArcPaths;
}

/**
 * Of each arc, and of the gradient, the part that went back through c alone (GRU: through z h alone) and the part that
 * passed W_hh at least once: g = g_c + g_h, each part as its projection on g, <g_c, g> / |g|^2. Both add up to 1; one above
 * 1 means that the other works against it.
 */
export interface ArcPaths {
	/** [S,S]; NaN above the diagonal, and for an arc that is exactly 0. */
	throughC: Float64Array;
	throughH: Float64Array;
	/** The same of all arcs together. */
	wholeThroughC: number;
	wholeThroughH: number;
}

/** What the loss of one step gives the weights at one step, times powers of two. */
interface Given {
	gradients: Weights;
	exponents: readonly number[];
}

/**
 * Returns every arc's size, the sum of all, and the sum of those that are kept. Call `window.forward()` first; every lane
 * of the last S steps has a target. The output layer belongs to the arc of its own step. Cost: S backward passes; for a
 * gated cell, whose arcs have two ways back, 2 S.
 */
export function arcsOf(window: Unrolled, S: number, keeps: Keeps = () => true): Arcs {
	const { T, B, weights } = window;
	const first = T - S;
	const norms = new Float64Array(S * S).fill(Number.NEGATIVE_INFINITY);
	const [whole, kept] = [new Float64Array(weights.flat.length), new Float64Array(weights.flat.length)];
	const split = weights.spec.cell === "rnn" ? undefined : new Split(S, weights.flat.length);
	for (let t = 0; t < S; t++) {
		let [all, direct]: (Given | undefined)[] = [];
		const sources = new Int32Array(B).fill(first + t);
		const call = { sources, until: first, together: true };
		const back = backflow(window, {
			...call,
			onWeights: (_, gradients, exponents) => (all = { gradients, exponents }),
		});
		const alone =
			split &&
			backflow(window, {
				...call,
				withoutRecurrence: true,
				onWeights: (_, gradients, exponents) => (direct = { gradients, exponents }),
			});
		for (const { t: step } of back) {
			alone?.next();
			const k = step - first;
			if (k > t) continue; // before the cost, on the way back
			norms[t * S + k] = sizeOf(all!);
			add(whole, all!, 1 / (S * B));
			if (keeps(t, k)) add(kept, all!, 1 / (S * B));
			split?.take(t, k, all!, direct!, 1 / (S * B));
		}
		alone?.return(undefined);
	}
	return { steps: S, norms, whole, kept, ...(split && { paths: split.paths(whole) }) };
}

/** Collects how the arcs of a gated cell went back. */
class Split {
	readonly #steps: number;
	readonly #throughC: Float64Array;
	readonly #throughH: Float64Array;
	/** Sum of what went through c alone, in the scale of the whole. [P] */
	readonly #sum: Float64Array;

	constructor(steps: number, parameters: number) {
		this.#steps = steps;
		this.#throughC = new Float64Array(steps * steps).fill(Number.NaN);
		this.#throughH = this.#throughC.slice();
		this.#sum = new Float64Array(parameters);
	}

	take(t: number, k: number, all: Given, direct: Given, factor: number): void {
		const at = t * this.#steps + k;
		const most = all.exponents.reduce((a, b) => Math.max(a, b), 0);
		let [squares, c, h] = [0, 0, 0];
		for (const { name, length } of all.gradients.specs) {
			const [g, part] = [all.gradients.tensor(name), direct.gradients.tensor(name)];
			const scale = 2 ** (exponentOf(name, all.exponents) - most);
			const partScale = 2 ** (exponentOf(name, direct.exponents) - most);
			for (let j = 0; j < length; j++) {
				const [x, y] = [scale * g[j]!, partScale * part[j]!];
				squares += x * x;
				c += x * y;
				h += x * (x - y);
			}
		}
		this.#throughC[at] = c / squares;
		this.#throughH[at] = h / squares;
		add(this.#sum, direct, factor);
	}

	paths(whole: Float64Array): ArcPaths {
		let [squares, c, h] = [0, 0, 0];
		for (const [j, x] of whole.entries()) {
			squares += x * x;
			c += x * this.#sum[j]!;
			h += x * (x - this.#sum[j]!);
		}
		const [throughC, throughH] = [this.#throughC, this.#throughH];
		return { throughC, throughH, wholeThroughC: c / squares, wholeThroughH: h / squares };
	}
}

/** Keeps the arcs that truncated backpropagation with this horizon keeps. */
export const withinHorizon =
	(horizon: number): Keeps =>
	(t, k) =>
		t - k < horizon;

function sizeOf({ gradients, exponents }: Given): number {
	const squares = gradients.specs.map(({ name, length }) => {
		return 2 * logNorm(gradients.tensor(name), 0, 1, length, exponentOf(name, exponents));
	});
	return logSum(squares) / 2;
}

function add(sum: Float64Array, { gradients, exponents }: Given, factor: number): void {
	for (const { name, offset, length } of gradients.specs) {
		const scale = factor * 2 ** exponentOf(name, exponents);
		const gradient = gradients.tensor(name);
		for (let j = 0; j < length; j++) sum[offset + j]! += scale * gradient[j]!;
	}
}

function exponentOf(name: string, exponents: readonly number[]): number {
	const layer = /_l(\d+)$/.exec(name);
	return layer ? exponents[Number(layer[1])]! : 0;
}

/** Mean loss of the window before and after one step of gradient descent, in nats; the weights stay as they are. */
export function learnt(window: Unrolled, gradient: Float64Array, lr: number): { before: number; after: number } {
	const { flat } = window.weights;
	const own = flat.slice();
	const mean = () => {
		window.forward();
		const { lossNats, scored } = window.loss();
		return lossNats / scored;
	};
	const before = mean();
	for (let j = 0; j < flat.length; j++) flat[j]! -= lr * gradient[j]!;
	const after = mean();
	flat.set(own);
	window.forward();
	return { before, after };
}
