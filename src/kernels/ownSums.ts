/** Blocks of the arrays of a cell given by equations; a file of its own, since a page loads it without the programs. */

/** Numbers of sums of each kind. */
export interface SumCounts {
	/** Sums W x + b; they come first. */
	inputSums: number;
	/** Sums W x + R h' + b. */
	fullSums: number;
	/** Sums R h' + b; they come last. */
	recurrentSums: number;
}

/** G sums, of which GI take x and GR take h'. */
export function sumsOf({ inputSums, fullSums, recurrentSums }: SumCounts) {
	return { G: inputSums + fullSums + recurrentSums, GI: inputSums + fullSums, GR: fullSums + recurrentSums };
}
