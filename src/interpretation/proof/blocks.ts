/**
 * Means with an interval that accounts for autocorrelation of the text: sums over J blocks of adjacent positions, each
 * block's influence on the mean (the infinitesimal jackknife of a ratio), and Student's t with J - 1 degrees of
 * freedom. Only blocks with positions count; a single block carries no information about how much blocks differ.
 */
import { studentQuantile } from "../search/significance.ts";

// J blocks

export interface Estimate {
	mean: number;
	/** 95 % interval; from -Infinity to Infinity if all positions are in one block. */
	low: number;
	high: number;
}

/** Sums and counts of the positions of one kind, by block. */
export interface BlockSums {
	sums: Float64Array; // [J]
	counts: Float64Array; // [J]
}

export const emptySums = (J: number): BlockSums => ({ sums: new Float64Array(J), counts: new Float64Array(J) });

/** Sum divided by count; NaN if nothing was counted. */
export function meanOf(parts: BlockSums): Estimate {
	return estimate([parts]);
}

/** Mean of `a` minus mean of `b`. */
export function differenceOf(a: BlockSums, b: BlockSums): Estimate {
	return estimate([a, b]);
}

/** Mean over the positions of both kinds. */
export function meanOfBoth(a: BlockSums, b: BlockSums): Estimate {
	return meanOf({ sums: plus(a.sums, b.sums), counts: plus(a.counts, b.counts) });
}

function estimate([a, b]: [BlockSums, BlockSums?]): Estimate {
	const J = Math.min(...[a, b ?? a].map(({ counts }) => counts.filter((n) => n > 0).length)); // blocks with positions
	const one = influences(a);
	const other = b && influences(b);
	const mean = one.mean - (other?.mean ?? 0);
	let squares = 0;
	for (let j = 0; j < a.sums.length; j++) squares += (one.of[j]! - (other?.of[j] ?? 0)) ** 2;
	const reach = J < 2 ? Number.POSITIVE_INFINITY : studentQuantile(0.025, J - 1) * Math.sqrt((squares * J) / (J - 1));
	return { mean, low: mean - reach, high: mean + reach };
}

/** The mean, and the influence of each block on it, [J]. */
function influences({ sums, counts }: BlockSums): { mean: number; of: Float64Array } {
	const n = total(counts);
	const mean = total(sums) / n;
	return { mean, of: sums.map((sum, j) => (sum - mean * counts[j]!) / n) };
}

const total = (x: Float64Array) => x.reduce((sum, y) => sum + y, 0);
const plus = (x: Float64Array, y: Float64Array) => x.map((value, j) => value + y[j]!);
