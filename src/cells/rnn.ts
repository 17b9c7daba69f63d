/**
 * Plain recurrent layer (Elman 1990) with a choice of nonlinearity.
 *
 *   h_t = act(W_ih x_t + W_hh h_{t-1} + b)
 *
 * Backward, with a_t the argument of act and dL/dh_t complete:
 *   dL/da_t = dL/dh_t act'(a_t)         tanh: 1 - h^2, sigmoid: h (1 - h), relu: h > 0, linear: 1
 *   dL/dh_{t-1} += W_hh^T dL/da_t       the product that makes the gradient vanish or explode
 *   dL/dW_hh = sum_t dL/da_t h_{t-1}^T
 */
import type { CellOf } from "./cell.ts";

export const rnn: CellOf<"rnn"> = ({ variant: activation, blocks }) => ({
	states: ["h"],
	allocate: (engine, { T, B, H }) => ({ h: engine.floats((T + 1) * B * H) }),
	forward({ engine, size: { T, B, D, H }, input, weights, state: { h } }) {
		engine.rnnForward({ T, B, D, H, ...input, ...weights, h, activation, blocks });
	},
	backward({ engine, size, input, weights, state, dOut, dx, gradients, deltas, ends }) {
		const { w_ih: dw_ih, w_hh: dw_hh, b: db } = gradients;
		const grads = { dOut, dx, dw_ih, dw_hh, db, deltaGates: deltas?.gates, deltaH: deltas?.h };
		const { dhLast, dhFirst } = ends ?? {};
		const forward = { ...size, ...input, ...weights, h: state.h, activation, blocks };
		engine.rnnBackward({ ...forward, ...grads, dhLast, dhFirst });
	},
});
