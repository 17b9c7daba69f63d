/**
 * Gate orders as types: a layer's arrays carry the order of their gate blocks, so passing ONNX's i,o,f,c to code that
 * needs PyTorch's i,f,g,o does not compile. Sluice and PyTorch: "ifgo", "rzn". ONNX: "iofc", "zrh".
 *
 * Only orders change here; no block is added, dropped or summed.
 */
import type { GateOrder } from "../cells/layout.ts";
import { GRU_GATES, LSTM_GATES } from "../kernels/callNames.ts";
import type { Floats } from "../kernels/kernels.ts";

// D inputs, H units, G gate blocks; row-major, the last letter moves fastest

/** Gate order of a layer; "a" is the one block of a plain recurrent layer. */
export type Order = GateOrder | "a";

/** Orders of the same gates. */
interface Same {
	ifgo: "ifgo" | "iofc";
	iofc: "ifgo" | "iofc";
	igo: "igo";
	rzn: "rzn" | "zrh";
	zrh: "rzn" | "zrh";
	a: "a";
}

/** One layer with the two biases of PyTorch, Keras and ONNX, its blocks in the order O. */
export interface GatedLayer<O extends Order> {
	readonly order: O;
	readonly w_ih: Floats; // [G*H,D]
	readonly w_hh: Floats; // [G*H,H]
	readonly b_ih: Floats; // [G*H]
	readonly b_hh: Floats; // [G*H]
	/** Peepholes [3H], in the same order without the cell's own block (g or c). */
	readonly p?: Floats;
}

/** Each order's blocks in Sluice's letters: ONNX's c is g, its h is n. */
const LETTERS = {
	ifgo: LSTM_GATES.forget,
	iofc: ["i", "o", "f", "g"],
	igo: LSTM_GATES.coupled,
	rzn: GRU_GATES,
	zrh: ["z", "r", "n"],
	a: ["a"],
} as const satisfies Record<Order, readonly string[]>;

/** Returns the gates of an order, in Sluice's letters. */
export function lettersOf(order: Order): readonly string[] {
	return LETTERS[order];
}

/** Returns the layer with its blocks in another order of the same gates. */
export function reorder<A extends Order, B extends Same[A]>(layer: GatedLayer<A>, order: B): GatedLayer<B> {
	const from = lettersOf(layer.order);
	const to = lettersOf(order);
	const gatesOnly = (letters: readonly string[]) => letters.filter((letter) => letter !== "g");
	const { w_ih, w_hh, b_ih, b_hh, p } = layer;
	return {
		order,
		w_ih: pickBlocks(w_ih, from, to),
		w_hh: pickBlocks(w_hh, from, to),
		b_ih: pickBlocks(b_ih, from, to),
		b_hh: pickBlocks(b_hh, from, to),
		...(p && { p: pickBlocks(p, gatesOnly(from), gatesOnly(to)) }),
	};
}

/**
 * Returns the blocks of `data`, which `from` names, in the order of `to`; each block of `to` must be in `from`. If both
 * are the same, that is `data` itself, because a copy of a large matrix is not free.
 */
export function pickBlocks(data: Floats, from: readonly string[], to: readonly string[]): Floats {
	if (from.join() === to.join()) return data;
	const length = data.length / from.length;
	const picked = alike(data, to.length * length);
	for (const [at, letter] of to.entries()) {
		const block = from.indexOf(letter);
		picked.set(data.subarray(block * length, (block + 1) * length), at * length);
	}
	return picked;
}

/** Returns an array of zeros of the same number type. */
export function alike(data: Floats, length: number): Floats {
	return data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}
