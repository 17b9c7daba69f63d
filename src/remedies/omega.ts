/**
 * Omega, the penalty on a gradient whose norm shrinks or grows from step to step (Pascanu, Mikolov & Bengio 2013, eq.
 * 9), for plain recurrent layers h_t = act(W h_{t-1} + ...). Only its immediate derivative with respect to W = W_hh is
 * computed (eq. 10): states and gradients are held constant. docs/equations.md#omega
 *
 * The paper writes x_t = W s(x_{t-1}) + ..., so its x_t is our pre-activation a_t and s(x_t) our h_t; its gradient is
 * dE/dx_t = dE/da_t = act'(a_t) dE/dh_t, the `gates` of the deltas.
 *
 *   "paper"     1/B sum_b sum_{k>=1} ( |dE/dx_{k+1} dx_{k+1}/dx_k| / |dE/dx_{k+1}| - 1 )^2
 *               dE/dx_{k+1} dx_{k+1}/dx_k = act'(a_k) W^T dE/da_{k+1}; steps with dE/dx_{k+1} = 0 are left out
 *   "authors"   what the authors' program computes: mean over b and t of ( |dE/dh_t dh_t/dh_{t-1}|^2 / |dE/dh_t|^2 - 1 )^2
 *               dE/dh_t dh_t/dh_{t-1} = W^T dE/da_t; steps with |dE/dh_t|^2 < 1e-20 left out of sum and number
 *
 * The two forms differ by where the factor act' stands: in the x form the step's own k, in the h form k+1.
 */
import type { Weights } from "../cells/weights.ts";
import { fail } from "../errors/index.ts";
import type { Engine, Floats, RnnActivation } from "../kernels/kernels.ts";
import { type DeltaScales, scaleDeltas, scaleRows } from "./scaledDeltas.ts";

// T steps, B sequences, H units; row-major, the last letter moves fastest

export const OMEGA_FORMS = ["paper", "authors"] as const;
export type OmegaForm = (typeof OMEGA_FORMS)[number];

/** Smallest |dE/dh_t|^2 counted by the authors' form. */
const BOUND = 1e-20;

/** A row whose squared length is below this is scaled to length 1 before float32 products use it. */
const TINY = 1e-50;

export interface OmegaScratch {
	u: Floats; // [T,B,H] dE/da_t, tiny rows scaled to length 1
	v: Floats; // [T,B,H] the same one step earlier, then dOmega/dv
	squares: Float64Array; // [T,B] |dE/dx_t|^2
	wT: Floats; // [H,H] W^T
	zeros: Floats; // [H]
	db: Floats; // [H] never read
}

/** Allocates the arrays that Omega needs for one window. */
export function omegaScratch(engine: Engine, T: number, B: number, H: number): OmegaScratch {
	const [u, v] = [engine.floats(T * B * H), engine.floats(T * B * H)];
	const squares = new Float64Array(T * B);
	return { u, v, squares, wT: engine.floats(H * H), zeros: engine.floats(H), db: engine.floats(H) };
}

export function freeOmegaScratch(engine: Engine, { u, v, wT, zeros, db }: OmegaScratch): void {
	engine.free(u, v, wT, zeros, db);
}

export interface OmegaCall {
	engine: Engine;
	form: OmegaForm;
	/** Factor of Omega in the loss; alpha times its gradient is added. */
	alpha: number;
	activation: RnnActivation;
	T: number;
	B: number;
	H: number;
	h: Floats; // [T+1,B,H]
	dh: Floats; // [T,B,H] complete dE/dh_t
	da: Floats; // [T,B,H] dE/da_t
	/**
	 * [T,B] 0 where no error enters from above at this step, so that dE/dh_t equals W^T dE/da_{t+1}. Absent: it may enter
	 * anywhere.
	 */
	enters?: Uint8Array;
	/**
	 * Where deltas too small for their floats get their power of two: the paper's form then counts them too, and their
	 * rows of `da` are overwritten. Absent: elements too small for their floats count as zero.
	 */
	scales?: DeltaScales;
	w_hh: Floats; // [H,H]
	dw_hh: Floats; // [H,H] added to
	scratch: OmegaScratch;
}

