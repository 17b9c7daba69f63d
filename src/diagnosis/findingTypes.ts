/** What a diagnosis finds, and the measurements and settings that it finds it from. Types and the list of kinds. */
import type { CellSpec } from "../cells/layout.ts";
import type { LayerLags } from "./gradientByLag.ts";
import type { Outcome } from "./outcome.ts";
import type { RecurrentBlock } from "./recurrentBlocks.ts";
import type { LayerSaturation } from "./saturation.ts";

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
	/** What to try; absent if nothing is known to help, or nothing needs to be done. */
	remedy?: Remedy;
	/** Alternatives to `remedy`. */
	others?: readonly Remedy[];
	/**
	 * Why there is no remedy: the task is solved; the model has learned, and this is usual in one that has; or it follows
	 * from another finding, whose remedy comes first. A finding has either this or a remedy, unless it is healthy.
	 */
	noAction?: "solved" | "usual" | "follows";
}

export interface Measured {
	spec: CellSpec;
	/** Of a cell given by equations: whether all memory passes through R h', the function that bounds h, and the tanh lines. */
	equations?: { plain: boolean; h: string | undefined; tanh: readonly string[] };
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
	/** Optimiser. One that divides by the size of the gradient is hardly affected by clipping. Default: adam. */
	optimizer?: string;
	/** Options of the training. A remedy that they hold already was tried, and is no remedy. Default: none is known. */
	options?: Readonly<Record<string, unknown>>;
	/** How well the model does; absent: not well. */
	outcome?: Outcome;
	/** Training loss of the last updates; absent before the first. The checkpoint examined may be an earlier one. */
	endLoss?: number;
	/** Set for an echo state network, whose recurrent layer is not trained: how it was drawn. */
	reservoir?: { spectralRadius: number; inputScale: number };
}
