/** Histograms of every unit, over all rows of a part and over those where each pattern holds. */
import { BINS } from "./bins.ts";

// U units, P patterns

export interface Histograms {
	/** Values where the pattern holds, [BINS]. */
	holds: Float64Array;
	/** Values where it does not, [BINS]. */
	not: Float64Array;
}

export const emptyHistograms = (): Histograms => ({ holds: new Float64Array(BINS), not: new Float64Array(BINS) });

/** Rows of a window, listed: those that count, and those where each pattern holds. */
export interface RowLists {
	/** [P + 1] rows, the last list all that count. */
	rows: readonly Int32Array[];
	/** How many of each list are valid, [P + 1]. */
	lengths: Int32Array;
}

export class Counts {
	readonly #P: number;
	readonly #holds: Uint32Array; // [U,P,BINS]
	readonly #all: Uint32Array; // [U,BINS]

	constructor(units: number, patterns: number) {
		this.#P = patterns;
		this.#holds = new Uint32Array(units * patterns * BINS);
		this.#all = new Uint32Array(units * BINS);
	}

	/** Units [first, first + width): bins [width] rows of `stride`. */
	add(first: number, width: number, bins: Uint8Array, stride: number, { rows, lengths }: RowLists): void {
		const P = this.#P;
		for (let k = 0; k < width; k++) {
			tally(this.#all, (first + k) * BINS, bins, k * stride, rows[P]!, lengths[P]!);
			for (let p = 0; p < P; p++) {
				tally(this.#holds, ((first + k) * P + p) * BINS, bins, k * stride, rows[p]!, lengths[p]!);
			}
		}
	}

	of(p: number, u: number): Histograms {
		const holds = Float64Array.from(this.#holds.subarray((u * this.#P + p) * BINS, (u * this.#P + p + 1) * BINS));
		const not = Float64Array.from(this.#all.subarray(u * BINS, (u + 1) * BINS), (n, b) => n - holds[b]!);
		return { holds, not };
	}

	/** Sum of squares of unit u's scores around their mean; `scores` [BINS]. */
	spread(u: number, scores: Float32Array): number {
		let [n, sum, squares] = [0, 0, 0];
		for (let b = 0; b < BINS; b++) {
			const count = this.#all[u * BINS + b]!;
			n += count;
			sum += count * scores[b]!;
			squares += count * scores[b]! ** 2;
		}
		return n > 0 ? squares - (sum * sum) / n : 0;
	}
}

function tally(counts: Uint32Array, at: number, bins: Uint8Array, from: number, rows: Int32Array, n: number): void {
	for (let i = 0; i < n; i++) counts[at + bins[from + rows[i]!]!]!++;
}
