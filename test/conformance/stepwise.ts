/**
 * Holds an engine's result to the reference one step at a time: each step of the reference starts from the engine's own
 * h, c and deltas, so the error of a step is compared with the bound of one step and nothing has to be propagated.
 * With every step right, the whole window is right by induction.
 *
 * Bounds, u = 2^-24 (2u where multiply-add is not fused), K terms:
 * - a product: (K + 4) u sum |a||b|, sums bounded by the largest factors; with operands rounded to bfloat16, each by at
 *   most 2^-8 of itself, (2^-7 + 2^-16) sum |a||b| more
 * - an activation: 2e-7, plus its slope (at most 1) times the error of its argument
 * - what follows: a few products of such values (1 or 2 in an rnn, up to 8 in gated cells), with factors up to F
 * - a weight gradient of N rows, and dx, against float64 sums of the engine's own deltas: a product's, by element
 */
import { ownColumns } from "../../src/cells/unitBlocks.ts";
import type { Engine, Floats } from "../../src/kernels/kernels.ts";
import type { LayerCase } from "./engineCases.ts";
import { runLayer } from "./engineCases.ts";

const ACTIVATION_ERROR = 2e-7;

function largest(array: Floats | undefined): number {
	let most = 0;
	for (let j = 0; j < (array?.length ?? 0); j++) most = Math.max(most, Math.abs(array![j]!));
	return most;
}

/** Largest sum of absolute values of `columns` numbers in a row. */
function rowSum(array: Floats, columns: number): number {
	let most = 0;
	for (let at = 0; at + columns <= array.length && columns > 0; at += columns) {
		let sum = 0;
		for (let k = 0; k < columns; k++) sum += Math.abs(array[at + k]!);
		most = Math.max(most, sum);
	}
	return most;
}

/** Largest sum of absolute values down a column of [rows, columns]. */
function columnSum(array: Floats, columns: number): number {
	const sums = new Float64Array(columns);
	for (let j = 0; j < array.length; j++) sums[j % columns]! += Math.abs(array[j]!);
	return largest(sums);
}

export interface Verdict {
	/** The largest error divided by its bound: at most 1. */
	ratio: number;
	name: string;
}

/** Compares `got`, a result with deltas and edges, with the reference, step by step. */
export function judge(
	reference: Engine,
	c: LayerCase,
	got: Record<string, Floats>,
	fused: boolean,
	operands?: "bfloat16",
): Verdict {
	const rounded = operands ? 2 ** -7 + 2 ** -16 : 0;
	const { T, B, D, H, G, inputs } = c;
	const u = fused ? 2 ** -24 : 2 ** -23;
	const BH = B * H;
	const verdict: Verdict = { ratio: 0, name: "" };
	const hold = (name: string, have: ArrayLike<number>, want: ArrayLike<number>, bound: number) => {
		for (let j = 0; j < want.length; j++) {
			const error = Math.abs(have[j]! - want[j]!);
			const ratio = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / bound;
			if (ratio > verdict.ratio) Object.assign(verdict, { ratio, name: `${name}[${j}]` });
		}
	};

	const maxH = largest(got.h);
	const maxX = c.ids ? 1 : largest(inputs.x);
	const sums =
		largest(inputs.b) +
		largest(inputs.extra) * (1 + largest(got.c)) +
		rowSum(inputs.w_hh!, H) * Math.max(maxH, 1) +
		(c.ids ? largest(inputs.w_ih) : rowSum(inputs.w_ih!, D) * maxX);
	const argument = ((D + H + 8) * u + rounded) * sums;
	const gated = c.cell.cell !== "rnn";
	const F = gated ? 1 + Math.max(largest(got.c), largest(got.aux)) : 1;
	const state = (gated ? 4 * F : 1) * (ACTIVATION_ERROR + argument);

	const maxD = largest(got.deltaGates);
	const scale = Math.max(largest(got.deltaH), largest(got.deltaC), maxD, 1e-30);
	const peephole = c.cell.variant === "peephole" ? 1 + largest(inputs.extra) : 1;
	// the deltas of a step follow from its state and from dL/dh_t, which is the engine's own
	const delta = scale * (gated ? 8 * F * F * peephole : 4) * (state + 8 * u);
	const down = (w: Floats, columns: number) =>
		((G * H + 8) * u + rounded) * columnSum(w, columns) * scale + delta * (1 + columnSum(w, columns));
	const back = down(inputs.w_hh!, H);
	let handed: Record<string, Floats> = { dh: inputs.dhLast!, dc: inputs.dcLast! };
	for (let t = T - 1; t >= 0; t--) {
		const step = stepCase(c, t, got, handed.dc!);
		// forward of one step from the engine's state, then backward of it from the engine's whole dL/dh_t
		const want = runLayer(reference, step);
		hold(`h ${t + 1}`, got.h!.subarray((t + 1) * BH, (t + 2) * BH), want.h!.subarray(BH), state);
		if (got.c) hold(`c ${t + 1}`, got.c.subarray((t + 1) * BH, (t + 2) * BH), want.c!.subarray(BH), state);
		for (const name of ["gates", "aux"]) {
			const width = want[name]?.length ?? 0;
			if (got[name]) hold(`${name} ${t}`, got[name]!.subarray(t * width, (t + 1) * width), want[name]!, state);
		}
		const whole = got.deltaH!.subarray(t * BH, (t + 1) * BH);
		const dOut = inputs.dOut!.subarray(t * BH, (t + 1) * BH);
		hold(
			`deltaH ${t}`,
			whole,
			dOut.map((d, j) => d + handed.dh![j]!),
			back,
		);
		for (const name of ["deltaGates", "deltaC"]) {
			const width = want[name]?.length ?? 0;
			if (got[name]) hold(`${name} ${t}`, got[name]!.subarray(t * width, (t + 1) * width), want[name]!, delta);
		}
		handed = { dh: want.dhFirst!, dc: want.dcFirst ?? inputs.dcLast! };
	}
	for (const { name, at, sum, size } of weightGradients(c, got)) {
		const terms = name === "dx" ? G * H : T * B;
		const product = name === "dx" || name.startsWith("dw"); // of symbols, a sum of floats: bounded all the more
		hold(`${name} ${at}`, [got[name]![at]!], [sum], ((terms + 8) * u + (product ? rounded : 0)) * size + 1e-30);
	}
	if (got.dhFirst) hold("dhFirst", got.dhFirst, handed.dh!, back);
	if (got.dcFirst) hold("dcFirst", got.dcFirst, handed.dc!, delta);
	return verdict;
}

