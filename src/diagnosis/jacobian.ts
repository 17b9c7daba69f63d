/**
 * Effect of a step on a small change of the state: spectra of dh_t/dh_{t-1}, norms of products, Lyapunov exponents, and
 * the recurrent matrix compared with the bound 1/gamma below which a plain cell's gradient must vanish (Pascanu,
 * Mikolov & Bengio 2013: gamma = 1 for tanh, 1/4 for sigmoid).
 */

import {
	type Eigenvalues,
	eigenvalues,
	orthonormalise,
	radiusOf,
	rankTolerance,
	singularValues,
} from "../algebra/decompositions.ts";
import { gateLetters } from "../cells/layout.ts";
import type { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import { fail } from "../errors/index.ts";
import { RandomStream } from "../kernels/random.ts";
import { StepProducts, stateSize } from "./stepJacobian.ts";

// n size of a layer's state: H, or 2H for an LSTM ([h,c])

/** Largest state whose Jacobian is decomposed; at 256 its singular values take 1.2 s per step. */
export const EXACT_STATE = 256;
/** Largest matrix whose eigenvalues are all computed: 0.4 s at 256. */
const EXACT_EIGENVALUES = 256;

export interface ExactCost {
	bytes: number;
	/** Operations of one step: n backward passes, and the decomposition. */
	operations: number;
}

/** Returns the cost of the whole Jacobian of a state of size n. */
export const exactCost = (n: number): ExactCost => ({ bytes: 8 * n * n, operations: 50 * n ** 3 });

export interface StepSpectrum {
	t: number;
	/** Singular values of J_t, largest first. [n] */
	singular: Float64Array;
	eigenvalues: Eigenvalues; // [n]
	/** Largest modulus of the eigenvalues. */
	radius: number;
}

/**
 * Returns J_t [n,n]; row j holds the derivatives of s_t[j].
 * @throws E_JACOBIAN_LARGE above `limit`, with the cost.
 */
export function stepJacobian(window: Unrolled, l: number, t: number, lane = 0, limit = EXACT_STATE): Float64Array {
	const n = stateSize(window);
	if (n > limit) throw fail("E_JACOBIAN_LARGE", { n, limit, ...exactCost(n) });
	const products = new StepProducts(window, l, n);
	const jacobian = products.back(t, lane, identity(n));
	products.free();
	return jacobian;
}

/**
 * Returns the singular values and eigenvalues of the Jacobians of the given steps.
 * @throws E_JACOBIAN_LARGE
 */
export function stepSpectra(window: Unrolled, l: number, steps: readonly number[], lane = 0): StepSpectrum[] {
	const n = stateSize(window);
	return steps.map((t) => {
		const jacobian = stepJacobian(window, l, t, lane);
		const values = eigenvalues(jacobian, n);
		return { t, singular: singularValues(jacobian, n, n), eigenvalues: values, radius: radiusOf(values) };
	});
}

/**
 * Estimates the largest singular value of J_t, of any size, from below, by power iteration: within 1 % after 40 rounds
 * unless the second is that close. Cost 40 steps of 2 lanes.
 */
export function largestSingular(window: Unrolled, l: number, t: number, lane = 0, rounds = 40): number {
	const products = new StepProducts(window, l, 2);
	const { n } = products;
	const random = new RandomStream(1, "power iteration");
	let v = Float64Array.from({ length: n }, () => random.normal());
	let size = 0;
	for (let round = 0; round < rounds; round++) {
		unit(v);
		const u = products.ahead(t, lane, v); // J v
		if (unit(u) === 0) break;
		const both = new Float64Array(2 * n);
		both.set(u);
		v = products.back(t, lane, both).slice(0, n); // J^T u
		size = length(v);
	}
	products.free();
	return size;
}

export interface ProductNorm {
	/** Number of steps multiplied, w. */
	steps: number;
	/** log2 of the largest singular value of J_t J_{t-1} ... J_{t-w+1}. */
	log2: number;
	/** log2 of its Frobenius norm. */
	frobenius: number;
}

/**
 * Returns the norms of the products over the last 1, 2, 4, ... steps of the window, rescaled as they grow.
 * @throws E_JACOBIAN_LARGE
 */
export function productNorms(window: Unrolled, l: number, most: number, lane = 0): ProductNorm[] {
	const n = stateSize(window);
	if (n > EXACT_STATE)
		throw fail("E_JACOBIAN_LARGE", { n, limit: EXACT_STATE, bytes: 8 * n * n, operations: most * 2 * n ** 3 });
	const products = new StepProducts(window, l, n);
	let product: Float64Array = identity(n);
	let exponent = 0;
	const found: ProductNorm[] = [];
	for (let w = 1; w <= most; w++) {
		product = products.back(window.T - w, lane, product);
		const e = Math.floor(Math.log2(length(product)));
		if (Number.isFinite(e)) {
			for (let j = 0; j < product.length; j++) product[j]! *= 2 ** -e;
			exponent += e;
		}
		if ((w & (w - 1)) !== 0 && w !== most) continue;
		const frobenius = exponent + Math.log2(length(product));
		found.push({ steps: w, log2: exponent + Math.log2(matrixNorm(product, n)), frobenius });
	}
	products.free();
	return found;
}

export interface Lyapunov {
	/**
	 * Nats per step, largest first: an error grows as e^{lambda t} along the first. -Infinity: a step loses the
	 * direction, as one of lower rank does. The rank is judged at the engine's precision: of n directions, those that
	 * shrink to n 2^-23 of the largest (float32; float64: n 2^-52) in one step are lost. [p]
	 */
	exponents: Float64Array;
	/** Number of steps averaged over. */
	steps: number;
}

/**
 * Returns the p largest Lyapunov exponents over the last steps of the window, by QR of J_t^T Q going back in time
 * (Benettin et al. 1980; the transposed product has the same singular values). The first tenth, in which Q still turns,
 * is not counted, unless p is the whole state. Cost one step of p lanes and 4 p^2 n operations per step, at any size.
 */
export function lyapunov(window: Unrolled, l: number, { steps = window.T, p = 8, lane = 0 } = {}): Lyapunov {
	const n = stateSize(window);
	const count = Math.min(p, n);
	const products = new StepProducts(window, l, count);
	const random = new RandomStream(1, "lyapunov");
	let q: Float64Array = count === n ? identity(n) : Float64Array.from({ length: count * n }, () => random.normal());
	orthonormalise(q, count, n);
	const sums = new Float64Array(count);
	const noise = rankTolerance(n, window.engine.precision);
	const skipped = count === n ? 0 : Math.floor(steps / 10);
	for (let w = 1; w <= steps; w++) {
		q = products.back(window.T - w, lane, q);
		const diagonal = orthonormalise(q, count, n, noise);
		if (w > skipped) for (let k = 0; k < count; k++) sums[k]! += Math.log(diagonal[k]!);
	}
	products.free();
	const counted = steps - skipped;
	return {
		exponents: sums
			.map((sum) => sum / counted)
			.sort()
			.reverse(),
		steps: counted,
	};
}

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
	return blocksOf(weights, l, (w, H) => {
		const exact = H <= EXACT_EIGENVALUES;
		const radius = exact ? radiusOf(eigenvalues(w, H)) : growth(w, H);
		return { exact, radius, largestSingular: matrixNorm(w, H) };
	});
}

