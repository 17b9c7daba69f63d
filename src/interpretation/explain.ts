/**
 * Everything that happens in one step of one layer, forward and backward, with the names and equations of
 * docs/equations.md. Values that the engine keeps (states, gates, deltas) are the engine's; the rest is computed in
 * float64.
 */
import { type Deltas, type Ends, stateOf } from "../cells/cell.ts";
import { timesBack, type Vector } from "../cells/equation.ts";
import { type ModelSpec, statesOf, weightBlocks } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { fail } from "../errors/index.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { Model, SymbolText } from "./model.ts";
import { type LikelySymbol, likeliest, predictedBy } from "./stepPredictions.ts";
import { StepStates } from "./stepStates.ts";
import { backwardValues, type Edges, forwardValues, type StepValue, type Values } from "./stepValues.ts";

export type { LikelySymbol } from "./stepPredictions.ts";
export type { StepValue } from "./stepValues.ts";

// N the step, A steps after it; B = 1 lane; D inputs, H units, G gate blocks, S states, V symbols, L layers

export interface ExplainOptions {
	/** Step N: the one that reads the symbol of this index, from 0. */
	step: number;
	/** Layer, from 0. */
	layer: number;
	/** Steps after N whose losses are included in the derived loss, 0 to 65536. Default 16; fewer at the text's end. */
	ahead?: number;
	signal?: AbortSignal;
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
	/** Later steps whose losses are added to the loss. */
	ahead: number;
	/** Most likely symbols before the step, of which `id` came; up to 5. Empty in step 0. */
	expected: LikelySymbol[];
	/** Most likely next symbols after it; up to 5. */
	predicted: LikelySymbol[];
	/** Forward values in order of computation; the first is the concatenated input [x_t; h_{t-1}]. */
	forward: StepValue[];
	/**
	 * Backward values in order of computation, from dL/dh to the gradients passed to the step before and the layer below.
	 */
	backward: StepValue[];
}

/**
 * Explains one step: reads the text up to it from a zero state.
 * @param states of the same model and text, kept by a caller that explains many steps.
 * @throws E_SIZE for a step or layer that does not exist.
 */
export async function explainStep(
	model: Model,
	text: SymbolText,
	options: ExplainOptions,
	states = new StepStates(model, text),
): Promise<StepExplanation> {
	const { step: N, layer: l, ahead: wanted = 16, signal } = options;
	const { engine, weights } = model;
	const { spec } = weights;
	const S = statesOf(spec).length;
	size("step", N, text.symbols - 1);
	size("layer", l, spec.layers - 1);
	size("ahead", wanted, 1 << 16);
	const before = await states.before(N, signal);
	const symbols = await text.reader(N).read(wanted + 2);
	const A = Math.min(wanted, symbols.length - 1);
	const here = new Unrolled(engine, weights, { steps: 1, lanes: 1, training: true });
	const later = new Unrolled(engine, weights, { steps: Math.max(1, A), lanes: 1, training: true });
	const gradients = new Weights(engine, spec); // required by backward, not used
	try {
		for (const { name, data } of here.carried()) data.set(before.get(name)!);
		show(here, symbols);
		here.forward();
		const predicted = likeliest(here.logits);
		const expected = N === 0 ? [] : predictedBy(model, before);
		const steps = { lossNats: here.loss().lossNats, costNats: 0 };
		const ends = later.layers.map(() => edges(model));
		if (A > 0) {
			for (const [k, state] of later.layers.entries())
				for (let s = 0; s < S; s++) stateOf(state, s, S).set(stateOf(here.layers[k]!, s, S).subarray(spec.hidden));
			show(later, symbols.subarray(1));
			later.forward();
			const first = ends.map(({ dh, dc }): Ends => ({ dhFirst: dh, dcFirst: dc }));
			steps.costNats += later.backward(gradients, { scale: 1, ends: first }).lossNats;
		}
		const deltas = here.layers.map(() => deltasOf(model));
		const last = ends.map(({ dh, dc }): Ends => ({ dhLast: dh, dcLast: dc }));
		const { scored } = here.backward(gradients, { scale: 1, deltas, ends: last });
		const above = aboveOf(here, deltas, l);
		const forward = forwardValues(here, l);
		const backward = backwardValues(here, l, { forward, deltas: deltas[l]!, above, later: ends[l]! });
		engine.free(...[...deltas.flatMap(Object.values), ...ends.flatMap(Object.values)].filter((x) => x !== undefined));
		return {
			...{ step: N, layer: l, id: symbols[0]!, target: here.targets[0]! },
			...{ lossNats: scored > 0 ? steps.lossNats : null, costNats: steps.lossNats + steps.costNats, ahead: A },
			...{ expected, predicted, forward: list(forward), backward: list(backward) },
		};
	} finally {
		here.free();
		later.free();
		engine.free(gradients.flat);
	}
}

/** Reads `symbols` into a window; each is the target of the one before. */
function show({ ids, targets, T }: Unrolled, symbols: Int32Array): void {
	for (let t = 0; t < T; t++) {
		ids[t] = symbols[t]!;
		targets[t] = symbols[t + 1] ?? -1;
	}
}

function edges({ engine, weights }: Model): Edges {
	return { dh: engine.floats(weights.spec.hidden), dc: afterH(engine, weights.spec) };
}

function deltasOf({ engine, weights: { spec } }: Model): Deltas {
	const H = spec.hidden;
	return { gates: engine.floats(weightBlocks(spec).bias * H), h: engine.floats(H), c: afterH(engine, spec) };
}

/** An array for the states after h, [S-1,H]; undefined if h is the only one. */
function afterH(engine: Engine, spec: ModelSpec): Floats | undefined {
	const others = statesOf(spec).length - 1;
	return others > 0 ? engine.floats(others * spec.hidden) : undefined;
}

/** dL/dh_t from above: from the head, or from the layer that reads this one. */
function aboveOf({ weights, layers, logits }: Unrolled, deltas: readonly Deltas[], l: number): Vector {
	if (l === layers.length - 1) return timesBack(weights.tensor("head.weight"), logits); // holds dL/dlogits
	const H = weights.spec.hidden;
	return timesBack(weights.layer(l + 1).w_ih, deltas[l + 1]!.gates!.subarray(0, weightBlocks(weights.spec).input * H));
}

const list = (values: Values) => [...values.values()];

function size(what: string, got: number, max: number): void {
	if (!Number.isInteger(got) || got < 0 || got > max)
		throw fail("E_SIZE", { what, got, min: 0, max: Math.max(0, max) });
}
