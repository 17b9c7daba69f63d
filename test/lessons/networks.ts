/** Small networks on the reference engine, for the claims of the lessons. */
import type { CellSpec, ModelSpec } from "../../src/cells/layout.ts";
import { Unrolled } from "../../src/cells/unroll.ts";
import { Weights } from "../../src/cells/weights.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { createReference } from "../../src/kernels/reference.ts";

export const engine = createReference();
export const [V, H] = [5, 8];

/** One layer with random weights, unrolled over `steps` random symbols; the last step alone has a loss if `lastOnly`. */
export function network(cell: CellSpec, steps: number, { lastOnly = false, lanes = 1 } = {}) {
	const spec = { ...cell, symbols: V, hidden: H, layers: 1, dropout: 0 } as ModelSpec;
	const weights = new Weights(engine, spec);
	const random = new RandomStream(7, "lessons");
	for (let k = 0; k < weights.flat.length; k++) weights.flat[k] = 0.5 * random.normal();
	const window = new Unrolled(engine, weights, { steps, lanes, training: true });
	for (let k = 0; k < steps * lanes; k++) {
		window.ids[k] = random.below(V);
		window.targets[k] = lastOnly && k < (steps - 1) * lanes ? -1 : random.below(V);
	}
	return { weights, window };
}

/** Arrays for the deltas of one layer. */
export function deltas(gateBlocks: number, steps: number) {
	const gates = engine.floats(steps * gateBlocks * H); // [T,G*H]
	return { gates, h: engine.floats(steps * H), c: engine.floats(steps * H) }; // [T,H]
}

export const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));
/** Row `r` of a matrix of `columns` columns times x. */
export const rowTimes = (w: ArrayLike<number>, r: number, columns: number, x: ArrayLike<number>) => {
	let sum = 0;
	for (let k = 0; k < columns; k++) sum += w[r * columns + k]! * x[k]!;
	return sum;
};
