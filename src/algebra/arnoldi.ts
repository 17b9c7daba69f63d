/**
 * Leading eigenvalue of a large sparse A: the one with the largest |keep + gain lambda|, by Arnoldi's method with
 * implicit restarts (Sorensen 1992), using only products with A. The Krylov spaces of A and of keep I + gain A are the
 * same, so a leaky reservoir takes no more steps than a plain one.
 *
 * The shifts are exact and applied in pairs, as Francis' double steps (Golub & Van Loan, Matrix Computations, 7.5.5 and
 * 10.5.3).
 */

import { RandomStream } from "../kernels/random.ts";
import type { Work } from "../kernels/work.ts";
import { dot, eigenvalues } from "./decompositions.ts";
import { product, type Sparse } from "./sparse.ts";

// n units, m basis vectors, k of them kept at a restart

/** m, and how many basis vectors are kept. */
const BASIS = 100;
const KEPT = 50;
const RESTARTS = 60;
/**
 * Relative residual (as a fraction of the modulus) at which the leading pair is accepted, and that of the pairs next to
 * it.
 */
const FOUND = 1e-10;
const NEAR = 1e-3;
const NEXT = 4;

/**
 * Returns the largest |keep + gain lambda| over A's eigenvalues. The pair (lambda, x) found has gain |A x - lambda x|
 * below 1e-9 of that value, computed from x itself, and the three next eigenvalues are known to 1e-3. The relative
 * error is therefore at most 1e-9 times the eigenvalue's condition number; compared with QR it is 1e-11. Cost: a few
 * hundred to some thousand products with A.
 * @returns undefined if 60 restarts do not find it, as with many eigenvalues of the same modulus.
 */
export function* leadingModulus(a: Sparse, keep = 0, gain = 1): Work<number | undefined> {
	const n = a.size;
	const m = Math.min(n, BASIS);
	const v = Array.from({ length: m + 1 }, () => new Float64Array(n)); // [m+1,n] orthonormal
	const h = new Float64Array(m * m); // [m,m] V^T A V
	const random = new RandomStream(1, "arnoldi");
	for (let i = 0; i < n; i++) v[0]![i] = random.normal();
	scale(v[0]!, 1 / length(v[0]!));
	const first = new Float64Array(2); // log of the residual at the start, and the smallest so far
	let k = 0;
	for (let restart = 0; restart < RESTARTS; restart++) {
		let beta = 0; // |A v_j - V h_j|: the part outside the space
		let size = m;
		for (let j = k; j < m; j++) {
			beta = extend(a, v, h, j, m);
			if (beta === 0) {
				size = j + 1; // the space is invariant: its eigenvalues are eigenvalues of A, generically all distinct ones
				break;
			}
			if (j + 1 < m) h[(j + 1) * m + j] = beta;
			yield share(first);
		}
		const small = size === m ? h : leadingBlock(h, m, size);
		const { re, im } = eigenvalues(small, size);
		const large = Math.hypot(re[0]!, im[0]!);
		for (let i = 0; i < size; i++) if (Math.abs(im[i]!) < 1e-10 * large) im[i] = 0; // real up to rounding
		const modulus = (i: number) => Math.hypot(keep + gain * re[i]!, gain * im[i]!);
		const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => modulus(j) - modulus(i));
		const lead = modulus(order[0]!);
		if (beta === 0) return lead;
		const residuals = order
			.filter((i) => im[i]! >= 0)
			.slice(0, NEXT)
			.map((i) => {
				const { yr, yi, left } = ritz(h, m, re[i]!, im[i]!);
				return (gain * (beta * Math.hypot(yr[m - 1]!, yi[m - 1]!) + left)) / lead; // |A x - theta x| of x = V y
			});
		if (residuals[0]! <= FOUND && residuals.every((r) => r <= NEAR)) {
			const i = order[0]!;
			const off = (gain * trueResidual(a, v, ritz(h, m, re[i]!, im[i]!), re[i]!, im[i]!)) / lead;
			return off <= 10 * FOUND ? lead : undefined;
		}
		const log = Math.log(Math.max(...residuals.map((r, i) => r * (i === 0 ? 1 : FOUND / NEAR))));
		if (restart === 0) first.fill(log);
		first[1] = Math.min(first[1]!, log);
		k = m - 2 * contract(h, m, v, beta, shifts(order.slice(KEPT), re, im));
		yield share(first);
	}
	return undefined;
}

/** Fraction of the way from the first residual to the required one, on a logarithmic scale. */
function share([from, now]: Float64Array): number {
	return Math.max(0, (from! - now!) / (from! - Math.log(FOUND)) || 0);
}

/**
 * v_{j+1} := the component of A v_j orthogonal to V, normalised; h_j := its coefficients in V. Returns the length of
 * that component before normalising, 0 if there is none.
 */
