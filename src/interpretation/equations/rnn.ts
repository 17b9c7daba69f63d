/** The plain layer, docs/equations.md#rnn: a = W_ih x_t + b + W_hh h_{t-1}, h = act(a). */

import { belowAndBefore, type Equation, each, line, plus, rowTimes, times } from "../../cells/equation.ts";
import type { LayerWeights } from "../../cells/weights.ts";
import type { RnnActivation } from "../../kernels/kernels.ts";
import { sigmoid } from "../../kernels/reference/affine.ts";

const ACTIVATIONS: Record<RnnActivation, { f(a: number): number; slope(h: number): number }> = {
	tanh: { f: Math.tanh, slope: (h) => 1 - h * h },
	relu: { f: (a) => Math.max(0, a), slope: (h) => (h > 0 ? 1 : 0) },
	sigmoid: { f: sigmoid, slope: (h) => h * (1 - h) },
	linear: { f: (a) => a, slope: () => 1 },
};

export function rnnForward(variant: RnnActivation, { w_hh, b }: LayerWeights): Equation[] {
	const { f } = ACTIVATIONS[variant];
	return [
		{
			...line("a", "a_t = W_ih x_t + b + W_hh h_{t-1}", ["wx", "h_prev"], (wx, h) => plus(wx, b, times(w_hh, h))),
			unit: (k, read) => read("wx", k) + b[k]! + rowTimes(w_hh, k, b.length, "h_prev", read),
			reach: (_, j) => j,
		},
		each("h", `h_t = ${variant === "linear" ? "a_t" : `${variant}(a_t)`}`, ["a"], f),
	];
}

export function rnnBackward(variant: RnnActivation, w: LayerWeights): Equation[] {
	const { slope } = ACTIVATIONS[variant];
	return [
		each("d.a", `dL/da_t = dL/dh_t ${variant}'(a_t)`, ["d.h", "h"], (dh, h) => dh * slope(h)),
		...belowAndBefore(w, ["d.a"]),
	];
}
