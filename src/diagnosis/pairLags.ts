/**
 * Gradient by lag of an encoder-decoder, split by the way it took from the decoder to the encoder: through attention, or
 * through the encoder's last state. Every path crosses exactly once, so as vectors the two add up to the whole.
 *
 * L is the loss of each sequence's last scored step, and lag k is k steps before it. Norms are Euclidean over the H units
 * of the encoder; a curve is the geometric mean over the sequences. Sizes below the smallest number of the engine are 0.
 */
import type { CutPath, EncoderDecoder } from "../cells/encoderDecoder/encoderDecoder.ts";
import { Weights } from "../cells/weights.ts";
import type { Floats } from "../kernels/kernels.ts";
import { logGeometricMean, toLog10 } from "./logNumbers.ts";

// J encoder steps, B sequences, H units

export interface PairLags {
	/** Lags of the question's steps, from its last step to its first. */
	lags: number[];
	/** log10 |dL/dh| of the encoder at these lags; -Infinity is exactly 0. */
	whole: number[];
	throughAttention: number[];
	throughState: number[];
	/** Largest |whole - (attention + state)| over the largest |whole|, of all numbers: rounding. */
	gap: number;
}

/**
 * Measures a window whose ids, targets and questions are set, all questions of one length. It leaves only the last
 * scored steps in `targets`.
 */
export function pairLags(window: EncoderDecoder, steps = window.T): PairLags {
	const { B, targets, questions } = window;
	const ends = Array.from({ length: B }, (_, b) => {
		let t = steps - 1;
		while (t >= 0 && targets[t * B + b]! < 0) t--;
		return t;
	});
	for (let n = 0; n < targets.length; n++) if (ends[n % B] !== Math.floor(n / B)) targets[n] = -1;
	const H = window.weights.spec.hidden;
	const [whole, byState, byAttention] = ([undefined, "attention", "state"] as const).map((without) =>
		deltasOf(window, steps, without),
	) as [Floats, Floats, Floats];
	const { J, first } = window.cut;
	const longest = questions.reduce((most, length) => Math.max(most, length), 0);
	const curve = (deltas: Floats) =>
		Array.from({ length: longest }, (_, back) => {
			const logs: number[] = [];
			for (let b = 0; b < B; b++) {
				const j = J - 1 - back;
				if (j < first[b]! || ends[b]! < 0) continue;
				const norm = Math.hypot(...deltas.subarray((j * B + b) * H, (j * B + b + 1) * H));
				logs.push(Math.log2(norm));
			}
			const some = logs.some((log) => log !== Number.NEGATIVE_INFINITY);
			return some ? toLog10(logGeometricMean(logs)) : Number.NEGATIVE_INFINITY;
		});
	let [gap, most] = [0, 0];
	for (let k = 0; k < J * B * H; k++) {
		gap = Math.max(gap, Math.abs(whole[k]! - byState[k]! - byAttention[k]!));
		most = Math.max(most, Math.abs(whole[k]!));
	}
	return {
		lags: Array.from({ length: longest }, (_, back) => ends[0]! - (questions[0]! - 1 - back)),
		...{ whole: curve(whole), throughAttention: curve(byAttention), throughState: curve(byState) },
		gap: most > 0 ? gap / most : 0,
	};
}

/** dL/dh of every encoder step, [J,B,H]. @param without the way that is left out. */
function deltasOf(window: EncoderDecoder, steps: number, without?: CutPath): Floats {
	const { engine, weights, B } = window;
	const gradients = new Weights(engine, weights.spec);
	const h = engine.floats(window.T * B * weights.spec.hidden);
	window.forward({ steps });
	window.backward(gradients, { steps, scale: 1, deltas: [{ h }, {}], ...(without && { without }) });
	const deltas = h.slice();
	engine.free(gradients.flat, h);
	return deltas;
}
