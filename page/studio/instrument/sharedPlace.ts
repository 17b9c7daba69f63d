/** The unit and the symbol that the reader looked at last in Text or Cell, which the other view takes over. */
import type { ModelFacts } from "../worker/instrument/open.ts";

interface Place {
	/** Network and text that the place is in. */
	facts: ModelFacts;
	from: "text" | "cell";
	/** A value of the unit, such as "l0.c.17". */
	unit: string;
	/** Symbol of the text. */
	at: number;
}

let last: Place | null = null;

export function sharePlace(place: Place): void {
	last = place;
}

/** The place that the reader left in the other view of the same network and text; null for none. */
export function placeFor(view: Place["from"], facts: ModelFacts): { unit: string; at: number } | null {
	return last && last.from !== view && last.facts === facts ? last : null;
}

/** Layer and index of a value's unit: those of "l1.gate.f.17" are 1 and 17. */
export function unitOf(name: string): { layer: number; index: number } | null {
	const [, layer, index] = /^l(\d+)\..+\.(\d+)$/.exec(name) ?? [];
	return index === undefined ? null : { layer: Number(layer), index: Number(index) };
}
