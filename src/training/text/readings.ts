/** Which updates of a run with ramps read a passage: the batches and groups of lanes of ramps.ts, without their symbols. */
import type { Ramps } from "./ramps.ts";

export interface ReadPassages {
	/** Places of passages in the part: first symbol and length. */
	places: readonly { at: number; ids: { length: number } }[];
	/** Steps per lane and epoch, as in lanes.ts. */
	n: number;
	/** Number of updates of the run. */
	last: number;
	/** Returns the fraction of the budget that set the size of an update; the first one is 1. */
	share(update: number): number;
}

/** Returns the updates that read a symbol of a passage, as an input or as a target, rising; the first one is 1. */
export function updatesOf(ramps: Ramps, { places, n, last, share }: ReadPassages): number[] {
	const B = ramps.whole.lanes;
	const spans = Array.from({ length: B }, (_, b) =>
		places
			.map(({ at, ids }) => [at - b * n, at + ids.length - 1 - b * n] as const)
			.filter(([first, end]) => end >= 0 && first <= n),
	); // [B] first and last step of each place in the lane, 0..n: step n is a target only
	const found: number[] = [];
	let [from, done, size] = [0, 0, ramps.whole];
	for (let update = 1; update <= last; update++) {
		if (done === 0) {
			size = ramps.at(share(update));
			if (from + size.k1 > n) from = 0; // a new epoch
		}
		const to = from + size.k1;
		const lanes = spans.slice(done * size.lanes, (done + 1) * size.lanes);
		if (lanes.some((own) => own.some(([first, end]) => first <= to && end >= from))) found.push(update);
		done = (done + 1) % (B / size.lanes);
		if (done === 0) from = to;
	}
	return found;
}
