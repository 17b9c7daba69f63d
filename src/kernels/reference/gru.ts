/**
 * GRU (Cho et al. 2014), blocks r|z|n, with both positions of the reset gate. docs/equations.md#gru
 *
 * reset-before is the paper's: W_hn (r h_{t-1}); reset-after is cuDNN's and PyTorch's: r (W_hn h_{t-1} + b_hn). Here z
 * keeps the old state, as in PyTorch: h_t = (1 - z) n + z h_{t-1}.
 */
import type { GruBackward, GruForward } from "../kernels.ts";
import { addProduct, addProductBackToW, addProductBackToX, inputAffine, inputAffineBack, sigmoid } from "./affine.ts";

export function gruForward(a: GruForward): void {
	const { T, B, H, gates, aux, h, w_hh } = a;
	const Z = H; // blocks r|z|n start at 0, Z, N
	const N = 2 * H;
	for (let t = 0; t < T; t++) {
		for (let b = 0; b < B; b++) {
			const row = t * B + b;
			const prev = row * H; // h_{t-1}
			const now = prev + B * H; // h_t
			const at = row * 3 * H; // the gates of this row; until (2) they hold a_t
			const s = row * H; // the aux of this row
			inputAffine(gates, at, a, row, 3 * H); // (1) a_t = W_ih x_t + b
			addProduct(gates, at, w_hh, 0, h, prev, 2 * H, H, a.blocks); // (1) a_r, a_z += W_hr h_{t-1}, W_hz h_{t-1}
			for (let k = 0; k < 2 * H; k++) gates[at + k] = sigmoid(gates[at + k]); // (2) r_t, z_t = sigmoid(a_r, a_z)
			if (a.variant === "reset-after") {
				for (let k = 0; k < H; k++) aux[s + k] = a.b_hn ? a.b_hn[k] : 0;
				addProduct(aux, s, w_hh, N * H, h, prev, H, H, a.blocks); // (3) s_t = W_hn h_{t-1} + b_hn
				for (let k = 0; k < H; k++) gates[at + N + k] += gates[at + k] * aux[s + k]; // (4) a_n += r_t s_t
			} else {
				for (let k = 0; k < H; k++) aux[s + k] = gates[at + k] * h[prev + k]; // (3') s_t = r_t h_{t-1}
				addProduct(gates, at + N, w_hh, N * H, aux, s, H, H, a.blocks); // (4') a_n += W_hn s_t
			}
			for (let k = 0; k < H; k++) {
				const z = gates[at + Z + k];
				const n = Math.tanh(gates[at + N + k]); // (5) n_t = tanh(a_n)
				h[now + k] = (1 - z) * n + z * h[prev + k]; // (6) h_t = (1 - z_t) n_t + z_t h_{t-1}
				gates[at + N + k] = n;
			}
		}
	}
}

export function gruBackward(a: GruBackward): void {
	const { T, B, H, gates, aux, h, w_hh, dw_hh } = a;
	const Z = H;
	const N = 2 * H;
	const dh = new Float64Array(H); // dL/dh_t, complete
	const dhPrev = new Float64Array(H); // dL/dh_{t-1} through step t
	const da = new Float64Array(3 * H); // dL/da_t, blocks r|z|n
	const ds = new Float64Array(H); // dL/ds_t
	for (let b = 0; b < B; b++) {
		for (let k = 0; k < H; k++) dh[k] = a.dhLast ? a.dhLast[b * H + k] : 0; // from after the window
		for (let t = T - 1; t >= 0; t--) {
			const row = t * B + b;
			const prev = row * H;
			const at = row * 3 * H;
			const s = row * H;
			for (let k = 0; k < H; k++) {
				const z = gates[at + Z + k];
				const n = gates[at + N + k];
				dh[k] += a.dOut[row * H + k]; // dL/dh_t: from t+1 and from above
				da[Z + k] = dh[k] * (h[prev + k] - n) * z * (1 - z); // (6)(2) dL/da_z = dL/dh_t (h_{t-1} - n) z(1-z)
				da[N + k] = dh[k] * (1 - z) * (1 - n * n); // (6)(5) dL/da_n = dL/dh_t (1 - z) (1 - n^2)
				dhPrev[k] = dh[k] * z; // (6) dL/dh_{t-1} = dL/dh_t z: the path that does not vanish while z = 1
			}
			if (a.variant === "reset-after") {
				for (let k = 0; k < H; k++) ds[k] = da[N + k] * gates[at + k]; // (4) dL/ds_t = dL/da_n r_t
				for (let k = 0; k < H; k++) da[k] = da[N + k] * aux[s + k]; // (4) dL/dr_t = dL/da_n s_t
				addProductBackToX(dhPrev, 0, w_hh, N * H, ds, 0, H, H, a.blocks); // (3) dL/dh_{t-1} += W_hn^T dL/ds_t
				addProductBackToW(dw_hh, N * H, ds, 0, h, prev, H, H, a.blocks); // (3) dL/dW_hn += dL/ds_t h_{t-1}^T
				if (a.db_hn) for (let k = 0; k < H; k++) a.db_hn[k] += ds[k]; // (3) dL/db_hn += dL/ds_t
			} else {
				ds.fill(0);
				addProductBackToX(ds, 0, w_hh, N * H, da, N, H, H, a.blocks); // (4') dL/ds_t = W_hn^T dL/da_n
				addProductBackToW(dw_hh, N * H, da, N, aux, s, H, H, a.blocks); // (4') dL/dW_hn += dL/da_n s_t^T
				for (let k = 0; k < H; k++) da[k] = ds[k] * h[prev + k]; // (3') dL/dr_t = dL/ds_t h_{t-1}
				for (let k = 0; k < H; k++) dhPrev[k] += ds[k] * gates[at + k]; // (3') dL/dh_{t-1} += dL/ds_t r_t
			}
			for (let k = 0; k < H; k++) da[k] *= gates[at + k] * (1 - gates[at + k]); // (2) dL/da_r = dL/dr_t r(1-r)
			a.deltaH?.set(dh, row * H);
			a.deltaGates?.set(da, at);
			addProductBackToX(dhPrev, 0, w_hh, 0, da, 0, 2 * H, H, a.blocks); // (1) dL/dh_{t-1} += W_hr^T dL/da_r + W_hz^T dL/da_z
			addProductBackToW(dw_hh, 0, da, 0, h, prev, 2 * H, H, a.blocks); // (1) dL/dW_hr, dL/dW_hz += dL/da h_{t-1}^T
			inputAffineBack(a, row, da, 0, 3 * H); // (1) dL/dW_ih, dL/db, dL/dx_t
			dh.set(dhPrev);
		}
		a.dhFirst?.set(dh, b * H); // dL/dh_0
	}
}
