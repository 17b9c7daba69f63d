/**
 * One whole examination of a model on a text or a task: gradient by lag, triangle, shares of the weight gradients,
 * Jacobians, saturation, memory length, findings. Of a text it samples windows for all but the saturation, so that its
 * time hardly hangs on the text's length.
 */
import type { Unrolled } from "../cells/unroll.ts";
import { RandomStream } from "../kernels/random.ts";
import { type Finding, findingsOf, type Measured } from "./findings.ts";
import { type GradientByLag, gradientByLag } from "./gradientByLag.ts";
import { gradientBySteps, itemise, type TensorSteps, type Triangle } from "./itemised.ts";
import {
	EXACT_STATE,
	largestSingular,
	lyapunov,
	type ProductNorm,
	productNorms,
	type RecurrentBlock,
	recurrentBlocks,
	type StepSpectrum,
	stepSpectra,
} from "./jacobian.ts";
import { InputFlips, type InputMemory } from "./memoryLength.ts";
import type { LayerSaturation } from "./saturation.ts";
import { lanesWithin, type Sequences, tail } from "./sequences.ts";
import { stateSize } from "./stepJacobian.ts";

// T steps, B lanes, D inputs, K the largest lag

export interface LayerJacobian {
	/** Numbers of the state, n. */
	size: number;
	/** Whether the state was small enough for a whole decomposition; otherwise only the largest singular value, estimated. */
	exact: boolean;
	/** Largest singular value of the steps looked at, mean. */
	largestSingular: number;
	spectra?: StepSpectrum[];
	products?: ProductNorm[];
	/** Nats a step, the four largest. */
	lyapunov: Float64Array;
	recurrent: RecurrentBlock[];
}

export interface Examination {
	lags: GradientByLag;
	triangles: Triangle[]; // [L]
	/** Of the loss of one step, the mean over the lanes: where each tensor's gradient comes from. */
	tensors: TensorSteps[];
	jacobians: LayerJacobian[]; // [L]
	saturation: { steps: number; layers: LayerSaturation[] };
	input: InputMemory;
	/** Steps that a gradient travels back in training. */
	horizon: number;
	/** First step at which a state of a sequence looked at was not finite; -1 for none. */
	overflowStep: number;
	findings: Finding[];
}

