/** Sampling: generates text after a prompt, one symbol at a time from the model's predicted distribution. */
import { rank, softmax } from "../../cells/likeliest.ts";
import { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { RandomStream } from "../../kernels/random.ts";

export interface SampleOptions {
	/** Number of symbols to generate. */
	length: number;
	/** Divisor of the logits; 0 always picks the most likely symbol. Default: 1. */
	temperature?: number;
	/** Samples from the K most likely symbols only; 0: from all. Default: 0. */
	topK?: number;
	/** Samples from the most likely symbols that reach total probability P (Holtzman et al. 2020); 1: all. Default: 1. */
	topP?: number;
	seed?: number;
}

export interface SampledSymbol {
	id: number;
	/** Probability at temperature 1, before top-k and top-p. */
	probability: number;
	/** The five most likely symbols, most likely first. */
	top: { id: number; probability: number }[];
}

/** A model that reads one symbol at a time. */
export interface SymbolReading {
	/** Logits after the last symbol read, [V]. */
	readonly logits: Floats;
	/** Reads a symbol; -1 means a row of zeros. */
	step(id: number): void;
}

/** Samples from a model that starts in a zero state; see sampleWith. */
export function* sample(
	engine: Engine,
	weights: Weights,
	prompt: ArrayLike<number>,
	options: SampleOptions,
): Generator<SampledSymbol> {
	const reading = readingOf(engine, weights);
	try {
		yield* sampleWith(reading, prompt, options);
	} finally {
		reading.free();
	}
}

/** The model as a reader of single symbols, in a zero state. Call `free` when done. */
export function readingOf(engine: Engine, weights: Weights): SymbolReading & { free(): void } {
	const window = new Unrolled(engine, weights, { steps: 1, lanes: 1 });
	return {
		logits: window.logits,
		step(id) {
			window.ids[0] = id;
			window.forward();
			window.carry();
		},
		free: () => window.free(),
	};
}

/**
 * Reads `prompt`, then generates. Unknown prompt symbols (-1) are read as a row of zeros. If the prompt is empty, a row
 * of zeros is read instead.
 */
export function* sampleWith(
	model: SymbolReading,
	prompt: ArrayLike<number>,
	options: SampleOptions,
): Generator<SampledSymbol> {
	if (prompt.length === 0) model.step(-1);
	for (let i = 0; i < prompt.length; i++) model.step(prompt[i]!);
	yield* continueWith(model, options);
}

/** Generates from the state that the model is in. Every symbol generated has been read when the next is asked for. */
export function* continueWith(
	model: SymbolReading,
	{ length, temperature = 1, topK = 0, topP = 1, seed = 1 }: SampleOptions,
): Generator<SampledSymbol> {
	const random = new RandomStream(seed, "sample");
	for (let n = 0; n < length; n++) {
		const probabilities = softmax(model.logits);
		const id = draw(model.logits, probabilities, { temperature, topK, topP }, random.uniform());
		const top = rank(probabilities, 5).map((id) => ({ id, probability: probabilities[id]! }));
		yield { id, probability: probabilities[id]!, top };
		model.step(id);
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
	const candidates = candidatesOf(p, topK, topP);
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

/** Returns the symbols that top-k and top-p leave to draw from, most likely first; undefined for all. */
export function candidatesOf(p: Float64Array, topK: number, topP: number): number[] | undefined {
	return topK > 0 || topP < 1 ? nucleus(p, topK || p.length, topP) : undefined;
}

/** Returns the most likely symbols: at most `k`, and no more than needed to reach probability `P`. */
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
