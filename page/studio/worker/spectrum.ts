/** The eigenvalues of the matrix that carries a network's state, as a line of news. */
import { eigenvalues, radiusOf } from "../../../src/algebra/decompositions.ts";
import type { Weights } from "../../../src/cells/weights.ts";
import { MOST_EIGEN, topSpectrum } from "../../../src/diagnosis/topSpectrum.ts";
import type { Snapshot } from "../../../src/training/snapshot.ts";

interface SpectrumLine {
	step: number;
	re: Float32Array<ArrayBuffer>;
	im: Float32Array<ArrayBuffer>;
	radius: number;
	block: string;
}

/** Of the top layer; undefined if it is too large. */
export function spectrumOf(weights: Weights, step: number): SpectrumLine | undefined {
	const { spec } = weights;
	const found = topSpectrum(spec, weights.layer(spec.layers - 1).w_hh);
	return found && lineOf(found, step);
}

/** The eigenvalues of (1 - leak) I + leak W, which carries the state of a reservoir; undefined for any other network. */
export function reservoirSpectrum({ tensors }: Snapshot, step: number, leak = 1): SpectrumLine | undefined {
	const w = tensors.find(({ name }) => name === "reservoir.w");
	const N = w?.shape[0] ?? 0; // W is [N,N]
	if (!w || N > MOST_EIGEN) return undefined;
	const matrix = Float64Array.from(w.data, (value, i) => leak * value + (i % (N + 1) === 0 ? 1 - leak : 0));
	const values = eigenvalues(matrix, N);
	return lineOf({ ...values, radius: radiusOf(values), block: "" }, step);
}

const lineOf = ({ re, im, ...facts }: NonNullable<ReturnType<typeof topSpectrum>>, step: number): SpectrumLine => ({
	...{ step, re: Float32Array.from(re), im: Float32Array.from(im), ...facts },
});
