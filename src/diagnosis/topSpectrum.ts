/** The eigenvalues of the matrix that carries a network's state. */
import { eigenvalues, radiusOf } from "../algebra/decompositions.ts";
import { type CellSpec, gateLetters } from "../cells/layout.ts";

/** Largest layer whose eigenvalues are all computed: 10 ms at 64, 0.4 s at 256. */
export const MOST_EIGEN = 128;

export interface TopSpectrum {
	/** [H] each. */
	re: Float64Array;
	im: Float64Array;
	/** Largest modulus. */
	radius: number;
	/** Letter of the gate whose block of W_hh it is; "" for a plain cell, which has one. */
	block: string;
}

/**
 * The eigenvalues of the block of a layer's W_hh that carries the state: the candidate's of an LSTM or GRU, all of a plain
 * cell. Undefined for a layer that is too large.
 */
export function topSpectrum(spec: CellSpec & { hidden: number }, w_hh: ArrayLike<number>): TopSpectrum | undefined {
	const { hidden: H } = spec;
	if (H > MOST_EIGEN) return undefined;
	const letters = gateLetters(spec);
	const block = Math.max(0, letters.indexOf(spec.cell === "gru" ? "n" : "g"));
	const matrix = Float64Array.from({ length: H * H }, (_, n) => w_hh[block * H * H + n]!);
	const values = eigenvalues(matrix, H);
	return { ...values, radius: radiusOf(values), block: letters[block] ?? "" };
}
