/**
 * The backward pass from one cost of a text, step by step: the size of |dL/dc_t| and |dL/dh_t| on the way back, what of
 * it went through the memory alone, and the gradient of all weights. Numbers keep their exponent (backflow.ts), so that
 * 1e-80 is not 0. L is the mean loss of the steps that count, as in a training update.
 */

import { isPlainCell } from "../cells/gateFunctions.ts";
import { gateLetters, statesOf } from "../cells/layout.ts";
import { ownCellOf } from "../cells/own/reader.ts";
import { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import { fail } from "../errors/index.ts";
import type { Engine } from "../kernels/kernels.ts";
import { backflow, type LayerFlow, logNorm } from "./backflow.ts";
import { logSum } from "./logNumbers.ts";
import { ScaledSum } from "./scaledSum.ts";

// S steps, L layers, H units, B = 1 lane

export interface WayBackLayer {
	/** log2 |dL/dh_t| of each step, oldest first; -Infinity is an exact zero. [S] */
	h: Float64Array;
	/** log2 |dL/dc_t|, of a cell given by equations by all states after h; cells with more states than h. [S] */
	c?: Float64Array;
	/** Gated cells: log2 |dL/dc_t| (gru: |dL/dh_t|) of what went back through the memory alone, without W_hh. [S] */
	memory?: Float64Array;
	/**
	 * Gated cells: how far the valve on the memory is open, f (gru: z), mean over the units, 0 to 1. Of a cell given by
	 * equations: ds_t/ds_{t-1} with the values of lines held, mean over the units and the states that read themselves. [S]
	 */
	open?: Float64Array;
}

export interface WayBack {
	/** Index in the text of the oldest step. */
	first: number;
	/** Number of steps with a loss that counts, and the mean of these losses, L. */
	scored: number;
	costNats: number;
	/** log2 of the norm of dL/dw, all weights together, from these steps alone. */
	weights: number;
	layers: WayBackLayer[]; // [L]
}

export interface WayBackOptions {
	/** First step whose loss counts, from 0. */
	step: number;
	/** Later steps whose losses count too, 0 to 65536; fewer at the text's end. */
	ahead: number;
	/** Steps to follow the gradient back before `step`, 0 to 65536; fewer at the text's start. */
	back: number;
}

interface Text {
	readonly symbols: number;
	reader(at: number): { read(n: number): Promise<Int32Array> };
}

/**
 * Follows the gradient of a loss back through a text that is read from a zero state.
 * @param before returns the states before a step, by name such as `l0.h`, [H]
 * @throws E_SIZE for a step that does not exist.
 */
export async function wayBack(
	{ engine, weights }: { engine: Engine; weights: Weights },
	text: Text,
	{ step, ahead, back }: WayBackOptions,
	before: (step: number) => Promise<ReadonlyMap<string, ArrayLike<number>>>,
): Promise<WayBack> {
	size("step", step, text.symbols - 1);
	size("ahead", ahead, 1 << 16);
	size("back", back, 1 << 16);
	const first = Math.max(0, step - back);
	const states = await before(first);
	const symbols = await text.reader(first).read(step - first + ahead + 2);
	const S = Math.min(step - first + ahead + 1, symbols.length);
	const window = new Unrolled(engine, weights, { steps: S, lanes: 1 });
	try {
		for (const { name, data } of window.carried()) data.set(states.get(name)!);
		window.ids.set(symbols.subarray(0, S));
		for (let t = 0; t < S; t++) window.targets[t] = first + t < step ? -1 : (symbols[t + 1] ?? -1);
		window.forward();
		return { first, ...walkBack(window) };
	} finally {
		window.free();
	}
}

/** Goes back through a window of one lane after its forward pass, from all of its losses. */
function walkBack(window: Unrolled): Omit<WayBack, "first"> {
	const { T: S, weights } = window;
	const { layers: L, hidden: H } = weights.spec;
	const gated = !isPlainCell(weights.spec);
	const { lossNats, scored } = window.loss();
	const mean = Math.log2(Math.max(1, scored));
	const empty = () => new Float64Array(S).fill(Number.NEGATIVE_INFINITY);
	const layers = Array.from({ length: L }, (_, l): WayBackLayer => {
		const c = statesOf(weights.spec).length > 1 && { c: empty() };
		return { h: empty(), ...c, ...(gated && { memory: empty(), open: openOf(window, l) }) };
	});
	const norm = (x: LayerFlow["dh"], { exponents }: LayerFlow) => logNorm(x, 0, 1, H, exponents[0]!) - mean;
	const sums = weights.specs.map(({ length }) => new ScaledSum(length));
	const onWeights = (_: number, gradients: Weights, exponents: readonly number[]) => {
		for (const [n, { name }] of weights.specs.entries()) {
			const layer = /_l(\d+)$/.exec(name);
			sums[n]!.add(gradients.tensor(name), layer ? exponents[Number(layer[1])]! : 0);
		}
	};
	for (const { t, layers: flows } of backflow(window, { sources: "all", onWeights }))
		for (const [l, flow] of flows.entries()) {
			layers[l]!.h[t] = norm(flow.dh, flow);
			if (flow.dc) layers[l]!.c![t] = norm(flow.dc, flow);
		}
	if (gated)
		for (const { t, layers: flows } of backflow(window, { sources: "all", withoutRecurrence: true }))
			for (const [l, flow] of flows.entries()) layers[l]!.memory![t] = norm(flow.dc ?? flow.dh, flow);
	const squares = Float64Array.from(sums, ({ logNorm: log }) => 2 * log);
	return { scored, costNats: scored > 0 ? lossNats / scored : 0, weights: logSum(squares) / 2 - mean, layers };
}

/** Mean over the units of what multiplies the memory: f, 1 - i where they are coupled, 1 without it; z of a GRU. [S] */
function openOf(window: Unrolled, l: number): Float64Array {
	const { T: S, layers } = window;
	const { spec } = window.weights;
	const H = spec.hidden;
	if (spec.cell === "own") {
		const layer = { steps: S, hidden: H, state: layers[l]!, p: window.weights.layer(l).p };
		return ownCellOf(spec.equations).step.openOf(layer);
	}
	const letters = gateLetters(spec);
	const coupled = spec.variant === "coupled";
	const block = letters.indexOf(spec.cell === "gru" ? "z" : coupled ? "i" : "f");
	const { gates } = layers[l]!;
	return Float64Array.from({ length: S }, (_, t) => {
		if (block < 0) return 1;
		let sum = 0;
		for (let k = 0; k < H; k++) sum += gates![(t * letters.length + block) * H + k]!;
		return coupled ? 1 - sum / H : sum / H;
	});
}

function size(what: string, got: number, max: number): void {
	if (!Number.isInteger(got) || got < 0 || got > max)
		throw fail("E_SIZE", { what, got, min: 0, max: Math.max(0, max) });
}
