/**
 * How well a value predicts a pattern, from its histograms where the pattern holds and where it does not. Ties within a
 * bin count half.
 */
import type { Histograms } from "./counts.ts";
import { studentQuantile } from "./significance.ts";

/** Returns P(value where it holds > value where not) + half of the ties; 0.5 if either is empty. */
export function areaUnderCurve(holds: ArrayLike<number>, not: ArrayLike<number>): number {
	let pairs = 0;
	let below = 0; // of `not`
	let n1 = 0;
	for (let b = 0; b < holds.length; b++) {
		pairs += holds[b]! * (below + not[b]! / 2);
		below += not[b]!;
		n1 += holds[b]!;
	}
	return n1 > 0 && below > 0 ? pairs / (n1 * below) : 0.5;
}

/** Returns the harmonic mean of precision and recall of "value in bin b or above" (sign 1), or "below b" (sign -1). */
export function f1At(holds: ArrayLike<number>, not: ArrayLike<number>, b: number, sign: 1 | -1): number {
	let hits = 0;
	let alarms = 0;
	let n1 = 0;
	for (let k = 0; k < holds.length; k++) {
		n1 += holds[k]!;
		if (sign === 1 ? k < b : k >= b) continue;
		hits += holds[k]!;
		alarms += not[k]!;
	}
	return hits === 0 ? 0 : (2 * hits) / (hits + alarms + n1);
}

/** Returns the first bin b with the best F1. */
export function bestThreshold(holds: ArrayLike<number>, not: ArrayLike<number>, sign: 1 | -1): number {
	let best = 0;
	let most = -1;
	for (let b = 0; b <= holds.length; b++) {
		const f1 = f1At(holds, not, b, sign);
		if (f1 > most) [best, most] = [b, f1];
	}
	return best;
}

/**
 * Returns the 95 % interval of the area under the curve, which accounts for autocorrelation of the text: each block's
 * influence on the area (DeLong et al. 1988, summed by block: the infinitesimal jackknife), and Student's t with J - 1
 * degrees of freedom. J is the smaller of the number of blocks where it holds somewhere and of those where it does not.
 * If that is one, the interval is the whole range.
 * @param blocks histograms of each block
 */
export function areaInterval(blocks: readonly Histograms[]): [number, number] {
	const bins = blocks[0]!.holds.length;
	const all1 = new Float64Array(bins);
	const all0 = new Float64Array(bins);
	for (const { holds, not } of blocks) {
		for (let b = 0; b < bins; b++) {
			all1[b]! += holds[b]!;
			all0[b]! += not[b]!;
		}
	}
	const area = areaUnderCurve(all1, all0);
	const n1 = all1.reduce((a, b) => a + b, 0);
	const n0 = all0.reduce((a, b) => a + b, 0);
	const having = (which: keyof Histograms) => blocks.filter((block) => block[which].some((n) => n > 0)).length;
	const J = Math.min(having("holds"), having("not"));
	if (J < 2) return [0, 1];
	const below0 = new Float64Array(bins); // fraction of `not` below each bin, half of its own
	const above1 = new Float64Array(bins); // fraction of `holds` above each bin, half of its own
	let passed0 = 0;
	let passed1 = 0;
	for (let b = 0; b < bins; b++) {
		below0[b] = (passed0 + all0[b]! / 2) / n0;
		above1[b] = 1 - (passed1 + all1[b]! / 2) / n1;
		passed0 += all0[b]!;
		passed1 += all1[b]!;
	}
	let squares = 0;
	for (const { holds, not } of blocks) {
		let influence = 0;
		for (let b = 0; b < bins; b++) {
			influence += (holds[b]! * (below0[b]! - area)) / n1 + (not[b]! * (above1[b]! - area)) / n0;
		}
		squares += influence ** 2;
	}
	const reach = studentQuantile(0.025, J - 1) * Math.sqrt((squares * J) / (J - 1));
	return [Math.max(0, area - reach), Math.min(1, area + reach)];
}
