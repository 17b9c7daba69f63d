/**
 * Gate orders as types: a layer's arrays carry the order of their gate blocks, so that handing ONNX's i,o,f,c to code
 * that wants PyTorch's i,f,g,o does not compile. Sluice and PyTorch: "ifgo", "rzn". ONNX: "iofc", "zrh".
 *
 * Only orders change here; no block is made, dropped or summed.
 */
import type { GateOrder } from "../cells/layout.ts";
import type { Floats } from "../kernels/kernels.ts";

// D inputs, H units, G gate blocks; row-major, the last letter moves fastest

/** "a" is the one block of a plain recurrent layer. */
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

/** One layer with the two biases that PyTorch, Keras and ONNX keep, its blocks in the order O. */
export interface GatedLayer<O extends Order> {
	readonly order: O;
	readonly w_ih: Floats; // [G*H,D]
	readonly w_hh: Floats; // [G*H,H]
	readonly b_ih: Floats; // [G*H]
	readonly b_hh: Floats; // [G*H]
	/** Peepholes [3H], in the same order without the cell's own block (g or c). */
	readonly p?: Floats;
}

/** Each order's blocks under Sluice's letters: ONNX's c is g, its h is n. */
const LETTERS = {
	ifgo: ["i", "f", "g", "o"],
	iofc: ["i", "o", "f", "g"],
	igo: ["i", "g", "o"],
	rzn: ["r", "z", "n"],
	zrh: ["z", "r", "n"],
	a: ["a"],
} as const satisfies Record<Order, readonly string[]>;

/** The gates of an order, as Sluice calls them. */
export function lettersOf(order: Order): readonly string[] {
	return LETTERS[order];
}

/** The same layer with its blocks in another order of the same gates. */
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

/** The blocks of `data`, named by `from`, one after the other as `to` names them; each of `to` must be in `from`. */
export function pickBlocks(data: Floats, from: readonly string[], to: readonly string[]): Floats {
	const length = data.length / from.length;
	const picked = alike(data, to.length * length);
	for (const [at, letter] of to.entries()) {
		const block = from.indexOf(letter);
		picked.set(data.subarray(block * length, (block + 1) * length), at * length);
	}
	return picked;
}

/** An array of zeros of the same number type. */
export function alike(data: Floats, length: number): Floats {
	return data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}
