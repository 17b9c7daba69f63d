/**
 * The loss of every symbol of a text read in one piece, by the engine's own loss: their sum is that of `evaluate` with one
 * lane, to the rounding of the sum.
 */
import { Unrolled } from "../../cells/unroll.ts";
import type { Model } from "../model.ts";

// S symbols, T steps

const STEPS = 64;

export interface PassHooks {
	/** Called after each window with the symbols read; return a promise to let other work run. */
	onProgress?(done: number): void | Promise<void>;
	signal?: AbortSignal | undefined;
}

/** Returns -ln p of every symbol given all before it, in nats; NaN for the first and for unknown ones. [S] */
export async function exactLosses(
	{ engine, weights }: Model,
	ids: Int32Array,
	{ onProgress, signal }: PassHooks = {},
): Promise<Float64Array<ArrayBuffer>> {
	const nats = new Float64Array(ids.length).fill(Number.NaN);
	const window = new Unrolled(engine, weights, { steps: STEPS, lanes: 1 });
	try {
		for (let at = 0; at + 1 < ids.length; at += STEPS) {
			signal?.throwIfAborted();
			const count = Math.min(STEPS, ids.length - 1 - at);
			window.ids.fill(-1);
			window.targets.fill(-1);
			window.ids.set(ids.subarray(at, at + count));
			window.targets.set(ids.subarray(at + 1, at + 1 + count));
			window.forward();
			window.loss();
			for (let t = 0; t < count; t++) if (ids[at + 1 + t]! >= 0) nats[at + 1 + t] = window.losses[t]!;
			window.carry();
			await onProgress?.(at + count);
		}
	} finally {
		window.free();
	}
	return nats;
}
