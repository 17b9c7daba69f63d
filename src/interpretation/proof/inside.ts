/**
 * Where one pattern holds in a text: yes-or-no labels as they are, degrees cut at the level that divides them most
 * evenly.
 */
import type { Labels } from "../patterns/pattern.ts";
import { evenLevel } from "../search/parts.ts";

// S symbols

export interface Inside {
	name: string;
	label: Uint8Array; // [S] 1 if it holds after the symbol was read
	/** For a degree: it holds above this level. */
	above?: number;
	/** Fraction of the symbols where it holds. */
	share: number;
}

/** Uses the first pattern of `labels`. */
export function insideOf({ patterns, tracks, symbols: S }: Labels): Inside {
	const { name, graded } = patterns[0]!;
	const track = tracks[0]!;
	let above = 0;
	if (graded) {
		const counts = new Float64Array(256);
		for (const label of track) counts[label]!++;
		above = evenLevel(counts);
	}
	let holds = 0;
	const label = track.map((degree) => (degree > above ? 1 : 0));
	for (const one of label) holds += one;
	return { name, label, ...(graded && { above }), share: holds / S };
}
