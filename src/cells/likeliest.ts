/** Results of a softmax head: the probabilities, a symbol's loss, and the most likely symbols. */
import type { Floats } from "../kernels/kernels.ts";

/**
 * Returns the softmax of logits / temperature in float64, [V].
 * @param temperature above 0. Default 1.
 */
export function softmax(logits: Floats, temperature = 1): Float64Array {
	let max = -Infinity;
	for (const x of logits) max = Math.max(max, x);
	const p = new Float64Array(logits.length); // [V]
	let sum = 0;
	for (let v = 0; v < p.length; v++) sum += p[v] = Math.exp((logits[v]! - max) / temperature);
	for (let v = 0; v < p.length; v++) p[v]! /= sum;
	return p;
}

/** Returns -ln softmax(logits)[id] in nats; finite even where the probability underflows. */
export function lossOf(logits: Floats, id: number): number {
	let max = -Infinity;
	for (const y of logits) max = Math.max(max, y);
	let sum = 0;
	for (const y of logits) sum += Math.exp(y - max);
	return max + Math.log(sum) - logits[id]!;
}

/** Returns the ids of the `k` largest numbers, largest first; ties by id. */
export function rank(p: Float64Array, k: number): number[] {
	if (k > 32) return [...p.keys()].sort((a, b) => p[b]! - p[a]! || a - b).slice(0, k);
	const best: number[] = [];
	for (let id = 0; id < p.length; id++) {
		if (best.length === k && p[id]! <= p[best[k - 1]!]!) continue;
		if (best.length < k) best.push(id);
		let at = best.length - 1;
		for (; at > 0 && p[id]! > p[best[at - 1]!]!; at--) best[at] = best[at - 1]!;
		best[at] = id;
	}
	return best;
}
