/**
 * One eigenvalue of a real matrix with its right and left eigenvector, and the matrix with that eigenvalue moved:
 *
 *   W' = W + (lambda' - lambda) v w^T / (w^T v),   A v = lambda v,   w^T A = lambda w^T
 *
 * Every other eigenvalue stays, because w is orthogonal to the other right eigenvectors; so do all eigenvectors. For a
 * pair of conjugates it is twice the real part, of rank 2.
 */
import { RandomStream } from "../kernels/random.ts";
import type { Eigenvalues } from "./decompositions.ts";

// A [n,n] row-major

export interface Complex {
	re: number;
	im: number;
}

export interface Eigenpair extends Complex {
	/** v, of length 1. */
	right: Eigenvalues; // [n]
	/** w, of length 1. */
	left: Eigenvalues; // [n]
	/** w^T v */
	product: Complex;
	/**
	 * 1 / |w^T v|: a change of the matrix by d moves this eigenvalue by at most about condition |d|. 1 for a normal matrix,
	 * infinite for a defective one.
	 */
	condition: number;
}

/** An eigenvalue of at most this imaginary part, relative to the largest element, is real. */
const REAL = 1e-10;
/** Rounds of inverse iteration; one is usually enough. */
const ROUNDS = 3;

/**
 * Returns the eigenvalue of A that is nearest to `near`, refined, with its eigenvectors, by inverse iteration. Cost about
 * 8/3 n^3.
 */
export function eigenpair(a: ArrayLike<number>, n: number, near: Complex): Eigenpair {
	let largest = 0;
	for (let i = 0; i < n * n; i++) largest = Math.max(largest, Math.abs(a[i]!));
	const shift = { re: near.re, im: Math.abs(near.im) <= REAL * n * largest ? 0 : near.im };
	const factors = factorise(a, n, shift, 2 ** -52 * n * (largest || 1));
	const random = new RandomStream(1, "inverse iteration");
	const start = () => ({ re: Float64Array.from({ length: n }, () => random.normal()), im: new Float64Array(n) });
	const [right, left] = [start(), start()];
	for (let round = 0; round < ROUNDS; round++) {
		solve(factors, right);
		normalise(right);
		solveTransposed(factors, left);
		normalise(left);
	}
	const product = dot(left, right);
	const image = dot(left, times(a, n, right)); // w^T A v
	const size = Math.hypot(product.re, product.im);
	const { re, im } = size < 2 ** -40 ? shift : divide(image, product);
	return { re, im: shift.im === 0 ? 0 : im, right, left, product, condition: 1 / size };
}

export interface Move {
	pair: Eigenpair;
	/** Where it goes. The imaginary part of a real eigenvalue's place is ignored: it can only move along the axis. */
	to: Complex;
}

/** Returns A with each eigenvalue of `moves`, and its conjugate, moved to its place. All pairs are of A itself. */
export function moveEigenvalues(a: ArrayLike<number>, n: number, moves: readonly Move[]): Float64Array {
	const out = Float64Array.from(a); // [n,n]
	for (const { pair, to } of moves) {
		const { right: v, left: w, product } = pair;
		const real = pair.im === 0;
		const delta = { re: to.re - pair.re, im: real ? 0 : to.im - pair.im };
		const d = divide(delta, product);
		const twice = real ? 1 : 2;
		for (let i = 0; i < n; i++) {
			const re = twice * (d.re * v.re[i]! - d.im * v.im[i]!);
			const im = twice * (d.re * v.im[i]! + d.im * v.re[i]!);
			for (let j = 0; j < n; j++) out[i * n + j]! += re * w.re[j]! - im * w.im[j]!;
		}
	}
	return out;
}

/** P (A - shift I) = L U, in place: L below the diagonal, U on and above it. */
interface Factors extends Eigenvalues {
	n: number;
	/** Row of A that is row i of L U. */
	rows: Int32Array; // [n]
}

