/**
 * The outer step of DiLoCo (Douillard et al. 2023, algorithm 1): what N ranks learned since they last had equal weights,
 * as one step of Nesterov momentum (Sutskever et al. 2013, in the form of PyTorch's SGD).
 *
 *   delta = (1/N) sum over r of (theta - w_r)     the outer gradient, ranks in order
 *   b     = mu b + delta
 *   theta = theta - eta (delta + mu b)
 *
 * It is computed in float64, element by element, and rounded to the arrays' width where it is stored.
 */
import type { Floats } from "../../kernels/kernels.ts";

export interface OuterStep {
	/** Weights that all ranks began with, theta, [n]. Replaced by the new ones. */
	theta: Floats;
	/** Momentum, b, [n]. Replaced by the new one. */
	b: Floats;
	/** Weights of each rank, w_r, [N][n]. */
	w: readonly Floats[];
	/** Outer learning rate, eta. */
	eta: number;
	/** Outer momentum, mu. */
	mu: number;
}

/** Makes one outer step in place. */
export function outerStep({ theta, b, w, eta, mu }: OuterStep): void {
	const N = w.length;
	for (let i = 0; i < theta.length; i++) {
		let sum = 0;
		for (let r = 0; r < N; r++) sum += theta[i]! - w[r]![i]!;
		const delta = sum / N;
		const momentum = mu * b[i]! + delta;
		b[i] = momentum;
		theta[i] = theta[i]! - eta * (delta + mu * momentum);
	}
}
