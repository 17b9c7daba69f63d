/**
 * The scale of colours. A gate is neutral at 0.5; everything else at 0. Gates, and an h with bounds, have the full colour at
 * their bounds. Of a value without bounds the scale is fitted to the unit by the first symbols of the text, once, or chosen by
 * the reader. For a unit whose values are far from its neutral one, the reader can choose a scale around its mean, by the same
 * symbols. No scale moves while the text is read.
 */
import { aroundMean, reachFor } from "../../../src/interpretation/reading/unitSpread.ts";
import { type Bounds, boundedBy } from "../../../src/interpretation/reading/valueBounds.ts";
import { LEVELS } from "../../../src/views/palettes.ts";
import type { ModelFacts } from "../worker/instrument/modelFacts.ts";

export interface Scale {
	centre: number;
	/** Distance from the centre that has the full colour. */
	reach: number;
	/** own: neutral and full where every unit of its kind is. fitted: the reach is fitted or chosen. mean: around the unit's mean. */
	kind: "own" | "fitted" | "mean";
	/** The map shows log-odds: extremes near 0 and 1 are apart. */
	odds: boolean;
}

/** What the first symbols say of a unit. */
export interface Moments {
	mean: number;
	/** Root mean square. */
	size: number;
}

const UNKNOWN: Moments = { mean: 0, size: 0 };

/** @param chosen reach of a value without bounds, or "mean"; null: fitted to its moments */
export function scaleOf(
	unit: string,
	network: Network,
	chosen: number | "mean" | null,
	{ mean, size } = UNKNOWN,
): Scale {
	const bounds = boundsOf(unit, network);
	if (chosen === "mean") return { ...aroundMean(mean, size), kind: "mean", odds: false };
	if (bounds === "gate") return { centre: 0.5, reach: 0.5, kind: "own", odds: true };
	if (bounds === "bounded") return { centre: 0, reach: 1, kind: "own", odds: false };
	return { centre: 0, reach: chosen ?? reachFor(size), kind: "fitted", odds: false };
}

/** What is known of a network; the worker that has read a cell's equations knows the bounds of its lines. */
type Network = Pick<ModelFacts, "spec" | "own">;

function boundsOf(unit: string, { spec, own }: Network): Bounds {
	const name = unit.replace(/\.\d+$/, "");
	if (own) return own.bounds[name.replace(/^l\d+\./, "")] ?? "open";
	return spec.cell === "own" ? "open" : boundedBy(name, spec);
}

/** Level of a value's colour, -LEVELS..LEVELS; null for no value. */
export function levelIn({ centre, reach }: Scale, value: number): number | null {
	if (Number.isNaN(value)) return null;
	return Math.round(Math.max(-1, Math.min(1, (value - centre) / reach)) * LEVELS) || 0;
}

/** A gate from 0.001 to 0.999 fills the height of the map. */
const MOST_ODDS = Math.log(999);

/** Height of a value in the map, from -1 at the bottom to 1. */
export function heightIn({ centre, reach, odds }: Scale, value: number): number {
	const height = odds ? Math.log(value / (1 - value)) / MOST_ODDS : (value - centre) / reach;
	return Math.max(-1, Math.min(1, height));
}