/**
 * Adds alpha dOmega/dW_hh to `dw_hh`; returns Omega (without alpha) and the number of ratios in it.
 *
 * With z = |dE/dx_{k+1}| and m = dE/dx_{k+1} dx_{k+1}/dx_k, and r = |m| / z:
 *   d(r - 1)^2/dm = 2 (r - 1) / (r z^2) m        d(r^2 - 1)^2/dm = 4 (r^2 - 1) / z^2 m        dW += dE/da_{k+1} (dOmega/dv)^T
 * Cost: one product of [T*B,H] by [H,H] if errors enter at few steps, because the deltas already hold m; else two.
 */
export function addOmega(call: OmegaCall): { omega: number; counted: number } {
	const { engine, form, alpha, activation, T, B, H, h, dh, da, enters, scales, w_hh, dw_hh, scratch } = call;
	const { v, squares, db } = scratch;
	const paper = form === "paper";
	const stored = paper ? da : dh; // [T,B,H] dE/dx_t of the form
	measure(stored, squares, T * B, H);
	transpose(scratch.wT, w_hh, H);
	const scaled = paper && scales && scaleDeltas({ ...call, ...scales, ...scratch });
	const own = paper && !scales ? scaleRows(da, scratch.u, squares, T * B, H, TINY) : undefined;
	const exponents = own ?? (scaled ? scales.exponents : undefined); // [T,B]
	const x = own ? scratch.u : stored;
	const counted = countFrom(squares, paper ? B : 0, T * B, paper ? Number.MIN_VALUE : BOUND);
	if (counted === 0) return { omega: 0, counted };
	const u = own ? scratch.u : lifted(da, squares, scratch.u, T * B, H);
	const everywhere = !enters || count(enters, T * B) * 16 > T * B;
	if (everywhere) productOfAll(engine, scratch, u, T * B, H); // v = W^T u
	const share = paper ? 1 / B : 1 / counted;
	const bound = paper ? Number.MIN_VALUE : BOUND;
	let omega = 0;
	if (paper) v.fill(0, 0, B * H); // no step precedes the first
	for (let n = paper ? B : 0; n < T * B; n++) {
		const at = n * H;
		if (!(squares[n]! >= bound)) {
			v.fill(0, at, at + H);
			continue;
		}
		const before = n - B; // the row of step k
		const ready = !everywhere && before >= 0 && enters[before] === 0; // m is the gradient x_k itself
		const f = squares[n]! < TINY ? lift(squares[n]!) : 1;
		if (!ready) {
			if (!everywhere) product(v, u, at, w_hh, H);
			if (paper) timesSlope(activation, v, v, at, at, h, H, 1); // m = act'(a_k) W^T u; h's row of step k is n's
		}
		const step = exponents ? 2 ** (exponents[before]! - exponents[n]!) : 1; // scale of x_k by that of x_{k+1}
		const square = (ready ? f * f * squares[before]! * step * step : sumSquares(v, at, H)) / (f * f * squares[n]!); // r^2
		const ratio = Math.sqrt(square);
		const gap = paper ? ratio - 1 : square - 1;
		omega += gap * gap;
		const slope = paper ? (ratio > 0 ? (2 * gap) / ratio : 0) : 4 * gap;
		const factor = ((alpha * share * slope) / (f * squares[n]!)) * (ready ? step : 1 / f);
		const m = ready ? x : v;
		const mAt = ready ? at - B * H : at;
		if (paper) timesSlope(activation, v, m, at, mAt, h, H, factor);
		else for (let j = 0; j < H; j++) v[at + j] = factor * m[mAt + j]!;
	}
	engine.denseBackward({ N: T * B, D: H, V: H, x: v, w: w_hh, dy: u, dw: dw_hh, db }); // dW += u (dOmega/dv)^T
	return { omega: omega * share, counted };
}

/** squares_n = |x_n|^2 for all rows. */
function measure(x: Floats, squares: Float64Array, N: number, H: number): void {
	for (let n = 0; n < N; n++) squares[n] = sumSquares(x, n * H, H);
}

/** Number of rows from `first` to `end` that reach the bound. */
function countFrom(squares: Float64Array, first: number, end: number, bound: number): number {
	let counted = 0;
	for (let n = first; n < end; n++) if (squares[n]! >= bound) counted++;
	return counted;
}

