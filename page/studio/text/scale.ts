/**
 * The scale of colours: fixed by what a value is, never by what came, so that two units, texts or networks can be compared.
 * A gate is neutral at 0.5; everything else at 0. Gates, and an h with bounds, have the full colour at their bounds.
 */
import type { ModelSpec } from "../../../src/cells/layout.ts";
import { LEVELS } from "../../../src/views/palettes.ts";

export interface Scale {
	centre: number;
	/** Distance from the centre that has the full colour. */
	reach: number;
	/** True if values lie beyond it: then the reader chooses the reach. */
	open: boolean;
}

export function scaleOf(unit: string, { cell, variant }: ModelSpec, open: number): Scale {
	if (/\.gate\.[^gn]\./.test(unit)) return { centre: 0.5, reach: 0.5, open: false };
	if (/\.c\./.test(unit)) return { centre: 0, reach: open, open: true };
	if (cell === "rnn" && variant === "sigmoid") return { centre: 0.5, reach: 0.5, open: false };
	if (cell === "rnn" && variant !== "tanh") return { centre: 0, reach: open, open: true };
	return { centre: 0, reach: 1, open: false };
}

/** Level of a value's colour, -LEVELS..LEVELS; null for no value. */
export function levelIn({ centre, reach }: Scale, value: number): number | null {
	if (Number.isNaN(value)) return null;
	return Math.round(Math.max(-1, Math.min(1, (value - centre) / reach)) * LEVELS) || 0;
}
