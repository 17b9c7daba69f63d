/** The guard: when a loss or gradient is not a number, it names the first tensor and index that is not finite. */
import type { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import type { Floats } from "../kernels/kernels.ts";

/** A number that went wrong, where it stands. A result, not an exception: whoever drives the run decides. */
export interface Divergence {
	kind: "not-finite";
	/** Update at which it was noticed. */
	step: number;
	/** Layout name for weights and gradients ("gradient of weight_hh_l0"), hook name for values ("l1.c", "logits"). */
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

function firstBad(array: Floats): number {
	return array.findIndex((value: number) => !Number.isFinite(value));
}
