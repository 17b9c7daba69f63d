/**
 * Omega, the penalty on a gradient that loses or gains length from step to step (Pascanu, Mikolov & Bengio 2013, eq. 9),
 * for plain recurrent layers h_t = act(W h_{t-1} + ...). Only its immediate derivative by W = W_hh is taken (eq. 10):
 * states and gradients are held constant. docs/equations.md#omega
 *
 * The paper writes x_t = W s(x_{t-1}) + ..., so its x_t is our pre-activation a_t and s(x_t) our h_t; its gradient is
 * dE/dx_t = dE/da_t = act'(a_t) dE/dh_t, the `gates` of the deltas.
 *
 *   "paper"     1/B sum_b sum_{k>=1} ( |dE/dx_{k+1} dx_{k+1}/dx_k| / |dE/dx_{k+1}| - 1 )^2
 *               dE/dx_{k+1} dx_{k+1}/dx_k = act'(a_k) W^T dE/da_{k+1}; steps with dE/dx_{k+1} = 0 have no ratio: left out
 *   "authors"   what the authors' program computes: mean over b and t of ( |dE/dh_t dh_t/dh_{t-1}|^2 / |dE/dh_t|^2 - 1 )^2
 *               dE/dh_t dh_t/dh_{t-1} = W^T dE/da_t; steps with |dE/dh_t|^2 < 1e-20 left out of sum and number
 *
 * The two forms differ by where the factor act' stands: in the x form the step's own k, in the h form k+1.
 */
import type { Weights } from "../cells/weights.ts";
import { fail } from "../errors/index.ts";
import type { Engine, Floats, RnnActivation } from "../kernels/kernels.ts";

// T steps, B sequences, H units; row-major, the last letter moves fastest

export const OMEGA_FORMS = ["paper", "authors"] as const;
export type OmegaForm = (typeof OMEGA_FORMS)[number];

/** Smallest |dE/dh_t|^2 that the authors' form counts. */
const BOUND = 1e-20;

export interface OmegaScratch {
	u: Floats; // [T,B,H] gradients of length 1
	v: Floats; // [T,B,H] the same one step earlier, then dOmega/dv
	counts: Uint8Array; // [T,B] 1 where a step has a ratio
	wT: Floats; // [H,H] W^T
	zeros: Floats; // [H]
	db: Floats; // [H] not read
}

export function omegaScratch(engine: Engine, T: number, B: number, H: number): OmegaScratch {
	const [u, v] = [engine.floats(T * B * H), engine.floats(T * B * H)];
	const counts = new Uint8Array(T * B);
	return { u, v, counts, wT: engine.floats(H * H), zeros: engine.floats(H), db: engine.floats(H) };
}

export function freeOmegaScratch(engine: Engine, { u, v, wT, zeros, db }: OmegaScratch): void {
	engine.free(u, v, wT, zeros, db);
}

export interface OmegaCall {
	engine: Engine;
	form: OmegaForm;
	/** Factor of Omega in the loss; its gradient is added times alpha. */
	alpha: number;
	activation: RnnActivation;
	T: number;
	B: number;
	H: number;
	h: Floats; // [T+1,B,H]
	dh: Floats; // [T,B,H] whole dE/dh_t
	da: Floats; // [T,B,H] dE/da_t
	w_hh: Floats; // [H,H]
	dw_hh: Floats; // [H,H] added to
	scratch: OmegaScratch;
}

/**
 * Adds alpha dOmega/dW_hh to `dw_hh`; returns Omega (without alpha) and the number of ratios in it.
 * Ratios do not depend on the length of the gradient, so it is brought to 1 first: a gradient of 1e-30 has an Omega.
 * Cost: two products of [T*B,H] by [H,H] and a few passes over [T,B,H]; nothing is allocated.
 */
