/**
 * Where one pattern holds in a text: yes-or-no labels as they are, degrees cut at the level that divides them most
 * evenly.
 */
import { fail } from "../../errors/index.ts";
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

/**
 * Checks that a pattern holds after some of the first `count` symbols and not after others.
 * @throws E_PATTERN_CONSTANT.
 */
export function needBoth(label: Uint8Array, count: number): void {
	let holds = 0;
	for (let s = 0; s < count; s++) holds += label[s]!;
	needBothOf(holds, count);
}

/** The same for a pattern that holds after `holds` of `symbols`. @throws E_PATTERN_CONSTANT. */
export function needBothOf(holds: number, symbols: number): void {
	if (holds === 0 || holds === symbols)
		throw fail("E_PATTERN_CONSTANT", { share: holds === 0 ? "none" : "all", symbols });
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