export interface ExamineOptions {
	/** Largest lag K. Less where the text or the sequences are shorter. Default 200. */
	lags?: number;
	/** Sequences of the lag curves. Default 16. */
	sequences?: number;
	/** What the training was like; without a horizon it was over whole sequences. */
	training: Pick<Measured, "clipNorm" | "clipValue" | "lr" | "clippedShare" | "cutShare"> & { horizon?: number };
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

/** Steps of the triangle, and sequences of it. */
const TRIANGLE = { steps: 24, sequences: 2 };
/** Lanes that flips are run in side by side. */
const FLIP_LANES = 128;
/** State above which the eigenvalues and products of fewer steps are taken. */
const SMALL_STATE = 128;

/** @param looked of a text it needs 8 symbols at least. */
export async function examine(
	looked: Sequences,
	{ lags = 200, sequences = 16, training, onProgress, signal }: ExamineOptions,
): Promise<Examination> {
	const { weights } = looked;
	const total = 6 + looked.turns;
	let done = 0;
	const turn = async (now = done + 1) => {
		signal?.throwIfAborted();
		done = now;
		await onProgress?.(done, total);
	};
	const { window, lags: K, steps, overflowStep, once } = await looked.open(lags, sequences);
	await turn();
	const lagCurves = gradientByLag(window, K);
	await turn();
	const tensors = gradientBySteps(window, Math.min(K + 1, 64));
	await turn();
	const jacobians = Array.from({ length: weights.spec.layers }, (_, l) => jacobianOf(window, l));
	await turn();
	const triangles = trianglesOf(window, Math.min(TRIANGLE.steps, window.T));
	await turn();
	const input = flipped(window, K);
	window.free();
	await turn();
	const count = await looked.count((share) => turn(6 + share * looked.turns));
	const saturation = { steps: count.steps, layers: count.layers };
	const horizon = training.horizon ?? steps;
	const findings = findingsOf({
		...{ spec: weights.spec, layers: lagCurves.layers, saturation: saturation.layers, overflowStep, ...training },
		...{ horizon, once, recurrent: jacobians.map(({ recurrent }) => recurrent) },
	});
	return { lags: lagCurves, triangles, tensors, jacobians, saturation, input, horizon, overflowStep, findings };
}

function jacobianOf(window: Unrolled, l: number): LayerJacobian {
	const { T, weights } = window;
	const size = stateSize(window);
	const exact = size <= EXACT_STATE;
	const looked = size <= SMALL_STATE ? [T - 1, Math.floor(T / 2), Math.floor(T / 4)] : [T - 1];
	const spectra = exact ? stepSpectra(window, l, looked) : undefined;
	const largest = spectra?.map(({ singular }) => singular[0]!) ?? looked.map((t) => largestSingular(window, l, t));
	return {
		...{ size, exact, spectra, largestSingular: largest.reduce((a, b) => a + b, 0) / largest.length },
		products: size <= SMALL_STATE ? productNorms(window, l, Math.min(32, T)) : undefined,
		lyapunov: lyapunov(window, l, { steps: Math.min(T, 100), p: 4 }).exponents,
		recurrent: recurrentBlocks(weights, l),
	};
}

/** Of sequences spread over the lanes; steps without a cost have empty rows. */
function trianglesOf(window: Unrolled, S: number): Triangle[] {
	const N = lanesWithin(window.weights.spec, S * S, Math.min(TRIANGLE.sequences, window.B));
	const groups = tail(window, S, spreadOver(window.B, N), S);
	groups.forward();
	const triangles = itemise(groups, S);
	groups.free();
	return triangles;
}

const spreadOver = (B: number, n: number) => Array.from({ length: n }, (_, i) => Math.floor((i * B) / n));

/** Lags 0, 1, 2, 3, 4, 6, 8, 11, ... K: about a third apart. */
export function ladder(K: number): number[] {
	const lags: number[] = [];
	for (let k = 0; k <= K; k = Math.max(k + 1, Math.round(k * 1.35))) lags.push(k);
	if (lags.at(-1) !== K) lags.push(K);
	return lags;
}

/**
 * What each input of the last K steps still moves. A flipped symbol is another one, each as likely; flipped values are
 * those of another step, drawn from all that the window's sequences saw, such that they differ.
 */
function flipped(window: Unrolled, K: number): InputMemory {
	const { spec } = window.weights;
	const flips = new InputFlips(K, spec.head === "regression" ? deviation(window.values!) : null);
	const lags = ladder(K);
	const random = new RandomStream(1, "flips");
	const lanes = lanesWithin(spec, K + 1, FLIP_LANES);
	const per = Math.min(lags.length, Math.max(1, lanes - 1)); // lags a window
	const N = Math.max(1, Math.min(window.B, Math.floor(lanes / (lags.length + 1)))); // sequences a window
	for (let from = 0; from < lags.length; from += per) {
		const some = lags.slice(from, from + per);
		const copies = some.length + 1;
		const again = tail(window, K + 1, spreadOver(window.B, N), copies);
		const pairs = [];
		for (let n = 0; n < N; n++) {
			for (const [j, lag] of some.entries()) {
				const lane = n * copies + 1 + j;
				flip(again, (K - lag) * again.B + lane, window, random);
				pairs.push({ lane, base: n * copies, lag });
			}
		}
		again.forward();
		flips.measure(again, pairs);
		again.free();
	}
	return flips.result;
}

/** Draws that may be the same input as before, until another one is given up: all inputs are then (nearly) the same. */
const DRAWS = 64;

function flip({ ids, x, weights }: Unrolled, row: number, seen: Unrolled, random: RandomStream): void {
	const { symbols: D } = weights.spec;
	if (!x) {
		if (D > 1) ids[row] = (Math.max(0, ids[row]!) + 1 + random.below(D - 1)) % D;
		return;
	}
	const now = x.subarray(row * D, (row + 1) * D);
	for (let n = 0; n < DRAWS; n++) {
		const at = random.below(seen.T * seen.B) * D;
		const other = seen.x!.subarray(at, at + D);
		if (other.every((value, d) => value === now[d])) continue;
		now.set(other);
		return;
	}
}

/** Standard deviation of the values that are wanted somewhere; 1 where they do not differ. */
function deviation(values: Float64Array): number {
	const known = values.filter((value) => !Number.isNaN(value));
	const mean = known.reduce((sum, value) => sum + value / known.length, 0);
	return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2 / known.length, 0)) || 1;
}
