/** The next symbols that a network finds most likely, before and after a step. */
import { rank, softmax } from "../cells/likeliest.ts";
import type { Floats } from "../kernels/kernels.ts";
import type { Model } from "./model.ts";

// V symbols, H units

export interface LikelySymbol {
	id: number;
	/** 0 to 1 */
	probability: number;
}

/** Largest number of symbols. */
const TOP = 5;

/** Returns the most likely symbols of one row of logits, [V], most likely first. */
export function likeliest(logits: Floats): LikelySymbol[] {
	const p = softmax(logits);
	return rank(p, Math.min(TOP, p.length)).map((id) => ({ id, probability: p[id]! }));
}

/** The same from the state of the top layer alone: what the step before predicted. */
export function predictedBy(
	{ engine, weights }: Model,
	states: ReadonlyMap<string, ArrayLike<number>>,
): LikelySymbol[] {
	const { hidden: H, layers } = weights.spec;
	const b = weights.tensor("head.bias");
	const [x, y] = [engine.floats(H), engine.floats(b.length)];
	try {
		x.set(states.get(`l${layers - 1}.h`)!);
		engine.denseForward({ N: 1, D: H, V: b.length, x, w: weights.tensor("head.weight"), b, y });
		return likeliest(y);
	} finally {
		engine.free(x, y);
	}
}
