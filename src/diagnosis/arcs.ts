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
}

/**
 * Returns every arc's size, the sum of all, and the sum of those that are kept. Call `window.forward()` first; every lane of the last S
 * steps has a target. The output layer belongs to the arc of its own step. Cost: S backward passes.
 */
export function arcsOf(window: Unrolled, S: number, keeps: Keeps = () => true): Arcs {
	const { T, B, weights } = window;
	const first = T - S;
	const norms = new Float64Array(S * S).fill(Number.NEGATIVE_INFINITY);
	const [whole, kept] = [new Float64Array(weights.flat.length), new Float64Array(weights.flat.length)];
	for (let t = 0; t < S; t++) {
		const onWeights = (step: number, gradients: Weights, exponents: readonly number[]) => {
			const k = step - first;
			if (k > t) return; // before the cost, on the way back
			norms[t * S + k] = sizeOf(gradients, exponents);
			add(whole, gradients, exponents, 1 / (S * B));
			if (keeps(t, k)) add(kept, gradients, exponents, 1 / (S * B));
		};
		const sources = new Int32Array(B).fill(first + t);
		for (const _ of backflow(window, { sources, until: first, together: true, onWeights }));
	}
	return { steps: S, norms, whole, kept };
}

/** Keeps the arcs that truncated backpropagation with this horizon keeps. */
export const withinHorizon =
	(horizon: number): Keeps =>
	(t, k) =>
		t - k < horizon;

function sizeOf(gradients: Weights, exponents: readonly number[]): number {
	const squares = gradients.specs.map(({ name, length }) => {
		return 2 * logNorm(gradients.tensor(name), 0, length, exponentOf(name, exponents));
	});
	return logSum(squares) / 2;
}

function add(sum: Float64Array, gradients: Weights, exponents: readonly number[], factor: number): void {
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