interface Sum {
	name: string;
	at: number;
	/** What the gradient began with, plus the terms. */
	sum: number;
	/** The sum of the terms' absolute values. */
	size: number;
}

/** Every weight gradient, and dx, as a float64 sum over the engine's own deltas, states and inputs. */
function* weightGradients(c: LayerCase, got: Record<string, Floats>): Generator<Sum> {
	const { T, B, D, H, G, inputs, ids } = c;
	const delta = (n: number, k: number) => got.deltaGates![n * G * H + k]!;
	/** `first` and the sum of the terms, in float64. */
	function total(name: string, at: number, first: number, term: (n: number) => number, terms = T * B): Sum {
		let [sum, size] = [first, Math.abs(first)];
		for (let n = 0; n < terms; n++) {
			const value = term(n);
			sum += value;
			size += Math.abs(value);
		}
		return { name, at, sum, size };
	}
	const after = c.cell.variant === "reset-after";
	const inner = (n: number, u: number) => delta(n, 2 * H + u) * got.gates![n * 3 * H + u]!; // through r
	for (let k = 0; k < G * H; k++) {
		const isN = c.cell.cell === "gru" && k >= 2 * H;
		const source = isN && !after ? got.aux! : got.h!;
		yield total("db", k, inputs.db![k]!, (n) => delta(n, k));
		for (let d = 0; d < D; d++) {
			const x = ids ? (n: number) => (ids[n] === d ? 1 : 0) : (n: number) => inputs.x![n * D + d]!;
			yield total("dw_ih", k * D + d, inputs.dw_ih![k * D + d]!, (n) => delta(n, k) * x(n));
		}
		const [from, to] = ownColumns(k, H, c.blocks);
		for (let j = 0; j < H; j++) {
			if (j < from || j >= to) {
				yield { name: "dw_hh", at: k * H + j, sum: inputs.dw_hh![k * H + j]!, size: 0 }; // left as it was
				continue;
			}
			const mine = isN && after ? (n: number) => inner(n, k - 2 * H) : (n: number) => delta(n, k);
			yield total("dw_hh", k * H + j, inputs.dw_hh![k * H + j]!, (n) => mine(n) * source[n * H + j]!);
		}
	}
	for (let at = 0; at < (got.dx?.length ?? 0); at++) {
		const [n, d] = [Math.floor(at / D), at % D];
		yield total("dx", at, 0, (k) => delta(n, k) * inputs.w_ih![k * D + d]!, G * H);
	}
	for (let u = 0; u < H; u++) {
		if (got.db_hn) yield total("db_hn", u, inputs.dExtra![u]!, (n) => inner(n, u));
		for (const [block, gate, ahead] of got.dp
			? ([
					[0, 0, 0],
					[1, 1, 0],
					[2, 3, 1],
				] as const)
			: []) {
			const c_ = (n: number) => got.c![(n + ahead * B) * H + u]!;
			yield total("dp", block * H + u, inputs.dExtra![block * H + u]!, (n) => delta(n, gate * H + u) * c_(n));
		}
	}
}

/** Step t of a case alone, from the engine's own h_t, c_t and whole dL/dh_t, and what c_{t+1} hands down. */
function stepCase(c: LayerCase, t: number, got: Record<string, Floats>, dcLast: Floats): LayerCase {
	const { B, D, H, inputs } = c;
	const BH = B * H;
	const part = (array: Floats, width: number) => Float64Array.from(array.subarray(t * width, (t + 1) * width));
	return {
		...c,
		T: 1,
		ids: c.ids?.subarray(t * B, (t + 1) * B),
		inputs: {
			...inputs,
			...(inputs.x ? { x: part(inputs.x, B * D) } : {}),
			h0: part(got.h!, BH),
			...(got.c ? { c0: part(got.c, BH) } : {}),
			dOut: part(got.deltaH!, BH),
			dhLast: new Float64Array(BH),
			dcLast: Float64Array.from(dcLast),
		},
	};
}
