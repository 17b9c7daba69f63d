/**
 * The scale of colours. A gate is neutral at 0.5; everything else at 0. Gates, and an h with bounds, have the full colour at
 * their bounds. Of a value without bounds the scale is fitted to the unit by the first symbols of the text, once, or chosen by
 * the reader; it never moves while the text is read.
 */
import type { ModelSpec } from "../../../src/cells/layout.ts";
import { boundedBy } from "../../../src/interpretation/reading/unitSpread.ts";
import { LEVELS } from "../../../src/views/palettes.ts";
import { textWords } from "./textAddress.ts";

export interface Scale {
	centre: number;
	/** Distance from the centre that has the full colour. */
	reach: number;
	/** True if values lie beyond it: then the reader chooses the reach. */
	open: boolean;
}

/** @param open reach of a value without bounds */
export function scaleOf(unit: string, spec: ModelSpec, open: number): Scale {
	const kind = boundedBy(unit.replace(/\.\d+$/, ""), spec);
	if (kind === "gate") return { centre: 0.5, reach: 0.5, open: false };
	return kind === "open" ? { centre: 0, reach: open, open: true } : { centre: 0, reach: 1, open: false };
}

/** The scale of a difference of two losses, in nats, as the reader chose it. */
export const differenceScale = (): Scale => ({ centre: 0, reach: textWords().differenceScale, open: true });

/** Level of a value's colour, -LEVELS..LEVELS; null for no value. */
export function levelIn({ centre, reach }: Scale, value: number): number | null {
	if (Number.isNaN(value)) return null;
	return Math.round(Math.max(-1, Math.min(1, (value - centre) / reach)) * LEVELS) || 0;
}
