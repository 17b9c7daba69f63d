/** The shipped cells of examples/cells as plain float64 loops, written from their papers and not from the files. */
import type { Weights } from "../../src/cells/weights.ts";
import type { Floats } from "../../src/kernels/kernels.ts";
import { layerNormGru, layerNormLstm } from "./layerNormLoops.ts";

export interface Given {
	T: number;
	B: number;
	D: number;
	H: number;
	x: Floats; // [T,B,D]
	h0: Floats; // [B,H]
	c0?: Floats; // [B,H]
}
export interface Found {
	h: number[]; // [T,B,H]
	c?: number[]; // [T,B,H]
	values: Record<string, number[]>; // each [T,B,H]
}

const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

/** Runs `unit` for every step, sequence and unit; it returns h (and c) and appends its values. */
function loop(
	{ T, B, D, H, x, h0, c0 }: Given,
	weights: Weights,
	unit: (
		w: (block: number) => number,
		r: (block: number) => number,
		b: (block: number) => number,
		h: number,
		c: number,
		put: (name: string, value: number) => void,
		k: number,
	) => { h: number; c?: number },
): Found {
	const [w_ih, b] = [weights.tensor("weight_ih_l0"), weights.tensor("bias_l0")];
	const { w_hh } = weights.layer(0);
	const found: Found = { h: [], ...(c0 && { c: [] }), values: {} };
	let h = Array.from(h0.subarray(0, B * H));
	let c = Array.from(c0 ? c0.subarray(0, B * H) : new Float64Array(B * H));
	for (let t = 0; t < T; t++) {
		const [nextH, nextC]: number[][] = [[], []];
		for (let n = 0; n < B; n++) {
			for (let k = 0; k < H; k++) {
				const dot = (m: Floats, row: number, width: number, v: (j: number) => number) => {
					let sum = 0;
					for (let j = 0; j < width; j++) sum += m[row * width + j]! * v(j);
					return sum;
				};
				const out = unit(
					(block) => dot(w_ih, block * H + k, D, (j) => x[(t * B + n) * D + j]!),
					(block) => dot(w_hh, block * H + k, H, (j) => h[n * H + j]!),
					(block) => b[block * H + k]!,
					h[n * H + k]!,
					c[n * H + k]!,
					(name, value) => (found.values[name] ??= []).push(value),
					k,
				);
				nextH!.push(out.h);
				nextC!.push(out.c ?? 0);
			}
		}
		[h, c] = [nextH!, nextC!];
		found.h.push(...h);
		found.c?.push(...c);
	}
	return found;
}

/** By the name of the cell. Blocks are in the order of docs/own-cells.md: sums without R first, those without W last. */
export const shippedCells: Record<string, (weights: Weights, given: Given) => Found> = {
	// w_ih: u f; w_hh: f s; b: u f s
	mgu: (weights, given) =>
		loop(given, weights, (w, r, b, h, _c, put) => {
			const f = sigmoid(w(1) + r(0) + b(1));
			const [u, s] = [w(0) + b(0), r(1) + b(2)];
			const n = Math.tanh(u + f * s);
			for (const [name, value] of Object.entries({ f, u, s, n })) put(name, value);
			return { h: (1 - f) * h + f * n };
		}),
	// w_ih, w_hh, b: g c
	ugrnn: (weights, given) =>
		loop(given, weights, (w, r, b, h, _c, put) => {
			const g = sigmoid(w(0) + r(0) + b(0));
			const c = Math.tanh(w(1) + r(1) + b(1));
			put("g", g);
			put("c", c);
			return { h: g * h + (1 - g) * c };
		}),
	// w_ih, b: z n; no w_hh
	mingru: (weights, given) =>
		loop(given, weights, (w, _r, b, h, _c, put) => {
			const z = sigmoid(w(0) + b(0));
			const n = w(1) + b(1);
			put("z", z);
			put("n", n);
			return { h: (1 - z) * h + z * n };
		}),
	// w_ih, w_hh, b: i f g o
	"peephole-lstm": (weights, given) =>
		loop(given, weights, (w, r, b, _h, c, put, k) => {
			const p = (name: string) => weights.tensor(`p_${name}_l0`)[k]!;
			const i = sigmoid(w(0) + r(0) + b(0) + p("i") * c);
			const f = sigmoid(w(1) + r(1) + b(1) + p("f") * c);
			const g = Math.tanh(w(2) + r(2) + b(2));
			const next = f * c + i * g;
			const o = sigmoid(w(3) + r(3) + b(3) + p("o") * next);
			for (const [name, value] of Object.entries({ i, f, g, o })) put(name, value);
			return { h: o * Math.tanh(next), c: next };
		}),
	"layer-norm-lstm": layerNormLstm,
	"layer-norm-gru": layerNormGru,
};
