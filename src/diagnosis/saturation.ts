/**
 * Saturation: how often a gate is closed (below 0.1) or open (above 0.9), a tanh unit saturated (|h| above 0.9), and a
 * relu unit off (0), over every step of every window added. A saturated gate passes no gradient to its own weights; a
 * saturated tanh, or a relu that is off, passes none at all.
 *
 * Only counts are kept, so any number of windows takes the memory of one: G H numbers per layer.
 */
import { rangeFunction, saturating } from "../cells/gateFunctions.ts";
import { gateLetters } from "../cells/layout.ts";
import type { Unrolled } from "../cells/unroll.ts";
import type { Floats } from "../kernels/kernels.ts";

// T steps, B lanes, H units, G gate blocks

const LOW = 0.1;
const HIGH = 0.9;

export interface UnitShares {
	/** Fraction of the steps in which each unit is below 0.1; a value in [-1,1] counts by absolute value. [H] */
	low: Float64Array;
	/** Fraction of the steps above 0.9. [H] */
	high: Float64Array;
	/** Relu units: fraction of the steps at 0. [H] */
	off?: Float64Array;
}

export interface LayerSaturation {
	/** By gate letter; the candidates g and n are tanh values and count by absolute value. Of equations: sigmoids and tanhs. */
	gates: Record<string, UnitShares>;
	/** |h| of the units. */
	h: UnitShares;
}

/** Counts over many windows: `add` each, then read `layers`. */
export class SaturationCount {
	/** Number of steps counted, over all lanes. */
	steps = 0;
	readonly #counts: (UnitShares & { letter: string })[][] = []; // [L][G + 1] steps, not yet fractions

	/** Counts the first `steps` steps of a window after its forward pass, where `takes(t, b)` is true. */
	add(window: Unrolled, steps = window.T, takes: (t: number, b: number) => boolean = () => true): void {
		const { B, layers, weights } = window;
		const { spec } = weights;
		const H = spec.hidden;
		const letters = gateLetters(spec);
		const relu = rangeFunction(spec, "h") === "relu";
		const rows: number[] = [];
		for (let t = 0; t < steps; t++) for (let b = 0; b < B; b++) if (takes(t, b)) rows.push(t * B + b);
		this.steps += rows.length;
		for (const [l, { h, gates }] of layers.entries()) {
			this.#counts[l] ??= [...saturating(spec), "h"].map((letter) => ({
				...{ letter, low: new Float64Array(H), high: new Float64Array(H) },
				...(relu && letter === "h" && { off: new Float64Array(H) }),
			}));
			const GH = letters.length * H;
			for (const count of this.#counts[l]!) {
				if (count.letter === "h") tally(h.subarray(B * H), rows, H, 0, H, count);
				else tally(gates!, rows, GH, letters.indexOf(count.letter) * H, H, count);
			}
		}
	}

	/** Fractions over everything counted. [L] */
	get layers(): LayerSaturation[] {
		const share = (counts: Float64Array) => counts.map((n) => (this.steps === 0 ? 0 : n / this.steps));
		return this.#counts.map((blocks) => {
			const shares = blocks.map(({ letter, low, high, off }): [string, UnitShares] => {
				return [letter, { low: share(low), high: share(high), ...(off && { off: share(off) }) }];
			});
			const { h, ...gates } = Object.fromEntries(shares);
			return { gates, h: h! };
		});
	}
}

function tally(
	x: Floats,
	rows: readonly number[],
	width: number,
	at: number,
	H: number,
	{ low, high, off }: UnitShares,
): void {
	for (const row of rows) {
		for (let k = 0; k < H; k++) {
			const value = Math.abs(x[row * width + at + k]!);
			if (value < LOW) low[k]!++;
			else if (value > HIGH) high[k]!++;
			if (off && value === 0) off[k]!++;
		}
	}
}

/** Returns the fraction of units that are low, or high, in at least `most` of the steps. */
export function stuck(shares: Float64Array, most = 0.99): number {
	return shares.reduce((sum, share) => sum + (share >= most ? 1 : 0), 0) / shares.length;
}
