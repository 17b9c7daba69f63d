/**
 * Gradient by lag: how large is dL/dh_{t-k}, L being the loss eps_t of the one step t, for k = 0..K? One lane of a
 * window is one sequence whose last step bears the cost; the curves are averages over the lanes (so over t and over
 * sequences). Exact over the whole range of numbers: see backflow.ts, whose cost this has, twice for gated cells.
 *
 * Norms are Euclidean over the H units of a layer. A gated cell's gradient is also split by the way it came: "through c"
 * went back in time through c alone (a GRU's through z h_{t-1}), "through h" is all the rest, which passed W_hh at least
 * once. As vectors the two add up to the whole.
 */
import type { Unrolled } from "../cells/unroll.ts";
import { backflow, type LayerFlow, logNorm } from "./backflow.ts";
import { logGeometricMean, logMean, logRms } from "./logNumbers.ts";

// B lanes, H units, K the largest lag

/** log2 of norms for k = 0..K, [K+1]; -Infinity is an exact zero. */
export interface LagCurve {
	/** Geometric mean over the lanes whose gradient is not zero: the typical lane, on which verdicts rest. */
	typical: Float64Array;
	/** Arithmetic mean: what the largest lanes make of it. */
	mean: Float64Array;
	/** Root of the mean of squares: the scale of a sum over lanes of random signs. */
	rms: Float64Array;
	/** Lanes whose gradient is exactly 0 (a relu all off, a gate rounded to 1). */
	zeros: Float64Array;
}

export interface LayerLags {
	h: LagCurve;
	/** lstm */
	c?: LagCurve;
	/** Gated cells: the gradient by c (lstm) or by h (gru), by its way. */
	throughC?: LagCurve;
	throughH?: LagCurve;
}

export interface GradientByLag {
	/** K */
	lags: number;
	/** Lanes that had a cost: their target is known. */
	sequences: number;
	layers: LayerLags[]; // [L]
}

/**
 * Of a window that has been run forward: its last step's targets are the costs, K < T.
 * @param paths false leaves the split by path out, and half the cost with it.
 */
export function gradientByLag(window: Unrolled, K: number, { paths = true } = {}): GradientByLag {
	const { T, B, weights } = window;
	const { hidden: H, cell } = weights.spec;
	const sources = Array.from({ length: B }, (_, b) => (window.targets[(T - 1) * B + b]! >= 0 ? T - 1 : -1));
	const lanes = sources.flatMap((source, b) => (source < 0 ? [] : [b]));
	const until = T - 1 - K;
	const whole = backflow(window, { sources, until });
	const split = paths && cell !== "rnn";
	const alone = split ? backflow(window, { sources, until, withoutRecurrence: true }) : undefined;
	const layers = weights.spec.layers;
	const gather = Array.from({ length: layers }, () => ({
		h: new CurveBuilder(K),
		c: cell === "lstm" ? new CurveBuilder(K) : undefined,
		throughC: split ? new CurveBuilder(K) : undefined,
		throughH: split ? new CurveBuilder(K) : undefined,
	}));
	try {
		for (const { t, layers: flows } of whole) {
			const part = alone?.next();
			for (const [l, flow] of flows.entries()) {
				const to = gather[l]!;
				const norms = (x: LayerFlow["dh"], { exponents }: LayerFlow) =>
					lanes.map((b) => logNorm(x, b, H, exponents[b]!));
				const k = T - 1 - t;
				to.h.add(k, norms(flow.dh, flow));
				if (flow.dc) to.c?.add(k, norms(flow.dc, flow));
				if (!part || part.done) continue;
				const direct = part.value.layers[l]!;
				to.throughC!.add(k, norms(direct.dc ?? direct.dh, direct));
				to.throughH!.add(
					k,
					lanes.map((b) => logDifference(flow, direct, b, H)),
				);
			}
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

/** log2 |whole - part| of one lane, dc where there is one. What cancels below 2^-22 of the whole (float32) is rounding: zero. */
export function logDifference(whole: LayerFlow, part: LayerFlow, b: number, H: number): number {
	const [x, y] = [whole.dc ?? whole.dh, part.dc ?? part.dh];
	const factor = 2 ** (part.exponents[b]! - whole.exponents[b]!);
	let [sum, size] = [0, 0];
	for (let k = b * H; k < (b + 1) * H; k++) {
		sum += (x[k]! - y[k]! * factor) ** 2;
		size += x[k]! ** 2;
	}
	const rounding = x instanceof Float32Array ? 2 ** -44 : 2 ** -100;
	return sum <= rounding * size ? Number.NEGATIVE_INFINITY : whole.exponents[b]! + Math.log2(sum) / 2;
}

class CurveBuilder {
	readonly curve: LagCurve;

	constructor(K: number) {
		const empty = () => new Float64Array(K + 1).fill(Number.NEGATIVE_INFINITY);
		this.curve = { typical: empty(), mean: empty(), rms: empty(), zeros: new Float64Array(K + 1) };
	}

	add(k: number, logs: readonly number[]): void {
		const { typical, mean, rms, zeros } = this.curve;
		zeros[k] = logs.filter((x) => x === Number.NEGATIVE_INFINITY).length;
		if (logs.length === zeros[k]) return;
		typical[k] = logGeometricMean(logs);
		mean[k] = logMean(logs);
		rms[k] = logRms(logs);
	}
}
