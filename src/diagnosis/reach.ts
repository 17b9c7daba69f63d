/**
 * How far a gradient reaches in a plain recurrent layer, from its step Jacobians alone:
 *
 *   h_t = act(W h_{t-1} + u_t),   g_k = dL/dh_{T-k} = (J_T J_{T-1} ... J_{T-k+1})^T g_0,   J_t = diag(act') W
 *
 * An independent check of backpropagation: it shares no code with the engines. g has its own power of two, so that its
 * norm keeps its relative precision at any size: 1e-600 is -600, not 0.
 */
import type { RandomStream } from "../kernels/random.ts";

// T steps, H units, K lags; row-major, the last letter moves fastest

export type Activation = "tanh" | "linear";

/** The vector v 2^exponent. */
export interface Scaled {
	v: Float64Array; // [H], largest element in [.5, 1) unless all are 0
	exponent: number;
}

export interface Reach {
	/** [K+1] log10 of the norm of g_k; -Infinity for a norm of 0. */
	log10: Float64Array;
	/** [K+1] g_k itself. */
	gradients: Scaled[];
	/** Fraction of all |h| above .9. */
	saturated: number;
}

/** Returns the states of T steps under the inputs u, from h = 0. */
export function unroll(act: Activation, w: Float64Array, u: Float64Array, H: number): Float64Array {
	const T = u.length / H;
	const h = new Float64Array((T + 1) * H); // [T+1,H], row 0 the zero state
	for (let t = 1; t <= T; t++) {
		const before = h.subarray((t - 1) * H, t * H);
		for (let i = 0; i < H; i++) {
			let a = u[(t - 1) * H + i]!;
			for (let j = 0; j < H; j++) a += w[i * H + j]! * before[j]!;
			h[t * H + i] = act === "tanh" ? Math.tanh(a) : a;
		}
	}
	return h;
}

/** Returns g_0 ... g_K for K = T steps under the inputs u, [T,H]. */
export function reachByLag(act: Activation, w: Float64Array, u: Float64Array, g0: Float64Array): Reach {
	const H = g0.length;
	const T = u.length / H;
	const h = act === "tanh" ? unroll(act, w, u, H) : undefined; // the Jacobian of a linear layer is W in any state
	const seen = h?.subarray(H);
	const saturated = seen ? seen.reduce((n, x) => n + (Math.abs(x) > 0.9 ? 1 : 0), 0) / seen.length : 0;
	return { ...reachFrom(w, h, T, g0), saturated };
}

/**
 * Returns g_0 ... g_t for a loss at step t with gradient g0.
 * @param h states [T+1,H] from `unroll`; undefined for a linear layer.
 */
export function reachFrom(
	w: Float64Array,
	h: Float64Array | undefined,
	t: number,
	g0: Float64Array,
): Pick<Reach, "log10" | "gradients"> {
	const H = g0.length;
	const log10 = new Float64Array(t + 1); // [K+1]
	const gradients = [rescaled(g0, 0)];
	log10[0] = sizeOf(gradients[0]!);
	for (let k = 1; k <= t; k++) {
		const { v, exponent } = gradients[k - 1]!;
		const next = new Float64Array(H); // [H]
		for (let i = 0; i < H; i++) {
			const state = h ? h[(t - k + 1) * H + i]! : 0;
			const d = v[i]! * (1 - state * state); // dL/da = dL/dh (1 - h^2)
			for (let j = 0; j < H; j++) next[j]! += w[i * H + j]! * d; // dL/dh_{t-1} = W^T dL/da
		}
		gradients.push(rescaled(next, exponent));
		log10[k] = sizeOf(gradients[k]!);
	}
	return { log10, gradients };
}

function rescaled(x: Float64Array, exponent: number): Scaled {
	const most = x.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
	if (most === 0 || !Number.isFinite(most)) return { v: x.slice(), exponent };
	const shift = Math.floor(Math.log2(most)) + 1;
	return { v: x.map((v) => v * 2 ** -shift), exponent: exponent + shift };
}

function sizeOf({ v, exponent }: Scaled): number {
	return Math.log10(Math.hypot(...v)) + exponent * Math.log10(2);
}

/** Returns n normal numbers of standard deviation `scale`. */
export function normals(n: number, scale: number, random: RandomStream): Float64Array {
	return Float64Array.from({ length: n }, () => scale * random.normal());
}
