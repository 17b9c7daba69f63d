/** Models to be sent out and read back, each tensor random and distinct, and what they compute. */
import { type CellSpec, type ModelSpec, tensorsOf, VARIANTS } from "../../src/cells/layout.ts";
import { Unrolled } from "../../src/cells/unroll.ts";
import { Weights } from "../../src/cells/weights.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import { pickBlocks } from "../../src/interop/gateOrder.ts";
import type { PortableModel } from "../../src/interop/portable.ts";
import type { NamedTensor } from "../../src/interop/safetensors.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { ownReference } from "../../src/kernels/reference/own.ts";
import { createReference } from "../../src/kernels/reference.ts";

// T steps, B sequences, H units, V symbols
export const SIZE = { T: 7, B: 3, V: 5, H: 4, layers: 2 } as const;

export const SPECS = Object.entries(VARIANTS).flatMap(([cell, variants]) =>
	variants.map((variant) => ({ cell, variant }) as CellSpec),
);

export function modelOf(cell: CellSpec, seed = 11): PortableModel {
	const { V, H, layers } = SIZE;
	const spec: ModelSpec = { ...cell, symbols: V, hidden: H, layers, dropout: 0.25 };
	const rng = new RandomStream(seed, `${cell.cell} ${cell.variant}`);
	const tensors = tensorsOf(spec).map(({ name, shape, length }) => ({
		...{ name, shape },
		data: Float32Array.from({ length }, () => 0.6 * rng.normal() + (name.startsWith("bias") ? 0.3 : 0)),
	}));
	return { spec, tensors, vocabulary: new Vocabulary("codepoint", Int32Array.of(10, 97, 98, 0xac00, 0x1f600)) };
}

/** [T,B] symbols, one of them unknown. */
export function idsOf({ T, B, V } = SIZE as { T: number; B: number; V: number }): Int32Array {
	const rng = new RandomStream(2, "ids");
	return Int32Array.from({ length: T * B }, (_, n) => (n === 4 ? -1 : rng.below(V)));
}

/** Logits [T,B,V] and the last h (and c) of each layer, from states of zeros. */
export function compute(
	{ spec, tensors }: PortableModel,
	ids = idsOf(),
	engine: Engine = createReference(ownReference),
) {
	const weights = new Weights(engine, spec);
	weights.assign(tensors);
	const window = new Unrolled(engine, weights, { steps: ids.length / SIZE.B, lanes: SIZE.B });
	window.ids.set(ids);
	window.forward();
	window.carry();
	const states = Object.fromEntries(window.carried().map(({ name, data }) => [name, Float64Array.from(data)]));
	return { logits: Float64Array.from(window.logits), states };
}

export function largestGap(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
	if (got.length !== wanted.length) return Number.POSITIVE_INFINITY;
	let most = 0;
	for (let n = 0; n < wanted.length; n++) {
		const gap = Math.abs(got[n]! - wanted[n]!);
		if (!(gap <= most)) most = gap;
	}
	return most;
}

/** The same in units of the largest |wanted|, at least 1: a relu or linear network grows beyond 1. */
export function relativeGap(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
	return largestGap(got, wanted) / Math.max(1, ...Array.from(wanted, Math.abs));
}

/** The tensors with gate blocks `a` and `b` of every tensor that `touches` names exchanged. */
export function swapGates(tensors: readonly NamedTensor[], touches: RegExp, blocks: number, a: number, b: number) {
	const letters = Array.from({ length: blocks }, (_, k) => String(k));
	const swapped = letters.map((_, k) => String(k === a ? b : k === b ? a : k));
	return tensors.map((t) => (touches.test(t.name) ? { ...t, data: pickBlocks(t.data, letters, swapped) } : t));
}
