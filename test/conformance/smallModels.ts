/** Two layers of every cell and variant, with random weights on the reference engine, and a text with an unknown symbol. */
import { type CellSpec, type ModelSpec, VARIANTS } from "../../src/cells/layout.ts";
import { Weights } from "../../src/cells/weights.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { ownReference } from "../../src/kernels/reference/own.ts";
import { createReference } from "../../src/kernels/reference.ts";

const engine = createReference(ownReference);
export const V = 6;
export const H = 5;
export const ids = Int32Array.from([3, 0, 5, -1, 2, 5, 1]);

export const CELLS = Object.entries(VARIANTS).flatMap(([cell, variants]) =>
	variants.map((variant) => ({ cell, variant }) as CellSpec),
);

export function modelOf(cell: CellSpec) {
	const weights = new Weights(engine, { ...cell, symbols: V, hidden: H, layers: 2, dropout: 0 } as ModelSpec);
	const random = new RandomStream(7, "weights");
	for (let i = 0; i < weights.flat.length; i++) weights.flat[i] = 1.6 * random.uniform() - 0.8;
	return { engine, weights };
}

export function cellNamed(name: string): CellSpec {
	return CELLS.find(({ cell, variant }) => name === `${cell} ${variant}`)!;
}
