/**
 * A model's prediction at every position of a text: the most likely next symbols, the surprisal of the actual one, and
 * the most confident mistakes.
 */
import { lossOf, rank, softmax } from "../cells/likeliest.ts";
import { fail } from "../errors/index.ts";
import type { Floats } from "../kernels/kernels.ts";
import { type Model, type SymbolText, windows } from "./stream.ts";

// V symbols

export interface Prediction {
	/** Index in the text of the predicted symbol, from 1: the first is only read. */
	at: number;
	/** The actual next symbol; -1 if it is not in the vocabulary. */
	id: number;
	/** Probability of the actual next symbol. This and the next three fields are null if it is not in the vocabulary. */
	probability: number | null;
	/** -ln probability */
	nats: number | null;
	/** -log2 probability */
	bits: number | null;
	/** Number of symbols with a higher probability; 0 if the actual symbol was the most likely. */
	rank: number | null;
	/** Most likely symbols, most likely first. */
	top: { id: number; probability: number }[];
}

export interface PredictionOptions {
	/** Number of most likely symbols per position, 1 to V. Default 5. */
	top?: number;
	signal?: AbortSignal;
}

/**
 * Yields one prediction for every symbol but the first, from a zero state.
 * @throws E_SIZE.
 */
export async function* predictions(
	model: Model,
	text: SymbolText,
	{ top = 5, signal }: PredictionOptions = {},
): AsyncGenerator<Prediction, void, void> {
	const V = model.weights.tensor("head.bias").length;
	if (!Number.isInteger(top) || top < 1 || top > V) throw fail("E_SIZE", { what: "top", got: top, min: 1, max: V });
	let said: Floats | undefined; // [V] logits after the previous symbol
	for await (const { at, end, ids, values } of windows(model, text, { names: ["logits"], signal })) {
		const logits = values.get("logits")!; // [T,V]
		for (let t = 0; t < end[0]!; t++) {
			if (said) yield predictionOf(said, ids[t]!, at[0]! + t, top);
			said = logits.subarray(t * V, (t + 1) * V);
		}
		said = said?.slice(); // copied because the next window overwrites it
	}
}

/** Returns the prediction that `logits`, [V], make of the symbol `id` at index `at`, with the `count` most likely ones. */
export function predictionOf(logits: Floats, id: number, at: number, count: number): Prediction {
	const p = softmax(logits);
	const top = rank(p, count).map((symbol) => ({ id: symbol, probability: p[symbol]! }));
	if (id < 0) return { at, id, probability: null, nats: null, bits: null, rank: null, top };
	const nats = lossOf(logits, id);
	let likelier = 0;
	for (const probability of p) if (probability > p[id]!) likelier++;
	return { at, id, probability: p[id]!, nats, bits: nats / Math.LN2, rank: likelier, top };
}

export interface PredictionSummary {
	/** Predicted symbols, and how many of them are not in the vocabulary; the others are scored. */
	symbols: number;
	/** Predicted symbols that the vocabulary lacks; they are not scored. */
	unknownSymbols: number;
	/** Mean loss over the scored symbols; null if there are none. */
	nats: number | null;
	/** The same in bits. */
	bits: number | null;
	/** Top-1 accuracy on the scored symbols, and the fraction in the top `top`. */
	right: number | null;
	/** Fraction of the scored symbols in the top `top`; null if there are none. */
	inTop: number | null;
	/** Confident mistakes: the top prediction had at least probability `sure` but was wrong. */
	surelyWrong: { sure: number; count: number; share: number | null; worst: Prediction[] };
}

/** Summarises predictions incrementally; keeps the `keep` most confident mistakes. */
export class PredictionCount {
	readonly #sure: number;
	readonly #keep: number;
	readonly #worst: Prediction[] = []; // most confident first
	#symbols = 0;
	#scored = 0;
	#nats = 0;
	#right = 0;
	#inTop = 0;
	#surelyWrong = 0;

	/**
	 * Creates an empty count.
	 * @param sure 0 to 1. Default 0.9.
	 * @param keep Default 10.
	 */
	constructor({ sure = 0.9, keep = 10 }: { sure?: number; keep?: number } = {}) {
		this.#sure = sure;
		this.#keep = keep;
	}

	add(prediction: Prediction): void {
		const { nats, rank: place, top } = prediction;
		this.#symbols++;
		if (nats === null || place === null) return;
		this.#scored++;
		this.#nats += nats;
		if (place === 0) this.#right++;
		if (place < top.length) this.#inTop++;
		if (place === 0 || top[0]!.probability < this.#sure) return;
		this.#surelyWrong++;
		const worst = this.#worst;
		const at = worst.findLastIndex((other) => other.top[0]!.probability >= top[0]!.probability) + 1;
		if (at < this.#keep) worst.splice(at, 0, prediction);
		if (worst.length > this.#keep) worst.pop();
	}

	get summary(): PredictionSummary {
		const scored = this.#scored;
		const share = (count: number) => (scored === 0 ? null : count / scored);
		const nats = share(this.#nats);
		return {
			...{ symbols: this.#symbols, unknownSymbols: this.#symbols - scored },
			...{ nats, bits: nats === null ? null : nats / Math.LN2, right: share(this.#right), inTop: share(this.#inTop) },
			surelyWrong: {
				...{ sure: this.#sure, count: this.#surelyWrong, share: share(this.#surelyWrong) },
				worst: [...this.#worst],
			},
		};
	}
}
