/** With which probability each symbol was drawn: what temperature, top-k and top-p make of the model's own probabilities. */
import { rank, softmax } from "../../cells/likeliest.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { candidatesOf, type SampleOptions } from "../text/sampling.ts";

/**
 * Returns the probability of a symbol to be drawn by `continueWith`, 0 for one that top-k or top-p leaves out.
 * @param logits of the symbols, [V]; -Infinity for one that may not come next.
 */
export function drawChances(
	logits: Floats,
	{ temperature = 1, topK = 0, topP = 1 }: Pick<SampleOptions, "temperature" | "topK" | "topP">,
): (id: number) => number {
	const p = softmax(logits, temperature === 0 ? 1 : temperature); // [V]
	if (temperature === 0) {
		const [likeliest] = rank(p, 1);
		return (id) => (id === likeliest ? 1 : 0);
	}
	const kept = candidatesOf(p, topK, topP);
	if (!kept) return (id) => p[id]!;
	const mass = kept.reduce((sum, id) => sum + p[id]!, 0);
	return (id) => (kept.includes(id) ? p[id]! / mass : 0);
}
