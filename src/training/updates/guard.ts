/**
 * The divergence guard. If a loss or gradient is not finite, it names the first non-finite tensor element. It also
 * detects a loss that has exploded before any number became NaN or infinite.
 */
import { stateOf } from "../../cells/cell.ts";
import type { HeadName } from "../../cells/layout.ts";
import { statesOf } from "../../cells/layout.ts";
import type { Pass } from "../../cells/pass.ts";
import type { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Floats } from "../../kernels/kernels.ts";

/** A divergence: the value and its position. It is a result, not an exception: the caller decides how to continue. */
export interface Divergence {
	kind: "not-finite" | "exploded";
	/** Update at which the divergence was detected. */
	step: number;
	/**
	 * Layout name for weights and gradients ("gradient of weight_hh_l0"), hook name for values ("l1.c", "losses"), or
	 * "loss" for a loss that exploded.
	 */
	tensor: string;
	index: number;
	value: number;
}

/**
 * Returns the first non-finite value in causal order: weights, the window's values layer by layer, losses, gradients.
 * Returns undefined if everything is finite.
 */
export function findDivergence(step: number, window: Unrolled, gradients: Weights): Divergence | undefined {
	return badWeight(step, window.weights) ?? badValue(step, window) ?? badGradient(step, gradients);
}

/**
 * Returns the first non-finite value of a window, layer by layer and then the losses; undefined if all are finite.
 * @param lanes lanes of the batch that the window runs, and the batch's size; the index counts in the whole batch.
 */
export function badValue(
	step: number,
	window: Pass,
	{ from, batch }: { from: number; batch: number } = { from: 0, batch: window.B },
): Divergence | undefined {
	const { T, B } = window;
	const values = window.layers.flatMap((layer, l) => [
		[`l${l}.gates`, layer.gates, T],
		...statesOf(window.weights.spec)
			.slice(1)
			.map((s, k, all) => [`l${l}.${s}`, stateOf(layer, k + 1, all.length + 1), T + 1]),
		[`l${l}.h`, layer.h, T + 1],
	]) as [string, Floats | undefined, number][];
	for (const [tensor, array, steps] of [...values, ["losses", window.losses, T] as const]) {
		const at = array ? firstBad(array) : -1;
		if (!array || at < 0) continue;
		const width = array.length / (steps * B);
		const row = Math.floor(at / width); // of [steps,B]
		const index = (Math.floor(row / B) * batch + from + (row % B)) * width + (at % width);
		return { kind: "not-finite", step, tensor, index, value: array[at]! };
	}
	return undefined;
}

/** Returns the first non-finite weight, or undefined. */
export function badWeight(step: number, weights: Weights): Divergence | undefined {
	const bad = firstBad(weights.flat);
	if (bad < 0) return undefined;
	return { kind: "not-finite", step, ...weights.locate(bad), value: weights.flat[bad]! };
}

/** Returns the first non-finite gradient, or undefined. */
function badGradient(step: number, gradients: Weights): Divergence | undefined {
	const bad = firstBad(gradients.flat);
	if (bad < 0) return undefined;
	const { tensor, index } = gradients.locate(bad);
	return { kind: "not-finite", step, tensor: `gradient of ${tensor}`, index, value: gradients.flat[bad]! };
}

/**
 * Like findDivergence if something is known to be non-finite: falls back to the squared gradient norm that overflowed.
 * @param badValues returns the first non-finite value of all windows.
 */
export function nameDivergence(
	step: number,
	{
		weights,
		badValues,
		gradients,
	}: { weights: Weights; badValues(step: number): Divergence | undefined; gradients: Weights },
	gradNorm: number,
): Divergence {
	const found = badWeight(step, weights) ?? badValues(step) ?? badGradient(step, gradients);
	return found ?? { kind: "not-finite", step, tensor: "squared gradient norm", index: 0, value: gradNorm };
}

/** A loss has exploded if it exceeds this many times the loss of a model that ignores its input. */
const EXPLODED = 10;

/**
 * Returns a divergence if the mean loss over ten updates exceeds ten times `ignorant` and ten times `firstLoss`. Only
 * confident wrong outputs cost that much, from weights that grew without learning. In a healthy run, single batches may
 * be that bad, but not the mean of ten.
 * @param ignorant loss of a model that ignores its input. @param firstLoss loss of the untrained model.
 */
export function findExplosion(
	step: number,
	meanLoss: number,
	firstLoss: number,
	ignorant: number,
): Divergence | undefined {
	if (!(meanLoss > EXPLODED * Math.max(firstLoss, ignorant))) return undefined;
	return { kind: "exploded", step, tensor: "loss", index: 0, value: meanLoss };
}

/**
 * Returns the loss per scored step of a model that ignores its input. Softmax: ln V. Binary: V ln 2. Regression: the
 * mean square of the targets in `values`, for the answer 0.
 */
export function ignorantLoss(head: HeadName = "softmax", V: number, values?: ArrayLike<number>): number {
	if (head === "softmax") return Math.log(V);
	if (head === "binary") return V * Math.LN2;
	let [sum, count] = [0, 0];
	for (let j = 0; j < values!.length; j++) {
		if (Number.isNaN(values![j]!)) continue;
		sum += values![j]! ** 2;
		count++;
	}
	return count === 0 ? 0 : sum / count;
}

function firstBad(array: Floats): number {
	return array.findIndex((value: number) => !Number.isFinite(value));
}

/** Returns the divergence of a non-finite validation loss whose weights are all finite: the logits are too far apart. */
export function noLoss(step: number, value: number): Divergence {
	return { kind: "not-finite", step, tensor: "validation loss", index: 0, value };
}
