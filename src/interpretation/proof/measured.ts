/** Summed losses of many variants of a model on one text. */
import { type BlockSums, differenceOf, type Estimate, emptySums, meanOf, meanOfBoth } from "./blocks.ts";
import type { Variants } from "./variants.ts";

// S symbols, J lanes of the text, K variants (0 is the unchanged model, 1 our unit), B = K J lanes, V symbols

/** Number of blocks of the text for the intervals. */
const BLOCKS = 32;

/**
 * Change of the loss in nats per symbol, positive if it rose: for all predictions, and for those inside and outside.
 */
export interface Change {
	all: Estimate;
	inside?: Estimate;
	outside?: Estimate;
	/** Inside minus outside. */
	difference?: Estimate;
}

export interface Losses {
	/** Scored predictions: those of a symbol in the vocabulary. */
	symbols: number;
	/** Those made where the pattern holds. */
	insideSymbols: number;
	/** Loss of the unchanged model, in nats per symbol. */
	lossNats: { all: number; inside?: number; outside?: number };
}

/** A predicted symbol whose loss rose. */
export interface Hit {
	id: number;
	count: number;
	meanNats: number;
	/** Fraction of the total rise. */
	shareOfRise: number;
}

/** Sums of losses and of their changes, by variant, inside or outside, and block. */
export class Measured {
	readonly #K: number;
	readonly #S: number;
	readonly #label: Uint8Array | undefined;
	readonly #base: [BlockSums, BlockSums] = [emptySums(BLOCKS), emptySums(BLOCKS)]; // outside, inside
	readonly #changes: [BlockSums, BlockSums][]; // [K]
	readonly #rise: Float64Array; // [V] of our unit, by predicted symbol
	readonly #count: Float64Array; // [V]

	constructor(K: number, S: number, label: Uint8Array | undefined, V: number) {
		this.#K = K;
		this.#S = S;
		this.#label = label;
		this.#changes = Array.from({ length: K }, () => [emptySums(BLOCKS), emptySums(BLOCKS)]);
		this.#rise = new Float64Array(V);
		this.#count = new Float64Array(V);
	}

	add({ lanes: { at, first, end }, window: { losses, targets, B }, J }: Variants): void {
		for (let j = 0; j < J; j++) {
			for (let t = first[j]!; t < end[j]!; t++) {
				const id = targets[t * B + j]!;
				if (id < 0) continue;
				const symbol = at[j]! + t;
				const block = Math.floor((symbol * BLOCKS) / this.#S);
				const inside = this.#label?.[symbol] ? 1 : 0;
				const base = losses[t * B + j]!;
				put(this.#base[inside], block, base);
				for (let v = 1; v < this.#K; v++) put(this.#changes[v]![inside], block, losses[t * B + v * J + j]! - base);
				this.#rise[id]! += losses[t * B + J + j]! - base;
				this.#count[id]!++;
			}
		}
	}

	change(v: number): Change {
		const [outside, inside] = this.#changes[v]!;
		const all = meanOfBoth(outside, inside);
		if (!this.#label) return { all };
		return { all, inside: meanOf(inside), outside: meanOf(outside), difference: differenceOf(inside, outside) };
	}

	facts(): Losses {
		const [outside, inside] = this.#base;
		const counted = ({ counts }: BlockSums) => counts.reduce((sum, n) => sum + n, 0);
		const lossNats = { all: meanOfBoth(outside, inside).mean };
		const both = this.#label && { inside: meanOf(inside).mean, outside: meanOf(outside).mean };
		return {
			symbols: counted(outside) + counted(inside),
			insideSymbols: counted(inside),
			lossNats: { ...lossNats, ...both },
		};
	}

	worst(most: number): Hit[] {
		const risen = this.#rise.reduce((sum, x) => sum + Math.max(0, x), 0);
		const ids = [...this.#rise.keys()].filter((id) => this.#rise[id]! > 0);
		ids.sort((a, b) => this.#rise[b]! - this.#rise[a]! || a - b);
		return ids.slice(0, most).map((id) => {
			const count = this.#count[id]!;
			return { id, count, meanNats: this.#rise[id]! / count, shareOfRise: this.#rise[id]! / risen };
		});
	}
}

function put({ sums, counts }: BlockSums, block: number, value: number): void {
	sums[block]! += value;
	counts[block]!++;
}
