/**
 * Deltas of a plain recurrent layer that are too small for their floats, computed again with a power of two per row:
 *
 *   dE/dh_t = (from above) + W^T dE/da_{t+1}        dE/da_t = act'(a_t) dE/dh_t        stored as dE/da_t / 2^e
 *
 * Scaling by powers of two does not round. Rows of ordinary size keep their bits.
 */
import type { Engine, Floats, RnnActivation } from "../kernels/kernels.ts";

// T steps, B sequences, H units; row-major, the last letter moves fastest

/** Writes the part of dE/dh_t that enters from above, divided by 2^e, to `out` [H] and returns e; undefined if none. */
export type FromAbove = (row: number, out: Float64Array) => number | undefined;

export interface DeltaScales {
	/** [T,B] powers of two: dE/da_t is the row times 2^e. Written by `scaleDeltas`. */
	exponents: Float64Array;
	fromAbove: FromAbove;
}

interface ScaleCall extends DeltaScales {
	engine: Engine;
	activation: RnnActivation;
	T: number;
	B: number;
	H: number;
	h: Floats; // [T+1,B,H]
	da: Floats; // [T,B,H] in/out
	squares: Float64Array; // [T,B] in/out |da|^2 of the rows as they are stored
	wT: Floats; // [H,H] W^T
	zeros: Floats; // [H]
	u: Floats; // [B,H] scratch
	v: Floats; // [B,H] scratch
}

/**
 * Replaces rows of `da` that are too small. Going back in time, a lane is computed again from its first such row to the
 * step at which an error of ordinary size enters. Returns whether any row changed. Cost: B H^2 per step with such rows.
 */
export function scaleDeltas(call: ScaleCall): boolean {
	const { T, B, H, da, squares, exponents, fromAbove, v } = call;
	exponents.fill(0, 0, T * B);
	const bound = smallestSquare(da);
	if (!squares.subarray(0, T * B).some((square) => square < bound)) return false;
	const scaled = new Uint8Array(B); // 1 if the lane's row one step later was computed again
	const above = new Float64Array(H);
	const sum = new Float64Array(H);
	let changed = false;
	for (let t = T - 1; t >= 0; t--) {
		let multiplied = false;
		for (let b = 0; b < B; b++) {
			const n = t * B + b;
			const small = squares[n]! < bound;
			if (!small && scaled[b] === 0) continue;
			const e = fromAbove(n, above);
			const aboveSize = e === undefined ? Number.NEGATIVE_INFINITY : e + exponentOf(above, 0, H);
			if (!small && 2 * aboveSize >= Math.log2(bound)) {
				scaled[b] = 0;
				continue;
			}
			const after = t + 1 < T && squares[n + B]! !== 0 ? n + B : undefined;
			if (after !== undefined && !multiplied) multiplyStep(call, t + 1); // v = W^T dE/da_{t+1} of all lanes
			multiplied ||= after !== undefined;
			const e2 = after === undefined ? undefined : exponents[after]! + exponentOf(da, after * H, H);
			const laterSize = e2 === undefined ? Number.NEGATIVE_INFINITY : e2 + exponentOf(v, b * H, H);
			const size = Math.max(aboveSize, laterSize);
			sum.fill(0);
			if (aboveSize !== Number.NEGATIVE_INFINITY) addScaled(sum, above, 0, e! - size);
			if (laterSize !== Number.NEGATIVE_INFINITY) addScaled(sum, v, b * H, e2! - size);
			store(call, n, sum, size);
			scaled[b] = squares[n] === 0 ? 0 : 1;
			changed ||= squares[n] !== 0;
		}
	}
	return changed;
}

/**
 * Copies the rows of `da` to `to` and scales those whose squared length is below `bound`, which may have underflowed
 * although the row has not, so that their largest element is in [1,2). Returns their powers of two, [N]; undefined if no
 * row is so small.
 */
export function scaleRows(
	da: Floats,
	to: Floats,
	squares: Float64Array,
	N: number,
	H: number,
	bound: number,
): Float64Array | undefined {
	if (!squares.subarray(0, N).some((square) => square < bound)) return undefined;
	const exponents = new Float64Array(N);
	to.set(da.subarray(0, N * H));
	for (let n = 0; n < N; n++) {
		const shift = squares[n]! < bound ? exponentOf(da, n * H, H) : 0;
		if (shift === 0 || shift === Number.NEGATIVE_INFINITY) continue;
		to.fill(0, n * H, (n + 1) * H);
		addScaled(to, da, n * H, -shift, n * H, H);
		exponents[n] = shift;
		let square = 0;
		for (let j = n * H; j < (n + 1) * H; j++) square += to[j]! * to[j]!;
		squares[n] = square;
	}
	return exponents;
}

/** Smallest |row|^2 whose row, and whose square itself, still have all bits of their precision. */
function smallestSquare(da: Floats): number {
	return da instanceof Float32Array ? 2 ** (2 * (-126 + 24)) : 2 ** (-1022 + 54);
}

/** v = W^T u for the rows of step t, each scaled so that its largest element is in [1,2). */
function multiplyStep({ engine, B, H, da, wT, zeros, u, v }: ScaleCall, t: number): void {
	for (let b = 0; b < B; b++) {
		const at = (t * B + b) * H;
		for (let j = 0; j < H; j++) u[b * H + j] = 0;
		const shift = exponentOf(da, at, H);
		if (shift !== Number.NEGATIVE_INFINITY) addScaled(u, da, at, -shift, b * H, H);
	}
	engine.denseForward({ N: B, D: H, V: H, x: u, w: wT, b: zeros, y: v });
}

/** Stores act'(a) x 2^e as row n of the deltas, with its largest element in [1,2). */
function store({ activation, B, H, h, da, squares, exponents }: ScaleCall, n: number, x: Float64Array, e: number) {
	for (let j = 0; j < H; j++) x[j]! *= slopeOf(activation, h[(n + B) * H + j]!);
	const shift = exponentOf(x, 0, H);
	const at = n * H;
	da.fill(0, at, at + H);
	let square = 0;
	if (shift !== Number.NEGATIVE_INFINITY) addScaled(da, x, 0, -shift, at, H);
	for (let j = at; j < at + H; j++) square += da[j]! * da[j]!;
	squares[n] = square;
	exponents[n] = square === 0 ? 0 : e + shift;
}

/** Exponent of the largest of the H elements at `at`; -Infinity for zeros. */
function exponentOf(x: Floats, at: number, H: number): number {
	let most = 0;
	for (let j = at; j < at + H; j++) most = Math.max(most, Math.abs(x[j]!)); // NaN stays NaN
	return Math.floor(Math.log2(most));
}

/** y += x 2^power for rows of H elements, in two factors within the range of float64. */
function addScaled(y: Floats, x: Floats, xAt: number, power: number, yAt = 0, H = y.length): void {
	const half = Math.trunc(power / 2);
	const [p, q] = [2 ** half, 2 ** (power - half)];
	for (let j = 0; j < H; j++) y[yAt + j]! += x[xAt + j]! * p * q;
}

/** act'(a), written with h = act(a). */
function slopeOf(activation: RnnActivation, h: number): number {
	if (activation === "tanh") return 1 - h * h;
	if (activation === "sigmoid") return h * (1 - h);
	if (activation === "relu") return h > 0 ? 1 : 0;
	return 1;
}
