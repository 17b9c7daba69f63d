/** Distribution of a unit's values: moments, quantiles, a histogram, and how often the unit is saturated. */
import type { ModelSpec } from "../../cells/layout.ts";
import type { Hook } from "../hookNames.ts";

// S symbols

/** Probabilities of the quantiles returned. */
export const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;
const BINS = 64;

export interface Distribution {
	/** Number of values; NaN (of a model that diverged) is left out. */
	count: number;
	mean: number;
	/** Standard deviation. */
	deviation: number;
	least: number;
	most: number;
	/** Linear interpolation between adjacent sorted values. */
	quantiles: { share: number; value: number }[];
	/** Equal bins from `least` to `most`; a single one if all values are equal. */
	histogram: number[];
	/** null for a value without bounds. */
	saturation: Saturation | null;
}

/**
 * Fractions beyond two bounds. gate: a sigmoid, below 0.1 and above 0.9. tanh: below -0.9 and above 0.9. cell: c where
 * its tanh is beyond these (|c| above 1.472). relu: at 0, where no gradient passes; there is no upper bound.
 */
export interface Saturation {
	kind: "gate" | "tanh" | "cell" | "relu";
	low: { bound: number; share: number };
	high: { bound: number; share: number } | null;
}

/** @param values [S] */
export function distributionOf(values: Float32Array, hook: Hook, spec: ModelSpec): Distribution {
	const sorted = values.filter(Number.isFinite).sort();
	const n = sorted.length;
	const mean = sorted.reduce((sum, x) => sum + x, 0) / n;
	const squares = sorted.reduce((sum, x) => sum + (x - mean) ** 2, 0);
	const [least, most] = [sorted[0] ?? Number.NaN, sorted.at(-1) ?? Number.NaN];
	const bins = most > least ? BINS : 1;
	const histogram = new Array<number>(bins).fill(0);
	for (const x of sorted) histogram[Math.min(bins - 1, Math.floor(((x - least) / (most - least)) * bins) || 0)]!++;
	return {
		...{ count: n, mean, deviation: Math.sqrt(squares / n), least, most },
		quantiles: QUANTILES.map((share) => ({ share, value: quantileOf(sorted, share) })),
		...{ histogram, saturation: saturationOf(sorted, kindOf(hook, spec)) },
	};
}

/** @param sorted ascending, [n] */
export function quantileOf(sorted: Float32Array, share: number): number {
	if (sorted.length === 0) return Number.NaN;
	const at = share * (sorted.length - 1);
	const k = Math.floor(at);
	return sorted[k]! + (at - k) * ((sorted[k + 1] ?? sorted[k]!) - sorted[k]!);
}

function kindOf({ kind, name }: Hook, { cell, variant }: ModelSpec): Saturation["kind"] | undefined {
	if (cell === "own") return undefined; // the bounds of a line of equations are not known
	if (kind === "c") return "cell";
	if (kind === "tanh_c") return "tanh";
	if (kind === "gate") return /\.[gn]$/.test(name) ? "tanh" : "gate";
	if (kind !== "h") return undefined;
	if (cell !== "rnn") return "tanh";
	return { tanh: "tanh", sigmoid: "gate", relu: "relu", linear: undefined }[variant] as Saturation["kind"] | undefined;
}

const BOUNDS = { gate: [0.1, 0.9], tanh: [-0.9, 0.9], cell: [-Math.atanh(0.9), Math.atanh(0.9)] } as const;

function saturationOf(sorted: Float32Array, kind: Saturation["kind"] | undefined): Saturation | null {
	if (kind === undefined) return null;
	const n = Math.max(1, sorted.length);
	const share = (beyond: (x: number) => boolean) => sorted.reduce((count, x) => count + (beyond(x) ? 1 : 0), 0) / n;
	if (kind === "relu") return { kind, low: { bound: 0, share: share((x) => x <= 0) }, high: null };
	const [low, high] = BOUNDS[kind];
	return {
		kind,
		low: { bound: low, share: share((x) => x < low) },
		high: { bound: high, share: share((x) => x > high) },
	};
}
