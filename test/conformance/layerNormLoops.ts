/** The shipped cells with layer normalisation as plain float64 loops over whole rows; ownCellLoops.ts has the others. */
import type { Weights } from "../../src/cells/weights.ts";
import type { Floats } from "../../src/kernels/kernels.ts";
import type { Found, Given } from "./ownCellLoops.ts";

const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

/** (Ba, Kiros & Hinton 2016), over the units of one row. */
function normalised(row: readonly number[]): number[] {
	const mean = row.reduce((sum, x) => sum + x) / row.length;
	const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
	return row.map((x) => (x - mean) / Math.sqrt(variance + 1e-5));
}

/** Runs `gates` for every row of every step; it returns h (and c) of the row from what it asks for. */
function rows(
	{ T, B, D, H, x, h0, c0 }: Given,
	weights: Weights,
	letters: string,
	gates: (row: {
		/** Parameter NAME of unit k. */
		p: (name: string, k: number) => number;
		/** Norms of W x + b and of R h' + b of a gate. */
		onX: (letter: string) => number[];
		onH: (letter: string) => number[];
		h: readonly number[];
		c: readonly number[];
	}) => { h: number[]; c?: number[]; values: Record<string, number[]> },
): Found {
	const [w_ih, w_hh, b] = ["weight_ih_l0", "weight_hh_l0", "bias_l0"].map((name) => weights.tensor(name)) as Floats[];
	const found: Found = { h: [], ...(c0 && { c: [] }), values: {} };
	const put = (name: string, row: readonly number[]) => (found.values[name] ??= []).push(...row);
	const states = Array.from({ length: B }, (_, n) => ({
		h: Array.from(h0.subarray(n * H, (n + 1) * H)),
		c: c0 ? Array.from(c0.subarray(n * H, (n + 1) * H)) : [],
	}));
	const affine = (w: Floats, block: number, bias: number, v: ArrayLike<number>) =>
		Array.from({ length: H }, (_, k) => {
			let sum = b![bias * H + k]!;
			for (let j = 0; j < v.length; j++) sum += w[(block * H + k) * v.length + j]! * v[j]!;
			return sum;
		});
	for (let t = 0; t < T; t++)
		for (const [n, state] of states.entries()) {
			const input = Array.from(x.subarray((t * B + n) * D, (t * B + n + 1) * D));
			const normed = (name: string, to: string, sum: number[]) => {
				const y = normalised(sum);
				put(name, sum);
				put(to, y);
				return y;
			};
			const at = (letter: string) => letters.indexOf(letter);
			const on = (letter: string) => (letters === "rzn" ? `y_${letter}` : `r_${letter}`);
			const next = gates({
				p: (name, k) => weights.tensor(`${name}_l0`)[k]!,
				onX: (letter) => normed(`u_${letter}`, `x_${letter}`, affine(w_ih!, at(letter), at(letter), input)),
				onH: (letter) =>
					normed(`v_${letter}`, on(letter), affine(w_hh!, at(letter), letters.length + at(letter), state.h)),
				...state,
			});
			for (const [name, row] of Object.entries(next.values)) put(name, row);
			found.h.push(...next.h);
			found.c?.push(...next.c!);
			Object.assign(state, { h: next.h, ...(next.c && { c: next.c }) });
		}
	return found;
}

/** w_ih: u_i u_f u_g u_o; w_hh: v_i v_f v_g v_o; b: both. */
export const layerNormLstm = (weights: Weights, given: Given): Found =>
	rows(given, weights, "ifgo", ({ p, onX, onH, c }) => {
		const gate = (letter: string, f: (a: number) => number) => {
			const [x, h] = [onX(letter), onH(letter)];
			return x.map((_, k) => f(p(`p_${letter}`, k) * x[k]! + p(`q_${letter}`, k) * h[k]! + p(`s_${letter}`, k)));
		};
		const [i, f, g, o] = [gate("i", sigmoid), gate("f", sigmoid), gate("g", Math.tanh), gate("o", sigmoid)];
		const next = c.map((x, k) => f[k]! * x + i[k]! * g[k]!);
		return { h: next.map((x, k) => o[k]! * Math.tanh(x)), c: next, values: { i, f, g, o } };
	});

/** w_ih: u_r u_z u_n; w_hh: v_r v_z v_n; b: both. */
export const layerNormGru = (weights: Weights, given: Given): Found =>
	rows(given, weights, "rzn", ({ p, onX, onH, h: before }) => {
		const gate = (letter: string) => {
			const [x, h] = [onX(letter), onH(letter)];
			return x.map((_, k) => sigmoid(p(`p_${letter}`, k) * x[k]! + p(`q_${letter}`, k) * h[k]! + p(`s_${letter}`, k)));
		};
		const [r, z] = [gate("r"), gate("z")];
		const [x, y] = [onX("n"), onH("n")];
		const n = x.map((_, k) =>
			Math.tanh(p("p_n", k) * x[k]! + r[k]! * (p("q_n", k) * y[k]! + p("t_n", k)) + p("s_n", k)),
		);
		return { h: n.map((value, k) => (1 - z[k]!) * value + z[k]! * before[k]!), values: { r, z, n } };
	});
