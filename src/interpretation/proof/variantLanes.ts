/** Number of lanes of a text, and window length, for running a model in many variants at once. */
import { gateBlocks, outputsOf } from "../../cells/layout.ts";
import type { Model } from "../model.ts";

// T steps, J lanes of the text, K variants

const MOST_LANES = 32;
/** Maximum size of the largest array of a window, unless a single step has more. */
const MOST_NUMBERS = 1 << 23;
const MOST_STEPS = 64;

/** Returns lanes of at least ten warm-ups each, so that warming up stays below a tenth of the work. */
export function lanesFor({ weights }: Model, symbols: number, warmup: number, K: number): { J: number; T: number } {
	const { spec } = weights;
	const widest = Math.max(gateBlocks(spec) * spec.hidden, outputsOf(spec));
	const fit = Math.max(1, Math.floor((2 * MOST_NUMBERS) / (K * widest)));
	const J = Math.max(1, Math.min(MOST_LANES, fit, Math.floor(symbols / (10 * Math.max(1, warmup)))));
	const T = Math.max(1, Math.min(MOST_STEPS, Math.floor(MOST_NUMBERS / (J * K * widest))));
	return { J, T };
}
