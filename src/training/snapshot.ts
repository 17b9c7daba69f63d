/** A training run's whole state as a value: what a checkpoint holds, and all that a bit-identical resume needs. */

import type { Weights } from "../cells/weights.ts";
import { fail } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import type { NamedTensor } from "../interop/safetensors.ts";
import type { Floats } from "../kernels/kernels.ts";
import type { Json } from "./json.ts";

export type { NamedTensor } from "../interop/safetensors.ts";
export interface Snapshot {
	/** Weights under their layout names; optimiser moments as `optimizer.m`, `optimizer.v`; carried state as `state.l0.h`. */
	tensors: NamedTensor[];
	/** Everything else: step, schedule, stream counters, data cursor, loss averages. */
	state: { [key: string]: Json };
}

/** Copies the values of `given` into the views of `wanted`. @throws E_SNAPSHOT where a name is missing or a shape differs. */
export function putTensors(wanted: readonly NamedTensor[], given: readonly NamedTensor[]): void {
	const byName = new Map(given.map((t) => [t.name, t]));
	for (const { name, shape, data } of wanted) {
		const from = byName.get(name);
		const got = from && `[${from.shape.join(",")}]`;
		if (got !== `[${shape.join(",")}]`) {
			throw fail("E_SNAPSHOT", { what: name, why: { reason: "shape", got, wanted: `[${shape.join(",")}]` } });
		}
		data.set(from!.data);
	}
}

/** The whole number, 0 or more, under `key`. @throws E_SNAPSHOT where there is none. */
export function wholeOf(state: { [key: string]: Json } | null | undefined, key: string): number {
	const value = state?.[key];
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
	throw fail("E_SNAPSHOT", { what: key, why: { reason: "whole", min: 0, got: shown(value) } });
}

/** Weights under their names and the optimiser's moments, as a snapshot holds them: views. */
export function modelTensors(weights: Weights, { m, v }: { m?: Floats; v?: Floats }): NamedTensor[] {
	const tensors = weights.specs.map(({ name, shape }): NamedTensor => ({ name, shape, data: weights.tensor(name) }));
	const P = [weights.flat.length];
	if (m) tensors.push({ name: "optimizer.m", shape: P, data: m });
	if (v) tensors.push({ name: "optimizer.v", shape: P, data: v });
	return tensors;
}
