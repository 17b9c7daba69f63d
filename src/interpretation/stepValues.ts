/** The named values of one step of one layer, from a window of one step: the engine's own, and the equations' rest. */
import { type Deltas, stateOf } from "../cells/cell.ts";
import { type Equation, times, type Vector } from "../cells/equation.ts";
import { type CellSpec, gateLetters, statesOf } from "../cells/layout.ts";
import { ownCellOf } from "../cells/own/reader.ts";
import type { Unrolled } from "../cells/unroll.ts";
import type { Floats } from "../kernels/kernels.ts";
import { backwardEquations, forwardEquations } from "./equations.ts";
import { floatsOf, symbolColumn } from "./model.ts";

// D inputs, H units, V symbols, S states; B = 1 lane

export interface StepValue {
	/** Name as for hooks, without the layer, or as in equations.ts. */
	name: string;
	/** Equation that it comes from; for an input, a description. */
	text: string;
	values: Vector;
}

/** Values by name, in order of computation. */
export type Values = Map<string, StepValue>;

export interface Edges {
	dh: Floats; // [H]
	dc?: Floats; // [S-1,H] of the states after h
}

/** Forward values of layer l; the first is the concatenated input [x_t; h_{t-1}]. */
export function forwardValues({ weights, layers, ids, engine }: Unrolled, l: number): Values {
	const { spec } = weights;
	const H = spec.hidden;
	const w = weights.layer(l);
	const { h, gates } = layers[l]!;
	const states = statesOf(spec).map((name, s, all) => ({ name, data: stateOf(layers[l]!, s, all.length) })); // [2,H] each
	const found: Values = new Map();
	const put = (name: string, text: string, values: Floats) =>
		found.set(name, { name, text, values: Float64Array.from(values) });
	const x = new Float64Array(l === 0 ? spec.symbols : H); // [D]
	if (l > 0) x.set(layers[l - 1]!.h.subarray(H));
	else if (ids[0]! >= 0) x[ids[0]!] = 1;
	put("input", "[x_t; h_{t-1}]", Float64Array.of(...x, ...h.subarray(0, H)));
	put("x", l === 0 ? "x_t, 1 at the symbol read" : "x_t = h_t of the layer below", x);
	for (const { name, data } of states) put(`${name}_prev`, `${name}_{t-1}`, data.subarray(0, H));
	const wx = l === 0 ? floatsOf(engine, w.w_ih.length / spec.symbols) : times(w.w_ih, x);
	if (l === 0) symbolColumn(weights, ids[0]!, wx);
	put("wx", "W_ih x_t", wx);
	const kept = new Map<string, Floats>(states.map(({ name, data }) => [name, data.subarray(H)]));
	for (const [block, letter] of gateLetters(spec).entries())
		kept.set(`gate.${letter}`, gates!.subarray(block * H, (block + 1) * H));
	solve(forwardEquations(spec, w), found, kept);
	return found;
}

/** Backward values of layer l, from dL/dh to what it passes to the step before and the layer below. */
export function backwardValues(
	{ weights, logits, layers }: Unrolled,
	l: number,
	parts: { forward: Values; deltas: Deltas; above: Vector; later: Edges },
): Values {
	const { forward, deltas, above, later } = parts;
	const { spec } = weights;
	const H = spec.hidden;
	const found: Values = new Map();
	const put = (name: string, text: string, values: Floats) =>
		found.set(name, { name, text, values: Float64Array.from(values) });
	if (l === layers.length - 1) put("d.logits", "dL/dy_t = softmax(y_t), less 1 at the next symbol", logits);
	put("d.h.above", "dL/dh_t from above", above);
	put("d.h.later", "dL/dh_t from t+1", later.dh);
	const kept = new Map<string, Floats>([["d.h", deltas.h!]]);
	if (spec.cell !== "own") put("d.h", "dL/dh_t = dL/dh_t from above + from t+1", deltas.h!);
	for (const [s, name] of statesOf(spec).slice(1).entries()) {
		put(`d.${name}.later`, `dL/d${name}_t from t+1`, later.dc!.subarray(s * H, (s + 1) * H));
		kept.set(`d.${name}`, deltas.c!.subarray(s * H, (s + 1) * H));
	}
	for (const [block, name] of sumNames(spec).entries())
		kept.set(`d.${name}`, deltas.gates!.subarray(block * H, (block + 1) * H));
	solve(backwardEquations(spec, weights.layer(l)), found, kept, forward);
	return found;
}

/** Names of the sums of a layer, in the order of their blocks in the deltas. */
function sumNames(spec: CellSpec): readonly string[] {
	if (spec.cell === "own") return ownCellOf(spec.equations).step.sumNames;
	return spec.cell === "rnn" ? ["a"] : gateLetters(spec).map((letter) => `a.${letter}`);
}

/** Adds the value of each equation to `found`; a value in `kept`, from the engine, is used instead. */
function solve(
	equations: readonly Equation[],
	found: Values,
	kept: Map<string, Floats>,
	more: Values = new Map(),
): void {
	for (const { name, text, from, of } of equations) {
		const own = kept.get(name);
		const values = own
			? Float64Array.from(own)
			: of(...from.map((input) => (found.get(input) ?? more.get(input))!.values));
		found.set(name, { name, text, values });
	}
}
