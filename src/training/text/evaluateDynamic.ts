/**
 * Dynamic evaluation (Krause, Kahembwe, Murray & Renals 2018, arXiv:1709.07432, section 5): the weights follow the text
 * while it is scored. Each segment of 20 symbols is scored first; then its gradient g changes the weights:
 *
 *   w += - lr g / (sqrt(s) + eps) + min(1, decay r) (w_0 - w)      r = sqrt(s) / mean of sqrt(s) over all weights
 *
 * w_0 are the trained weights. s is the mean of g^2 over segments of the training part. It is taken at batch 1, as the
 * segments are scored; the authors' code takes it at batch 100 and averages r by tensor, so its lr and eps are smaller.
 * No symbol is scored by weights that have seen it. The loss says how well the model adapts to the text, so it does not
 * compare with a loss of fixed weights.
 */
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import type { Part } from "../../data/corpus.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { EvaluateOptions, Evaluation } from "./evaluate.ts";

// T steps, P parameters

/** `onProgress` is called with 0 symbols done while the training part is read. */
export interface DynamicOptions extends Pick<EvaluateOptions, "onProgress" | "signal"> {
	/** Learning rate, 0 or more. Default: 0.001. */
	lr?: number;
	/** Strength of the pull back to the trained weights, 0 to 1. Default: 0.003. */
	decay?: number;
	/** Symbols of a segment, 1 or more. Default: 20, as the authors' for characters. */
	segment?: number;
	/** Whether only the output layer follows the text, as for an echo state network. Default: false. */
	readoutOnly?: boolean;
}

export const DYNAMIC_LR = 0.001;
export const DYNAMIC_DECAY = 0.003;
/** Symbols of a segment. */
export const SEGMENT = 20;
/** Keeps the step of weights finite whose gradient is nearly always 0. */
export const EPSILON = 1e-4;
/** The statistics come from this many places of the training part, evenly spread, and this many segments at each. */
const PLACES = 10;
const SEGMENTS = 100;

/** Returns the mean loss of a text read in one piece, in segments that each change the weights. Restores the weights. */
export async function evaluateDynamic(
	engine: Engine,
	weights: Weights,
	{ train, text }: { train: Part; text: Part },
	options: DynamicOptions = {},
): Promise<Evaluation> {
	const { lr = DYNAMIC_LR, decay = DYNAMIC_DECAY, segment = SEGMENT, readoutOnly = false, ...calls } = options;
	const window = new Unrolled(engine, weights, { steps: segment, lanes: 1, training: true });
	const gradients = new Weights(engine, weights.spec);
	const trained = weights.flat.slice(); // [P] w_0
	const shared = { window, gradients, readoutOnly, ...calls };
	const { onProgress } = calls;
	const total = Math.max(0, text.symbols - 1);
	const before = { ...shared, ...(onProgress && { onProgress: () => onProgress(0, total) }) };
	try {
		const { rates, pulls } = factorsOf(await gradientRoots(train, before), lr, decay);
		const w = weights.flat;
		const g = gradients.flat;
		return await inSegments(text, 0, Number.POSITIVE_INFINITY, shared, () => {
			for (let p = 0; p < w.length; p++) w[p]! += pulls[p]! * (trained[p]! - w[p]!) - rates[p]! * g[p]!;
		});
	} finally {
		weights.flat.set(trained);
		window.free();
		engine.free(gradients.flat);
	}
}

interface Shared extends Pick<EvaluateOptions, "onProgress" | "signal"> {
	window: Unrolled;
	gradients: Weights;
	readoutOnly: boolean;
}

/** Returns sqrt(s) of each weight, [P]. */
async function gradientRoots(train: Part, shared: Shared): Promise<Float64Array> {
	const { window, gradients } = shared;
	const squares = new Float64Array(gradients.flat.length); // [P]
	const g = gradients.flat;
	let segments = 0;
	for (let place = 0; place < PLACES; place++) {
		const from = Math.floor((place * (train.symbols - 1)) / PLACES);
		const to = Math.floor(((place + 1) * (train.symbols - 1)) / PLACES);
		await inSegments(train, from, Math.min(to - from, SEGMENTS * window.T), shared, () => {
			for (let p = 0; p < g.length; p++) squares[p]! += g[p]! * g[p]!;
			segments++;
		});
	}
	return squares.map((sum) => Math.sqrt(sum / Math.max(1, segments)));
}

/** Returns the factors of the gradient and of w_0 - w, [P] each. */
function factorsOf(roots: Float64Array, lr: number, decay: number): { rates: Float64Array; pulls: Float64Array } {
	const mean = roots.reduce((sum, root) => sum + root, 0) / roots.length || 1;
	return {
		rates: roots.map((root) => lr / (root + EPSILON)),
		pulls: roots.map((root) => Math.min(1, (decay * root) / mean)),
	};
}

/**
 * Reads up to `limit` symbols after symbol `from` in segments, from a zero state with the state carried. After the loss
 * of a segment, calls `step` with the segment's gradient of the mean loss in `gradients`.
 */
async function inSegments(
	part: Part,
	from: number,
	limit: number,
	{ window, gradients, readoutOnly, onProgress, signal }: Shared,
	step: () => void,
): Promise<Evaluation> {
	const total = Math.max(0, Math.min(part.symbols - 1 - from, limit));
	const reader = part.reader(from);
	let last = (await reader.read(1))[0] ?? -1; // the symbol read and not yet fed
	const sum = { nats: 0, scored: 0, unknown: 0 };
	window.resetState();
	for (let at = 0; at < total; ) {
		signal?.throwIfAborted();
		const steps = Math.min(window.T, total - at);
		const symbols = await reader.read(steps);
		for (let t = 0; t < steps; t++) {
			window.ids[t] = last;
			last = symbols[t]!;
			window.targets[t] = last;
			if (last < 0) sum.unknown++;
		}
		window.forward({ steps });
		gradients.flat.fill(0);
		const { lossNats, scored } = window.backward(gradients, { steps, scale: 1 / steps, readoutOnly });
		window.carry(steps);
		sum.nats += lossNats;
		sum.scored += scored;
		if (scored > 0) step();
		at += steps;
		await onProgress?.(at, total);
	}
	const lossNats = sum.scored === 0 ? null : sum.nats / sum.scored;
	return { symbols: total, lossNats, unknownSymbols: sum.unknown };
}
