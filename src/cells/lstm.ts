/**
 * LSTM with forget gate (Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000) and its study variants. Gate
 * order is always i,f,g,o here; other orders are translated in interop/.
 *
 *   i,f,o = sigmoid(a_i, a_f, a_o)   g = tanh(a_g)   a = W_ih x_t + W_hh h_{t-1} + b
 *   c_t = f c_{t-1} + i g                            "1997": f = 1 (the carousel), "coupled": f = 1 - i
 *   h_t = o tanh(c_t)
 *   "peephole" (Gers & Schmidhuber 2000): a_i += p_i c_{t-1}, a_f += p_f c_{t-1}, a_o += p_o c_t
 *
 * Backward, with dL/dh_t and dL/dc_t complete:
 *   dL/dc_t += dL/dh_t o (1 - tanh(c_t)^2)
 *   dL/da_o = dL/dh_t tanh(c_t) o (1 - o)     dL/da_g = dL/dc_t i (1 - g^2)
 *   dL/da_i = dL/dc_t g i (1 - i)             dL/da_f = dL/dc_t c_{t-1} f (1 - f)
 *   dL/dc_{t-1} = dL/dc_t f                   the path that does not vanish while f = 1
 *   dL/dh_{t-1} += W_hh^T dL/da_t             the path that does
 */
import type { CellOf } from "./cell.ts";
import { gateBlocks } from "./layout.ts";

export const lstm: CellOf<"lstm"> = (spec) => ({
	states: ["h", "c"],
	allocate: (engine, { T, B, H }) => ({
		h: engine.floats((T + 1) * B * H),
		c: engine.floats((T + 1) * B * H),
		gates: engine.floats(T * B * gateBlocks(spec) * H),
	}),
	forward({ engine, size: { T, B, D, H }, input, weights, state: { h, c, gates } }) {
		const { variant, blocks } = spec;
		engine.lstmForward({ T, B, D, H, ...input, ...weights, h, c, gates, variant, blocks });
	},
	backward({ engine, size, input, weights, state: { h, c, gates }, dOut, dx, gradients, deltas, ends }) {
		const { w_ih: dw_ih, w_hh: dw_hh, b: db, p: dp } = gradients;
		const out = { deltaGates: deltas?.gates, deltaH: deltas?.h, deltaC: deltas?.c };
		const { variant, blocks } = spec;
		const forward = { ...size, ...input, ...weights, h, c, gates, variant, blocks };
		engine.lstmBackward({ ...forward, dOut, dx, dw_ih, dw_hh, db, dp, ...out, ...ends });
	},
});
