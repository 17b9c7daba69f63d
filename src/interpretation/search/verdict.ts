/** Evaluation of the sums of a search: the test of every unit and pattern, and the report of the best. */
import { BINS, type Bins } from "./bins.ts";
import { type Counts, type Histograms, spread } from "./counts.ts";
import { BLOCKS, type Judged } from "./parts.ts";
import { areaInterval, areaUnderCurve, bestThreshold, f1At } from "./ranking.ts";
import { falseDiscoveryRates, studentQuantile, studentTail } from "./significance.ts";

// U units, P patterns, J blocks

const FREEDOM = BLOCKS - 1;

/** A unit that is evaluated block by block on the held-out part. */
export interface Candidate {
	u: number;
	/** 1: high where the pattern holds; -1: low. */
	sign: 1 | -1;
	blocks: Histograms[]; // [J]
}

export interface UnitVerdict {
	/** 1: high where the pattern holds; -1: low. */
	sign: 1 | -1;
	/** The pattern is predicted above this (sign 1) or below it (-1): the best F1 on the selection part. */
	threshold: number;
	/** Area under the ROC curve on the scoring half; 0.5 is chance. */
	auc: number;
	/** 95 % interval of auc. */
	ci: [number, number];
	/** Graded patterns: rank correlation with the degree. */
	correlation?: number;
	/** AUC (graded: correlation) that the same unit exceeds by chance in 2.5 % of cases; 1 if there is no limit. */
	chance: number;
	/** False discovery rate (Benjamini-Hochberg) over the units searched. */
	q: number;
	/** F1 of predicting the pattern at the unit's best threshold. */
	f1: number;
}

/**
 * Returns direction and strength of a unit on the selection part: area - 1/2; for a degree, the rank correlation.
 * @param products label times rank, summed, [P,U]
 */
export function strength(
	pattern: Judged,
	p: number,
	u: number,
	{ counts, products, bins }: { counts: Counts; products: Float64Array; bins: Bins },
): number {
	if (pattern.graded) return correlation(products[p * bins.units + u]!, pattern.squares[0], counts.all(u), u, bins);
	const { holds, not } = counts.of(p, u);
	return areaUnderCurve(holds, not) - 0.5;
}

/** Rank correlation, from the sum of products. */
function correlation(product: number, labelSquares: number, all: Float64Array, u: number, bins: Bins): number {
	const squares = spread(all, bins.scores.subarray(u * BINS, (u + 1) * BINS));
	return squares > 0 && labelSquares > 0 ? product / Math.sqrt(squares * labelSquares) : 0;
}

interface Test {
	/** One-sided, in the direction found on the selection part. */
	p: number;
	product: number;
	/** Size of the product that chance exceeds in 2.5 % of cases. */
	reach: number;
}

/**
 * Tests the held-out sum against those of its shifts, for every pattern and unit. Returns the tests and their q, both
 * [P,U].
 * @param chosen label times rank, summed, [P,U]
 * @param heldOut the same for every shift, [J*P,U]
 */
export function testAll(
	P: number,
	U: number,
	chosen: Float64Array,
	heldOut: Float64Array,
): { tests: Test[]; q: Float64Array } {
	const reach = studentQuantile(0.025, FREEDOM);
	const tests = Array.from({ length: P * U }, (_, pu): Test => {
		let squares = 0;
		for (let j = 1; j < BLOCKS; j++) squares += heldOut[j * P * U + pu]! ** 2;
		const deviation = Math.sqrt(squares / FREEDOM);
		const product = heldOut[pu]!;
		const direction = Math.sign(chosen[pu]!);
		const p = deviation > 0 && direction !== 0 ? studentTail((product * direction) / deviation, FREEDOM) : 1;
		return { p, product, reach: reach * deviation };
	});
	return { tests, q: falseDiscoveryRates(tests.map(({ p }) => p)) };
}

/** Returns the held-out figures of a selected unit. */
export function verdict(
	pattern: Judged,
	p: number,
	{ u, sign, blocks }: Candidate,
	{ product, reach }: Test,
	q: number,
	{ counts, bins }: { counts: Counts; bins: Bins },
): UnitVerdict {
	const before = counts.of(p, u);
	const after = { holds: total(blocks, "holds"), not: total(blocks, "not") };
	const all = after.holds.map((n, b) => n + after.not[b]!);
	const b = bestThreshold(before.holds, before.not, sign);
	const area = areaUnderCurve(after.holds, after.not);
	const [low, high] = areaInterval(blocks);
	const { holds, not } = pattern.heldOut;
	const correlated = (sum: number) => correlation(sum, pattern.squares[1], all, u, bins);
	return {
		...{ sign, threshold: bins.edge(u, b), auc: sign === 1 ? area : 1 - area },
		ci: sign === 1 ? [low, high] : [1 - high, 1 - low],
		...(pattern.graded && { correlation: correlated(product) }),
		chance: Math.min(1, pattern.graded ? correlated(reach) : 0.5 + (reach * (holds + not)) / (holds * not)),
		...{ q, f1: f1At(after.holds, after.not, b, sign) },
	};
}

function total(blocks: readonly Histograms[], which: keyof Histograms): Float64Array {
	return blocks[0]![which].map((_, b) => blocks.reduce((sum, block) => sum + block[which][b]!, 0));
}
