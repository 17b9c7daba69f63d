/** A stack of equal layers with dense input on any engine: outputs forward, all gradients back. */
import type { LayerState } from "../../src/cells/cell.ts";
import type { CellSpec } from "../../src/cells/layout.ts";
import { cellOf } from "../../src/cells/unroll.ts";
import type { LayerWeights } from "../../src/cells/weights.ts";
import type { Engine, Floats } from "../../src/kernels/kernels.ts";

type Values = ArrayLike<number>;

/** One layer's weights as plain values. */
export type PlainWeights = { [K in keyof LayerWeights]: Values };

export interface StackCall {
	spec: CellSpec;
	T: number;
	B: number;
	D: number;
	H: number;
	layers: PlainWeights[]; // [L]
	x: Values; // [T,B,D]
	h0: Values[]; // [L] of [B,H]
	c0?: Values[]; // [L] of [B,H]
}

export interface StackBack {
	dOut: Values; // [T,B,H] at the top layer's output
	dhLast: Values[]; // [L] of [B,H]
	dcLast?: Values[]; // [L] of [B,H]
}

export interface StackResult {
	output: Floats; // [T,B,H] of the top layer
	hLast: Floats[]; // [L] of [B,H]
	cLast: Floats[]; // [L] of [B,H]
	gradients?: { layers: LayerWeights[]; dx: Floats; dh0: Floats[]; dc0: Floats[] };
}

export function runStack(engine: Engine, call: StackCall, back?: StackBack): StackResult {
	const { spec, T, B, D, H, layers } = call;
	const cell = cellOf(spec);
	const copy = (values: Values) => {
		const array = engine.floats(values.length);
		array.set(values);
		return array;
	};
	const weights = layers.map((w) => mapWeights(w, copy));
	const states: LayerState[] = [];
	const calls = layers.map((_, l) => {
		const size = { T, B, D: l === 0 ? D : H, H };
		const state = cell.allocate(engine, size);
		states.push(state);
		state.h.set(call.h0[l]);
		if (call.c0) state.c?.set(call.c0[l]);
		const x = l === 0 ? copy(call.x) : states[l - 1].h.subarray(B * H);
		return { engine, size, input: { x }, weights: weights[l], state };
	});
	for (const forward of calls) cell.forward(forward);
	const last = (array: Floats) => array.subarray(T * B * H);
	const result: StackResult = {
		output: states[layers.length - 1].h.subarray(B * H),
		hLast: states.map(({ h }) => last(h)),
		cLast: states.flatMap(({ c }) => (c ? [last(c)] : [])),
	};
	if (!back) return result;

	const gradients = weights.map((w) => mapWeights(w, (values) => engine.floats(values.length)));
	const dh0 = layers.map(() => engine.floats(B * H));
	const dc0 = layers.map(() => engine.floats(B * H));
	let above = copy(back.dOut);
	for (let l = layers.length - 1; l >= 0; l--) {
		const dx = engine.floats(calls[l].input.x.length);
		const ends = { dhLast: copy(back.dhLast[l]), dhFirst: dh0[l] };
		const cEnds = back.dcLast ? { dcLast: copy(back.dcLast[l]), dcFirst: dc0[l] } : {};
		cell.backward({ ...calls[l], dOut: above, dx, gradients: gradients[l], ends: { ...ends, ...cEnds } });
		above = dx;
	}
	return { ...result, gradients: { layers: gradients, dx: above, dh0, dc0 } };
}

function mapWeights(w: PlainWeights, f: (values: Values) => Floats): LayerWeights {
	const { w_ih, w_hh, b, p, b_hn } = w;
	return { w_ih: f(w_ih), w_hh: f(w_hh), b: f(b), p: p && f(p), b_hn: b_hn && f(b_hn) };
}

/** Largest |got - wanted|, in units of the largest |wanted|; NaN when any value is. */
export function largestError(got: Values, wanted: Values): number {
	if (got.length !== wanted.length) return Number.NaN;
	let gap = 0;
	let most = 0;
	for (let j = 0; j < wanted.length; j++) {
		gap = Math.max(gap, Math.abs(got[j] - wanted[j]));
		most = Math.max(most, Math.abs(wanted[j]));
	}
	return gap / most;
}

/** Rows of H x width values: block `a` and block `b` exchanged. */
export function swapBlocks(values: Values, blockLength: number, a: number, b: number): number[] {
	const block = (k: number) => Array.from(values).slice(k * blockLength, (k + 1) * blockLength);
	const count = values.length / blockLength;
	return Array.from({ length: count }, (_, k) => block(k === a ? b : k === b ? a : k)).flat();
}
