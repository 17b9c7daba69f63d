/**
 * LSTM with forget gate (Gers, Schmidhuber & Cummins 2000), and its study variants: 1997 (Hochreiter & Schmidhuber, no
 * forget gate), peephole (Gers & Schmidhuber 2000), coupled f = 1 - i (Greff et al. 2017). docs/equations.md#lstm
 *
 * Blocks are always i|f|g|o (i|g|o where f is not learned); other orders are translated in interop/. The 1997 variant
 * has full derivatives, not the truncated ones of that paper.
 */
import type { LstmBackward, LstmForward, LstmVariant } from "../kernels.ts";
import { addProduct, addProductBackToW, addProductBackToX, inputAffine, inputAffineBack, sigmoid } from "./affine.ts";

export function lstmForward(a: LstmForward): void {
	const { T, B, H, gates, c, h, p, variant } = a;
	const { I, F, G, O, size } = blocks(variant, H);
	for (let t = 0; t < T; t++) {
		for (let b = 0; b < B; b++) {
			const row = t * B + b;
			const prev = row * H; // h_{t-1}, c_{t-1}
			const now = prev + B * H; // h_t, c_t
			const at = row * size; // the gates of this row; until (2) they hold a_t
			inputAffine(gates, at, a, row, size); // (1) a_t = W_ih x_t + b
			addProduct(gates, at, a.w_hh, 0, h, prev, size, H, a.blocks); // (1) + W_hh h_{t-1}
			for (let k = 0; k < H; k++) {
				const cPrev = c[prev + k];
				const pi = p ? p[k] * cPrev : 0;
				const pf = p ? p[H + k] * cPrev : 0;
				const i = sigmoid(gates[at + I + k] + pi); // (2) i_t = sigmoid(a_i + p_i c_{t-1})
				const f = F >= 0 ? sigmoid(gates[at + F + k] + pf) : variant === "coupled" ? 1 - i : 1; // (3) f_t
				const g = Math.tanh(gates[at + G + k]); // (4) g_t = tanh(a_g)
				c[now + k] = f * cPrev + i * g; // (5) c_t = f_t c_{t-1} + i_t g_t
				const po = p ? p[2 * H + k] * c[now + k] : 0;
				const o = sigmoid(gates[at + O + k] + po); // (6) o_t = sigmoid(a_o + p_o c_t)
				h[now + k] = o * Math.tanh(c[now + k]); // (7) h_t = o_t tanh(c_t)
				gates[at + I + k] = i;
				if (F >= 0) gates[at + F + k] = f;
				gates[at + G + k] = g;
				gates[at + O + k] = o;
			}
		}
	}
}

export function lstmBackward(a: LstmBackward): void {
	const { T, B, H, gates, c, h, p, variant } = a;
	const { I, F, G, O, size } = blocks(variant, H);
	const dh = new Float64Array(H); // dL/dh_t, complete
	const dc = new Float64Array(H); // dL/dc_t, complete
	const da = new Float64Array(size); // dL/da_t, blocks as in the gates
	for (let b = 0; b < B; b++) {
		for (let k = 0; k < H; k++) dh[k] = a.dhLast ? a.dhLast[b * H + k] : 0; // from after the window
		for (let k = 0; k < H; k++) dc[k] = a.dcLast ? a.dcLast[b * H + k] : 0;
		for (let t = T - 1; t >= 0; t--) {
			const row = t * B + b;
			const prev = row * H;
			const now = prev + B * H;
			const at = row * size;
			for (let k = 0; k < H; k++) {
				const i = gates[at + I + k];
				const f = F >= 0 ? gates[at + F + k] : variant === "coupled" ? 1 - i : 1;
				const g = gates[at + G + k];
				const o = gates[at + O + k];
				const cPrev = c[prev + k];
				const tanhC = Math.tanh(c[now + k]);
				dh[k] += a.dOut[row * H + k]; // dL/dh_t: from t+1 and from above
				const dao = dh[k] * tanhC * o * (1 - o); // (7)(6) dL/da_o = dL/dh_t tanh(c_t) o(1-o)
				dc[k] += dh[k] * o * (1 - tanhC * tanhC); // (7) dL/dc_t += dL/dh_t o_t (1 - tanh(c_t)^2)
				if (p) dc[k] += p[2 * H + k] * dao; // (6) dL/dc_t += p_o dL/da_o
				if (a.deltaC) a.deltaC[row * H + k] = dc[k];
				const dag = dc[k] * i * (1 - g * g); // (5)(4) dL/da_g = dL/dc_t i (1 - g^2)
				const daf = F >= 0 ? dc[k] * cPrev * f * (1 - f) : 0; // (5)(3) dL/da_f = dL/dc_t c_{t-1} f(1-f)
				const gain = variant === "coupled" ? g - cPrev : g; // (5)(3) dc_t/di: through f = 1 - i too when coupled
				const dai = dc[k] * gain * i * (1 - i); // (5)(2) dL/da_i = dL/dc_t (dc_t/di) i(1-i)
				if (a.dp) {
					a.dp[k] += dai * cPrev; // (2) dL/dp_i += dL/da_i c_{t-1}
					a.dp[H + k] += daf * cPrev; // (3) dL/dp_f += dL/da_f c_{t-1}
					a.dp[2 * H + k] += dao * c[now + k]; // (6) dL/dp_o += dL/da_o c_t
				}
				dc[k] *= f; // (5) dL/dc_{t-1} = dL/dc_t f_t: the path that does not vanish while f = 1
				if (p) dc[k] += p[k] * dai + p[H + k] * daf; // (2)(3) dL/dc_{t-1} += p_i dL/da_i + p_f dL/da_f
				da[I + k] = dai;
				if (F >= 0) da[F + k] = daf;
				da[G + k] = dag;
				da[O + k] = dao;
			}
			a.deltaH?.set(dh, row * H);
			a.deltaGates?.set(da, at);
			dh.fill(0);
			addProductBackToX(dh, 0, a.w_hh, 0, da, 0, size, H, a.blocks); // (1) dL/dh_{t-1} = W_hh^T dL/da_t
			addProductBackToW(a.dw_hh, 0, da, 0, h, prev, size, H, a.blocks); // (1) dL/dW_hh += dL/da_t h_{t-1}^T
			inputAffineBack(a, row, da, 0, size); // (1) dL/dW_ih, dL/db, dL/dx_t
		}
		a.dhFirst?.set(dh, b * H); // dL/dh_0
		a.dcFirst?.set(dc, b * H); // dL/dc_0
	}
}

/** Offset of each block within a row of G*H; F is -1 where there is no learned forget gate. */
function blocks(variant: LstmVariant, H: number) {
	if (variant === "1997" || variant === "coupled") return { I: 0, F: -1, G: H, O: 2 * H, size: 3 * H };
	return { I: 0, F: H, G: 2 * H, O: 3 * H, size: 4 * H };
}
