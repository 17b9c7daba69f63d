/** A training run's whole state as a value: what a checkpoint holds, and all that a bit-identical resume needs. */
import type { NamedTensor } from "../interop/safetensors.ts";

export type { NamedTensor } from "../interop/safetensors.ts";
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Snapshot {
	/** Weights under their layout names; optimiser moments as `optimizer.m`, `optimizer.v`; carried state as `state.l0.h`. */
	tensors: NamedTensor[];
	/** Everything else: step, schedule, stream counters, data cursor, loss averages. */
	state: { [key: string]: Json };
}