/** da itself, or a copy in `u` with tiny rows scaled to length 1. */
function lifted(da: Floats, squares: Float64Array, u: Floats, N: number, H: number): Floats {
	let tiny = false;
	for (let n = 0; n < N; n++) if (squares[n]! < TINY && squares[n]! > 0) tiny = true;
	if (!tiny) return da;
	u.set(da.subarray(0, N * H));
	for (let n = 0; n < N; n++) if (squares[n]! < TINY) timesFactor(u, n * H, H, lift(squares[n]!));
	return u;
}

/** Factor that scales a row of squared length `square` to length 1; 1 for a row of zeros. */
function lift(square: number): number {
	return square > 0 ? 1 / Math.sqrt(square) : 1;
}

function count(flags: Uint8Array, N: number): number {
	let sum = 0;
	for (let n = 0; n < N; n++) sum += flags[n]!;
	return sum;
}

function transpose(wT: Floats, w: Floats, H: number): void {
	for (let k = 0; k < H; k++) for (let j = 0; j < H; j++) wT[j * H + k] = w[k * H + j]!;
}

/** v_n = W^T u_n for all rows, on the engine. */
function productOfAll(engine: Engine, { v, wT, zeros }: OmegaScratch, u: Floats, N: number, H: number): void {
	engine.denseForward({ N, D: H, V: H, x: u, w: wT, b: zeros, y: v });
}

/** v = W^T u for the row at `at`. */
function product(v: Floats, u: Floats, at: number, w: Floats, H: number): void {
	v.fill(0, at, at + H);
	for (let k = 0; k < H; k++) for (let j = 0; j < H; j++) v[at + j]! += w[k * H + j]! * u[at + k]!;
}

function timesFactor(x: Floats, at: number, H: number, factor: number): void {
	for (let j = at; j < at + H; j++) x[j]! *= factor;
}

/** Four partial sums, so that an addition need not wait for the one before. */
function sumSquares(x: Floats, at: number, H: number): number {
	let a = 0;
	let b = 0;
	let c = 0;
	let d = 0;
	const end = at + H;
	let j = at;
	for (; j + 3 < end; j += 4) {
		const p = x[j]!;
		const q = x[j + 1]!;
		const r = x[j + 2]!;
		const s = x[j + 3]!;
		a += p * p;
		b += q * q;
		c += r * r;
		d += s * s;
	}
	for (; j < end; j++) a += x[j]! * x[j]!;
	return a + b + (c + d);
}

/** v = factor act'(a) m, written with h = act(a); rows at `at` (v and h) and `mAt`. */
function timesSlope(
	activation: RnnActivation,
	v: Floats,
	m: Floats,
	at: number,
	mAt: number,
	h: Floats,
	H: number,
	factor: number,
): void {
	if (activation === "tanh") {
		for (let j = 0; j < H; j++) v[at + j] = factor * m[mAt + j]! * (1 - h[at + j]! * h[at + j]!);
	} else if (activation === "sigmoid") {
		for (let j = 0; j < H; j++) v[at + j] = factor * m[mAt + j]! * (h[at + j]! * (1 - h[at + j]!));
	} else if (activation === "relu") {
		for (let j = 0; j < H; j++) v[at + j] = h[at + j]! > 0 ? factor * m[mAt + j]! : 0;
	} else {
		for (let j = 0; j < H; j++) v[at + j] = factor * m[mAt + j]!;
	}
}

/**
 * Applies the authors' rule for an unusable gradient: if its norm is NaN, infinite or above 1e10, every gradient
 * becomes 0 except that of W_hh, which becomes 0.02 W_hh (one step of shrinking). Returns true if it did.
 */
export function shrinkGradient(weights: Weights, gradients: Weights, gradNorm: number): boolean {
	if (gradNorm >= 0 && gradNorm <= 1e10) return false;
	gradients.flat.fill(0);
	for (let l = 0; l < weights.spec.layers; l++) {
		const [w, g] = [weights.layer(l).w_hh, gradients.layer(l).w_hh];
		for (let j = 0; j < w.length; j++) g[j] = 0.02 * w[j]!;
	}
	return true;
}

/** @throws E_REMEDY for a cell without the single recurrent product that Omega is defined for. */
export function checkOmega(cell: string): void {
	if (cell === "rnn") return;
	throw fail("E_REMEDY", { remedy: "omega", why: { reason: "omegaCell", cell } });
}
