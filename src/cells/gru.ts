/**
 * GRU (Cho et al. 2014), gate order r,z,n, with the reset gate after (cuDNN, PyTorch) or before the recurrent product.
 *
 *   r,z = sigmoid(a_r, a_z)   a = W_ih x_t + W_hh h_{t-1} + b
 *   "reset-after"   n = tanh(W_in x_t + b_n + r (W_hn h_{t-1} + b_hn))
 *   "reset-before"  n = tanh(W_in x_t + b_n + W_hn (r h_{t-1}))
 *   h_t = (1 - z) n + z h_{t-1}
 *
 * Backward, with dL/dh_t complete:
 *   dL/da_n = dL/dh_t (1 - z) (1 - n^2)       dL/da_z = dL/dh_t (h_{t-1} - n) z (1 - z)
 *   dL/da_r = dL/dr r (1 - r)                 dL/dr from n's argument
 *   dL/dh_{t-1} = dL/dh_t z + what comes back through the three products
 */
import { GRU_GATES } from "../kernels/callNames.ts";
import type { CellOf } from "./cell.ts";

export const gru: CellOf<"gru"> = ({ variant, blocks }) => ({
	states: ["h"],
	allocate: (engine, { T, B, H }) => ({
		h: engine.floats((T + 1) * B * H),
		gates: engine.floats(T * B * GRU_GATES.length * H),
		aux: engine.floats(T * B * H),
	}),
	forward({ engine, size: { T, B, D, H }, input, weights, state: { h, gates, aux } }) {
		engine.gruForward({ T, B, D, H, ...input, ...weights, h, gates, aux, variant, blocks });
	},
	backward({ engine, size, input, weights, state: { h, gates, aux }, dOut, dx, gradients, deltas, ends }) {
		const { w_ih: dw_ih, w_hh: dw_hh, b: db, b_hn: db_hn } = gradients;
		const forward = { ...size, ...input, ...weights, h, gates, aux, variant, blocks };
		const { dhLast, dhFirst } = ends ?? {};
		const out = { deltaGates: deltas?.gates, deltaH: deltas?.h, dhLast, dhFirst };
		engine.gruBackward({ ...forward, dOut, dx, dw_ih, dw_hh, db, db_hn, ...out });
	},
});
