/**
 * Measurements of a model during training: reach and gradient by lag of each layer, saturation, and the size of W_hh.
 * They are made on a probe, the same few sequences each time, so that two records differ only by the weights. The probe
 * has its own window: of the training it reads only the weights, and it writes nothing.
 *
 * Gradients are exact over the whole range of numbers (backflow.ts): 1e-80 is -80, never 0.
 */
import type { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import type { Part } from "../data/corpus.ts";
import type { Engine } from "../kernels/kernels.ts";
import { atOnce, type Work } from "../kernels/work.ts";
import { carrier } from "./findings.ts";
import { lagsInPieces, lastScored } from "./gradientByLag.ts";
import { toLog10 } from "./logNumbers.ts";
import { ladder, lagOfShare } from "./memoryLength.ts";
import { sizesInPieces } from "./recurrentBlocks.ts";
import { sampled, spanOf } from "./sampledWindows.ts";
import { SaturationCount } from "./saturation.ts";

// T steps, B sequences, H units, L layers, K the largest lag

/** A window with its inputs and targets, and the step of each lane's loss. */
export interface Probe {
	window: Unrolled;
	/** Step of each lane's loss, K or later; -1 for none. [B] */
	sources: readonly number[];
	/** Largest lag, K. */
	lags: number;
}

export interface LayerRecord {
	/** First lag from which the typical gradient stays below 1 % (by c for an LSTM); null beyond K. */
	reach: number | null;
	/** log10 |dL/dh_{t-k}|, geometric mean over the sequences, at the lags of the record; -Infinity is exactly 0. */
	h: number[];
	/** The same for c; lstm. */
	c?: number[];
	/** By gate letter and "h": mean fraction of the steps below .1 and above .9; for tanh values, by absolute value. */
	saturation: Record<string, [low: number, high: number]>;
	/** By block of W_hh: spectral radius and largest singular value, estimated (see recurrentSizes). */
	recurrent: Record<string, [radius: number, largestSingular: number]>;
}

export interface ModelRecord {
	/** Lags of h and c, from 0 to K. */
	lags: number[];
	layers: LayerRecord[]; // [L]
}

/** Minimum and maximum of the lags used on a text; never fewer than the horizon. */
const LAGS = { least: 64, most: 256 };
const TASK_LAGS = 1000;

/**
 * Returns the probe of a text: B sequences spread over the part, `wanted` steps back after 32 that build up the state,
 * each with the loss of its last step.
 */
export async function probeText(
	engine: Engine,
	weights: Weights,
	part: Part,
	wanted: number,
	B: number,
): Promise<Probe> {
	const { T, K } = spanOf(part, wanted);
	return { window: await sampled(engine, weights, part, T, B), sources: new Array(B).fill(T - 1), lags: K };
}

/** Steps to look back on a text that is trained on with the horizon k2: twice as far. */
export function textLags(horizon: number): number {
	return Math.max(LAGS.least, horizon, Math.min(LAGS.most, 2 * horizon));
}

/**
 * A window that holds a batch of a task: the loss of each lane is that of its last scored step.
 * @param most largest lag. @param reach lanes that must reach back to it: all of them, or the longer half.
 */
export function taskProbe(
	window: Unrolled,
	{ most = TASK_LAGS, reach = "all" }: { most?: number; reach?: "all" | "half" } = {},
): Probe {
	const ends = lastScored(window);
	if (reach === "half") {
		const lags = Math.min(most, ends.toSorted((a, b) => a - b)[Math.floor((ends.length - 1) / 2)]!);
		return { window, sources: ends.map((t) => (t >= lags ? t : -1)), lags };
	}
	const known = ends.filter((end) => end >= 0);
	return { window, sources: ends, lags: known.length === 0 ? 0 : Math.min(most, ...known) };
}

/** Measures. Cost: a training step over the probe and K calls per layer; for W_hh at most 500 products per block. */
export function recordOf(probe: Probe): ModelRecord {
	return atOnce(recordInPieces(probe));
}

/** `recordOf` in pieces, the longest of which is the forward pass. */
export function* recordInPieces({ window, sources, lags: K }: Probe): Work<ModelRecord> {
	window.forward();
	yield 0;
	const curves = yield* lagsInPieces(window, K, { sources, paths: false });
	const count = new SaturationCount();
	count.add(window);
	const lags = ladder(K);
	const at = (curve: Float64Array) => lags.map((k) => rounded(toLog10(curve[k]!)));
	const layers: LayerRecord[] = []; // [L]
	for (const [l, layer] of curves.layers.entries()) {
		const { gates, h } = count.layers[l]!;
		const shares = Object.entries({ ...gates, h }).map(([name, { low, high }]) => [name, [mean(low), mean(high)]]);
		const blocks = yield* sizesInPieces(window.weights, l);
		const sizes = blocks.map(({ block, radius, largestSingular }) => [
			block,
			[rounded(radius), rounded(largestSingular)],
		]);
		layers.push({
			...{ reach: lagOfShare(carrier(layer)), h: at(layer.h.typical), ...(layer.c && { c: at(layer.c.typical) }) },
			...{ saturation: Object.fromEntries(shares), recurrent: Object.fromEntries(sizes) },
		});
	}
	return { lags, layers };
}

/** Returns log10 of each tensor's norm, over the whole range of its numbers. */
export function gradientNorms(gradients: Weights): Record<string, number> {
	return Object.fromEntries(
		gradients.specs.map(({ name }) => {
			const gradient = gradients.tensor(name);
			let most = 0;
			for (let j = 0; j < gradient.length; j++) most = Math.max(most, Math.abs(gradient[j]!)); // NaN stays NaN
			let sum = 0;
			for (let j = 0; j < gradient.length; j++) sum += (gradient[j]! / most) ** 2;
			return [name, rounded(most === 0 ? Number.NEGATIVE_INFINITY : Math.log10(most) + Math.log10(sum) / 2)];
		}),
	);
}

const mean = (shares: Float64Array) => rounded(shares.reduce((a, b) => a + b, 0) / shares.length);
/** Rounded to five digits, which is all that readers of a record use. */
const rounded = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(5)) : value);
