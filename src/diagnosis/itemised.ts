/**
 * The itemised gradient: which step's loss reaches which earlier step, and which step's use of a weight matrix
 * contributes to its gradient (after RNNbow, Cashman et al. 2017, with the paths of gated cells separated).
 *
 * A triangle takes S lanes for S steps: each lane reads the same symbols and has the loss of another step.
 */
import { isPlainCell } from "../cells/gateFunctions.ts";
import { outputsOf } from "../cells/layout.ts";
import type { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import { backflow, logNorm } from "./backflow.ts";
import { isScored, logDifference } from "./gradientByLag.ts";
import { logGeometricMean, logSum } from "./logNumbers.ts";
import { ScaledSum } from "./scaledSum.ts";

// N sequences, S steps with a loss, B = N S lanes, H units; t the step of the loss, k the step it reaches, k <= t

export interface Triangle {
	/** Number of steps, S. */
	steps: number;
	/** log2 |d eps_t / d h_k|, geometric mean over the sequences, [S,S]; -Infinity above the diagonal. */
	reach: Float64Array;
	/**
	 * Fraction of eps_t's total reach that arrives at k: |d eps_t / d h_k| / sum_j |d eps_t / d h_j|; rows sum to 1.
	 * [S,S]
	 */
	share: Float64Array;
	/**
	 * Gated cells: of what arrives at k, the fraction by norm that went back through c alone (gru: z h); the rest passed
	 * W_hh. [S,S]
	 */
	throughC?: Float64Array;
}

/**
 * Returns one triangle per layer. Run the window forward first. Its lanes are N groups of S; all lanes of a group read
 * the same symbols, and lane n S + s has the loss of step `T - S + s`.
 */
export function itemise(window: Unrolled, S: number): Triangle[] {
	const { T, B, weights } = window;
	const { hidden: H, layers: L } = weights.spec;
	const N = B / S;
	const first = T - S;
	const sources = Array.from({ length: B }, (_, b) => first + (b % S));
	const split = !isPlainCell(weights.spec);
	const cut = split ? backflow(window, { sources, until: first, withoutRecurrence: true }) : undefined;
	const square = () => new Float64Array(N * S * S).fill(Number.NEGATIVE_INFINITY); // [N,S,S]
	const logs = Array.from({ length: L }, () => ({ all: square(), c: square(), h: square() }));
	try {
		for (const { t: step, layers } of backflow(window, { sources, until: first })) {
			const part = cut?.next();
			const k = step - first;
			for (const [l, flow] of layers.entries()) {
				for (let b = 0; b < B; b++) {
					const t = b % S;
					if (t < k) continue;
					const at = (b - t) * S + t * S + k; // n S S + t S + k, n S = b - t
					logs[l]!.all[at] = logNorm(flow.dh, b, B, H, flow.exponents[b]!);
					if (!part || part.done) continue;
					const direct = part.value.layers[l]!;
					logs[l]!.c[at] = logNorm(direct.dc ?? direct.dh, b, B, H, direct.exponents[b]!);
					logs[l]!.h[at] = logDifference(flow, direct, b, B, H);
				}
			}
		}
	} finally {
		cut?.return(undefined);
	}
	return logs.map(({ all, c, h }) => ({
		steps: S,
		reach: overSequences(all, N, S, logGeometricMean),
		share: shares(all, N, S),
		...(split && { throughC: pathShares(c, h, S) }),
	}));
}

function overSequences(logs: Float64Array, N: number, S: number, mean: (logs: number[]) => number): Float64Array {
	return Float64Array.from({ length: S * S }, (_, at) => {
		const value = mean(Array.from({ length: N }, (_, n) => logs[n * S * S + at]!));
		return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
	});
}

function shares(logs: Float64Array, N: number, S: number): Float64Array {
	const out = new Float64Array(S * S);
	for (let n = 0; n < N; n++) {
		for (let t = 0; t < S; t++) {
			const row = logs.subarray((n * S + t) * S, (n * S + t + 1) * S);
			const whole = logSum(row);
			if (!Number.isFinite(whole)) continue;
			for (let k = 0; k <= t; k++) out[t * S + k]! += 2 ** (row[k]! - whole) / N;
		}
	}
	return out;
}

function pathShares(c: Float64Array, h: Float64Array, S: number): Float64Array {
	const out = new Float64Array(S * S);
	const counted = new Float64Array(S * S);
	for (let at = 0; at < c.length; at++) {
		const both = logSum([c[at]!, h[at]!]);
		if (!Number.isFinite(both)) continue;
		out[at % (S * S)]! += 2 ** (c[at]! - both);
		counted[at % (S * S)]!++;
	}
	return out.map((sum, at) => (counted[at] === 0 ? 0 : sum / counted[at]!));
}

/** The steps that the gradient of one tensor comes from. */
export interface TensorSteps {
	tensor: string;
	/** log2 of the norm of the gradient that comes from the last S steps together, |sum_t dL/dW from step t|. */
	total: number;
	/** log2 |dL/dW from step t|, for the last S steps, oldest first. [S] */
	steps: Float64Array;
	/** from step t| / sum_s |from step s|; sums to 1, or all 0 if there is no gradient. [S] */
	share: Float64Array;
}

/**
 * Returns the gradient of every tensor, split by unrolled step, over the last S steps and all lanes together.
 * @param cost "last": L is the loss of the last step, averaged over the lanes whose last step is scored; "all": the mean
 * over every scored step, as in training. Cost: S passes over all parameters in addition to the backward pass.
 */
export function gradientBySteps(window: Unrolled, S: number, cost: "last" | "all" = "last"): TensorSteps[] {
	const { T, B, weights } = window;
	const sources = cost === "all" ? cost : new Int32Array(B).fill(T - 1);
	const rows = cost === "all" ? T * B : B; // rows with a loss: the last ones of the window
	const last = Array.from({ length: rows }, (_, n) => T * B - rows + n);
	const scored = Math.log2(Math.max(1, last.filter((row) => isScored(window, outputsOf(weights.spec), row)).length));
	const sums = weights.specs.map(({ length }) => new ScaledSum(length));
	const steps = weights.specs.map(() => new Float64Array(S).fill(Number.NEGATIVE_INFINITY)); // [tensors] of [S]
	const onWeights = (t: number, gradients: Weights, exponents: readonly number[]) => {
		for (const [n, { name }] of weights.specs.entries()) {
			const layer = /_l(\d+)$/.exec(name);
			const exponent = layer ? exponents[Number(layer[1])]! : 0;
			const gradient = gradients.tensor(name);
			steps[n]![t - (T - S)] = logNorm(gradient, 0, 1, gradient.length, exponent) - scored;
			sums[n]!.add(gradient, exponent);
		}
	};
	for (const _ of backflow(window, { sources, until: T - S, together: true, onWeights }));
	return weights.specs.map(({ name }, n) => {
		const whole = logSum(steps[n]!);
		const share = steps[n]!.map((x) => (Number.isFinite(whole) ? 2 ** (x - whole) : 0));
		return { tensor: name, total: sums[n]!.logNorm - scored, steps: steps[n]!, share };
	});
}
