/**
 * The recurrent matrix, block by block, compared with the bound 1/gamma below which a plain cell's gradient must vanish
 * (Pascanu, Mikolov & Bengio 2013: gamma = 1 for tanh, 1/4 for sigmoid).
 */

import { eigenvalues, radiusOf, singularValues } from "../algebra/decompositions.ts";
import { recurrentNames, slopeOf } from "../cells/gateFunctions.ts";
import type { Weights } from "../cells/weights.ts";
import type { Floats } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";
import { atOnce, type Work } from "../kernels/work.ts";

/** Largest matrix whose eigenvalues are all computed: 0.4 s at 256. */
const EXACT_EIGENVALUES = 256;
/** Largest matrix whose singular values are all computed for its norm. */
const EXACT_NORM = 48;

export interface RecurrentBlock {
	/** Gate letter, "h" for a plain cell, the name of an equation with R h'. */
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
	return atOnce(sizesInPieces(weights, l));
}

/** `recurrentSizes` in pieces. */
export function sizesInPieces(weights: Weights, l: number): Work<RecurrentBlock[]> {
	return blocksOf(weights, l, function* (w, H) {
		const exact = H <= 32;
		if (exact) return { exact, radius: radiusOf(eigenvalues(w, H)), largestSingular: matrixNorm(w, H) };
		return { exact, radius: yield* growth(w, H, 100), largestSingular: yield* powerNorm(w, H, 1e-3) };
	});
}

type Sizes = Pick<RecurrentBlock, "exact" | "radius" | "largestSingular">;

function* blocksOf(weights: Weights, l: number, sizes: (w: Floats, H: number) => Work<Sizes>): Work<RecurrentBlock[]> {
	const { spec } = weights;
	const H = spec.hidden;
	const { w_hh } = weights.layer(l);
	const found: RecurrentBlock[] = [];
	for (const [k, block] of recurrentNames(spec).entries()) {
		const w = w_hh.subarray(k * H * H, (k + 1) * H * H); // [H,H]
		found.push({ block, bound: 1 / slopeOf(spec, block), ...(yield* sizes(w, H)) });
	}
	return found;
}

/** Returns the largest singular value: exact up to 48 units, else by power iteration. */
export function matrixNorm(w: Floats, n: number): number {
	return n <= EXACT_NORM ? (singularValues(w, n, n)[0] ?? 0) : atOnce(powerNorm(w, n, 1e-9));
}

/** Power iteration on W^T W until a round changes the value by less than `tolerance`, at most 200 rounds. */
function* powerNorm(w: Floats, n: number, tolerance: number): Work<number> {
	const random = new RandomStream(1, "power iteration");
	const v = Float64Array.from({ length: n }, () => random.normal());
	const u = new Float64Array(n);
	let size = 0;
	for (let round = 0; round < 200; round++) {
		unit(v);
		yield* multiply(w, v, n, u);
		if (unit(u) === 0) return 0;
		yield* multiplyTransposed(w, u, n, v);
		const now = length(v);
		if (Math.abs(now - size) <= tolerance * now) return now;
		size = now;
		yield round / 200;
	}
	return size;
}

/** Growth of a vector per round, over the last two thirds of the rounds. */
function* growth(w: Floats, n: number, rounds = 300): Work<number> {
	const random = new RandomStream(1, "growth");
	let v = Float64Array.from({ length: n }, () => random.normal());
	let next = new Float64Array(n);
	let sum = 0;
	for (let round = 0; round < rounds; round++) {
		yield* multiply(w, v, n, next);
		[v, next] = [next, v];
		const size = unit(v);
		if (size === 0) return 0;
		if (round >= rounds / 3) sum += Math.log(size);
		yield round / rounds;
	}
	return Math.exp(sum / (rounds - Math.ceil(rounds / 3)));
}

/** Elements of W that are read between two yields, about ten milliseconds. */
const PIECE = 2 ** 23;

/** out = W v. Four rows at a time, each added in order: the same bits as one at a time. */
function* multiply(w: Floats, v: Float64Array, n: number, out: Float64Array): Work<void> {
	const rows = Math.max(4, PIECE / n);
	let i = 0;
	for (let stop = rows; i + 3 < n; stop += rows) {
		for (; i + 3 < n && i < stop; i += 4) rowsTimes(w, v, n, i, out);
		if (i + 3 < n) yield i / n;
	}
	for (; i < n; i++) {
		let sum = 0;
		for (let j = 0; j < n; j++) sum += w[i * n + j]! * v[j]!;
		out[i] = sum;
	}
}

function rowsTimes(w: Floats, v: Float64Array, n: number, i: number, out: Float64Array): void {
	const [a, b, c, d] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n];
	let [p, q, r, s] = [0, 0, 0, 0];
	for (let j = 0; j < n; j++) {
		const x = v[j]!;
		p += w[a + j]! * x;
		q += w[b + j]! * x;
		r += w[c + j]! * x;
		s += w[d + j]! * x;
	}
	[out[i], out[i + 1], out[i + 2], out[i + 3]] = [p, q, r, s];
}

/** out = W^T u. Four rows at a time, added in order. */
function* multiplyTransposed(w: Floats, u: Float64Array, n: number, out: Float64Array): Work<void> {
	out.fill(0);
	const rows = Math.max(4, PIECE / n);
	let i = 0;
	for (let stop = rows; i + 3 < n; stop += rows) {
		for (; i + 3 < n && i < stop; i += 4) addRows(w, u, n, i, out);
		if (i + 3 < n) yield i / n;
	}
	for (; i < n; i++) for (let j = 0; j < n; j++) out[j]! += w[i * n + j]! * u[i]!;
}

function addRows(w: Floats, u: Float64Array, n: number, i: number, out: Float64Array): void {
	const [a, b, c, d] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n];
	const [p, q, r, s] = [u[i]!, u[i + 1]!, u[i + 2]!, u[i + 3]!];
	for (let j = 0; j < n; j++) out[j] = out[j]! + w[a + j]! * p + w[b + j]! * q + w[c + j]! * r + w[d + j]! * s;
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
