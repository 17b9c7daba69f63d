/** The values of all units after each symbol of a stretch of text, and what the model then expected next. */
import type { Floats } from "../../kernels/kernels.ts";
import { predictionOf } from "../textPredictions.ts";

// n symbols, U units, K most likely symbols

export interface Stretch {
	/** Index in the text of the first symbol. */
	from: number;
	symbols: number;
	/** Value of every unit after each symbol, [n,U]. */
	values: Floats;
	/** Number of most likely symbols, K. */
	top: number;
	/** Most likely next symbols after each symbol, most likely first, [n,K]. */
	likeliest: Int32Array;
	/** Their probabilities, [n,K]. */
	chances: Float64Array;
	/** Probability of the actual next symbol; NaN at the text's end and for one not in the vocabulary. [n] */
	probability: Float64Array;
	/** Its loss, -ln probability; NaN where `probability` is. [n] */
	nats: Float64Array;
	/** Number of symbols that were likelier; -1 where `probability` is NaN. [n] */
	rank: Int32Array;
}

export function emptyStretch(from: number, n: number, { values, top: K }: { values: Floats; top: number }): Stretch {
	return {
		...{ from, symbols: n, values, top: K },
		...{ likeliest: new Int32Array(n * K), chances: new Float64Array(n * K) },
		...{ probability: new Float64Array(n), nats: new Float64Array(n), rank: new Int32Array(n) },
	};
}

/** Writes the prediction after the n-th symbol. @param next id of the actual next symbol; undefined at the end */
export function predictInto(stretch: Stretch, n: number, logits: Floats, next: number | undefined): void {
	const { top: K, likeliest, chances } = stretch;
	const { probability, nats, rank, top } = predictionOf(logits, next ?? -1, stretch.from + n + 1, K);
	for (const [k, one] of top.entries()) {
		likeliest[n * K + k] = one.id;
		chances[n * K + k] = one.probability;
	}
	stretch.probability[n] = probability ?? Number.NaN;
	stretch.nats[n] = nats ?? Number.NaN;
	stretch.rank[n] = rank ?? -1;
}
