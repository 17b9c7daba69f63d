/**
 * One whole examination of a model on a text: gradient by lag, triangle, shares of the weight gradients, Jacobians,
 * saturation over the whole text, memory length, findings. Samples windows spread over the text for all but the
 * saturation, so that its time hardly hangs on the text's length.
 */
import { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import type { Part } from "../data/corpus.ts";
import type { Engine } from "../kernels/kernels.ts";
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
import { sampled } from "./probe.ts";
import { type LayerSaturation, SaturationCount } from "./saturation.ts";
import { stateSize } from "./stepJacobian.ts";

// T steps, B lanes, V symbols, K the largest lag

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
	/** First step at which a state of a sampled window was not finite; -1 for none. */
	overflowStep: number;
	findings: Finding[];
}

export interface ExamineOptions {
	/** Largest lag K. Less where the text is shorter. Default 200. */
	lags?: number;
	/** Sequences of the lag curves. Default 16. */
	sequences?: number;
	/** What the training was like. */
	training: Pick<Measured, "horizon" | "clipNorm" | "lr" | "clippedShare">;
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

const WARM = 32;
const TRIANGLE = 24;
const SATURATION_STEPS = 64;
/** Numbers of logits that one window may hold. */
const LOGITS = 1 << 25;
/** State above which the eigenvalues and products of fewer steps are taken. */
const SMALL_STATE = 128;

/** The text needs 8 symbols at least. */
export async function examine(
	engine: Engine,
	weights: Weights,
	part: Part,
	{ lags = 200, sequences = 16, training, onProgress, signal }: ExamineOptions,
): Promise<Examination> {
	const { symbols: V, layers: L } = weights.spec;
	const steps = Math.ceil((part.symbols - 1) / SATURATION_STEPS);
	const total = 6 + steps / 16;
	let done = 0;
	const turn = async (by = 1) => {
		signal?.throwIfAborted();
		await onProgress?.((done += by), total);
	};
	const T = Math.min(part.symbols - 1, lags + 1 + WARM);
	const K = Math.min(lags, T - 1);
	const fit = (wanted: number, length: number) => Math.max(1, Math.min(wanted, Math.floor(LOGITS / (length * V))));

	const window = await sampled(engine, weights, part, T, fit(sequences, T));
	window.forward();
	const overflowStep = firstOverflow(window);
	await turn();
	const lagCurves = gradientByLag(window, K);
	await turn();
	const tensors = gradientBySteps(window, Math.min(K + 1, 64));
	await turn();
	const jacobians = Array.from({ length: L }, (_, l) => jacobianOf(window, l));
	window.free();
	await turn();

	const S = Math.min(TRIANGLE, part.symbols - 1);
	const groups = await sampled(engine, weights, part, Math.min(part.symbols - 1, S + WARM), fit(2, 64 * S), S);
	groups.forward();
	const triangles = itemise(groups, S);
	groups.free();
	await turn();
	const input = await flipped(engine, weights, part, K, fit(128, T));
	await turn();
	const saturation = await saturationOf(engine, weights, part, () => turn(1 / 16));
	const findings = findingsOf({
		...{ spec: weights.spec, layers: lagCurves.layers, saturation: saturation.layers, overflowStep, ...training },
		recurrent: jacobians.map(({ recurrent }) => recurrent),
	});
	return { lags: lagCurves, triangles, tensors, jacobians, saturation, input, overflowStep, findings };
}

function firstOverflow({ T, B, layers, weights }: Unrolled): number {
	const BH = B * weights.spec.hidden;
	const firsts = layers.flatMap(({ h, c }) =>
		[h, ...(c ? [c] : [])].map((x) => x.findIndex((v) => !Number.isFinite(v))),
	);
	const found = firsts.filter((at) => at >= 0).map((at) => Math.floor(at / BH) - 1);
	return found.length === 0 ? -1 : Math.min(T - 1, ...found);
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

/** Lags 0, 1, 2, 3, 4, 6, 8, 11, ... K: about a third apart. */
export function ladder(K: number): number[] {
	const lags: number[] = [];
	for (let k = 0; k <= K; k = Math.max(k + 1, Math.round(k * 1.35))) lags.push(k);
	if (lags.at(-1) !== K) lags.push(K);
	return lags;
}

async function flipped(engine: Engine, weights: Weights, part: Part, K: number, lanes: number): Promise<InputMemory> {
	const { symbols: V } = weights.spec;
	const flips = new InputFlips(K);
	const lags = ladder(K);
	const random = new RandomStream(1, "flips");
	const T = Math.min(part.symbols - 1, K + 1 + WARM);
	const per = Math.min(lags.length, Math.max(1, lanes - 1)); // lags a window
	const N = Math.max(1, Math.floor(lanes / (lags.length + 1))); // sequences a window
	for (let from = 0; from < lags.length && V > 1; from += per) {
		const some = lags.slice(from, from + per);
		const copies = some.length + 1;
		const window = await sampled(engine, weights, part, T, N, copies);
		const pairs = [];
		for (let n = 0; n < N; n++) {
			for (const [j, lag] of some.entries()) {
				const lane = n * copies + 1 + j;
				const at = (T - 1 - lag) * window.B + lane;
				window.ids[at] = (Math.max(0, window.ids[at]!) + 1 + random.below(V - 1)) % V;
				pairs.push({ lane, base: n * copies, lag });
			}
		}
		window.forward();
		flips.measure(window, pairs);
		window.free();
	}
	return flips.result;
}

/** The whole part, in up to 32 lanes of equal length, each from a zero state. */
async function saturationOf(engine: Engine, weights: Weights, part: Part, turn: () => Promise<void>) {
	const total = part.symbols - 1;
	const B = Math.max(1, Math.min(32, Math.floor(total / 2048)));
	const each = Math.ceil(total / B);
	const lengths = Array.from({ length: B }, (_, b) => Math.max(0, Math.min(each, total - b * each)));
	const readers = lengths.map((_, b) => part.reader(Math.min(total, b * each)));
	const window = new Unrolled(engine, weights, { steps: SATURATION_STEPS, lanes: B });
	const count = new SaturationCount();
	for (let at = 0; at < each; at += SATURATION_STEPS) {
		window.ids.fill(-1);
		for (let b = 0; b < B; b++) {
			const symbols = await readers[b]!.read(Math.max(0, Math.min(SATURATION_STEPS, lengths[b]! - at)));
			for (let t = 0; t < symbols.length; t++) window.ids[t * B + b] = symbols[t]!;
		}
		window.forward();
		count.add(window, SATURATION_STEPS, (t, b) => at + t < lengths[b]!);
		window.carry();
		for (let k = 0; k < B; k++) await turn();
	}
	window.free();
	return { steps: count.steps, layers: count.layers };
}
