/** Writing: one symbol at a time from the model's own distribution, after a prompt. */
import { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";

export interface SampleOptions {
	/** Symbols to write. */
	length: number;
	/** Logits are divided by it; 0 always takes the likeliest. Default 1. */
	temperature?: number;
	/** Only the K likeliest are in the draw; 0 for all. */
	topK?: number;
	/** Only the likeliest whose probabilities reach P together are (Holtzman et al. 2020); 1 for all. */
	topP?: number;
	seed?: number;
}

export interface SampledSymbol {
	id: number;
	/** Under the model at temperature 1, before top-k and top-p. */
	probability: number;
	/** The five likeliest, likeliest first. */
	top: { id: number; probability: number }[];
}

/**
 * Feeds `prompt` from a zero state, then writes. Unknown prompt symbols (-1) are read as a row of zeros; so is the
 * beginning when the prompt is empty.
 */
export function* sample(
	engine: Engine,
	weights: Weights,
	prompt: ArrayLike<number>,
	{ length, temperature = 1, topK = 0, topP = 1, seed = 1 }: SampleOptions,
): Generator<SampledSymbol> {
	const random = new RandomStream(seed, "sample");
	const window = new Unrolled(engine, weights, { steps: 1, lanes: 1 });
	const feed = (id: number) => {
		window.ids[0] = id;
		window.forward();
		window.carry();
	};
	try {
		if (prompt.length === 0) feed(-1);
		for (let i = 0; i < prompt.length; i++) feed(prompt[i]!);
		for (let n = 0; n < length; n++) {
			const probabilities = softmax(window.logits, 1);
			const id = draw(window.logits, probabilities, { temperature, topK, topP }, random.uniform());
			const top = rank(probabilities, 5).map((id) => ({ id, probability: probabilities[id]! }));
			yield { id, probability: probabilities[id]!, top };
			feed(id);
		}
	} finally {
		window.free();
	}
}

function draw(
	logits: Floats,
	probabilities: Float64Array,
	{ temperature, topK, topP }: { temperature: number; topK: number; topP: number },
	u: number,
): number {
	if (temperature === 0) return rank(probabilities, 1)[0]!;
	const p = temperature === 1 ? probabilities : softmax(logits, temperature); // [V]
	const candidates = topK > 0 || topP < 1 ? nucleus(p, topK || p.length, topP) : undefined; // undefined: all
	const count = candidates?.length ?? p.length;
	let mass = 0;
	for (let i = 0; i < count; i++) mass += p[candidates ? candidates[i]! : i]!;
	let left = u * mass;
	for (let i = 0; i < count; i++) {
		const id = candidates ? candidates[i]! : i;
		left -= p[id]!;
		if (left < 0) return id;
	}
	return candidates ? candidates.at(-1)! : p.length - 1;
}

/** The likeliest symbols: at most `k`, and no more than needed to reach probability `P`. */
function nucleus(p: Float64Array, k: number, P: number): number[] {
	const kept: number[] = [];
	let mass = 0;
	for (const id of rank(p, Math.min(k, p.length))) {
		kept.push(id);
		mass += p[id]!;
		if (mass >= P) break;
	}
	return kept;
}

function softmax(logits: Floats, temperature: number): Float64Array {
	let max = -Infinity;
	for (const x of logits) max = Math.max(max, x);
	const p = new Float64Array(logits.length); // [V]
	let sum = 0;
	for (let v = 0; v < p.length; v++) sum += p[v] = Math.exp((logits[v]! - max) / temperature);
	for (let v = 0; v < p.length; v++) p[v]! /= sum;
	return p;
}

/** Ids of the `k` largest, largest first; ties by id. */
function rank(p: Float64Array, k: number): number[] {
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
