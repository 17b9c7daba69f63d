/**
 * Everything that happens in one step of one layer, forward and backward, with the names and equations of
 * docs/equations.md. Values that the engine keeps (states, gates, deltas) are the engine's; the rest is computed in
 * float64.
 */
import type { Deltas, Ends } from "../cells/cell.ts";
import { gateBlocks, gateLetters } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { fail } from "../errors/index.ts";
import type { Floats } from "../kernels/kernels.ts";
import { type Equation, times, timesBack, type Vector } from "./equations/equation.ts";
import { backwardEquations, forwardEquations } from "./equations.ts";
import { floatsOf, type Model, type SymbolText, symbolColumn, windows } from "./stream.ts";

// N the step, A steps after it; B = 1 lane; D inputs, H units, G gate blocks, V symbols, L layers

export interface ExplainOptions {
	/** Step N: the one that reads the symbol of this index, from 0. */
	step: number;
	/** Layer, from 0. */
	layer: number;
	/** Steps after N whose losses are included in the derived loss, 0 to 65536. Default 16; fewer at the text's end. */
	ahead?: number;
	signal?: AbortSignal;
}

export interface StepValue {
	/** Name as for hooks, without the layer, or as in equations.ts. */
	name: string;
	/** Equation that it comes from; for an input, a description. */
	text: string;
	values: Vector;
}

export interface StepExplanation {
	/** Index of the step's symbol, from 0. */
	step: number;
	/** Layer explained, from 0. */
	layer: number;
	/** Symbol read, and the next one, which is predicted; -1 for none. */
	id: number;
	target: number;
	/** Loss of step N alone; null if the next symbol is unknown. */
	lossNats: number | null;
	/** The loss that is derived: sum of the losses of steps N to N + ahead. */
	costNats: number;
	/** Later steps whose losses are part of the cost. */
	ahead: number;
	/** Forward values in order of computation; the first is the concatenated input [x_t; h_{t-1}]. */
	forward: StepValue[];
	/**
	 * Backward values in order of computation, from dL/dh to the gradients passed to the step before and the layer below.
	 */
	backward: StepValue[];
}

/**
 * Explains one step: reads the text up to it from a zero state.
 * @throws E_SIZE for a step or layer that does not exist.
 */
export async function explainStep(model: Model, text: SymbolText, options: ExplainOptions): Promise<StepExplanation> {
	const { step: N, layer: l, ahead: wanted = 16, signal } = options;
	const { engine, weights } = model;
	const { spec } = weights;
	size("step", N, text.symbols - 1);
	size("layer", l, spec.layers - 1);
	size("ahead", wanted, 1 << 16);
	const before = await statesBefore(model, text, N, signal);
	const symbols = await text.reader(N).read(wanted + 2);
	const A = Math.min(wanted, symbols.length - 1);
	const here = new Unrolled(engine, weights, { steps: 1, lanes: 1, training: true });
	const later = new Unrolled(engine, weights, { steps: Math.max(1, A), lanes: 1, training: true });
	const gradients = new Weights(engine, spec); // required by backward, not used
	try {
		for (const { name, data } of here.carried()) data.set(before.get(name)!);
		show(here, symbols);
		here.forward();
		const steps = { lossNats: here.loss().lossNats, costNats: 0 };
		const ends = later.layers.map(({ c }) => edges(model, c !== undefined));
		if (A > 0) {
			for (const [k, state] of later.layers.entries()) {
				state.h.set(here.layers[k]!.h.subarray(spec.hidden));
				state.c?.set(here.layers[k]!.c!.subarray(spec.hidden));
			}
			show(later, symbols.subarray(1));
			later.forward();
			const first = ends.map(({ dh, dc }): Ends => ({ dhFirst: dh, dcFirst: dc }));
			steps.costNats += later.backward(gradients, { scale: 1, ends: first }).lossNats;
		}
		const deltas = here.layers.map(({ c }) => deltasOf(model, c !== undefined));
		const last = ends.map(({ dh, dc }): Ends => ({ dhLast: dh, dcLast: dc }));
		const { scored } = here.backward(gradients, { scale: 1, deltas, ends: last });
		const above = aboveOf(here, deltas, l);
		const forward = forwardValues(here, l);
		const backward = backwardValues(here, l, { forward, deltas: deltas[l]!, above, later: ends[l]! });
		engine.free(...[...deltas.flatMap(Object.values), ...ends.flatMap(Object.values)].filter((x) => x !== undefined));
		return {
			...{ step: N, layer: l, id: symbols[0]!, target: here.targets[0]! },
			...{ lossNats: scored > 0 ? steps.lossNats : null, costNats: steps.lossNats + steps.costNats, ahead: A },
			...{ forward: list(forward), backward: list(backward) },
		};
	} finally {
		here.free();
		later.free();
		engine.free(gradients.flat);
	}
}

