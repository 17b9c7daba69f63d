/**
 * What a passage that a reader has chosen is an instance of: the patterns that hold in it and not around it. It describes one
 * passage and proves nothing; the search over the whole text does.
 */
import type { Labels } from "./pattern.ts";

export interface Likeness {
	/** Name of the pattern. */
	pattern: string;
	/** For a degree: it is taken to hold above this level, which fits the passage best. */
	above: number;
	/** Fraction of the passage where it holds, and of the symbols around it. */
	inside: number;
	around: number;
	/** F1 of predicting the passage by the pattern, if as many symbols were around it as in it: 2 inside / (1 + inside + around). */
	f1: number;
}

/** Symbols looked at on each side of a passage: few, since other instances may be near. */
const AROUND = 12;
/** F1 that a pattern has that holds everywhere. */
export const EVERYWHERE = 2 / 3;

/** Returns the patterns by how well they fit the symbols [from, to), best first; those that hold nowhere in it are left out. */
export function likePassage({ patterns, tracks, symbols: S }: Labels, from: number, to: number): Likeness[] {
	const [first, end] = [Math.max(0, from - AROUND), Math.min(S, to + AROUND)];
	const outside = Math.max(1, end - first - (to - from));
	const found = patterns.map(({ name, graded }, p): Likeness => {
		const track = tracks[p]!.subarray(first, end);
		const inside = new Float64Array(257); // of each degree: symbols of the passage
		const around = new Float64Array(257);
		for (const [n, degree] of track.entries()) {
			const at = first + n;
			(at >= from && at < to ? inside : around)[degree]!++;
		}
		let best: Likeness = { pattern: name, above: 0, inside: 0, around: 0, f1: 0 };
		let [hits, misses] = [0, 0];
		for (let above = 255; above >= 0; above--) {
			hits += inside[above + 1]!;
			misses += around[above + 1]!;
			if (!graded && above > 0) continue;
			const [hit, missed] = [hits / (to - from), misses / outside];
			const f1 = (2 * hit) / (1 + hit + missed);
			if (f1 > best.f1) best = { pattern: name, above, inside: hit, around: missed, f1 };
		}
		return best;
	});
	return found.filter(({ f1 }) => f1 > 0).sort((a, b) => b.f1 - a.f1);
}
