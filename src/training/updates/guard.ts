/**
 * The guard: when a loss or gradient is not a number, it names the first tensor and index that is not finite; and it
 * knows a loss that has exploded before any number went wrong.
 */
import type { HeadName } from "../../cells/layout.ts";
import type { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Floats } from "../../kernels/kernels.ts";

/** A number that went wrong, where it stands. A result, not an exception: whoever drives the run decides. */
export interface Divergence {
	kind: "not-finite" | "exploded";
	/** Update at which it was noticed. */
	step: number;
	/** Layout name for weights and gradients ("gradient of weight_hh_l0"), hook name for values ("l1.c", "losses"), "loss" for one that exploded. */
	tensor: string;
	index: number;
	value: number;
}

/**
 * Looks in the order of cause: weights, then the window's values layer by layer, then losses, then gradients.
 * Undefined when everything is finite.
 */
export function findDivergence(step: number, window: Unrolled, gradients: Weights): Divergence | undefined {
	const found = (tensor: string, index: number, value: number): Divergence => {
		return { kind: "not-finite", step, tensor, index, value };
	};
	const weight = badWeight(step, window.weights);
	if (weight) return weight;
	const values = window.layers.flatMap((layer, l) => [
		[`l${l}.gates`, layer.gates],
		[`l${l}.c`, layer.c],
		[`l${l}.h`, layer.h],
	]) as [string, Floats | undefined][];
	for (const [name, array] of [...values, ["losses", window.losses] as const]) {
		const index = array ? firstBad(array) : -1;
		if (array && index >= 0) return found(name, index, array[index]!);
	}
	const badGradient = firstBad(gradients.flat);
	if (badGradient < 0) return undefined;
	const { tensor, index } = gradients.locate(badGradient);
	return found(`gradient of ${tensor}`, index, gradients.flat[badGradient]!);
}

/** The first weight that is not finite. */
export function badWeight(step: number, weights: Weights): Divergence | undefined {
	const bad = firstBad(weights.flat);
	if (bad < 0) return undefined;
	return { kind: "not-finite", step, ...weights.locate(bad), value: weights.flat[bad]! };
}

/** The same where something is known to be wrong: at least the sum of squares that overflowed is named. */
export function nameDivergence(step: number, window: Unrolled, gradients: Weights, gradNorm: number): Divergence {
	const found = findDivergence(step, window, gradients);
	return found ?? { kind: "not-finite", step, tensor: "squared gradient norm", index: 0, value: gradNorm };
}

/** Factor over the loss of a model that knows nothing at which a loss has exploded. */
const EXPLODED = 10;

/**
 * A mean loss over ten updates that is ten times that of a model which knows nothing, or, where it began worse than
 * that, of the untrained model. No ignorance costs that much: it takes outputs that are sure and wrong, of weights that
 * grew without learning. Single batches may be as bad in a training that goes well; ten in a row are not.
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
 * Loss per scored step of a model that answers without having looked: softmax ln V; binary ln 2 an output; regression
 * the mean square of what is wanted in `values`, the answer being 0.
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

/** A loss that is no number although every weight is: logits too far apart. */
export function noLoss(step: number, value: number): Divergence {
	return { kind: "not-finite", step, tensor: "validation loss", index: 0, value };
}