/** Returns the states that step N starts from, by name. */
async function statesBefore(
	model: Model,
	text: SymbolText,
	N: number,
	signal?: AbortSignal,
): Promise<Map<string, Vector>> {
	const { spec } = model.weights;
	const H = spec.hidden;
	const kinds = spec.cell === "lstm" ? ["h", "c"] : ["h"];
	const names = Array.from({ length: spec.layers }, (_, l) => kinds.map((kind) => `l${l}.${kind}`)).flat();
	const states = new Map(names.map((name) => [name, new Float64Array(H)]));
	const start = { symbols: N, reader: (at: number) => text.reader(at) };
	for await (const { at, end, values } of windows(model, start, { names, signal })) {
		if (at[0]! + end[0]! < N) continue;
		const row = (end[0]! - 1) * H;
		for (const name of names) states.get(name)!.set(values.get(name)!.subarray(row, row + H));
	}
	return states;
}

/** Reads `symbols` into a window; each is the target of the one before. */
function show({ ids, targets, T }: Unrolled, symbols: Int32Array): void {
	for (let t = 0; t < T; t++) {
		ids[t] = symbols[t]!;
		targets[t] = symbols[t + 1] ?? -1;
	}
}

interface Edges {
	dh: Floats; // [H]
	dc?: Floats; // [H]
}

function edges({ engine, weights }: Model, c: boolean): Edges {
	const H = weights.spec.hidden;
	return { dh: engine.floats(H), dc: c ? engine.floats(H) : undefined };
}

function deltasOf({ engine, weights }: Model, c: boolean): Deltas {
	const H = weights.spec.hidden;
	const gates = engine.floats(gateBlocks(weights.spec) * H);
	return { gates, h: engine.floats(H), c: c ? engine.floats(H) : undefined };
}

/** dL/dh_t from above: from the head, or from the layer that reads this one. */
function aboveOf({ weights, layers, logits }: Unrolled, deltas: readonly Deltas[], l: number): Vector {
	if (l === layers.length - 1) return timesBack(weights.tensor("head.weight"), logits); // holds dL/dlogits
	return timesBack(weights.layer(l + 1).w_ih, deltas[l + 1]!.gates!);
}

type Values = Map<string, StepValue>;

function forwardValues({ weights, layers, ids, engine }: Unrolled, l: number): Values {
	const { spec } = weights;
	const H = spec.hidden;
	const w = weights.layer(l);
	const { h, c, gates } = layers[l]!;
	const found: Values = new Map();
	const put = (name: string, text: string, values: Floats) =>
		found.set(name, { name, text, values: Float64Array.from(values) });
	const x = new Float64Array(l === 0 ? spec.symbols : H); // [D]
	if (l > 0) x.set(layers[l - 1]!.h.subarray(H));
	else if (ids[0]! >= 0) x[ids[0]!] = 1;
	put("input", "[x_t; h_{t-1}]", Float64Array.of(...x, ...h.subarray(0, H)));
	put("x", l === 0 ? "x_t, 1 at the symbol read" : "x_t = h_t of the layer below", x);
	put("h_prev", "h_{t-1}", h.subarray(0, H));
	if (c) put("c_prev", "c_{t-1}", c.subarray(0, H));
	const wx = l === 0 ? floatsOf(engine, w.b.length) : times(w.w_ih, x);
	if (l === 0) symbolColumn(weights, ids[0]!, wx);
	put("wx", "W_ih x_t", wx);
	const kept = new Map<string, Floats>([["h", h.subarray(H)]]);
	if (c) kept.set("c", c.subarray(H));
	for (const [block, letter] of gateLetters(spec).entries())
		kept.set(`gate.${letter}`, gates!.subarray(block * H, (block + 1) * H));
	solve(forwardEquations(spec, w), found, kept);
	return found;
}

function backwardValues(
	{ weights }: Unrolled,
	l: number,
	parts: { forward: Values; deltas: Deltas; above: Vector; later: Edges },
): Values {
	const { forward, deltas, above, later } = parts;
	const { spec } = weights;
	const H = spec.hidden;
	const found: Values = new Map();
	const put = (name: string, text: string, values: Floats) =>
		found.set(name, { name, text, values: Float64Array.from(values) });
	put("d.h.above", "dL/dh_t from above", above);
	put("d.h.later", "dL/dh_t from t+1", later.dh);
	put("d.h", "dL/dh_t = dL/dh_t from above + from t+1", deltas.h!);
	if (later.dc) put("d.c.later", "dL/dc_t from t+1", later.dc);
	const kept = new Map<string, Floats>();
	if (deltas.c) kept.set("d.c", deltas.c);
	const letters = gateLetters(spec);
	for (const [block, letter] of letters.entries())
		kept.set(`d.a.${letter}`, deltas.gates!.subarray(block * H, (block + 1) * H));
	if (letters.length === 0) kept.set("d.a", deltas.gates!);
	solve(backwardEquations(spec, weights.layer(l)), found, kept, forward);
	return found;
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

const list = (values: Values) => [...values.values()];

function size(what: string, got: number, max: number): void {
	if (!Number.isInteger(got) || got < 0 || got > max)
		throw fail("E_SIZE", { what, got, min: 0, max: Math.max(0, max) });
}
