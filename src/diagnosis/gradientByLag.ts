/**
 * Gradient by lag: the size of dL/dh_{t-k} for k = 0..K, where L is the loss eps_t of the single step t. Each lane of a
 * window is one sequence, with the loss at one step; the curves are averages over the lanes (over t and over
 * sequences). Exact over the whole range of numbers: see backflow.ts, whose cost this has, twice for gated cells.
 *
 * Norms are Euclidean over the H units of a layer. A gated cell's gradient is also split by its path: "through c" went
 * back in time through c alone (GRU: through z h_{t-1}; equations: through the states, not through R h'); "through h" is
 * the rest, which passed W_hh at least once. As vectors the two add up to the whole.
 */
import { isPlainCell } from "../cells/gateFunctions.ts";
import { outputsOf, statesOf } from "../cells/layout.ts";
import type { Unrolled } from "../cells/unroll.ts";
import type { TaskBatch } from "../data/tasks/task.ts";
import { atOnce, type Work } from "../kernels/work.ts";
import { backflow, type LayerFlow, logNorm } from "./backflow.ts";
import { logGeometricMean, logMean, logRms } from "./logNumbers.ts";

// B lanes, H units, K the largest lag

/** log2 of norms for k = 0..K, [K+1]; -Infinity is an exact zero. */
export interface LagCurve {
	/**
	 * Geometric mean over the lanes whose gradient is not zero: the typical lane, which findings are based on. If more
	 * than half of the lanes are exactly zero, the typical lane is one of them: -Infinity.
	 */
	typical: Float64Array;
	/** Arithmetic mean, dominated by the largest lanes. */
	mean: Float64Array;
	/** Root mean square: the scale of a sum over lanes with random signs. */
	rms: Float64Array;
	/** Number of lanes whose gradient is exactly 0 (a relu all off, a gate rounded to 1). */
	zeros: Float64Array;
}

export interface LayerLags {
	h: LagCurve;
	/** Gradient by c; lstm. Of equations: by all states after h together. */
	c?: LagCurve;
	/** Cells that are not plain: the gradient by c, or by h where there is no c (gru), split by path. */
	throughC?: LagCurve;
	throughH?: LagCurve;
}

export interface GradientByLag {
	/** Largest lag, K. */
	lags: number;
	/** Number of lanes with a loss: their target is known. */
	sequences: number;
	layers: LayerLags[]; // [L]
}

export interface LagOptions {
	/** Step of each lane's loss, scored and at least K; -1 for none, [B]. Default: the last step, if it is scored. */
	sources?: readonly number[];
	/** Splits by path; false halves the cost. Default true. */
	paths?: boolean;
}

/** Computes the curves of a window after its forward pass. */
export function gradientByLag(window: Unrolled, K: number, options: LagOptions = {}): GradientByLag {
	return atOnce(lagsInPieces(window, K, options));
}

/** `gradientByLag` in pieces of one step. */
export function* lagsInPieces(
	window: Unrolled,
	K: number,
	{ paths = true, sources = lastScored(window, window.T - 1) }: LagOptions = {},
): Work<GradientByLag> {
	const { B, weights } = window;
	const { hidden: H } = weights.spec;
	const lanes = Array.from({ length: B }, (_, b) => b).filter((b) => sources[b]! >= 0);
	const until = Math.min(...lanes.map((b) => sources[b]!)) - K;
	const whole = backflow(window, { sources, until });
	const split = paths && !isPlainCell(weights.spec);
	const alone = split ? backflow(window, { sources, until, withoutRecurrence: true }) : undefined;
	const layers = weights.spec.layers;
	const gather = Array.from({ length: layers }, () => ({
		h: new CurveBuilder(K),
		c: statesOf(weights.spec).length > 1 ? new CurveBuilder(K) : undefined,
		throughC: split ? new CurveBuilder(K) : undefined,
		throughH: split ? new CurveBuilder(K) : undefined,
	}));
	try {
		for (const { t, layers: flows } of whole) {
			const cut = alone?.next();
			for (const b of lanes) {
				const k = sources[b]! - t;
				if (k < 0 || k > K) continue;
				for (const [l, flow] of flows.entries()) {
					const to = gather[l]!;
					to.h.add(k, logNorm(flow.dh, b, B, H, flow.exponents[b]!));
					if (flow.dc) to.c?.add(k, logNorm(flow.dc, b, B, H, flow.exponents[b]!));
					if (!cut || cut.done) continue;
					const part = cut.value.layers[l]!;
					to.throughC!.add(k, logNorm(part.dc ?? part.dh, b, B, H, part.exponents[b]!));
					to.throughH!.add(k, logDifference(flow, part, b, B, H));
				}
			}
			yield (window.T - t) / (window.T - until);
		}
	} finally {
		alone?.return(undefined);
	}
	return {
		lags: K,
		sequences: lanes.length,
		layers: gather.map(({ h, c, throughC, throughH }) => ({
			h: h.curve,
			...(c && { c: c.curve }),
			...(throughC && throughH && { throughC: throughC.curve, throughH: throughH.curve }),
		})),
	};
}

