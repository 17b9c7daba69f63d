/** Windows of a text in which gradients are followed back. */
import { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import type { Part } from "../data/corpus.ts";
import type { Engine } from "../kernels/kernels.ts";

// T steps, B lanes, K the largest lag

/** Steps before those examined, in which the state builds up. */
const WARM = 32;

/** Returns the steps of a window that goes `wanted` steps back, and K, which is less if the text is shorter. */
export function spanOf(part: Part, wanted: number): { T: number; K: number } {
	const T = Math.min(part.symbols - 1, wanted + 1 + WARM);
	return { T, K: Math.min(wanted, T - 1) };
}

/** Returns B windows of T steps spread evenly over the text, one per lane. */
export async function sampled(engine: Engine, weights: Weights, part: Part, T: number, B: number): Promise<Unrolled> {
	const window = new Unrolled(engine, weights, { steps: T, lanes: B });
	const last = part.symbols - 1 - T;
	for (let b = 0; b < B; b++) {
		const at = B === 1 ? Math.floor(last / 2) : Math.floor((b * last) / (B - 1));
		const symbols = await part.reader(at).read(T + 1);
		for (let t = 0; t < T; t++) {
			window.ids[t * B + b] = symbols[t]!;
			window.targets[t * B + b] = symbols[t + 1]!;
		}
	}
	return window;
}
