/** What the readers of a model take, and two things that several of them compute. */
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
	/** Reads ids from the symbol `at` on. */
	reader(at: number): SymbolReader;
}

/** An array of ids as a text. */
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

/** W_ih x_t of the first layer, [G*H]: the column of a symbol, zeros for -1. */
export function symbolColumn(weights: Weights, id: number, out: Floats): void {
	const w = weights.layer(0).w_ih; // [G*H,D]
	const D = weights.spec.symbols;
	for (let k = 0; k < out.length; k++) out[k] = id < 0 ? 0 : w[k * D + id]!;
}

/** An array of the engine's precision that no kernel has to reach. */
export function floatsOf({ precision }: Engine, length: number): Floats {
	return precision === 64 ? new Float64Array(length) : new Float32Array(length);
}
