/**
 * The recurrent matrix, block by block, compared with the bound 1/gamma below which a plain cell's gradient must vanish
 * (Pascanu, Mikolov & Bengio 2013: gamma = 1 for tanh, 1/4 for sigmoid).
 */

import { eigenvalues, radiusOf, singularValues } from "../algebra/decompositions.ts";
import { gateLetters } from "../cells/layout.ts";
import type { Weights } from "../cells/weights.ts";
import { RandomStream } from "../kernels/random.ts";
import { atOnce, type Work } from "../kernels/work.ts";

/** Largest matrix whose eigenvalues are all computed: 0.4 s at 256. */
const EXACT_EIGENVALUES = 256;
/** Largest matrix whose singular values are all computed for its norm. */
const EXACT_NORM = 48;

export interface RecurrentBlock {
	/** Gate letter, "h" for a plain cell. */
	block: string;
	/** Largest singular value; if `exact` is false, estimated from below by power iteration. */
	largestSingular: number;
	/** Spectral radius; if `exact` is false, from the growth of 300 products, within a few percent. */
	radius: number;
	exact: boolean;
	/** 1/gamma of the block's nonlinearity: a plain cell whose largest singular value is below it must vanish. */
	bound: number;
}

/** Returns each gate's block of W_hh of layer l. Above 256 units the values are estimates, at 600 products of H^2. */
export function recurrentBlocks(weights: Weights, l: number): RecurrentBlock[] {
	return atOnce(blocksInPieces(weights, l));
}

/** `recurrentBlocks` in pieces. */
export function blocksInPieces(weights: Weights, l: number): Work<RecurrentBlock[]> {
	return blocksOf(weights, l, function* (w, H) {
		const exact = H <= EXACT_EIGENVALUES;
		const radius = exact ? radiusOf(eigenvalues(w, H)) : yield* growth(w, H);
		return { exact, radius, largestSingular: H <= EXACT_NORM ? matrixNorm(w, H) : yield* powerNorm(w, H, 1e-9) };
	});
}

/**
 * Returns estimates of the same, cheap enough to repeat: by iteration above 32 units, at most 140 products of H^2 per
 * block. For random matrices of 64 to 512 units both are within 5 %, the largest singular value from below.
 */
export function recurrentSizes(weights: Weights, l: number): RecurrentBlock[] {
	const sizes = function* (w: Float64Array, H: number) {
		const exact = H <= 32;
		if (exact) return { exact, radius: radiusOf(eigenvalues(w, H)), largestSingular: matrixNorm(w, H) };
		return { exact, radius: yield* growth(w, H, 100), largestSingular: yield* powerNorm(w, H, 1e-3) };
	};
	return atOnce(blocksOf(weights, l, sizes));
}

type Sizes = Pick<RecurrentBlock, "exact" | "radius" | "largestSingular">;

function* blocksOf(
	weights: Weights,
	l: number,
	sizes: (w: Float64Array, H: number) => Work<Sizes>,
): Work<RecurrentBlock[]> {
	const { spec } = weights;
	const H = spec.hidden;
	const { w_hh } = weights.layer(l);
	const found: RecurrentBlock[] = [];
	for (const [k, block] of (spec.cell === "rnn" ? ["h"] : gateLetters(spec)).entries()) {
		const w = Float64Array.from(w_hh.subarray(k * H * H, (k + 1) * H * H)); // [H,H]
		const sigmoid = spec.cell === "rnn" ? spec.variant === "sigmoid" : block !== "g" && block !== "n";
		found.push({ block, bound: sigmoid ? 4 : 1, ...(yield* sizes(w, H)) });
	}
	return found;
}

/** Returns the largest singular value: exact up to 48 units, else by power iteration. */
export function matrixNorm(w: Float64Array, n: number): number {
	return n <= EXACT_NORM ? (singularValues(w, n, n)[0] ?? 0) : atOnce(powerNorm(w, n, 1e-9));
}

/** Power iteration on W^T W until a round changes the value by less than `tolerance`, at most 200 rounds. */
function* powerNorm(w: Float64Array, n: number, tolerance: number): Work<number> {
	const random = new RandomStream(1, "power iteration");
	let v = Float64Array.from({ length: n }, () => random.normal());
	let size = 0;
	for (let round = 0; round < 200; round++) {
		unit(v);
		const u = multiply(w, v, n);
		if (unit(u) === 0) return 0;
		v = new Float64Array(n);
		for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) v[j]! += w[i * n + j]! * u[i]!;
		const now = length(v);
		if (Math.abs(now - size) <= tolerance * now) return now;
		size = now;
		yield round / 200;
	}
	return size;
}

/** Growth of a vector per round, over the last two thirds of the rounds. */
function* growth(w: Float64Array, n: number, rounds = 300): Work<number> {
	const random = new RandomStream(1, "growth");
	let v = Float64Array.from({ length: n }, () => random.normal());
	let sum = 0;
	for (let round = 0; round < rounds; round++) {
		v = multiply(w, v, n);
		const size = unit(v);
		if (size === 0) return 0;
		if (round >= rounds / 3) sum += Math.log(size);
		yield round / rounds;
	}
	return Math.exp(sum / (rounds - Math.ceil(rounds / 3)));
}

function multiply(w: Float64Array, v: Float64Array, n: number): Float64Array<ArrayBuffer> {
	const out = new Float64Array(n);
	for (let i = 0; i < n; i++) {
		let sum = 0;
		for (let j = 0; j < n; j++) sum += w[i * n + j]! * v[j]!;
		out[i] = sum;
	}
	return out;
}

/** Euclidean norm of x. */
export function length(x: Float64Array): number {
	let sum = 0;
	for (const v of x) sum += v * v;
	return Math.sqrt(sum);
}

/** Normalises x and returns its previous length. */
export function unit(x: Float64Array): number {
	const size = length(x);
	if (size > 0) for (let k = 0; k < x.length; k++) x[k]! /= size;
	return size;
}
