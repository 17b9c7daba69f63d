/** The input of everything that reads a model, and two functions that several of them use. */
import type { Weights } from "../cells/weights.ts";
import type { SymbolReader } from "../data/symbolReader.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";

// D symbols, H units, G gate blocks

export interface Model {
	engine: Engine;
	weights: Weights;
}

/** A text as symbols; a part of a corpus is one. */
export interface SymbolText {
	readonly symbols: number;
	/** Returns a reader of ids from the symbol `at` on. */
	reader(at: number): SymbolReader;
}

/** Returns an array of ids as a text. */
export function textOf(ids: Int32Array): SymbolText {
	return {
		symbols: ids.length,
		reader(at) {
			let next = at;
			return {
				async read(n) {
					const from = next;
					next = Math.min(ids.length, from + n);
					return ids.slice(from, next);
				},
			};
		},
	};
}

/** Writes W_ih x_t of the first layer, [G*H]: the column of a symbol, zeros for -1. */
export function symbolColumn(weights: Weights, id: number, out: Floats): void {
	const w = weights.layer(0).w_ih; // [G*H,D]
	const D = weights.spec.symbols;
	for (let k = 0; k < out.length; k++) out[k] = id < 0 ? 0 : w[k * D + id]!;
}

/** Returns an array of the engine's precision, outside the memory of its kernels. */
export function floatsOf({ precision }: Engine, length: number): Floats {
	return precision === 64 ? new Float64Array(length) : new Float32Array(length);
}