function factorise(a: ArrayLike<number>, n: number, shift: Complex, least: number): Factors {
	const re = Float64Array.from(a); // [n,n]
	const im = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		re[i * n + i]! -= shift.re;
		im[i * n + i] = -shift.im;
	}
	const rows = Int32Array.from({ length: n }, (_, i) => i);
	const size = (at: number) => Math.abs(re[at]!) + Math.abs(im[at]!);
	for (let k = 0; k < n; k++) {
		let best = k;
		for (let i = k + 1; i < n; i++) if (size(i * n + k) > size(best * n + k)) best = i;
		if (best !== k) {
			[rows[k], rows[best]] = [rows[best]!, rows[k]!];
			for (let j = 0; j < n; j++) {
				const [p, q] = [k * n + j, best * n + j];
				[re[p], re[q]] = [re[q]!, re[p]!];
				[im[p], im[q]] = [im[q]!, im[p]!];
			}
		}
		const pivot = k * n + k;
		if (size(pivot) < least) [re[pivot], im[pivot]] = [least, 0]; // the shift is an eigenvalue to rounding
		for (let i = k + 1; i < n; i++) {
			const at = i * n + k;
			if (re[at] === 0 && im[at] === 0) continue;
			const f = divide({ re: re[at]!, im: im[at]! }, { re: re[pivot]!, im: im[pivot]! });
			[re[at], im[at]] = [f.re, f.im];
			for (let j = k + 1; j < n; j++) {
				const [x, y] = [re[k * n + j]!, im[k * n + j]!];
				re[i * n + j]! -= f.re * x - f.im * y;
				im[i * n + j]! -= f.re * y + f.im * x;
			}
		}
	}
	return { re, im, n, rows };
}

/** x := (A - shift I)^-1 x */
function solve({ re, im, n, rows }: Factors, x: Eigenvalues): void {
	const y = { re: Float64Array.from(rows, (i) => x.re[i]!), im: Float64Array.from(rows, (i) => x.im[i]!) };
	const minus = (i: number, k: number) => subtract(y, i, re[i * n + k]!, im[i * n + k]!, k);
	for (let i = 0; i < n; i++) for (let k = 0; k < i; k++) minus(i, k);
	for (let i = n - 1; i >= 0; i--) {
		for (let k = i + 1; k < n; k++) minus(i, k);
		divideBy(y, i, re[i * n + i]!, im[i * n + i]!);
	}
	x.re.set(y.re);
	x.im.set(y.im);
}

/** x := (A - shift I)^-T x */
function solveTransposed({ re, im, n, rows }: Factors, x: Eigenvalues): void {
	const y = { re: x.re.slice(), im: x.im.slice() };
	const minus = (i: number, k: number) => subtract(y, i, re[k * n + i]!, im[k * n + i]!, k);
	for (let i = 0; i < n; i++) {
		for (let k = 0; k < i; k++) minus(i, k);
		divideBy(y, i, re[i * n + i]!, im[i * n + i]!);
	}
	for (let i = n - 1; i >= 0; i--) for (let k = i + 1; k < n; k++) minus(i, k);
	for (const [i, row] of rows.entries()) [x.re[row], x.im[row]] = [y.re[i]!, y.im[i]!];
}

/** y[i] -= f y[k] */
function subtract({ re, im }: Eigenvalues, i: number, fr: number, fi: number, k: number): void {
	const [x, y] = [re[k]!, im[k]!];
	re[i]! -= fr * x - fi * y;
	im[i]! -= fr * y + fi * x;
}

function divideBy({ re, im }: Eigenvalues, i: number, dr: number, di: number): void {
	const quotient = divide({ re: re[i]!, im: im[i]! }, { re: dr, im: di });
	[re[i], im[i]] = [quotient.re, quotient.im];
}

function divide(x: Complex, y: Complex): Complex {
	const size = y.re * y.re + y.im * y.im;
	return { re: (x.re * y.re + x.im * y.im) / size, im: (x.im * y.re - x.re * y.im) / size };
}

function normalise({ re, im }: Eigenvalues): void {
	let most = 0;
	for (let i = 0; i < re.length; i++) most = Math.max(most, Math.abs(re[i]!), Math.abs(im[i]!));
	let sum = 0;
	for (let i = 0; i < re.length; i++) sum += (re[i]! / most) ** 2 + (im[i]! / most) ** 2;
	const length = most * Math.sqrt(sum);
	for (let i = 0; i < re.length; i++) {
		re[i]! /= length;
		im[i]! /= length;
	}
}

/** w^T v, without conjugates. */
function dot(w: Eigenvalues, v: Eigenvalues): Complex {
	let [re, im] = [0, 0];
	for (let i = 0; i < v.re.length; i++) {
		re += w.re[i]! * v.re[i]! - w.im[i]! * v.im[i]!;
		im += w.re[i]! * v.im[i]! + w.im[i]! * v.re[i]!;
	}
	return { re, im };
}

/** A v */
function times(a: ArrayLike<number>, n: number, v: Eigenvalues): Eigenvalues {
	const out = { re: new Float64Array(n), im: new Float64Array(n) };
	for (let i = 0; i < n; i++) {
		for (let j = 0; j < n; j++) {
			out.re[i]! += a[i * n + j]! * v.re[j]!;
			out.im[i]! += a[i * n + j]! * v.im[j]!;
		}
	}
	return out;
}
