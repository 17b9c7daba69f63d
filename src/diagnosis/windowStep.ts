/** The arrays of one step of a layer. */
import { type LayerState, stateOf } from "../cells/cell.ts";
import { statesOf } from "../cells/layout.ts";
import type { Unrolled } from "../cells/unroll.ts";
import type { Floats } from "../kernels/kernels.ts";

// T steps, B lanes, H units, S states; row-major, the last letter moves fastest

/** Steps of a window, one at a time: views of its arrays, but a copy of c where it is more than one state. */
export class WindowStep {
	readonly #window: Unrolled;
	readonly #states: number; // S
	readonly #c: Floats | undefined; // [S-1,2,B,H]

	constructor(window: Unrolled) {
		const { engine, weights, B } = window;
		this.#window = window;
		this.#states = statesOf(weights.spec).length;
		if (this.#states > 2) this.#c = engine.floats((this.#states - 1) * 2 * B * weights.spec.hidden);
	}

	/** Returns layer l at step t alone: h [2,B,H], c [S-1,2,B,H], gates [1,B,G*H]. The next call may overwrite c. */
	at(l: number, t: number): LayerState {
		const { T, B, weights, layers } = this.#window;
		const { h, c, gates, aux } = layers[l]!;
		const BH = B * weights.spec.hidden;
		const two = (x: Floats) => x.subarray(t * BH, (t + 2) * BH);
		const GH = gates && gates.length / T;
		for (let k = 1; this.#c && k < this.#states; k++)
			this.#c.set(two(stateOf(layers[l]!, k, this.#states)), (k - 1) * 2 * BH);
		return {
			h: two(h),
			c: this.#c ?? (c && two(c)),
			gates: gates?.subarray(t * GH!, (t + 1) * GH!),
			aux: aux?.subarray(t * BH, (t + 1) * BH),
		};
	}

	free(): void {
		if (this.#c) this.#window.engine.free(this.#c);
	}
}
