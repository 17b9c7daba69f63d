/**
 * Heads: the loss of the output layer's outputs y, and its derivative. docs/equations.md#heads
 *
 *   softmax      one target symbol per step: cross-entropy of the softmax of y, on the engine
 *   regression   values: loss_n = mean over the scored outputs v of (y_v - d_v)^2, without a factor of one half
 *   binary       independent yes or no per output: loss_n = - sum_v d_v log s(y_v) + (1 - d_v) log(1 - s(y_v)), s the
 *                sigmoid, d_v in 0..1: the negative log-likelihood of the whole step
 *
 * Only scored steps and outputs count; the losses and derivatives of all others are 0.
 */
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { HeadName } from "./layout.ts";

// N rows (steps of sequences), V outputs; row-major, the last letter moves fastest

export interface HeadCall {
	engine: Engine;
	N: number;
	V: number;
	/** [N,V] outputs of the output layer. */
	logits: Floats;
	/** [N] -1 where a row is not scored. Read by softmax; written by the other heads: 0 where scored. */
	targets: Int32Array;
	/** [N,V] targets of regression and binary; NaN where not scored. */
	values?: Float64Array;
	/** Factor of the derivative, usually 1 / (number of scored rows). */
	scale: number;
	losses: Floats; // [N] out
	/** [N,V] out; may be `logits` itself. */
	dlogits?: Floats;
}

/** Fills `losses`, and `dlogits` with scale * dloss_n/dy_n if it is given. */
export function headLosses(head: HeadName = "softmax", call: HeadCall): void {
	const { engine, N, V, logits, targets, values, scale, losses, dlogits } = call;
	if (head === "softmax") {
		engine.softmaxCrossEntropy({ N, V, logits, targets, scale, losses, dlogits });
		return;
	}
	const rowLoss = head === "regression" ? squaredErrors : crossEntropies;
	for (let n = 0; n < N; n++) {
		const scored = countScored(values!, n * V, V);
		targets[n] = scored > 0 ? 0 : -1;
		losses[n] = scored > 0 ? rowLoss(logits, values!, n * V, V, scale, scored, dlogits) : 0;
		if (scored === 0) dlogits?.fill(0, n * V, (n + 1) * V);
	}
}

function countScored(values: Float64Array, at: number, V: number): number {
	let count = 0;
	for (let j = at; j < at + V; j++) if (!Number.isNaN(values[j]!)) count++;
	return count;
}

function squaredErrors(
	y: Floats, // [N,V]
	d: Float64Array, // [N,V]
	at: number,
	V: number,
	scale: number,
	scored: number,
	dy?: Floats, // [N,V] out
): number {
	let loss = 0;
	for (let j = at; j < at + V; j++) {
		const error = Number.isNaN(d[j]!) ? 0 : y[j]! - d[j]!;
		loss += error * error; // loss_n = (1 / scored) sum_v (y_v - d_v)^2
		if (dy) dy[j] = (scale * 2 * error) / scored; // dL/dy_v = scale 2 (y_v - d_v) / scored
	}
	return loss / scored;
}

function crossEntropies(
	y: Floats, // [N,V]
	d: Float64Array, // [N,V]
	at: number,
	V: number,
	scale: number,
	_scored: number,
	dy?: Floats, // [N,V] out
): number {
	let loss = 0;
	for (let j = at; j < at + V; j++) {
		const a = y[j]!;
		const wanted = d[j]!;
		const scored = !Number.isNaN(wanted);
		const e = Math.exp(-Math.abs(a)); // never overflows
		if (scored) loss += Math.max(a, 0) - a * wanted + Math.log1p(e); // = -d log s(a) - (1 - d) log(1 - s(a))
		if (dy) dy[j] = scored ? scale * ((a >= 0 ? 1 : e) / (1 + e) - wanted) : 0; // dL/dy_v = scale (s(y_v) - d_v)
	}
	return loss;
}