function extend(a: Sparse, v: Float64Array[], h: Float64Array, j: number, m: number): number {
	const next = v[j + 1]!;
	product(a, v[j]!, next);
	const whole = length(next);
	let [before, left] = [whole, 0];
	for (let i = 0; i <= j; i++) h[i * m + j] = 0;
	for (let pass = 0; pass < 2; pass++) {
		for (let i = 0; i <= j; i++) {
			const inside = dot(next, v[i]!);
			h[i * m + j]! += inside;
			subtract(next, inside, v[i]!);
		}
		left = length(next);
		if (left > 0.7 * before) break; // little was subtracted: already orthogonal (Daniel, Gragg, Kaufman & Stewart 1976)
		before = left;
	}
	if (!(left > 1e-14 * whole)) return 0;
	scale(next, 1 / left);
	return left;
}

interface Ritz {
	yr: Float64Array; // [m]
	yi: Float64Array; // [m]
	/** |(H - theta I) y|. */
	left: number;
}

/**
 * Returns y of length 1 with (H - theta I) y close to 0: one step of inverse iteration, by elimination with row
 * exchanges.
 */
function ritz(h: Float64Array, m: number, re: number, im: number): Ritz {
	const ar = h.slice(); // [m,m] H - theta I
	const ai = new Float64Array(m * m);
	const yr = Float64Array.from({ length: m }, (_, i) => 1 + 0.5 * Math.sin(i));
	const yi = new Float64Array(m);
	for (let i = 0; i < m; i++) {
		ar[i * (m + 1)]! -= re;
		ai[i * (m + 1)] = -im;
	}
	const least = 1e-16 * length(h);
	for (let k = 0; k < m; k++) {
		const [p, q] = [k * m, (k + 1) * m];
		if (k + 1 < m && Math.abs(ar[q + k]!) > Math.hypot(ar[p + k]!, ai[p + k]!)) {
			for (const a of [ar, ai]) for (let j = k; j < m; j++) [a[p + j], a[q + j]] = [a[q + j]!, a[p + j]!];
			for (const y of [yr, yi]) [y[k], y[k + 1]] = [y[k + 1]!, y[k]!];
		}
		if (Math.hypot(ar[p + k]!, ai[p + k]!) < least) [ar[p + k], ai[p + k]] = [least, 0];
		if (k + 1 === m) break;
		const [fr, fi] = quotient(ar[q + k]!, ai[q + k]!, ar[p + k]!, ai[p + k]!);
		if (fr === 0 && fi === 0) continue;
		for (let j = k; j < m; j++) {
			ar[q + j]! -= fr * ar[p + j]! - fi * ai[p + j]!;
			ai[q + j]! -= fr * ai[p + j]! + fi * ar[p + j]!;
		}
		const [u, w] = [yr[k]!, yi[k]!];
		yr[k + 1]! -= fr * u - fi * w;
		yi[k + 1]! -= fr * w + fi * u;
	}
	for (let i = m - 1; i >= 0; i--) {
		let [sr, si] = [yr[i]!, yi[i]!];
		for (let j = i + 1; j < m; j++) {
			sr -= ar[i * m + j]! * yr[j]! - ai[i * m + j]! * yi[j]!;
			si -= ar[i * m + j]! * yi[j]! + ai[i * m + j]! * yr[j]!;
		}
		[yr[i], yi[i]] = quotient(sr, si, ar[i * (m + 1)]!, ai[i * (m + 1)]!);
	}
	const size = Math.hypot(length(yr), length(yi));
	for (const y of [yr, yi]) scale(y, 1 / size);
	return { yr, yi, left: Math.sqrt(1.125 * m) / size };
}

/** (x + i y) / (u + i w). */
function quotient(x: number, y: number, u: number, w: number): [number, number] {
	const squares = u * u + w * w;
	return [(x * u + y * w) / squares, (y * u - x * w) / squares];
}

/** A x - theta x| / |x| of x = V y, computed from x itself. */
function trueResidual(a: Sparse, v: Float64Array[], { yr, yi }: Ritz, re: number, im: number): number {
	const combined = (y: Float64Array) => {
		const x = new Float64Array(a.size);
		for (const [i, value] of y.entries()) subtract(x, -value, v[i]!);
		return x;
	};
	const [xr, xi] = [combined(yr), combined(yi)];
	const [ar, ai] = [new Float64Array(a.size), new Float64Array(a.size)];
	product(a, xr, ar);
	product(a, xi, ai);
	for (let i = 0; i < a.size; i++) {
		ar[i]! -= re * xr[i]! - im * xi[i]!;
		ai[i]! -= re * xi[i]! + im * xr[i]!;
	}
	return Math.hypot(length(ar), length(ai)) / Math.hypot(length(xr), length(xi));
}

