/** Spectral radius: of small matrices by Gelfand's formula, the limit of |A^n|^(1/n); of large ones by Arnoldi's method. */

import { RandomStream } from "../kernels/random.ts";
import { atOnce, type Work } from "../kernels/work.ts";
import { leadingModulus } from "./arnoldi.ts";
import { norm as lengthOf } from "./decompositions.ts";
import { cyclicPart, dense, product, type Sparse } from "./sparse.ts";

/** Units up to which A is squared. */
const SMALL = 400;

/**
 * Spectral radius of A, [H,H] row-major. Up to 400 rows from |A^n|_F^(1/n) at n = 2^16 by repeated squaring: relative error
 * about ln(condition of A's eigenvectors) / n, below 1e-3 unless A is close to defective, at 16 products of H^3. Above, as
 * largestStepped().
 */
export function spectralRadius(a: ArrayLike<number>, H: number): number {
	return atOnce(H <= SMALL ? squared(a, H) : largestStepped(a, H, 0, 1));
}

/**
 * Spectral radius of keep I + gain A, in pieces. Above 400 rows of A those on no cycle are left out first (A is nilpotent
 * where nothing is left), and the rest goes to leadingModulus(): a relative 1e-9 times the condition number of that
 * eigenvalue at most, at some thousand products with A's elements that are not zero. Where many eigenvalues share the largest
 * modulus, so that no one leads, from how fast vectors grow: 1e-4.
 */
export function* largestStepped(a: ArrayLike<number>, H: number, keep: number, gain: number): Work<number> {
	if (H <= SMALL) return yield* squared(stepped(a, H, keep, gain), H);
	const part = yield* cyclicPart(a, H);
	const rest = part.size < H ? Math.abs(keep) : 0; // of the rows left out
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

/** How fast a vector grows from step n to 2n of keep I + gain A. */
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

/** Row i of A A. Four rows of A at a time, added in their order: the bits of one at a time in half the time. */
function squareRow(a: Float64Array, H: number, i: number, row: Float64Array): void {
	let k = 0;
	for (; k + 3 < H; k += 4) {
		const [p, q, r, s] = [a[i * H + k]!, a[i * H + k + 1]!, a[i * H + k + 2]!, a[i * H + k + 3]!];
		const [b, c, d, e] = [k * H, (k + 1) * H, (k + 2) * H, (k + 3) * H];
		for (let j = 0; j < H; j++) row[j] = row[j]! + p * a[b + j]! + q * a[c + j]! + r * a[d + j]! + s * a[e + j]!;
	}
	for (; k < H; k++) for (let j = 0; j < H; j++) row[j]! += a[i * H + k]! * a[k * H + j]!;
}
