/** The settings of the dial of W_rec. */
import { BASES } from "../drawnRecurrent.ts";

const ACTS = ["tanh", "linear"] as const;

/** Settings that every dial has. */
const SHARED = {
	act: { kind: "choice", of: ACTS, unset: "tanh" },
	input: { kind: "number", min: 0, max: 100, unset: 0.1 },
	bias: { kind: "number", min: -100, max: 100, unset: 0 },
	seed: { kind: "whole", min: 1, max: 1_000_000, unset: 1 },
	move: { kind: "groups", each: 3, form: "N:RE:IM", unset: [] },
} as const;

/** Of a random matrix. */
export const DIAL_RULES = {
	base: { kind: "choice", of: BASES, unset: "gaussian" },
	hidden: { kind: "whole", min: 2, max: 256, unset: 50 },
	radius: { kind: "number", min: 0.01, max: 10, unset: 1 },
	...SHARED,
} as const;

/** Blocks of W_hh by their gate's letter; "carrier" is the candidate's, which carries the state. */
export const BLOCKS = ["carrier", "h", "i", "f", "g", "o", "r", "z", "n"] as const;

/** Of a block of a trained network's W_hh, which keeps its radius unless one is given. */
export const OWN_DIAL_RULES = {
	layer: { kind: "whole", min: 0, max: 1000, unset: 0 },
	block: { kind: "choice", of: BLOCKS, unset: "carrier" },
	radius: { kind: "orOwn", min: 0.01, max: 10, unset: null },
	...SHARED,
} as const;

/** Largest number of units whose eigenvalues the dial computes. */
export const MOST_UNITS = 256;
