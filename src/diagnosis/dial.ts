/**
 * The dial of W_rec: an unrolled layer of T steps with a cost at each, and how large the gradient of each cost is at each
 * earlier step, for W of a chosen spectral radius:
 *
 *   h_t = act(W h_{t-1} + u_t + b),   g_{t,k} = d eps_t / d h_k = (J_t ... J_{k+1})^T g_{t,t},   |g_{t,t}| = 1
 *
 * Theory's bound is |g_{t,k}| <= (sigma_max(W) max|act'|)^(t-k): below 1 the gradient must vanish; above 1 it may explode, but
 * need not (Pascanu, Mikolov & Bengio 2013, sec. 2).
 */
import { type Eigenvalues, eigenvalues, radiusOf } from "../algebra/decompositions.ts";
import { type Complex, type Eigenpair, eigenpair, type Move, moveEigenvalues } from "../algebra/eigenvectors.ts";
import { RandomStream } from "../kernels/random.ts";
import { type Activation, normals, reachFrom, unroll } from "./reach.ts";
import { matrixNorm } from "./recurrentBlocks.ts";

// H units, T steps

/** Steps of the unrolled layer. */
export const DIAL_STEPS = 50;

export interface DialSettings {
	/** Spectral radius that W is scaled to; null for the matrix as it is. */
	radius: number | null;
	act: Activation;
	/** Standard deviation of the input to each unit at each step. */
	input: number;
	/** Bias of every unit: a large one saturates a tanh. */
	bias: number;
	/** Seed of the inputs and of the costs. */
	seed: number;
	/** Eigenvalues of the scaled matrix to move: number in the order of `DialBase.values`, and its place. */
	moves: readonly (Complex & { index: number })[];
}

/** A matrix and what is known of it at any scale. */
export interface DialBase {
	w: Float64Array; // [H,H]
	H: number;
	/** Largest modulus first; of a pair, the one above the real axis first. [H] */
	values: Eigenvalues;
	radius: number;
	/** Eigenpairs found so far, by number. */
	pairs: Map<number, Eigenpair>;
}

export interface Dialled {
	radius: number;
	/** Largest singular value of W. */
	sigma: number;
	/** Largest |act'| of any unit at any step. */
	slope: number;
	/** sigma slope */
	bound: number;
	/** Fraction of all |h| above .9. */
	saturated: number;
	/** Mean of act' over units and steps. */
	meanSlope: number;
	/** Eigenvalues of W; those that were not moved keep the order of the base. [H] */
	values: Eigenvalues;
	/** Of each moved eigenvalue: 1 / |w^T v|. */
	conditions: number[];
	/** Largest distance that an eigenvalue that should stay has moved. 0 without moves. */
	strayed: number;
	/** log10 |g_{t,k}|, t and k from 1 to T; -Infinity above the diagonal and for an exact 0. [T,T] */
	log10: Float64Array;
}

export function dialBase(w: ArrayLike<number>, H: number): DialBase {
	const found = exactlyReal(eigenvalues(w, H));
	return { w: Float64Array.from(w), H, values: inPairs(found), radius: radiusOf(found), pairs: new Map() };
}

/**
 * Puts the conjugate of each eigenvalue next to it, the one above the real axis first. Moduli that are equal to ten digits, as
 * all are of an orthogonal matrix, are in the order of the real parts, so that a number names the same one everywhere.
 */
function inPairs({ re, im }: Eigenvalues): Eigenvalues {
	const left = new Set(re.keys());
	const found: number[][] = [];
	for (const k of left) {
		left.delete(k);
		if (im[k] === 0 || left.size === 0) found.push([k]);
		else {
			const distance = (j: number) => Math.hypot(re[j]! - re[k]!, im[j]! + im[k]!);
			const twin = [...left].reduce((best, j) => (distance(j) < distance(best) ? j : best));
			left.delete(twin);
			found.push(im[k]! > 0 ? [k, twin] : [twin, k]);
		}
	}
	const modulus = ([k]: number[]) => Number(Math.hypot(re[k!]!, im[k!]!).toPrecision(10));
	const order = found.sort((a, b) => modulus(b) - modulus(a) || re[b[0]!]! - re[a[0]!]!).flat();
	return { re: Float64Array.from(order, (k) => re[k]!), im: Float64Array.from(order, (k) => im[k]!) };
}

/** The algorithm works in complex numbers: what it leaves of a real eigenvalue's imaginary part is rounding. */
function exactlyReal({ re, im }: Eigenvalues): Eigenvalues {
	const radius = radiusOf({ re, im });
	return { re, im: im.map((x) => (Math.abs(x) <= 1e-11 * radius ? 0 : x)) };
}

