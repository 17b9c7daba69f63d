/**
 * Memory length, measured in two ways: the lag at which the gradient has fallen to 1 %, and the lag at which one
 * flipped input no longer changes the output. Learning can reach the first; the model uses the second.
 */
import { type HeadName, outputsOf } from "../cells/layout.ts";
import type { Unrolled } from "../cells/unroll.ts";
import type { Floats } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";
import type { LagCurve } from "./gradientByLag.ts";
import { lanesWithin, spreadOver, tail } from "./sequences.ts";

// T steps, B lanes, D inputs, V outputs, K the largest lag

/** Maximum number of lanes in which flips run in parallel. */
const FLIP_LANES = 128;

/**
 * Returns the first lag from which the typical gradient stays below `share` of lag 0; null if it has not fallen that
 * far within the curve. If the curve rises again, the last crossing counts.
 */
export function lagOfShare({ typical }: Pick<LagCurve, "typical">, share = 0.01): number | null {
	const bound = typical[0]! + Math.log2(share);
	const last = typical.findLastIndex((x) => x >= bound);
	return last + 1 < typical.length ? last + 1 : null;
}

/** Returns lags 0, 1, 2, 3, 4, 5, 7, 9, 12, ... K, about a third apart. */
export function ladder(K: number): number[] {
	const lags: number[] = [];
	for (let k = 0; k <= K; k = Math.max(k + 1, Math.round(k * 1.35))) lags.push(k);
	if (lags.at(-1) !== K) lags.push(K);
	return lags;
}

export interface InputMemory {
	/**
	 * Fraction of the lanes whose output at the last step changed by more than `bound`, for the input flipped k steps
	 * before. [K+1]
	 */
	moved: Float64Array;
	/**
	 * Largest change of an output, mean over the lanes: of a probability, or of a regression's value in `unit`s. [K+1]
	 */
	change: Float64Array;
	/** First lag from which the mean change stays below the bound; null if it is still above at lag K. */
	lag: number | null;
	bound: number;
	/** Unit of a change: for a regression, the standard deviation of the targets; null for probabilities. */
	unit: number | null;
}

/**
 * Measures how much each input of the last K steps still changes the output. A flipped symbol becomes another one,
 * drawn uniformly; flipped values become those of another step with different values, drawn from all of the window's
 * sequences.
 */
export function inputMemory(window: Unrolled, K: number): InputMemory {
	const { spec } = window.weights;
	const flips = new InputFlips(K, spec.head === "regression" ? deviation(window.values!) : null);
	const lags = ladder(K);
	const random = new RandomStream(1, "flips");
	const lanes = lanesWithin(spec, K + 1, FLIP_LANES);
	const per = Math.min(lags.length, Math.max(1, lanes - 1)); // lags per window
	const N = Math.max(1, Math.min(window.B, Math.floor(lanes / (lags.length + 1)))); // sequences per window
	for (let from = 0; from < lags.length; from += per) {
		const some = lags.slice(from, from + per);
		const copies = some.length + 1;
		const again = tail(window, K + 1, spreadOver(window.B, N), copies);
		const pairs = [];
		for (let n = 0; n < N; n++) {
			for (const [j, lag] of some.entries()) {
				const lane = n * copies + 1 + j;
				flip(again, (K - lag) * again.B + lane, window, random);
				pairs.push({ lane, base: n * copies, lag });
			}
		}
		again.forward();
		flips.measure(again, pairs);
		again.free();
	}
	return flips.result;
}

/** Maximum number of draws of an equal input; then all inputs are (nearly) the same and the flip is given up. */
const DRAWS = 64;

function flip({ ids, x, weights }: Unrolled, row: number, seen: Unrolled, random: RandomStream): void {
	const { symbols: D } = weights.spec;
	if (!x) {
		if (D > 1) ids[row] = (Math.max(0, ids[row]!) + 1 + random.below(D - 1)) % D;
		return;
	}
	const now = x.subarray(row * D, (row + 1) * D);
	for (let n = 0; n < DRAWS; n++) {
		const at = random.below(seen.T * seen.B) * D;
		const other = seen.x!.subarray(at, at + D);
		if (other.every((value, d) => value === now[d])) continue;
		now.set(other);
		return;
	}
}

/** Standard deviation of the known targets; 1 if they do not differ. */
function deviation(values: Float64Array): number {
	const known = values.filter((value) => !Number.isNaN(value));
	const mean = known.reduce((sum, value) => sum + value / known.length, 0);
	return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2 / known.length, 0)) || 1;
}

/** Paired runs: lanes that read the same but for one input; their outputs at the last step are compared. */
class InputFlips {
	readonly #K: number;
	readonly #bound: number;
	readonly #unit: number | null;
	readonly #changes: Float64Array[]; // [K+1] of [lanes]

	/**
	 * Creates empty counts.
	 * @param unit unit of a regression's changes.
	 */
	constructor(K: number, unit: number | null, bound = 0.01) {
		this.#K = K;
		this.#bound = bound;
		this.#unit = unit;
		this.#changes = Array.from({ length: K + 1 }, () => new Float64Array(0));
	}

	/**
	 * Compares pairs of lanes of a window after its forward pass: `lane` has its input flipped `lag` steps before the
	 * last, `base` does not.
	 */
	measure(window: Unrolled, pairs: readonly { lane: number; base: number; lag: number }[]): void {
		const { T, B } = window;
		const { spec } = window.weights;
		const V = outputsOf(spec);
		const row = (b: number) =>
			answers(spec.head, window.logits.subarray(((T - 1) * B + b) * V, ((T - 1) * B + b + 1) * V));
		const bases = new Map<number, Float64Array>();
		for (const { lane, base, lag } of pairs) {
			if (!bases.has(base)) bases.set(base, row(base));
			const [p, q] = [bases.get(base)!, row(lane)];
			let most = 0;
			for (let v = 0; v < V; v++) most = Math.max(most, Math.abs(p[v]! - q[v]!) / (this.#unit ?? 1));
			this.#changes[lag] = Float64Array.of(...this.#changes[lag]!, most);
		}
	}

	/** Lags that were not measured take the value of the nearest smaller one that was. */
	get result(): InputMemory {
		const change = new Float64Array(this.#K + 1);
		const moved = new Float64Array(this.#K + 1);
		for (const [k, changes] of this.#changes.entries()) {
			const n = changes.length;
			change[k] = n === 0 ? (change[k - 1] ?? 0) : changes.reduce((a, b) => a + b, 0) / n;
			moved[k] = n === 0 ? (moved[k - 1] ?? 0) : changes.filter((x) => x > this.#bound).length / n;
		}
		const last = change.findLastIndex((x) => x >= this.#bound);
		const lag = last < this.#K ? last + 1 : null;
		return { moved, change, lag, bound: this.#bound, unit: this.#unit };
	}
}

/** Returns the head's outputs: probabilities that sum to 1, an independent one per output, or the values. */
function answers(head: HeadName = "softmax", y: Floats): Float64Array {
	if (head === "regression") return Float64Array.from(y);
	if (head === "binary") return Float64Array.from(y, (a) => 1 / (1 + Math.exp(-a)));
	return softmax(y);
}

function softmax(y: ArrayLike<number>): Float64Array {
	const p = Float64Array.from(y);
	const most = p.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
	let sum = 0;
	for (let v = 0; v < p.length; v++) sum += p[v] = Math.exp(p[v]! - most);
	return p.map((v) => v / sum);
}
