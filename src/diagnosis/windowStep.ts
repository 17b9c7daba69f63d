/** The arrays of one step of a layer. */
import { type LayerState, stateOf } from "../cells/cell.ts";
import { statesOf } from "../cells/layout.ts";
import type { Unrolled } from "../cells/unroll.ts";
import type { Floats } from "../kernels/kernels.ts";

// T steps, B lanes, H units, S states; row-major, the last letter moves fastest

/**
 * Reads the steps of a window one at a time: views of its arrays, but a copy of c where it is more than one state.
 * `at(l, t)` returns layer l at step t alone: h [2,B,H], c [S-1,2,B,H], gates [1,B,G*H]; the next call may overwrite c.
 */
export function windowStep({ T, B, engine, weights: { spec }, layers }: Unrolled) {
	const S = statesOf(spec).length;
	const BH = B * spec.hidden;
	const copied = S > 2 ? engine.floats((S - 1) * 2 * BH) : undefined; // [S-1,2,B,H]
	return {
		at(l: number, t: number): LayerState {
			const { h, c, gates, aux } = layers[l]!;
			const part = (x: Floats, steps: number, width = BH) => x.subarray(t * width, (t + steps) * width);
			for (let k = 1; copied && k < S; k++) copied.set(part(stateOf(layers[l]!, k, S), 2), (k - 1) * 2 * BH);
			return {
				h: part(h, 2),
				c: copied ?? (c && part(c, 2)),
				gates: gates && part(gates, 1, gates.length / T),
				aux: aux && part(aux, 1),
			};
		},
		free: () => copied && engine.free(copied),
	};
}