/** Returns the gradient at every step of every cost. Cost: T^2 H^2 / 2 products; with moves also 25 H^3. */
export function dial(base: DialBase, { radius, act, input, bias, seed, moves }: DialSettings): Dialled {
	const { H } = base;
	const scale = radius === null || base.radius === 0 ? 1 : radius / base.radius;
	const scaled = base.w.map((value) => scale * value);
	const moved = moves.map(({ index, ...to }): Move => ({ pair: times(pairOf(base, index), scale), to }));
	const w = moved.length > 0 ? moveEigenvalues(scaled, H, moved) : scaled;
	const stay = { re: base.values.re.map((x) => scale * x), im: base.values.im.map((x) => scale * x) };
	const { values, strayed } =
		moved.length > 0 ? placed(exactlyReal(eigenvalues(w, H)), stay, moved) : { values: stay, strayed: 0 };
	const random = new RandomStream(seed, "wrec-sweep input 0");
	const u = normals(DIAL_STEPS * H, input, random).map((x) => x + bias); // [T,H]
	const h = unroll(act, w, u, H); // [T+1,H]
	const T = DIAL_STEPS;
	const log10 = new Float64Array(T * T).fill(Number.NEGATIVE_INFINITY);
	for (let t = 1; t <= T; t++) {
		const g0 = normals(H, 1, random); // [H]
		const norm = Math.hypot(...g0);
		const sizes = reachFrom(
			w,
			act === "tanh" ? h : undefined,
			t,
			g0.map((x) => x / norm),
		).log10;
		for (let k = 1; k <= t; k++) log10[(t - 1) * T + k - 1] = sizes[t - k]!;
	}
	const sigma = matrixNorm(w, H);
	const slopes = slopesOf(act, h.subarray(H));
	const largest = values.re.reduce((most, x, k) => Math.max(most, Math.hypot(x, values.im[k]!)), 0);
	return {
		...{ radius: largest, sigma, bound: sigma * slopes.slope, ...slopes, values, strayed, log10 },
		conditions: moved.map(({ pair }) => pair.condition),
	};
}

/** The eigenvalue with this number, and its eigenvectors, which are those of the matrix at any scale. */
function pairOf({ w, H, values, pairs }: DialBase, index: number): Eigenpair {
	const known = pairs.get(index);
	if (known) return known;
	const pair = eigenpair(w, H, { re: values.re[index]!, im: values.im[index]! });
	pairs.set(index, pair);
	return pair;
}

const times = (pair: Eigenpair, scale: number): Eigenpair => ({ ...pair, re: scale * pair.re, im: scale * pair.im });

function slopesOf(act: Activation, h: Float64Array): Pick<Dialled, "slope" | "meanSlope" | "saturated"> {
	if (act === "linear") return { slope: 1, meanSlope: 1, saturated: 0 };
	let [slope, sum, saturated] = [0, 0, 0];
	for (const x of h) {
		slope = Math.max(slope, 1 - x * x);
		sum += 1 - x * x;
		if (Math.abs(x) > 0.9) saturated++;
	}
	return { slope, meanSlope: sum / h.length, saturated: saturated / h.length };
}

/** The eigenvalues found, in the order of those that should be there, and how far the others strayed. */
function placed(
	found: Eigenvalues,
	stay: Eigenvalues,
	moves: readonly Move[],
): { values: Eigenvalues; strayed: number } {
	const { re, im } = { re: stay.re.slice(), im: stay.im.slice() };
	const moved = new Set<number>();
	for (const { pair, to } of moves) {
		for (const sign of pair.im === 0 ? [0] : [1, -1]) {
			const at = nearest(stay, pair.re, sign * pair.im, moved);
			moved.add(at);
			[re[at], im[at]] = [to.re, sign === 0 ? 0 : sign * to.im];
		}
	}
	const values = { re: new Float64Array(re.length), im: new Float64Array(re.length) };
	const used = new Set<number>();
	let strayed = 0;
	for (let k = 0; k < re.length; k++) {
		const at = nearest(found, re[k]!, im[k]!, used);
		used.add(at);
		[values.re[k], values.im[k]] = [found.re[at]!, found.im[at]!];
		if (!moved.has(k)) strayed = Math.max(strayed, Math.hypot(found.re[at]! - re[k]!, found.im[at]! - im[k]!));
	}
	return { values, strayed };
}

function nearest(values: Eigenvalues, re: number, im: number, used: ReadonlySet<number>): number {
	let [best, least] = [-1, Number.POSITIVE_INFINITY];
	for (let k = 0; k < values.re.length; k++) {
		const distance = Math.hypot(values.re[k]! - re, values.im[k]! - im);
		if (distance < least && !used.has(k)) [best, least] = [k, distance];
	}
	return best;
}

/** How the gradient of the last cost fares: by what theory says, and by what it does. */
export type DialVerdict = "mustVanish" | "vanishes" | "explodes" | "lasts";

/** Below 1 % at the first step the gradient has vanished; above 100 times it has exploded. */
const DECADES = 2;

export function dialVerdict({ bound, log10 }: Pick<Dialled, "bound" | "log10">): DialVerdict {
	const first = log10[(DIAL_STEPS - 1) * DIAL_STEPS]!;
	if (first < -DECADES) return bound < 1 ? "mustVanish" : "vanishes";
	return first > DECADES ? "explodes" : "lasts";
}

/** log10 of the factor per step of the last loss's gradient, over the older half of the steps. */
export function dialRate(log10: Float64Array): number {
	const row = (DIAL_STEPS - 1) * DIAL_STEPS;
	const half = DIAL_STEPS / 2;
	return (log10[row]! - log10[row + half]!) / half;
}
