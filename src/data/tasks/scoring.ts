/**
 * Rules for a wrong sequence: one scored step that misses is enough. -> [B], 1 where wrong.
 *
 * A NaN among a scored step's outputs is always wrong, because the network has diverged.
 */
import { fail } from "../../errors/index.ts";
import type { Floats } from "../../kernels/kernels.ts";
import type { TaskBatch } from "./task.ts";

/** softmax: wrong if the largest output (the first of equals) is not the target's. */
export function wrongClasses(batch: TaskBatch, outputs: Floats, V: number): Uint8Array {
	const targets = batch.targets!; // [T,B]
	return anyStep(batch, outputs, V, (step) => {
		const target = targets[step]!;
		if (target < 0) return false;
		let best = 0;
		for (let v = 0; v < V; v++) {
			if (Number.isNaN(outputs[step * V + v]!)) return true;
			if (outputs[step * V + v]! > outputs[step * V + best]!) best = v;
		}
		return best !== target;
	});
}

/** regression: wrong if the squared error of a step, summed over its outputs, is above `limit`. */
export function wrongSquares(batch: TaskBatch, outputs: Floats, V: number, limit: number): Uint8Array {
	const values = batch.values!; // [T,B,V]
	return anyStep(batch, outputs, V, (step) => {
		let squared = 0;
		for (let i = step * V; i < (step + 1) * V; i++) {
			if (!Number.isNaN(values[i]!)) squared += (outputs[i]! - values[i]!) ** 2;
		}
		return !(squared <= limit);
	});
}

/** binary: wrong if a logit is on the wrong side of 0, or 0. */
export function wrongSides(batch: TaskBatch, outputs: Floats, V: number): Uint8Array {
	const values = batch.values!; // [T,B,V]
	return anyStep(batch, outputs, V, (step) => {
		for (let i = step * V; i < (step + 1) * V; i++) {
			if (Number.isNaN(values[i]!)) continue;
			if (!(values[i]! > 0.5 ? outputs[i]! > 0 : outputs[i]! < 0)) return true;
		}
		return false;
	});
}

/** regression over many steps: wrong if the mean squared error of a sequence's scored values is above `limit(b)`. */
export function wrongMeans(batch: TaskBatch, outputs: Floats, V: number, limit: (b: number) => number): Uint8Array {
	checkOutputs(batch, outputs, V);
	const { T, B } = batch;
	const values = batch.values!; // [T,B,V]
	const wrong = new Uint8Array(B);
	for (let b = 0; b < B; b++) {
		let squared = 0;
		let scored = 0;
		for (let t = 0; t < T; t++) {
			for (let i = (t * B + b) * V; i < (t * B + b + 1) * V; i++) {
				if (Number.isNaN(values[i]!)) continue;
				squared += (outputs[i]! - values[i]!) ** 2;
				scored++;
			}
		}
		wrong[b] = squared / scored <= limit(b) ? 0 : 1;
	}
	return wrong;
}

/** Marks the sequences for which `misses(t * B + b)` is true at any step. */
export function anyStep(batch: TaskBatch, outputs: Floats, V: number, misses: (step: number) => boolean): Uint8Array {
	checkOutputs(batch, outputs, V);
	const { B, lengths } = batch;
	const wrong = new Uint8Array(B);
	for (let b = 0; b < B; b++) {
		for (let t = 0; t < lengths[b]! && wrong[b] === 0; t++) if (misses(t * B + b)) wrong[b] = 1;
	}
	return wrong;
}

function checkOutputs({ T, B }: TaskBatch, outputs: Floats, V: number): void {
	if (outputs.length < T * B * V) {
		throw fail("E_SHAPE", {
			what: "outputs",
			why: { reason: "length", got: outputs.length, wanted: T * B * V, shape: `${T} x ${B} x ${V}` },
		});
	}
}