export function addOmega(call: OmegaCall): { omega: number; counted: number } {
	const { engine, form, alpha, activation, B, H, h, dh, da, w_hh, dw_hh, scratch } = call;
	const { u, v, counts, wT, zeros, db } = scratch;
	const paper = form === "paper";
	const first = paper ? B : 0; // the x form begins with the pair of steps 1 and 2
	const N = Math.max(0, call.T * B - first);
	const counted = unitRows(scratch, N, H, da, paper ? da : dh, first * H, paper ? Number.MIN_VALUE : BOUND);
	if (counted === 0) return { omega: 0, counted };
	transpose(wT, w_hh, H);
	engine.denseForward({ N, D: H, V: H, x: u, w: wT, b: zeros, y: v }); // W^T u
	const share = paper ? 1 / B : 1 / counted;
	let omega = 0;
	for (let n = 0; n < N; n++) {
		if (counts[n] === 0) continue;
		const at = n * H;
		if (paper) timesSlope(activation, v, at, h, at + B * H, H); // act'(a_k) W^T u
		const square = sumSquares(v, at, H); // ratio^2
		const ratio = Math.sqrt(square);
		const gap = paper ? ratio - 1 : square - 1;
		omega += gap * gap;
		// d(ratio - 1)^2/dv = 2 (ratio - 1) v / ratio      d(ratio^2 - 1)^2/dv = 4 (ratio^2 - 1) v
		const slope = paper ? (ratio > 0 ? (2 * gap) / ratio : 0) : 4 * gap;
		const factor = alpha * share * slope;
		for (let j = at; j < at + H; j++) v[j] = factor * v[j]!;
		if (paper) timesSlope(activation, v, at, h, at + B * H, H);
	}
	engine.denseBackward({ N, D: H, V: H, x: v, w: w_hh, dy: u, dw: dw_hh, db }); // dW += u (dOmega/dv)^T
	return { omega: omega * share, counted };
}

/** u_n = da_n / |of_n|, zeros where |of_n|^2 < bound; returns the number of the others. Rows of da, of from offset `from`. */
function unitRows(
	{ u, counts }: OmegaScratch,
	N: number,
	H: number,
	da: Floats,
	of: Floats,
	from: number,
	bound: number,
): number {
	let counted = 0;
	for (let n = 0; n < N; n++) {
		const at = n * H;
		const square = sumSquares(of, from + at, H);
		counts[n] = square >= bound ? 1 : 0;
		if (square >= bound) counted++;
		const scale = square >= bound ? 1 / Math.sqrt(square) : 0;
		for (let j = at; j < at + H; j++) u[j] = scale * da[from + j]!;
	}
	return counted;
}

function sumSquares(x: Floats, at: number, H: number): number {
	let sum = 0;
	for (let j = at; j < at + H; j++) sum += x[j]! * x[j]!;
	return sum;
}

function transpose(out: Floats, w: Floats, H: number): void {
	for (let k = 0; k < H; k++) for (let j = 0; j < H; j++) out[j * H + k] = w[k * H + j]!;
}

/** v *= act'(a), written with h = act(a). */
function timesSlope(activation: RnnActivation, v: Floats, at: number, h: Floats, hAt: number, H: number): void {
	if (activation === "tanh") for (let j = 0; j < H; j++) v[at + j]! *= 1 - h[hAt + j]! * h[hAt + j]!;
	else if (activation === "sigmoid") for (let j = 0; j < H; j++) v[at + j]! *= h[hAt + j]! * (1 - h[hAt + j]!);
	else if (activation === "relu") for (let j = 0; j < H; j++) if (!(h[hAt + j]! > 0)) v[at + j] = 0;
}

/**
 * The authors' answer to a gradient beyond trust: where its norm is NaN, infinite, or above 1e10, every gradient
 * becomes 0 but that of W_hh, which becomes 0.02 W_hh: one step of shrinking. Returns whether it did.
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

/** @throws E_REMEDY for a cell without the one recurrent product that Omega is about. */
export function checkOmega(cell: string): void {
	if (cell === "rnn") return;
	throw fail("E_REMEDY", {
		remedy: "omega",
		why: {
			en: `it penalises dh_t/dh_{t-1} = diag(act') W_hh, which the cell "${cell}" does not have: its state also passes its gates`,
			ko: `오메가는 dh_t/dh_{t-1} = diag(act') W_hh를 벌하는데, "${cell}" 셀에서는 상태가 게이트도 지나므로 이 식이 없습니다`,
		},
		next: "--cell rnn",
	});
}
