/**
 * From measurements to findings: what is wrong, how severe, with which evidence, and which remedy. Pure data, without
 * words. All thresholds are here, with their reasons.
 */
import type { CellSpec } from "../cells/layout.ts";
import type { LayerLags } from "./gradientByLag.ts";
import type { RecurrentBlock } from "./jacobian.ts";
import { lagOfShare } from "./memoryLength.ts";
import { type LayerSaturation, stuck } from "./saturation.ts";

export const FINDING_KINDS = [
	"vanishing",
	"exploding",
	"saturated",
	"dead",
	"truncated",
	"clipped",
	"healthy",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Remedy: options of training and their new values; `fresh` if they apply only to new weights. */
export interface Remedy {
	id:
		| "cell-lstm"
		| "omega"
		| "init-orthogonal"
		| "forget-bias"
		| "clip-norm"
		| "longer-horizon"
		| "larger-clip-norm"
		| "larger-clip-value"
		| "lower-rate"
		| "smaller-radius"
		| "smaller-input";
	options: Readonly<Record<string, string | number>>;
	fresh: boolean;
}

export interface Finding {
	/** What is wrong. */
	kind: FindingKind;
	/** 3 prevents learning, 2 hinders it, 1 is worth knowing, 0 is healthy. */
	severity: 0 | 1 | 2 | 3;
	/** Layer of the finding. */
	layer?: number;
	/** Gate letter or "h". */
	where?: string;
	/** Numbers that support it; logarithms are to base 10. */
	evidence: Readonly<Record<string, number>>;
	/** What to try; absent if nothing is known to help. */
	remedy?: Remedy;
	/** Alternatives to `remedy`. */
	others?: readonly Remedy[];
}

export interface Measured {
	spec: CellSpec;
	layers: LayerLags[]; // [L]
	saturation: LayerSaturation[]; // [L]
	recurrent: RecurrentBlock[][]; // [L]
	/** First step at which a state was not finite; -1 for none. */
	overflowStep: number;
	/** Steps a gradient travels back in training, k2. */
	horizon: number;
	/** True if sequences are scored at their last step only. */
	once?: boolean;
	/** Fraction of the updates clipped, by norm or by value; undefined if unknown. */
	clippedShare?: number;
	/** Fraction of the updates clipped by value, after the norm; undefined if unknown. */
	cutShare?: number;
	/** Maximum norm and maximum absolute value; 0 for none. */
	clipNorm: number;
	clipValue?: number;
	lr: number;
}

/**
 * A gradient below 1 % within fewer steps than this vanishes at any horizon: no dependency of a word's length is
 * learnt.
 */
const SHORT_REACH = 6;
/**
 * Fraction of the horizon below which the gradient vanishes: for a text, and for sequences with one target, which
 * depends on much earlier steps.
 */
const SHORT_SHARE = { each: 1 / 8, once: 1 / 4 };
/** Growth beyond what clipping is meant for. */
const EXPLODED = Math.log2(100);
/** Fraction of saturated units from which a layer counts as stuck. */
const STUCK_UNITS = 0.5;
/** Fraction of the gradient left at the horizon that makes a longer horizon worthwhile. */
const LEFT_AT_HORIZON = 0.1;
const CLIPPED_OFTEN = 0.5;

/**
 * Returns the findings, most severe first; among equals, what prevents learning before what is usual in a trained
 * model. If there is no other, returns one healthy finding.
 */
export function findingsOf(measured: Measured): Finding[] {
	const found = [
		...overflow(measured),
		...measured.layers.flatMap((_, l) => reach(measured, l)),
		...horizon(measured),
		...clipping(measured),
		...measured.layers.flatMap((_, l) => stuckUnits(measured, l)),
	];
	found.sort((a, b) => b.severity - a.severity);
	if (found.length > 0) return found;
	const top = carrier(measured.layers.at(-1)!);
	const lag = lagOfShare(top);
	return [{ kind: "healthy", severity: 0, evidence: lag === null ? {} : { lag } }];
}

/** Returns the curve that determines how far a layer reaches: c if there is one. */
export function carrier({ h, c }: LayerLags) {
	return c ?? h;
}

const log10 = (log2: number) => log2 * Math.log10(2);

function overflow({ overflowStep, spec, clipNorm }: Measured): Finding[] {
	if (overflowStep < 0) return [];
	return [{ kind: "exploding", severity: 3, evidence: { overflowStep }, remedy: tame(spec, clipNorm) }];
}

function reach(measured: Measured, l: number): Finding[] {
	const { spec, recurrent, clipNorm } = measured;
	const { typical } = carrier(measured.layers[l]!);
	const start = typical[0]!;
	if (!Number.isFinite(start) || typical.length < 3) return [];
	const [block] = recurrent[l]!;
	const matrix: Record<string, number> =
		spec.cell === "rnn" && block ? { radius: block.radius, largestSingular: block.largestSingular } : {};
	const most = typical.reduce((a, b) => Math.max(a, b), start);
	if (most - start > EXPLODED) {
		const lag = typical.indexOf(most);
		const evidence = { lag, log10Ratio: log10(most - start), ...matrix };
		return [
			{
				kind: "exploding",
				severity: most - start > 3 * EXPLODED ? 3 : 2,
				layer: l,
				evidence,
				remedy: tame(spec, clipNorm),
			},
		];
	}
	const lag = lagOfShare({ typical });
	const short = Math.min(
		measured.horizon,
		Math.max(SHORT_REACH, measured.horizon * SHORT_SHARE[measured.once ? "once" : "each"]),
	);
	if (lag === null || lag >= short) return [];
	const to = Math.min(typical.length - 1, measured.horizon);
	const evidence = { lag, atLag: to, log10Ratio: log10(typical[to]! - start), horizon: measured.horizon, ...matrix };
	return [{ kind: "vanishing", severity: lag < SHORT_REACH ? 3 : 2, layer: l, evidence, ...lengthen(spec) }];
}

/** Remedy for a growing gradient: clipping; if it is clipped already, an orthogonal initialisation. */
function tame(spec: CellSpec, clipNorm: number): Remedy {
	if (clipNorm === 0 || clipNorm > 1) return { id: "clip-norm", options: { clipNorm: 1 }, fresh: false };
	if (spec.cell === "rnn") return { id: "init-orthogonal", options: { init: "orthogonal" }, fresh: true };
	return { id: "lower-rate", options: {}, fresh: false };
}

/**
 * Remedy for a plain cell's vanishing gradient: another cell, or a penalty on what shrinks it (Pascanu et al. 2013).
 */
function lengthen(spec: CellSpec): Pick<Finding, "remedy" | "others"> {
	if (spec.cell === "rnn") {
		const init = spec.variant === "tanh" ? "smart-tanh" : "orthogonal";
		const omega: Remedy = { id: "omega", options: { omega: 2, init }, fresh: true };
		return { remedy: { id: "cell-lstm", options: { cell: "lstm" }, fresh: true }, others: [omega] };
	}
	if (spec.variant === "1997")
		return { remedy: { id: "init-orthogonal", options: { init: "orthogonal" }, fresh: true } };
	return { remedy: { id: "forget-bias", options: { forgetBias: 3 }, fresh: true } };
}

/** Stuck gates: below 0.1 in nearly all steps, the unit forgets, takes nothing in, or outputs nothing. */
function stuckUnits({ spec, saturation }: Measured, l: number): Finding[] {
	const { gates, h } = saturation[l]!;
	const found: Finding[] = [];
	for (const letter of spec.cell === "lstm" ? ["f", "i", "o"] : []) {
		const units = gates[letter] && stuck(gates[letter].low);
		if (units === undefined || units < STUCK_UNITS) continue;
		const remedy: Remedy =
			letter === "f"
				? { id: "forget-bias", options: { forgetBias: 1 }, fresh: true }
				: { id: "lower-rate", options: {}, fresh: false };
		found.push({ kind: "dead", severity: 3, layer: l, where: letter, evidence: { units }, remedy });
	}
	if (h.off) {
		const units = stuck(h.off);
		const remedy: Remedy = { id: "init-orthogonal", options: { init: "orthogonal" }, fresh: true };
		if (units >= STUCK_UNITS)
			found.push({ kind: "dead", severity: 2, layer: l, where: "h", evidence: { units }, remedy });
	}
	const pinned: [string, Float64Array][] = [];
	if (spec.variant === "tanh") pinned.push(["h", h.high]);
	if (spec.variant === "sigmoid") pinned.push(["h", h.low.map((share, k) => share + h.high[k]!)]); // either end
	for (const letter of ["g", "n"]) if (gates[letter]) pinned.push([letter, gates[letter].high]);
	for (const [where, shares] of pinned) {
		const steps = shares.reduce((sum, share) => sum + share, 0) / shares.length;
		if (steps < STUCK_UNITS) continue;
		const remedy: Remedy = { id: "lower-rate", options: {}, fresh: false };
		const severity = where === "h" ? 2 : 1; // a candidate of +-1 is still gated: the cell works
		found.push({ kind: "saturated", severity, layer: l, where, evidence: { steps, units: stuck(shares) }, remedy });
	}
	return found;
}

function horizon({ layers, horizon: k2 }: Measured): Finding[] {
	let left = Number.NEGATIVE_INFINITY;
	for (const layer of layers) {
		const { typical } = carrier(layer);
		if (k2 < typical.length) left = Math.max(left, typical[k2]! - typical[0]!);
	}
	if (!(left > Math.log2(LEFT_AT_HORIZON)) || left > EXPLODED) return [];
	const remedy: Remedy = { id: "longer-horizon", options: { k2: 2 * k2 }, fresh: false };
	return [{ kind: "truncated", severity: 1, evidence: { horizon: k2, share: 2 ** left }, remedy }];
}

/** Recommends raising the limit that was reached most often; if both are set, the other is the alternative. */
function clipping({ clippedShare = 0, cutShare, clipNorm, clipValue = 0 }: Measured): Finding[] {
	if (clippedShare <= CLIPPED_OFTEN || (clipNorm === 0 && clipValue === 0)) return [];
	const norm: Remedy = { id: "larger-clip-norm", options: { clipNorm: 4 * clipNorm }, fresh: false };
	const value: Remedy = { id: "larger-clip-value", options: { clipValue: 4 * clipValue }, fresh: false };
	const both = clipNorm > 0 && clipValue > 0;
	const byValue = clipNorm === 0 || (both && cutShare !== undefined && cutShare >= clippedShare / 2);
	const evidence = {
		share: clippedShare,
		...(clipNorm > 0 && { clipNorm }),
		...(clipValue > 0 && { clipValue }),
		...(both && cutShare !== undefined && { cutShare }),
	};
	const [remedy, other] = byValue ? [value, norm] : [norm, value];
	return [{ kind: "clipped", severity: 1, evidence, remedy, ...(both && { others: [other] }) }];
}