/**
 * Returns estimates of the same, cheap enough to repeat: by iteration above 32 units, at most 140 products of H^2 per
 * block. For random matrices of 64 to 512 units both are within 5 %, the largest singular value from below.
 */
export function recurrentSizes(weights: Weights, l: number): RecurrentBlock[] {
	return blocksOf(weights, l, (w, H) => {
		const exact = H <= 32;
		if (exact) return { exact, radius: radiusOf(eigenvalues(w, H)), largestSingular: matrixNorm(w, H) };
		return { exact, radius: growth(w, H, 100), largestSingular: powerNorm(w, H, 1e-3) };
	});
}

type Sizes = Pick<RecurrentBlock, "exact" | "radius" | "largestSingular">;

function blocksOf(weights: Weights, l: number, sizes: (w: Float64Array, H: number) => Sizes): RecurrentBlock[] {
	const { spec } = weights;
	const H = spec.hidden;
	const { w_hh } = weights.layer(l);
	return (spec.cell === "rnn" ? ["h"] : gateLetters(spec)).map((block, k) => {
		const w = Float64Array.from(w_hh.subarray(k * H * H, (k + 1) * H * H)); // [H,H]
		const sigmoid = spec.cell === "rnn" ? spec.variant === "sigmoid" : block !== "g" && block !== "n";
		return { block, bound: sigmoid ? 4 : 1, ...sizes(w, H) };
	});
}

/** Returns the largest singular value: exact up to 48 units, else by power iteration. */
export function matrixNorm(w: Float64Array, n: number): number {
	return n <= 48 ? (singularValues(w, n, n)[0] ?? 0) : powerNorm(w, n, 1e-9);
}

/** Power iteration on W^T W until a round changes the value by less than `tolerance`, at most 200 rounds. */
function powerNorm(w: Float64Array, n: number, tolerance: number): number {
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
	}
	return size;
}

/** Growth of a vector per round, over the last two thirds of the rounds. */
function growth(w: Float64Array, n: number, rounds = 300): number {
	const random = new RandomStream(1, "growth");
	let v = Float64Array.from({ length: n }, () => random.normal());
	let sum = 0;
	for (let round = 0; round < rounds; round++) {
		v = multiply(w, v, n);
		const size = unit(v);
		if (size === 0) return 0;
		if (round >= rounds / 3) sum += Math.log(size);
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

function identity(n: number): Float64Array<ArrayBuffer> {
	const eye = new Float64Array(n * n);
	for (let i = 0; i < n; i++) eye[i * n + i] = 1;
	return eye;
}

function length(x: Float64Array): number {
	let sum = 0;
	for (const v of x) sum += v * v;
	return Math.sqrt(sum);
}

/** Normalises x and returns its previous length. */
function unit(x: Float64Array): number {
	const size = length(x);
	if (size > 0) for (let k = 0; k < x.length; k++) x[k]! /= size;
	return size;
}
