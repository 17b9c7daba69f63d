/** The sweep of wrec-sweep: kinds of W_rec, activations and inputs, and the results kept of each. */

import { singularValues } from "../../algebra/decompositions.ts";
import { type Base, drawnRecurrent } from "../../diagnosis/drawnRecurrent.ts";
import type { Mode } from "./reproduction.ts";

/** Singular values of W_rec, and the sizes, for each mode. */
export const SIZES = {
	quick: { H: 40, K: 200, sequences: 2, sigmas: [0.5, 0.7, 0.9, 1, 1.1, 1.3, 1.5] },
	full: { H: 100, K: 1000, sequences: 5, sigmas: [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5] },
} as const satisfies Record<Mode, object>;

export type SeriesKey =
	| "linear-gaussian"
	| "linear-orthogonal"
	| "tanh-gaussian"
	| "tanh-orthogonal"
	| "tanh-saturated";

export interface Series {
	key: SeriesKey;
	act: "tanh" | "linear";
	base: Base;
	/** Standard deviation of the input to each unit at each step. */
	input: number;
}

/**
 * The series of the sweep. A linear layer's Jacobian does not depend on the input; a tanh layer is driven weakly or
 * into saturation.
 */
export const SERIES: readonly Series[] = [
	{ key: "linear-gaussian", act: "linear", base: "gaussian", input: 0 },
	{ key: "linear-orthogonal", act: "linear", base: "orthogonal", input: 0 },
	{ key: "tanh-gaussian", act: "tanh", base: "gaussian", input: 0.1 },
	{ key: "tanh-orthogonal", act: "tanh", base: "orthogonal", input: 0.1 },
	{ key: "tanh-saturated", act: "tanh", base: "orthogonal", input: 3 },
];

/** One series at one singular value, over all seeds and sequences. */
export interface Swept {
	[key: string]: number | number[] | string;
	series: string;
	/** Largest singular value that W was rescaled to. */
	sigma: number;
	/** Spectral radius, mean over the seeds. */
	radius: number;
	radiusLeast: number;
	radiusMost: number;
	/** [K+1] mean of log10 of the gradient norm; 0 at lag 0. */
	log10: number[];
	/** Largest and smallest log10 norm at lag K. */
	endMost: number;
	endLeast: number;
	/** Largest value of log10 norm - k log10 sigma over all lags. Above 0 it violates the theoretical bound. */
	overBound: number;
	/** Fraction of |h| values above .9. */
	saturated: number;
}

/** W_rec of one kind and seed, [H,H], with largest singular value `sigma`. */
export function recurrent(base: Base, H: number, sigma: number, seed: number): Float64Array {
	const w = drawnRecurrent(base, H, seed); // [H,H]
	const scale = sigma / singularValues(w, H, H)[0]!;
	return w.map((value) => scale * value);
}

/** Formats 10^log10 with one decimal in the exponent: `1e-31.0`; `1e0.0` and not `1e-0.0`; `0` for -Infinity. */
export function sizeWords(log10: number): string {
	if (log10 === Number.NEGATIVE_INFINITY) return "0";
	return `1e${log10.toFixed(1).replace(/^-0\.0$/, "0.0")}`;
}
