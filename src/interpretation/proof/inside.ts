/** Where one pattern holds in a text: labels of yes or no as they are, degrees cut at the level that parts them most evenly. */
import type { Labels } from "../patterns/pattern.ts";
import { evenLevel } from "../search/parts.ts";

// S symbols

export interface Inside {
	name: string;
	label: Uint8Array; // [S] 1 where it holds after the symbol was read
	/** Of a degree: it holds above this. */
	above?: number;
	/** Share of the symbols where it holds. */
	share: number;
}

/** Of the first pattern of `labels`. */
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
