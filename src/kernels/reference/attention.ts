/**
 * Attention: the weights of the positions and the context, one query after the other. docs/attention.md
 *
 * (1) e_tj = q_t . k_j (Luong et al. 2015), or v . tanh(q_t + k_j) (Bahdanau et al. 2015); (2) a_tj = softmax of e_tj
 * over the positions that the sequence has; (3) c_t = sum_j a_tj h_j, where h_j are the values.
 */
import type { AttentionBackward, AttentionForward, AttentionKernels } from "../kernels.ts";

/** The calls of the reference engine for encoder-decoders: `createReference(ownReference, attentionReference)`. */
export const attentionReference: AttentionKernels = { attentionForward, attentionBackward };

function attentionForward(a: AttentionForward): void {
	const { T, J, B, A, C, query, keys, v, values, weights, context } = a;
	for (let t = 0; t < T; t++) {
		for (let b = 0; b < B; b++) {
			const row = t * B + b;
			const from = a.first[b]!;
			weights.fill(0, row * J, row * J + from); // positions that the sequence does not have
			let most = Number.NEGATIVE_INFINITY;
			for (let j = from; j < J; j++) {
				let e = 0;
				for (let k = 0; k < A; k++) {
					const [q, key] = [query[row * A + k]!, keys[(j * B + b) * A + k]!];
					e += v ? v[k]! * Math.tanh(q + key) : q * key; // (1)
				}
				weights[row * J + j] = e;
				most = Math.max(most, e);
			}
			let sum = 0;
			for (let j = from; j < J; j++) {
				weights[row * J + j] = Math.exp(weights[row * J + j]! - most);
				sum += weights[row * J + j]!;
			}
			context.fill(0, row * C, (row + 1) * C);
			for (let j = from; j < J; j++) {
				weights[row * J + j]! /= sum; // (2)
				const share = weights[row * J + j]!;
				for (let k = 0; k < C; k++) context[row * C + k]! += share * values[(j * B + b) * C + k]!; // (3)
			}
		}
	}
}

function attentionBackward(a: AttentionBackward): void {
	const { T, J, B, A, C, query, keys, v, values, weights, dcontext, dquery, dkeys, dvalues, dv } = a;
	const da = new Float64Array(J); // dL/da_tj
	for (let t = 0; t < T; t++) {
		for (let b = 0; b < B; b++) {
			const row = t * B + b;
			const from = a.first[b]!;
			let mean = 0; // sum_j a_tj dL/da_tj
			for (let j = from; j < J; j++) {
				const share = weights[row * J + j]!;
				da[j] = 0;
				for (let k = 0; k < C; k++) {
					const dc = dcontext[row * C + k]!;
					da[j]! += dc * values[(j * B + b) * C + k]!; // (3) dL/da_tj = dL/dc_t . h_j
					dvalues[(j * B + b) * C + k]! += share * dc; // (3) dL/dh_j += a_tj dL/dc_t
				}
				mean += share * da[j]!;
			}
			dquery.fill(0, row * A, (row + 1) * A);
			for (let j = from; j < J; j++) {
				const de = weights[row * J + j]! * (da[j]! - mean); // (2) dL/de_tj = a_tj (dL/da_tj - sum_i a_ti dL/da_ti)
				for (let k = 0; k < A; k++) {
					const [q, key] = [query[row * A + k]!, keys[(j * B + b) * A + k]!];
					if (v) {
						const z = Math.tanh(q + key);
						dv![b * A + k]! += de * z; // (1) dL/dv += dL/de_tj tanh(q_t + k_j)
						const d = de * v[k]! * (1 - z * z); // (1) dL/d(q_t + k_j)
						dquery[row * A + k]! += d;
						dkeys[(j * B + b) * A + k]! += d;
					} else {
						dquery[row * A + k]! += de * key; // (1) dL/dq_t += dL/de_tj k_j
						dkeys[(j * B + b) * A + k]! += de * q; // (1) dL/dk_j += dL/de_tj q_t
					}
				}
			}
		}
	}
}
