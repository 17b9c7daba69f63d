/**
 * Effect of a step on a small change of the state: spectra of dh_t/dh_{t-1}, norms of products, Lyapunov exponents.
 */

import {
	type Eigenvalues,
	eigenvalues,
	orthonormalise,
	radiusOf,
	rankTolerance,
	singularValues,
} from "../algebra/decompositions.ts";
import type { Unrolled } from "../cells/unroll.ts";
import { fail } from "../errors/index.ts";
import { RandomStream } from "../kernels/random.ts";
import { atOnce, type Work } from "../kernels/work.ts";
import { length, matrixNorm, unit } from "./recurrentBlocks.ts";
import { StepProducts, stateSize } from "./stepJacobian.ts";

// n size of a layer's state: H, or 2H for an LSTM ([h,c])

/** Largest state whose Jacobian is decomposed; at 256 its singular values take 1.2 s per step. */
export const EXACT_STATE = 256;

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
	return atOnce(singularInPieces(window, l, t, lane, rounds));
}

/** `largestSingular` in pieces. */
export function* singularInPieces(window: Unrolled, l: number, t: number, lane = 0, rounds = 40): Work<number> {
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
		yield round / rounds;
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
export function lyapunov(window: Unrolled, l: number, call: LyapunovCall = {}): Lyapunov {
	return atOnce(lyapunovInPieces(window, l, call));
}

interface LyapunovCall {
	/** Last steps of the window. Default: all. */
	steps?: number;
	/** Number of exponents. Default: 8. */
	p?: number;
	lane?: number;
}

/** `lyapunov` in pieces. */
export function* lyapunovInPieces(
	window: Unrolled,
	l: number,
	{ steps = window.T, p = 8, lane = 0 }: LyapunovCall,
): Work<Lyapunov> {
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
		yield w / steps;
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

function identity(n: number): Float64Array<ArrayBuffer> {
	const eye = new Float64Array(n * n);
	for (let i = 0; i < n; i++) eye[i * n + i] = 1;
	return eye;
}
