/** The result of a diagnosis as plain numbers, for JSON, the terminal and the figures. */

import type { Examination, LayerJacobian } from "../../../diagnosis/examine.ts";
import { carrier, type Finding, type Remedy } from "../../../diagnosis/findings.ts";
import type { LagCurve } from "../../../diagnosis/gradientByLag.ts";
import { type ExactCost, exactCost } from "../../../diagnosis/jacobian.ts";
import { toLog10 } from "../../../diagnosis/logNumbers.ts";
import { lagOfShare } from "../../../diagnosis/memoryLength.ts";
import type { OutcomeKind } from "../../../diagnosis/outcome.ts";
import type { Source } from "../../datasets/trainSource.ts";
import type { HistoryPoint } from "../../runs/records.ts";
import type { EquationFacts } from "./equationFacts.ts";
import { type GateSaturation, saturationReport } from "./saturationReport.ts";

/** Values at lags k = 0..K; null if the gradient is exactly 0 or NaN. */
type Logs = (number | null)[];

/** Nats per step. "-Infinity": a step loses the direction altogether; null: not a number. */
export type LyapunovNats = number | "-Infinity" | null;

export interface LagReport {
	/** log10 of the geometric mean over the sequences. */
	typical: Logs;
	mean: Logs;
	rms: Logs;
	/** Number of sequences whose gradient is exactly 0. */
	zeros: number[];
}

export interface LayerReport {
	/**
	 * First lag from which the typical gradient stays below 1 %; null if it lies past the last lag. Measured on c for
	 * an LSTM, and for equations with states after h.
	 */
	reach: number | null;
	/** |dL/dh| by lag. */
	h: LagReport;
	/** |dL/dc| by lag, for an LSTM; for equations, by all states after h together. */
	c?: LagReport;
	/** The part of it that travels through c alone, for an LSTM; a GRU: through z h; equations: not through R h'. */
	throughC?: LagReport;
	/** The rest, which passed W_hh at least once. Absent, as throughC is, for a plain cell. */
	throughH?: LagReport;
	/**
	 * [S][S]: fraction of the loss gradient of row t that arrives at column k; log10 of its norm; fraction through c.
	 */
	triangle: { share: number[][]; reach: Logs[]; throughC?: number[][] };
	/** Jacobian of one step and of many, of the layer's state. */
	jacobian: {
		size: number;
		/**
		 * Whether all singular values and eigenvalues were computed. Otherwise iteration gives the largest and the
		 * exponents.
		 */
		exact: boolean;
		/** Cost of one full decomposition. */
		cost: ExactCost;
		largestSingular: number;
		lyapunovNats: LyapunovNats[];
		steps?: { t: number; singular: number[]; eigenvalues: [re: number, im: number][]; radius: number }[];
		/** Products of the last Jacobians: log10 of the largest singular value, null for a product of zeros. */
		products?: { steps: number; log10: number | null }[];
		recurrent: LayerJacobian["recurrent"];
	};
	/** How far each gate is saturated; of equations, each sigmoid and tanh. */
	saturation: Record<string, GateSaturation>;
}

export interface DiagnoseResult {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Data examined: a part, other texts or a file; for a task without end, its title. */
	text: string;
	/** Fraction of the text's symbols that the run's vocabulary lacks; 0 for a task or a series. */
	unknownShare: number;
	/** Title of the task or the series: "copying:values=4"; null for a text. */
	data: string | null;
	/** Sequence length of a task or a series, L or A..B; null for a text. */
	length: string | null;
	/** How to train another run on the same data. */
	source: Source;
	/** The network. equations: only for a cell given by equations, whose name is in `cell`. */
	model: { cell: string; variant: string; layers: number; hidden: number; equations?: EquationFacts };
	/** horizon: steps that a gradient travels back; for a task, the length of the longest sequence examined. */
	training: {
		horizon: number;
		clipNorm: number;
		clipValue: number;
		lr: number;
		optimizer: string;
		init: string;
		/**
		 * clippedShare: fraction of all updates that were clipped. cutShare: fraction clipped by value. null if
		 * unknown.
		 */
		clippedShare: number | null;
		cutShare: number | null;
		/** The run's budget, and its other options as far as they differ from the defaults. */
		options: Readonly<Record<string, string | number>>;
	};
	/**
	 * How well the model does on these data, next to the best prediction that ignores the input: `kind` is solved, learned,
	 * ignorant or ruined, see src/diagnosis/outcome.ts. loss: null if it is not finite.
	 */
	outcome: { loss: number | null; baseline: number | null; errorShare: number | null; kind: OutcomeKind };
	/** What to try if the model is no better than its baseline and no finding has a remedy; empty otherwise. */
	atChance: Remedy[];
	/** What is wrong, each with its evidence and a remedy, worst first. */
	findings: Finding[];
	/** Largest lag of the curves. */
	lags: number;
	/** Sequences that the curves are averaged over. */
	sequences: number;
	/** One report per layer, the lowest first. */
	layers: LayerReport[];
	/**
	 * Gradient of the loss of the last step, averaged over the sequences in which it is scored, as far as it comes from
	 * the last steps, at most 64. log10Norm: of their sum, for each tensor. steps: log10 of the norm of each step's
	 * part, oldest first. share: that norm divided by the sum of them.
	 */
	tensors: { tensor: string; log10Norm: number | null; steps: Logs; share: number[] }[];
	/** Number of steps counted for saturation. */
	saturationSteps: number;
	/**
	 * inputChange: effect of a flipped input by lag, on a probability, or on a regression's value in inputUnits
	 * (otherwise null).
	 */
	memory: {
		gradientLag: number | null;
		inputLag: number | null;
		inputBound: number;
		inputUnit: number | null;
		inputChange: number[];
	};
	/** Step at which a gradient became infinite; null if none did. */
	overflowStep: number | null;
	/** Measurements recorded during training, up to the examined checkpoint; empty if no recorder was on. */
	history: HistoryPoint[];
	/** SVG file that was written; null if none was requested. */
	svg: string | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}

