/**
 * The reference engine: plain loops in float64, in the letters of the papers, one line of code per line of equation.
 *
 * The fast engines are tested against it, and it is the first file to read; it is not built for speed. Each cell has a
 * file in reference/, its backward pass under its forward pass. Equations and sources: docs/equations.md.
 */
import { closable } from "./closing.ts";
import type { AttentionKernels, Engine, Floats, OwnKernels } from "./kernels.ts";
import { arrayOf } from "./memory.ts";
import { denseBackward, denseForward } from "./reference/dense.ts";
import { dropout } from "./reference/dropout.ts";
import { gruBackward, gruForward } from "./reference/gru.ts";
import { lstmBackward, lstmForward } from "./reference/lstm.ts";
import { rnnBackward, rnnForward } from "./reference/rnn.ts";
import { softmaxCrossEntropy } from "./reference/softmax.ts";
import { update } from "./reference/update.ts";

/**
 * Creates a reference engine. It does not check its arguments (wrap it in `checked` of shapes.ts for that) and holds no
 * memory of its own, so `free` does nothing.
 * @param own `ownReference`, for cells given by equations. Default: none, so that a page loads no code for them.
 * @param attention `attentionReference`, for encoder-decoders. Default: none.
 */
export function createReference(own?: OwnKernels, attention?: AttentionKernels): Engine {
	return closable({
		name: "reference",
		build: "reference float64",
		precision: 64,
		threads: 1,
		rnnForward,
		rnnBackward,
		lstmForward,
		lstmBackward,
		gruForward,
		gruBackward,
		...(own && { own: { ...own } }),
		...(attention && { attention: { ...attention } }),
		denseForward,
		denseBackward,
		softmaxCrossEntropy,
		dropout,
		update,
		sumSquares,
		floats: (length) => arrayOf(length, 8, (n) => new Float64Array(n)),
		ints: (length) => arrayOf(length, 4, (n) => new Int32Array(n)),
		free() {},
		close() {},
	});
}

/** Sums x_j^2 from the first to the last. */
function sumSquares(x: Floats): number {
	let sum = 0;
	for (let j = 0; j < x.length; j++) sum += x[j] * x[j];
	return sum;
}