/**
 * log2 |whole - part| of one lane, dc if there is one. A difference below 2^-22 of the whole (float32) is rounding:
 * zero.
 */
export function logDifference(whole: LayerFlow, part: LayerFlow, b: number, B: number, H: number): number {
	const [x, y] = [whole.dc ?? whole.dh, part.dc ?? part.dh];
	const factor = 2 ** (part.exponents[b]! - whole.exponents[b]!);
	let [sum, size] = [0, 0];
	for (let at = b * H; at < x.length; at += B * H) {
		for (let k = at; k < at + H; k++) {
			sum += (x[k]! - y[k]! * factor) ** 2;
			size += x[k]! ** 2;
		}
	}
	const rounding = x instanceof Float32Array ? 2 ** -44 : 2 ** -100;
	return sum <= rounding * size ? Number.NEGATIVE_INFINITY : whole.exponents[b]! + Math.log2(sum) / 2;
}

class CurveBuilder {
	readonly #logs: number[][]; // [K+1] of [lanes]

	constructor(K: number) {
		this.#logs = Array.from({ length: K + 1 }, () => []);
	}

	add(k: number, log: number): void {
		this.#logs[k]!.push(log);
	}

	get curve(): LagCurve {
		const over = (mean: (logs: number[]) => number) =>
			Float64Array.from(this.#logs, (logs) => {
				const some = logs.some((x) => x !== Number.NEGATIVE_INFINITY);
				return some ? mean(logs) : Number.NEGATIVE_INFINITY;
			});
		const zerosOf = (logs: number[]) => logs.filter((x) => x === Number.NEGATIVE_INFINITY).length;
		const typical = (logs: number[]) =>
			2 * zerosOf(logs) > logs.length ? Number.NEGATIVE_INFINITY : logGeometricMean(logs);
		const zeros = Float64Array.from(this.#logs, zerosOf);
		return { typical: over(typical), mean: over(logMean), rms: over(logRms), zeros };
	}
}

/** Returns the last scored step of each lane that is `from` or later, -1 for none, [B]. */
export function lastScored(window: Unrolled, from = 0): number[] {
	return lastAnswers(window, outputsOf(window.weights.spec), from);
}

type Answers = Pick<TaskBatch, "T" | "B" | "targets" | "values">;

/** Returns the last scored steps of a batch of a task, V outputs wide. */
export function lastAnswers(answers: Answers, V: number, from = 0): number[] {
	const { T, B } = answers;
	return Array.from({ length: B }, (_, b) => {
		let t = T - 1;
		while (t >= from && !isScored(answers, V, t * B + b)) t--;
		return t >= from ? t : -1;
	});
}

/** Reports whether a row of [T,B] has a target. */
export function isScored({ targets, values }: Answers, V: number, row: number): boolean {
	if (!values) return targets![row]! >= 0;
	return values.subarray(row * V, (row + 1) * V).some((value) => !Number.isNaN(value));
}
