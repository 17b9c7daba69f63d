/** The eigenvalues of the matrix that carries a network's state: of a network in training, or of a stored checkpoint. */
import { eigenvalues, radiusOf } from "../../../src/algebra/decompositions.ts";
import { gateLetters, type ModelSpec } from "../../../src/cells/layout.ts";
import type { Snapshot } from "../../../src/training/snapshot.ts";

/** Largest layer whose eigenvalues are all computed: 10 ms at 64, 0.4 s at 256. */
const MOST_EIGEN = 128;

export interface SpectrumLine {
	step: number;
	re: Float32Array<ArrayBuffer>;
	im: Float32Array<ArrayBuffer>;
	radius: number;
	block: string;
}

/**
 * The eigenvalues of the block of the top layer's W_hh that carries the state: the candidate's of an LSTM or GRU, all of a
 * plain cell. Undefined for a layer that is too large.
 */
export function spectrumOf(spec: ModelSpec, w_hh: ArrayLike<number>, step: number): SpectrumLine | undefined {
	const { hidden: H } = spec;
	if (H > MOST_EIGEN) return undefined;
	const letters = gateLetters(spec);
	const block = Math.max(0, letters.indexOf(spec.cell === "gru" ? "n" : "g"));
	const matrix = Float64Array.from({ length: H * H }, (_, n) => w_hh[block * H * H + n]!);
	return spectrumLine(eigenvalues(matrix, H), step, letters[block] ?? "");
}

/** The eigenvalues of (1 - leak) I + leak W, which carries the state of a reservoir; undefined for any other network. */
export function reservoirSpectrum({ tensors }: Snapshot, step: number, leak = 1): SpectrumLine | undefined {
	const w = tensors.find(({ name }) => name === "reservoir.w");
	const N = w?.shape[0] ?? 0; // W is [N,N]
	if (!w || N > MOST_EIGEN) return undefined;
	const matrix = Float64Array.from(w.data, (value, i) => leak * value + (i % (N + 1) === 0 ? 1 - leak : 0));
	return spectrumLine(eigenvalues(matrix, N), step, "");
}

const spectrumLine = (values: ReturnType<typeof eigenvalues>, step: number, block: string): SpectrumLine => ({
	...{ step, re: Float32Array.from(values.re), im: Float32Array.from(values.im) },
	...{ radius: radiusOf(values), block },
});
