/**
 * Recurrent matrices of K blocks (Kuchaiev & Ginsburg 2017; the heads of an sLSTM, Beck et al. 2024): unit j reads
 * h_{t-1} of the H / K units of its own block alone, in every gate. R = W_hh keeps its shape [G*H,H], with zeros outside
 * the blocks, so whatever reads R reads the same numbers as of any other network.
 */
import type { Floats } from "../kernels/kernels.ts";
import type { ModelSpec } from "./layout.ts";

// H units, G gate blocks, K blocks of units

/** Returns the columns of R that row `row` reads: those of its unit's block, from the first to before the last. */
export function ownColumns(row: number, H: number, blocks = 1): [from: number, to: number] {
	const size = H / blocks;
	const from = Math.floor((row % H) / size) * size;
	return [from, from + size];
}

/** Sets what is outside the blocks of R, [G*H,H], or of its gradient, to 0. */
export function clearOutside(r: Floats, H: number, blocks = 1): void {
	if (blocks === 1) return;
	for (let row = 0; row * H < r.length; row++) {
		const [from, to] = ownColumns(row, H, blocks);
		r.fill(0, row * H, row * H + from);
		r.fill(0, row * H + to, (row + 1) * H);
	}
}

/** Returns the index of the first number of R outside the blocks that is not 0; -1 if all are. */
export function firstOutside(r: ArrayLike<number>, H: number, blocks = 1): number {
	for (let row = 0; blocks > 1 && row * H < r.length; row++) {
		const [from, to] = ownColumns(row, H, blocks);
		for (let j = 0; j < H; j++) if ((j < from || j >= to) && r[row * H + j] !== 0) return row * H + j;
	}
	return -1;
}

/** Whether a tensor of this name is a recurrent matrix whose blocks `spec` limits. */
export const hasOutside = ({ blocks = 1 }: Pick<ModelSpec, "blocks">, name: string) =>
	blocks > 1 && name.startsWith("weight_hh_");
