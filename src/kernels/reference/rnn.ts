/**
 * Simple recurrent layer (Elman 1990): h_t = act(W_ih x_t + W_hh h_{t-1} + b). docs/equations.md#rnn
 *
 * The output is the state; there is no separate context layer. The derivative of act is computed from its value h.
 */
import type { RnnActivation, RnnBackward, RnnForward } from "../kernels.ts";
import { addProduct, addProductBackToW, addProductBackToX, inputAffine, inputAffineBack, sigmoid } from "./affine.ts";

export function rnnForward(a: RnnForward): void {
	const { T, B, H, h, activation } = a;
	for (let t = 0; t < T; t++) {
		for (let b = 0; b < B; b++) {
			const row = t * B + b;
			const prev = row * H; // h_{t-1}
			const now = prev + B * H; // h_t
			inputAffine(h, now, a, row, H); // (1) a_t = W_ih x_t + b
			addProduct(h, now, a.w_hh, 0, h, prev, H, H, a.blocks); // (1) + W_hh h_{t-1}
			for (let k = 0; k < H; k++) h[now + k] = act(activation, h[now + k]); // (2) h_t = act(a_t)
		}
	}
}

export function rnnBackward(a: RnnBackward): void {
	const { T, B, H, h, activation } = a;
	const dh = new Float64Array(H); // dL/dh_t, complete
	const da = new Float64Array(H); // dL/da_t
	for (let b = 0; b < B; b++) {
		for (let k = 0; k < H; k++) dh[k] = a.dhLast ? a.dhLast[b * H + k] : 0; // from after the window
		for (let t = T - 1; t >= 0; t--) {
			const row = t * B + b;
			const prev = row * H;
			const now = prev + B * H;
			for (let k = 0; k < H; k++) {
				dh[k] += a.dOut[row * H + k]; // dL/dh_t: from t+1 and from above
				da[k] = dh[k] * slope(activation, h[now + k]); // (2) dL/da_t = dL/dh_t act'(a_t)
			}
			a.deltaH?.set(dh, row * H);
			a.deltaGates?.set(da, row * H);
			dh.fill(0);
			addProductBackToX(dh, 0, a.w_hh, 0, da, 0, H, H, a.blocks); // (1) dL/dh_{t-1} = W_hh^T dL/da_t
			addProductBackToW(a.dw_hh, 0, da, 0, h, prev, H, H, a.blocks); // (1) dL/dW_hh += dL/da_t h_{t-1}^T
			inputAffineBack(a, row, da, 0, H); // (1) dL/dW_ih, dL/db, dL/dx_t
		}
		a.dhFirst?.set(dh, b * H); // dL/dh_0
	}
}

function act(activation: RnnActivation, a: number): number {
	if (activation === "tanh") return Math.tanh(a);
	if (activation === "sigmoid") return sigmoid(a);
	if (activation === "relu") return a > 0 || Number.isNaN(a) ? a : 0;
	return a;
}

/** act'(a), written with h = act(a). It is 0 at the kink of relu. */
function slope(activation: RnnActivation, h: number): number {
	if (activation === "tanh") return 1 - h * h;
	if (activation === "sigmoid") return h * (1 - h);
	if (activation === "relu") return h > 0 ? 1 : 0;
	return 1;
}
