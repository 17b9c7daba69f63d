/**
 * Spectral radius: by Gelfand's formula, the limit of |A^n|^(1/n), for small matrices; by Arnoldi's method for large
 * ones.
 */

import { RandomStream } from "../kernels/random.ts";
import { atOnce, type Work } from "../kernels/work.ts";
import { leadingModulus } from "./arnoldi.ts";
import { norm as lengthOf } from "./decompositions.ts";
import { cyclicPart, dense, product, type Sparse } from "./sparse.ts";

/** Largest number of units for which A is squared. */
const SMALL = 400;

/**
 * Returns the spectral radius of A, [H,H] row-major. Up to 400 rows: |A^n|_F^(1/n) at n = 2^16 by repeated squaring,
 * with relative error about ln(condition of A's eigenvectors) / n, below 1e-3 unless A is close to defective; cost 16
 * products of H^3. Above: see largestStepped().
 */
export function spectralRadius(a: ArrayLike<number>, H: number): number {
	return atOnce(spectralRadiusInPieces(a, H));
}

/** `spectralRadius` in pieces. */
export function spectralRadiusInPieces(a: ArrayLike<number>, H: number): Work<number> {
	return H <= SMALL ? squared(a, H) : largestStepped(a, H, 0, 1);
}

/**
 * Returns the spectral radius of keep I + gain A, in pieces. Above 400 rows, rows of A on no cycle are removed first (A
 * is nilpotent if nothing is left) and the rest goes to leadingModulus(): a relative error of at most 1e-9 times the
 * condition number of that eigenvalue, at some thousand products with the non-zero elements of A. If many eigenvalues
 * share the largest modulus, so that none leads, it uses repeated squaring up to 400 rows left, and above that the
 * growth rate of a vector, to 1e-4.
 */
export function* largestStepped(a: ArrayLike<number>, H: number, keep: number, gain: number): Work<number> {
	if (H <= SMALL) return yield* squared(stepped(a, H, keep, gain), H);
	const part = yield* cyclicPart(a, H);
	const rest = part.size < H ? Math.abs(keep) : 0; // of the rows removed
	if (part.size === 0) return rest;
	const found =
		(yield* leadingModulus(part, keep, gain)) ??
		(yield* part.size <= SMALL
			? squared(stepped(dense(part), part.size, keep, gain), part.size)
			: growth(part, keep, gain));
	return Math.max(rest, found);
}

/** keep I + gain A, [H,H]. */
function stepped(a: ArrayLike<number>, H: number, keep: number, gain: number): ArrayLike<number> {
	if (keep === 0 && gain === 1) return a;
	return Float64Array.from(a, (value, i) => gain * value + (i % (H + 1) === 0 ? keep : 0));
}

function* squared(a: ArrayLike<number>, H: number): Work<number> {
	const squarings = 16;
	let power = Float64Array.from(a); // [H,H] A^n / exp(logScale)
	let logScale = 0;
	for (let k = 0; k <= squarings; k++) {
		const norm = lengthOf(power);
		if (norm === 0) return 0;
		for (let i = 0; i < power.length; i++) power[i]! /= norm;
		logScale += Math.log(norm);
		if (k === squarings) break;
		const out = new Float64Array(H * H); // [H,H]
		for (let i = 0; i < H; i++) {
			squareRow(power, H, i, out.subarray(i * H, (i + 1) * H));
			if (i % 64 === 63) yield (k + i / H) / squarings;
		}
		power = out;
		logScale *= 2;
	}
	return Math.exp(logScale / 2 ** squarings);
}

/** Growth of a vector per step under keep I + gain A, averaged over 20 000 steps after as many. */
function* growth(a: Sparse, keep: number, gain: number): Work<number> {
	const steps = 20_000;
	const random = new RandomStream(1, "growth");
	const x = Float64Array.from({ length: a.size }, () => random.normal());
	const y = new Float64Array(a.size);
	let log = 0;
	for (let n = -steps; n < steps; n++) {
		product(a, x, y);
		for (let i = 0; i < x.length; i++) x[i] = keep * x[i]! + gain * y[i]!;
		const norm = lengthOf(x);
		for (let i = 0; i < x.length; i++) x[i]! /= norm;
		if (n >= 0) log += Math.log(norm);
		yield (n + steps) / (2 * steps);
	}
	return Math.exp(log / steps);
}

/** Row i of A A. Four rows of A at a time, added in order: the same bits as one at a time, in half the time. */
function squareRow(a: Float64Array, H: number, i: number, row: Float64Array): void {
	let k = 0;
	for (; k + 3 < H; k += 4) {
		const [p, q, r, s] = [a[i * H + k]!, a[i * H + k + 1]!, a[i * H + k + 2]!, a[i * H + k + 3]!];
		const [b, c, d, e] = [k * H, (k + 1) * H, (k + 2) * H, (k + 3) * H];
		for (let j = 0; j < H; j++) row[j] = row[j]! + p * a[b + j]! + q * a[c + j]! + r * a[d + j]! + s * a[e + j]!;
	}
	for (; k < H; k++) for (let j = 0; j < H; j++) row[j]! += a[i * H + k]! * a[k * H + j]!;
}
