/**
 * Histograms of every unit over the selection part, for all rows and for those where each pattern holds: they rank
 * units and set thresholds. Of a long part, one row in k is counted; for a pattern that is rare among those, every row
 * where it holds.
 */
import { BINS } from "./bins.ts";

// U units, P patterns

export interface Histograms {
	/** Values where the pattern holds, [BINS]. */
	holds: Float64Array;
	/** Values where it does not, [BINS]. */
	not: Float64Array;
}

export const emptyHistograms = (): Histograms => ({ holds: new Float64Array(BINS), not: new Float64Array(BINS) });

/** The listed rows of a window: those that count, and those where each pattern holds. */
export interface RowLists {
	/** [P + 1] rows; the last list has all that count. */
	rows: readonly Int32Array[];
	/** Number of valid entries of each list, [P + 1]. */
	lengths: Int32Array;
}

/** Maximum number of counted rows, and the minimum where a pattern holds. */
const MOST_ROWS = 1 << 17;
const LEAST_ROWS = 1 << 12;

/** Returns true for one symbol in k, spread evenly over texts of any period (multiples of the golden ratio). */
export function sampled(at: number, k: number): boolean {
	return Math.imul(at, 0x9e3779b1) >>> 0 < 2 ** 32 / k;
}

export class Counts {
	/** List one row in so many: of those where each pattern holds, and of all, [P + 1]. See `sampled`. */
	readonly every: Int32Array;
	readonly #P: number;
	readonly #holds: Uint32Array; // [U,P,BINS]
	readonly #all: Uint32Array; // [U,BINS]

	/**
	 * Creates empty histograms.
	 * @param size rows of the part
	 * @param holds number of rows where each pattern holds, [P]
	 */
	constructor(units: number, size: number, holds: readonly number[]) {
		const k = Math.ceil(size / MOST_ROWS);
		this.every = Int32Array.from([...holds.map((n) => (n / k < LEAST_ROWS ? 1 : k)), k]);
		this.#P = holds.length;
		this.#holds = new Uint32Array(units * holds.length * BINS);
		this.#all = new Uint32Array(units * BINS);
	}

	/** Adds the units [first, first + width); bins [width] rows of `stride`. */
	add(first: number, width: number, bins: Uint8Array, stride: number, { rows, lengths }: RowLists): void {
		const P = this.#P;
		for (let k = 0; k < width; k++) {
			tally(this.#all, (first + k) * BINS, bins, k * stride, rows[P]!, lengths[P]!);
			for (let p = 0; p < P; p++) {
				tally(this.#holds, ((first + k) * P + p) * BINS, bins, k * stride, rows[p]!, lengths[p]!);
			}
		}
	}

	/** Returns the histograms of unit u and pattern p, in rows of the part. */
	of(p: number, u: number): Histograms {
		const { every } = this;
		const holds = Float64Array.from(
			this.#holds.subarray((u * this.#P + p) * BINS, (u * this.#P + p + 1) * BINS),
			(n) => n * every[p]!,
		);
		const not = this.all(u).map((n, b) => Math.max(0, n - holds[b]!));
		return { holds, not };
	}

	/** Returns the histogram of unit u over all rows of the part, [BINS]. */
	all(u: number): Float64Array {
		const k = this.every[this.#P]!;
		return Float64Array.from(this.#all.subarray(u * BINS, (u + 1) * BINS), (n) => n * k);
	}
}

/** Sum of squares of the scores around their mean, with n[b] values in bin b; both [BINS]. */
export function spread(n: Float64Array, scores: ArrayLike<number>): number {
	let [all, sum, squares] = [0, 0, 0];
	for (let b = 0; b < BINS; b++) {
		all += n[b]!;
		sum += n[b]! * scores[b]!;
		squares += n[b]! * scores[b]! ** 2;
	}
	return all > 0 ? squares - (sum * sum) / all : 0;
}

function tally(counts: Uint32Array, at: number, bins: Uint8Array, from: number, rows: Int32Array, n: number): void {
	for (let i = 0; i < n; i++) counts[at + bins[from + rows[i]!]!]!++;
}
