/**
 * A complete examination of a model on a text or a task: gradient by lag, triangle, parts of the weight gradients,
 * Jacobians, saturation, memory length, findings. All but the saturation is sampled from windows of the text, so the
 * time barely depends on its length.
 */
import { isPlainCell, rangeFunction, saturating } from "../cells/gateFunctions.ts";
import type { CellSpec } from "../cells/layout.ts";
import type { Unrolled } from "../cells/unroll.ts";
import type { Work } from "../kernels/work.ts";
import { type Finding, findingsOf, type Measured, type Remedy, remediesAtChance } from "./findings.ts";
import { type GradientByLag, gradientByLag } from "./gradientByLag.ts";
import { gradientBySteps, itemise, type TensorSteps, type Triangle } from "./itemised.ts";
import {
	EXACT_STATE,
	lyapunovInPieces,
	type ProductNorm,
	productNorms,
	type StepSpectrum,
	singularInPieces,
	stepSpectra,
} from "./jacobian.ts";
import { type InputMemory, inputMemory } from "./memoryLength.ts";
import { blocksInPieces, type RecurrentBlock } from "./recurrentBlocks.ts";
import type { LayerSaturation } from "./saturation.ts";
import { lanesWithin, type Sequences, spreadOver, tail } from "./sequences.ts";
import { stateSize } from "./stepJacobian.ts";

// T steps, B lanes, D inputs, K the largest lag

export interface LayerJacobian {
	/** Size of the state, n. */
	size: number;
	/** False if the state was too large to decompose: the largest singular value is then an estimate. */
	exact: boolean;
	/** Largest singular value, mean over the steps examined. */
	largestSingular: number;
	spectra?: StepSpectrum[];
	products?: ProductNorm[];
	/** The four largest Lyapunov exponents, nats per step. */
	lyapunov: Float64Array;
	recurrent: RecurrentBlock[];
}

export interface Examination {
	lags: GradientByLag;
	triangles: Triangle[]; // [L]
	/** Steps that each tensor's gradient comes from, for the loss of one step, mean over the lanes. */
	tensors: TensorSteps[];
	jacobians: LayerJacobian[]; // [L]
	saturation: { steps: number; layers: LayerSaturation[] };
	input: InputMemory;
	/** Steps that a gradient travels back in training. */
	horizon: number;
	/** First step at which a state of an examined sequence was not finite; -1 for none. */
	overflowStep: number;
	findings: Finding[];
	/** What to try if no finding has a remedy and the model is no better than its baseline. */
	atChance: Remedy[];
}

export interface ExamineOptions {
	/** Largest lag K; less if the text or the sequences are shorter. Default 200. */
	lags?: number;
	/** Number of sequences of the lag curves. Default 16. */
	sequences?: number;
	/** Settings of the training; without a horizon it was over whole sequences. */
	training: Pick<
		Measured,
		"clipNorm" | "clipValue" | "lr" | "clippedShare" | "cutShare" | "optimizer" | "outcome" | "endLoss" | "reservoir"
	> & { horizon?: number };
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

/** Steps of the triangle, and its number of sequences. */
const TRIANGLE = { steps: 24, sequences: 2 };
/** Largest state for which eigenvalues of several steps and their products are computed. */
const SMALL_STATE = 128;

/**
 * Examines a model.
 * @param looked sequences of a text or a task; a text needs at least 8 symbols.
 */
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
	const jacobians: LayerJacobian[] = [];
	for (let l = 0; l < weights.spec.layers; l++) jacobians.push(await pausing(jacobianOf(window, l), () => turn(done)));
	await turn();
	const triangles = trianglesOf(window, Math.min(TRIANGLE.steps, window.T));
	await turn();
	const input = inputMemory(window, K);
	window.free();
	await turn();
	const count = await looked.count((share) => turn(6 + share * looked.turns));
	const saturation = { steps: count.steps, layers: count.layers };
	const horizon = training.horizon ?? steps;
	const measured: Measured = {
		...(weights.spec.cell === "own" && { equations: equationsOf(weights.spec) }),
		...{ spec: weights.spec, layers: lagCurves.layers, saturation: saturation.layers, overflowStep, ...training },
		...{ horizon, once, recurrent: jacobians.map(({ recurrent }) => recurrent) },
	};
	const findings = findingsOf(measured);
	const atChance = findings.some(({ remedy }) => remedy) ? [] : remediesAtChance(measured);
	const told = { findings, atChance, horizon, overflowStep };
	return { lags: lagCurves, triangles, tensors, jacobians, saturation, input, ...told };
}

const equationsOf = (spec: CellSpec) => ({
	...{ plain: isPlainCell(spec), h: rangeFunction(spec, "h") },
	tanh: saturating(spec).filter((name) => rangeFunction(spec, name) === "tanh"),
});

/** Runs the work to its end and waits for `pause` between its pieces. */
async function pausing<T>(work: Work<T>, pause: () => Promise<void>): Promise<T> {
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
		await pause();
	}
}

function* jacobianOf(window: Unrolled, l: number): Work<LayerJacobian> {
	const { T, weights } = window;
	const size = stateSize(window);
	const exact = size <= EXACT_STATE;
	const looked = size <= SMALL_STATE ? [T - 1, Math.floor(T / 2), Math.floor(T / 4)] : [T - 1];
	const spectra = exact ? stepSpectra(window, l, looked) : undefined;
	const largest = spectra?.map(({ singular }) => singular[0]!) ?? [];
	if (!spectra) for (const t of looked) largest.push(yield* singularInPieces(window, l, t));
	return {
		...{ size, exact, spectra, largestSingular: largest.reduce((a, b) => a + b, 0) / largest.length },
		products: size <= SMALL_STATE ? productNorms(window, l, Math.min(32, T)) : undefined,
		lyapunov: (yield* lyapunovInPieces(window, l, { steps: Math.min(T, 100), p: 4 })).exponents,
		recurrent: yield* blocksInPieces(weights, l),
	};
}

/** Triangles of sequences spread over the lanes; steps without a loss have empty rows. */
function trianglesOf(window: Unrolled, S: number): Triangle[] {
	const N = lanesWithin(window.weights.spec, S * S, Math.min(TRIANGLE.sequences, window.B));
	const groups = tail(window, S, spreadOver(window.B, N), S);
	groups.forward();
	const triangles = itemise(groups, S);
	groups.free();
	return triangles;
}
