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

/**
 * Returns the correlation r of label and rank, and its 95 % interval by the influence of the blocks as for the area:
 * that of one value is z_y z_s - r (z_y^2 + z_s^2) / 2, with both standardised (Hampel 1974; the infinitesimal
 * jackknife).
 * @param blocks histograms of each block, [J]
 * @param labels sums of the labels' values y in each bin, and of y^2 in all, [J,bins+1]
 * @param ranks rank s of each bin
 */
export function correlationInterval(
	blocks: readonly Histograms[],
	labels: Float64Array,
	ranks: Float64Array,
): { r: number; ci: [number, number] } {
	const bins = ranks.length;
	const sums = blocks.map(({ holds, not }, j) => {
		const block = { n: 0, s: 0, ss: 0, y: 0, yy: labels[j * (bins + 1) + bins]!, ys: 0 };
		for (let b = 0; b < bins; b++) {
			const [count, y, s] = [holds[b]! + not[b]!, labels[j * (bins + 1) + b]!, ranks[b]!];
			block.n += count;
			block.s += count * s;
			block.ss += count * s * s;
			block.y += y;
			block.ys += y * s;
		}
		return block;
	});
	const total = (key: keyof (typeof sums)[0]) => sums.reduce((sum, block) => sum + block[key], 0);
	const n = total("n");
	const [meanY, meanS] = [total("y") / n, total("s") / n];
	const [varY, varS] = [total("yy") / n - meanY ** 2, total("ss") / n - meanS ** 2];
	if (!(varY > 0 && varS > 1e-12)) return { r: 0, ci: [0, 0] };
	const scale = Math.sqrt(varY * varS);
	const r = Math.max(-1, Math.min(1, (total("ys") / n - meanY * meanS) / scale));
	let squares = 0;
	for (const block of sums) {
		const both = (block.ys - meanY * block.s - meanS * block.y + block.n * meanY * meanS) / scale;
		const ofY = (block.yy - 2 * meanY * block.y + block.n * meanY ** 2) / varY;
		const ofS = (block.ss - 2 * meanS * block.s + block.n * meanS ** 2) / varS;
		squares += ((both - (r * (ofY + ofS)) / 2) / n) ** 2;
	}
	const J = blocks.length;
	const reach = studentQuantile(0.025, J - 1) * Math.sqrt((squares * J) / (J - 1));
	return { r, ci: [Math.max(-1, r - reach), Math.min(1, r + reach)] };
}