export const lyapunovNats = (x: number): LyapunovNats => (x === Number.NEGATIVE_INFINITY ? "-Infinity" : finite(x));
const finite = (x: number) => (Number.isFinite(x) ? x : null);
const logs = (x: ArrayLike<number>): Logs => Array.from(x, (v) => finite(toLog10(v)));
const square = (x: Float64Array, S: number) => Array.from({ length: S }, (_, t) => [...x.subarray(t * S, (t + 1) * S)]);

function curve({ typical, mean: means, rms, zeros }: LagCurve): LagReport {
	return { typical: logs(typical), mean: logs(means), rms: logs(rms), zeros: [...zeros] };
}

type Report = Pick<
	DiagnoseResult,
	"findings" | "atChance" | "lags" | "sequences" | "layers" | "tensors" | "saturationSteps" | "memory" | "overflowStep"
>;

/** An examination as numbers that JSON can represent. */
export function reportOf(found: Examination): Report {
	const { lags, triangles, tensors, jacobians, saturation, input, findings, atChance, overflowStep } = found;
	const layers = lags.layers.map((layer, l): LayerReport => {
		const { h, c, throughC, throughH } = layer;
		const { steps: S, share, reach, throughC: paths } = triangles[l]!;
		const jacobian = jacobians[l]!;
		return {
			reach: lagOfShare(carrier(layer)),
			h: curve(h),
			...(c && { c: curve(c) }),
			...(throughC && throughH && { throughC: curve(throughC), throughH: curve(throughH) }),
			triangle: {
				share: square(share, S),
				reach: square(reach, S).map(logs),
				...(paths && { throughC: square(paths, S) }),
			},
			jacobian: jacobianReport(jacobian),
			saturation: saturationReport(saturation.layers[l]!),
		};
	});
	const top = layers.map(({ reach }) => reach);
	return {
		...{ findings, atChance },
		...{ lags: lags.lags, sequences: lags.sequences, layers, saturationSteps: saturation.steps },
		tensors: tensors.map(({ tensor, total, steps, share }) => ({
			...{ tensor, log10Norm: finite(toLog10(total)), steps: logs(steps), share: [...share] },
		})),
		memory: {
			gradientLag: top.includes(null) ? null : Math.max(...top.map(Number)),
			...{ inputLag: input.lag, inputBound: input.bound, inputUnit: input.unit, inputChange: [...input.change] },
		},
		overflowStep: overflowStep < 0 ? null : overflowStep,
	};
}

function jacobianReport(jacobian: LayerJacobian): LayerReport["jacobian"] {
	const { size, exact, largestSingular, lyapunov, spectra, products, recurrent } = jacobian;
	const steps = spectra?.map(({ t, singular, eigenvalues: { re, im }, radius }) => ({
		...{ t, singular: [...singular], radius },
		eigenvalues: Array.from(re, (v, k): [number, number] => [v, im[k]!]),
	}));
	return {
		...{
			size,
			exact,
			cost: exactCost(size),
			largestSingular,
			lyapunovNats: Array.from(lyapunov, lyapunovNats),
			recurrent,
		},
		...(steps && { steps }),
		...(products && { products: products.map(({ steps: w, log2 }) => ({ steps: w, log10: finite(toLog10(log2)) })) }),
	};
}
