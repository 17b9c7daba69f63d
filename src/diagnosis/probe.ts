/** Windows of a text to look at. */
import { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import type { Part } from "../data/corpus.ts";
import type { Engine } from "../kernels/kernels.ts";

// T steps, B lanes

/** N windows of T steps spread evenly over the text, each in `copies` lanes: B = N copies. */
export async function sampled(
	engine: Engine,
	weights: Weights,
	part: Part,
	T: number,
	N: number,
	copies = 1,
): Promise<Unrolled> {
	const B = N * copies;
	const window = new Unrolled(engine, weights, { steps: T, lanes: B });
	const last = part.symbols - 1 - T;
	for (let n = 0; n < N; n++) {
		const at = N === 1 ? Math.floor(last / 2) : Math.floor((n * last) / (N - 1));
		const symbols = await part.reader(at).read(T + 1);
		for (let t = 0; t < T; t++) {
			window.ids.fill(symbols[t]!, t * B + n * copies, t * B + (n + 1) * copies);
			window.targets.fill(symbols[t + 1]!, t * B + n * copies, t * B + (n + 1) * copies);
		}
	}
	return window;
}