/** The unwanted eigenvalues as pairs (sum, product): complex ones with their conjugates, real ones two by two. */
function shifts(unwanted: readonly number[], re: Float64Array, im: Float64Array): [sum: number, product: number][] {
	const real = unwanted.filter((i) => im[i] === 0);
	const pairs = unwanted
		.filter((i) => im[i]! > 0)
		.map((i): [number, number] => [2 * re[i]!, re[i]! ** 2 + im[i]! ** 2]);
	for (let i = 0; i + 1 < real.length; i += 2) {
		const [p, q] = [re[real[i]!]!, re[real[i + 1]!]!];
		pairs.push([p + q, p * q]);
	}
	return pairs;
}

/**
 * Applies the shifts to V and H, which removes them from the leading block, and makes v_k the next basis vector.
 * Returns the number of vectors kept.
 */
function contract(h: Float64Array, m: number, v: Float64Array[], beta: number, pairs: [number, number][]): number {
	const q = new Float64Array(m * m); // [m,m]
	for (let i = 0; i < m; i++) q[i * (m + 1)] = 1;
	for (const pair of pairs) doubleStep(h, q, m, pair);
	const k = m - 2 * pairs.length;
	const n = v[0]!.length;
	const row = new Float64Array(m);
	const turned = new Float64Array(k + 1);
	const out = v[m]!; // f / beta
	const last = beta * q[(m - 1) * m + k - 1]!;
	const below = h[k * m + k - 1]!;
	for (let x = 0; x < n; x++) {
		for (let i = 0; i < m; i++) row[i] = v[i]![x]!;
		turned.fill(0);
		for (let i = 0; i < m; i++) for (let c = 0; c <= k; c++) turned[c]! += row[i]! * q[i * m + c]!;
		for (let c = 0; c < k; c++) v[c]![x] = turned[c]!;
		v[k]![x] = below * turned[k]! + last * out[x]!;
	}
	for (let c = 0; c < k; c++) subtract(v[k]!, dot(v[k]!, v[c]!), v[c]!); // a small one is mostly rounding
	const left = length(v[k]!);
	h[k * m + k - 1] = left;
	if (left > 0) scale(v[k]!, 1 / left);
	return pairs.length;
}

/** H := Q^T H Q by one double step with shifts of the given sum and product; q := q Q. */
function doubleStep(h: Float64Array, q: Float64Array, m: number, [sum, prod]: [number, number]): void {
	const [a, b, c, d] = [h[0]!, h[1]!, h[m]!, h[m + 1]!];
	let x = a * a + b * c - sum * a + prod;
	let y = c * (a + d - sum);
	let z = c * h[2 * m + 1]!;
	for (let i = 0; i < m - 1; i++) {
		reflect(h, q, m, i, Math.min(3, m - i), [x, y, i + 2 < m ? z : 0]);
		x = h[(i + 1) * m + i]!;
		y = i + 2 < m ? h[(i + 2) * m + i]! : 0;
		z = i + 3 < m ? h[(i + 3) * m + i]! : 0;
		for (let below = 2; below < 4 && i > 0 && i - 1 + below < m; below++) h[(i - 1 + below) * m + i - 1] = 0;
	}
}

/** Reflects rows and columns i .. i + count - 1 so that (x, y, z) falls on the first axis. */
function reflect(h: Float64Array, q: Float64Array, m: number, i: number, count: number, u: number[]): void {
	const size = Math.hypot(u[0]!, u[1]!, u[2]!);
	if (size < 1e-140) return; // its square underflows to 0
	u[0]! += u[0]! < 0 ? -size : size;
	const factor = 2 / (u[0]! ** 2 + u[1]! ** 2 + u[2]! ** 2);
	for (let j = Math.max(0, i - 1); j < m; j++) {
		let dot = 0;
		for (let r = 0; r < count; r++) dot += u[r]! * h[(i + r) * m + j]!;
		for (let r = 0; r < count; r++) h[(i + r) * m + j]! -= factor * dot * u[r]!;
	}
	for (const matrix of [h, q]) {
		const rows = matrix === h ? Math.min(m, i + count + 1) : m;
		for (let j = 0; j < rows; j++) {
			let dot = 0;
			for (let r = 0; r < count; r++) dot += u[r]! * matrix[j * m + i + r]!;
			for (let r = 0; r < count; r++) matrix[j * m + i + r]! -= factor * dot * u[r]!;
		}
	}
}

function leadingBlock(h: Float64Array, m: number, size: number): Float64Array {
	return Float64Array.from({ length: size * size }, (_, e) => h[Math.floor(e / size) * m + (e % size)]!);
}

function subtract(x: Float64Array, factor: number, y: Float64Array): void {
	for (let i = 0; i < x.length; i++) x[i]! -= factor * y[i]!;
}

function scale(x: Float64Array, factor: number): void {
	for (let i = 0; i < x.length; i++) x[i]! *= factor;
}

const length = (x: Float64Array) => Math.sqrt(dot(x, x));
