/** With which probability each symbol was drawn: what temperature, top-k and top-p make of the model's own probabilities. */
import { rank, softmax } from "../../cells/likeliest.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { candidatesOf, type SampleOptions } from "../text/sampling.ts";

/** How the symbols of a step were drawn. */
export interface DrawChances {
	/** Returns the probability with which a symbol was drawn: 0 for one that top-k or top-p leaves out. */
	chance(id: number): number;
	/** Whether top-k or top-p leaves a symbol out. At temperature 0 they leave out none: the likeliest is taken. */
	excludes(id: number): boolean;
}

/**
 * Returns how `continueWith` draws a symbol.
 * @param logits of the symbols, [V]; -Infinity for one that may not come next.
 */
export function drawChances(
	logits: Floats,
	{ temperature = 1, topK = 0, topP = 1 }: Pick<SampleOptions, "temperature" | "topK" | "topP">,
): DrawChances {
	const p = softmax(logits, temperature === 0 ? 1 : temperature); // [V]
	if (temperature === 0) {
		const [likeliest] = rank(p, 1);
		return { chance: (id) => (id === likeliest ? 1 : 0), excludes: () => false };
	}
	const kept = candidatesOf(p, topK, topP);
	if (!kept) return { chance: (id) => p[id]!, excludes: () => false };
	const mass = kept.reduce((sum, id) => sum + p[id]!, 0);
	const excludes = (id: number) => !kept.includes(id);
	return { chance: (id) => (excludes(id) ? 0 : p[id]! / mass), excludes };
}
