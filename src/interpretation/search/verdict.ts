/** Evaluation of the sums of a search: the test of every unit and pattern, and the report of the best. */
import { BINS, type Bins } from "./bins.ts";
import { type Counts, type Histograms, spread } from "./counts.ts";
import { BLOCKS, type Judged } from "./parts.ts";
import { areaInterval, areaUnderCurve, bestThreshold, correlationInterval, f1At } from "./ranking.ts";
import { falseDiscoveryRates, studentQuantile, studentTail } from "./significance.ts";

// U units, P patterns, J blocks

const FREEDOM = BLOCKS - 1;

/** A unit that is evaluated block by block on the held-out part. */
export interface Candidate {
	u: number;
	/** 1: high where the pattern holds; -1: low. */
	sign: 1 | -1;
	blocks: Histograms[]; // [J]
	/** Sums of the labels' values y in each bin, and of y^2 in all, [J,BINS+1]. */
	labels: Float64Array;
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
	/** Graded patterns: rank correlation with the degree, and its 95 % interval. */
	correlation?: number;
	/** 95 % interval of the correlation. */
	correlationCi?: [number, number];
	/** AUC (graded: size of the correlation) that the same unit exceeds by chance in 2.5 % of cases; 1 without limit. */
	chance: number;
	/** Graded patterns: the AUC that the same unit exceeds by chance in 2.5 % of cases. */
	aucChance?: number;
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
	if (pattern.graded) {
		const squares = spread(counts.all(u), bins.scores.subarray(u * BINS, (u + 1) * BINS));
		const [product, labels] = [products[p * bins.units + u]!, pattern.squares[0]];
		return squares > 0 && labels > 0 ? product / Math.sqrt(squares * labels) : 0;
	}
	const { holds, not } = counts.of(p, u);
	return areaUnderCurve(holds, not) - 0.5;
}

interface Test {
	/** One-sided, in the direction found on the selection part. */
	p: number;
	/** The product has the direction of the selection part, and chance exceeds its size in less than 2.5 % of cases. */
	beats: boolean;
	product: number;
	/** Size of the product that chance exceeds in 2.5 % of cases. */
	reach: number;
}

/**
 * Tests the held-out sum against those of its shifts, for every pattern and unit. Returns the tests, [V,U], and the q
 * of the first P rows, [P,U]. The other rows are those of the higher halves of degrees. A pattern that selects the same
 * symbols as an earlier one is no further test: it has that one's q.
 * @param twins first pattern that selects the same symbols, itself if none does, [P]
 * @param chosen label times rank, summed, [P,U]
 * @param heldOut the same for every shift, [J*V,U]
 */
export function testAll(
	{ P, U, twins }: { P: number; U: number; twins: readonly number[] },
	chosen: Float64Array,
	heldOut: Float64Array,
): { tests: Test[]; q: Float64Array } {
	const limit = studentQuantile(0.025, FREEDOM);
	const VU = heldOut.length / BLOCKS;
	const tests = Array.from({ length: VU }, (_, vu): Test => {
		let squares = 0;
		for (let j = 1; j < BLOCKS; j++) squares += heldOut[j * VU + vu]! ** 2;
		const deviation = Math.sqrt(squares / FREEDOM);
		const product = heldOut[vu]!;
		const direction = vu < P * U ? Math.sign(chosen[vu]!) : 0;
		const p = deviation > 0 && direction !== 0 ? studentTail((product * direction) / deviation, FREEDOM) : 1;
		const reach = limit * deviation;
		return { p, beats: product * direction > reach, product, reach };
	});
	const own = Array.from({ length: P * U }, (_, pu) => pu).filter(
		(pu) => twins[Math.floor(pu / U)] === Math.floor(pu / U),
	);
	const rates = falseDiscoveryRates(own.map((pu) => tests[pu]!.p));
	const q = new Float64Array(P * U);
	for (const [k, pu] of own.entries()) q[pu] = rates[k]!;
	for (const [p, twin] of twins.entries()) if (twin !== p) q.copyWithin(p * U, twin * U, (twin + 1) * U);
	return { tests, q };
}

/** What the figures of a selected unit are made of. */
interface Figures {
	test: Test;
	/** The test of "it holds"; the same, except for a degree. */
	half: Test;
	q: number;
	counts: Counts;
	bins: Bins;
}

/** Returns the held-out figures of a selected unit. */
export function verdict(
	pattern: Judged,
	p: number,
	{ u, sign, blocks, labels }: Candidate,
	{ test, half, q, counts, bins }: Figures,
): UnitVerdict {
	const before = counts.of(p, u);
	const { holds, not, all } = totals(blocks);
	const ranks = ranksOf(all);
	const scale = perRank(all, ranks, bins.scores.subarray(u * BINS, (u + 1) * BINS));
	const b = bestThreshold(before.holds, before.not, sign);
	const area = areaUnderCurve(holds, not);
	const [low, high] = areaInterval(blocks);
	const { holds: n1, not: n0 } = pattern.heldOut;
	const aucChance = Math.min(1, 0.5 + (half.reach * scale * (n1 + n0)) / (n1 * n0));
	const figures = {
		...{ sign, threshold: bins.edge(u, b), auc: sign === 1 ? area : 1 - area },
		ci: (sign === 1 ? [low, high] : [1 - high, 1 - low]) as [number, number],
	};
	const rest = { q, f1: f1At(holds, not, b, sign) };
	if (!pattern.graded) return { ...figures, chance: aucChance, ...rest };
	const squares = spread(all, ranks);
	const chance = squares > 0 ? Math.min(1, (test.reach * scale) / Math.sqrt(pattern.squares[1] * squares)) : 0;
	const { r: correlation, ci: correlationCi } = correlationInterval(blocks, labels, ranks);
	return { ...figures, correlation, correlationCi, chance, aucChance, ...rest };
}

/** Rank of each bin among the values, from -0.5 to 0.5, with half of its own, [BINS]. */
function ranksOf(n: Float64Array): Float64Array {
	const all = n.reduce((a, b) => a + b, 0);
	let passed = 0;
	return n.map((count) => {
		passed += count;
		return (passed - count / 2) / all - 0.5;
	});
}

/**
 * Rank among the values per rank in the pilot, by regression: sums with the pilot's ranks times this are sums with the
 * ranks that area and correlation are made of. 1 if all values are in one bin.
 * @param n number of values in each bin, [BINS]
 */
function perRank(n: Float64Array, ranks: Float64Array, scores: Float32Array): number {
	let both = 0;
	for (let b = 0; b < BINS; b++) both += n[b]! * ranks[b]! * scores[b]!; // the mean of the ranks is 0
	return both > 0 ? spread(n, ranks) / both : 1;
}

/** Adds the histograms of the blocks, all of [BINS]. */
export function totals(blocks: readonly Histograms[]): Histograms & { all: Float64Array } {
	const total = (which: keyof Histograms) =>
		blocks[0]![which].map((_, b) => blocks.reduce((sum, block) => sum + block[which][b]!, 0));
	const [holds, not] = [total("holds"), total("not")];
	return { holds, not, all: holds.map((n, b) => n + not[b]!) };
}
