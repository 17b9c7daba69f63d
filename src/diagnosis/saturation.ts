/**
 * Saturation: how often a gate is shut (below 0.1) or open (above 0.9), a tanh unit pinned (|h| above 0.9), and a relu
 * unit off (0), counted over every step of every window shown. A gate that never moves passes no gradient to its own
 * weights; a pinned tanh, or a relu that is off, passes none at all.
 *
 * Counts, so windows of any number take the memory of one: G H numbers a layer.
 */
import { gateLetters } from "../cells/layout.ts";
import type { Unrolled } from "../cells/unroll.ts";
import type { Floats } from "../kernels/kernels.ts";

// T steps, B lanes, H units, G gate blocks

const LOW = 0.1;
const HIGH = 0.9;

export interface UnitShares {
	/** Share of the steps below 0.1 of each unit; of a value in [-1,1], of its size. [H] */
	low: Float64Array;
	/** Share of the steps above 0.9. [H] */
	high: Float64Array;
	/** Of relu units: share of the steps at 0. [H] */
	off?: Float64Array;
}

export interface LayerSaturation {
	/** By gate letter; the candidates g and n are tanh values and counted by their size. */
	gates: Record<string, UnitShares>;
	/** |h| of the units. */
	h: UnitShares;
}

/** Counts window after window: `add` each, then read `layers`. */
export class SaturationCount {
	/** Steps counted, all lanes. */
	steps = 0;
	readonly #counts: (UnitShares & { letter: string })[][] = []; // [L][G + 1] steps, not yet shares

	/** Takes the first `steps` steps of the lanes for which `lanes(b)`; the window has been run forward. */
	add(window: Unrolled, steps = window.T, takes: (t: number, b: number) => boolean = () => true): void {
		const { B, layers, weights } = window;
		const { spec } = weights;
		const H = spec.hidden;
		const letters = gateLetters(spec);
		const rows: number[] = [];
		for (let t = 0; t < steps; t++) for (let b = 0; b < B; b++) if (takes(t, b)) rows.push(t * B + b);
		this.steps += rows.length;
		for (const [l, { h, gates }] of layers.entries()) {
			this.#counts[l] ??= [...letters, "h"].map((letter) => ({
				...{ letter, low: new Float64Array(H), high: new Float64Array(H) },
				...(spec.variant === "relu" && { off: new Float64Array(H) }),
			}));
			const GH = letters.length * H;
			for (const [k, count] of this.#counts[l]!.entries()) {
				if (count.letter === "h") tally(h.subarray(B * H), rows, H, 0, H, count);
				else tally(gates!, rows, GH, k * H, H, count);
			}
		}
	}

	/** Shares of all that was counted. [L] */
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

/** Share of units that stand low, or high, in `most` of the steps or more. */
export function stuck(shares: Float64Array, most = 0.99): number {
	return shares.reduce((sum, share) => sum + (share >= most ? 1 : 0), 0) / shares.length;
}
