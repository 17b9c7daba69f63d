/** The whole state of a training run, as stored in a checkpoint: everything that a bit-identical resume needs. */

import type { Weights } from "../cells/weights.ts";
import { fail } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import type { NamedTensor } from "../interop/safetensors.ts";
import { copyNumbers } from "../kernels/float32.ts";
import type { Floats } from "../kernels/kernels.ts";
import type { Json } from "./json.ts";

export type { NamedTensor } from "../interop/safetensors.ts";
export interface Snapshot {
	/**
	 * Weights by layout name, optimiser moments (`optimizer.m`, `optimizer.v`) and carried state (`state.l0.h`). With soap
	 * the moments of a recurrent matrix are those in its eigenbasis, and there are `optimizer.factor.NAME`, C, and
	 * `optimizer.eigenvectors.NAME`, Q^T, [H,H] each (updates/soap.ts). With `average` the weights by name are the mean, and `optimizer.weights` the trained ones.
	 */
	tensors: NamedTensor[];
	/** Everything else: step, stream counters, data cursor, loss averages. */
	state: { [key: string]: Json };
}

/** Copies the values of `given` into the views of `wanted`. @throws E_SNAPSHOT if names or shapes do not match. */
export function putTensors(wanted: readonly NamedTensor[], given: readonly NamedTensor[]): void {
	const byName = new Map(given.map((t) => [t.name, t]));
	for (const { name, shape, data } of wanted) {
		const from = byName.get(name);
		checkTensor(from, name, shape);
		copyNumbers(name, from!.data, data);
	}
}

/** @throws E_SNAPSHOT if the tensor is missing or has another shape. */
export function checkTensor(tensor: NamedTensor | undefined, name: string, shape: readonly number[]): void {
	const got = tensor && `[${tensor.shape.join(",")}]`;
	const wanted = `[${shape.join(",")}]`;
	if (got !== wanted) throw fail("E_SNAPSHOT", { what: name, why: { reason: "shape", got, wanted } });
}

/** Returns the whole number, 0 or more, under `key`. @throws E_SNAPSHOT if there is none. */
export function wholeOf(state: { [key: string]: Json } | null | undefined, key: string): number {
	const value = state?.[key];
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
	throw fail("E_SNAPSHOT", { what: key, why: { reason: "whole", min: 0, got: shown(value) } });
}

/** Name of the trained weights, [P], where the tensors by layout name are their mean over updates. */
export const TRAINED = "optimizer.weights";

/** Returns the number of updates that a snapshot's weights are the mean of; 0 if they are the trained weights. */
export function averagedUpdatesOf(state: { [key: string]: Json }): number {
	return state.averagedUpdates === undefined ? 0 : wholeOf(state, "averagedUpdates");
}

/** Returns the counter of weight-drop's stream; 0 if the run had none before. */
export function weightDropCounter(state: { [key: string]: Json }): number {
	return state.weightDropCounter === undefined ? 0 : wholeOf(state, "weightDropCounter");
}

/** Arrays of an optimiser. */
interface OptimizerArrays {
	m?: Floats;
	v?: Floats;
	soap?: { tensors(): NamedTensor[] };
}

/** Returns views of the weights by name and of the optimiser's arrays, as stored in a snapshot. */
export function modelTensors(weights: Weights, { m, v, soap }: OptimizerArrays): NamedTensor[] {
	const tensors = weights.specs.map(({ name, shape }): NamedTensor => ({ name, shape, data: weights.tensor(name) }));
	const P = [weights.flat.length];
	if (m) tensors.push({ name: "optimizer.m", shape: P, data: m });
	if (v) tensors.push({ name: "optimizer.v", shape: P, data: v });
	if (soap) tensors.push(...soap.tensors());
	return tensors;
}
