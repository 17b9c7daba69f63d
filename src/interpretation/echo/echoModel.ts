/**
 * An echo state network on a task or a series, and one sequence that it reads, as plain arrays: what the functions of this
 * folder need, wherever it was trained. The network reads the sequence from a zero state, and feeds back its own outputs.
 */
import { headLosses } from "../../cells/heads.ts";
import type { Task, TaskBatch } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { createReference } from "../../kernels/reference.ts";

// T steps, N units, D inputs, V outputs, M = D + N + 1; row-major, the last letter moves fastest

export interface EchoModel {
	engine: Engine;
	/** What is read: a symbol per step, whose input is 1, or values. */
	input: Task["input"];
	/** N, D and V. */
	units: number;
	inputs: number;
	outputs: number;
	/** Whether the outputs enter the reservoir at the next step. */
	feedback: boolean;
	/** C, 0 < C <= 1: the leak rate alpha where g is 1. */
	gain: number;
	/** g, C g <= 1. */
	leak: number;
	/** Drawn weights; the columns of w_in are the inputs, then the outputs fed back. */
	w_in: Float64Array; // [N,D] or [N,D+V]
	w: Float64Array; // [N,N]
	b: Float64Array; // [N]
	/** W_out: columns of the inputs, of the units, and of the constant 1. */
	readout: Float64Array; // [V,M]
	head: Task["head"];
	/** Factor from outputs to logits; 1 for a regression. */
	beta: number;
}

export interface EchoSequence {
	/** T */
	steps: number;
	ids?: Int32Array; // [T] symbols read
	x?: Float64Array; // [T,D] values read
	targets?: Int32Array; // [T] class or symbol, -1 where not scored
	values?: Float64Array; // [T,V] NaN where not scored
}

/** Returns the sequence of a batch of one. */
export function sequenceOf({ lengths, ids, x, targets, values }: TaskBatch): EchoSequence {
	return {
		...{ steps: lengths[0]!, ...(ids && { ids }), ...(x && { x }) },
		...{ ...(targets && { targets }), ...(values && { values }) },
	};
}

/** Returns x_t, [D]: the values, or 1 at the symbol read. */
export function inputAt({ inputs: D }: EchoModel, { ids, x }: EchoSequence, t: number): Float64Array {
	if (x) return x.slice(t * D, (t + 1) * D);
	const one = new Float64Array(D);
	if (ids![t]! >= 0) one[ids![t]!] = 1;
	return one;
}

/** Returns d_t, [V]: the values, or 1 at the class; NaN where the step is not scored. */
export function targetAt({ outputs: V }: EchoModel, { targets, values }: EchoSequence, t: number): Float64Array {
	if (values) return values.slice(t * V, (t + 1) * V);
	const d = new Float64Array(V).fill(targets![t]! < 0 ? Number.NaN : 0);
	if (targets![t]! >= 0) d[targets![t]!] = 1;
	return d;
}

/** Whether every output of a step has a target; only then is it fed back. */
export const isScoredAt = (model: EchoModel, sequence: EchoSequence, t: number): boolean =>
	!targetAt(model, sequence, t).some(Number.isNaN);

/** What the head reads of the outputs: y itself, beta y of classes, beta (y - 1/2) of yes and no. [V] */
export function logitsOf({ head, beta }: EchoModel, y: Float64Array): Float64Array {
	const middle = head === "binary" ? 0.5 : 0;
	return head === "regression" ? y : y.map((one) => beta * (one - middle));
}

export interface EchoLoss {
	/** Loss of the step in the unit of its head (src/cells/heads.ts); null if the step is not scored. */
	loss: number | null;
	/** dloss/dy, [V]; zeros if the step is not scored. */
	dy: Float64Array;
}

/** Returns the loss of a step from its outputs, and its derivative with respect to them. */
export function lossAt(model: EchoModel, sequence: EchoSequence, t: number, y: Float64Array): EchoLoss {
	const { head, outputs: V, beta } = model;
	const logits = logitsOf(model, y);
	const marks = Int32Array.of(sequence.targets?.[t] ?? 0);
	const [losses, dy] = [new Float64Array(1), new Float64Array(V)];
	const values = sequence.values?.subarray(t * V, (t + 1) * V);
	const call = { engine: REFERENCE, N: 1, V, logits, targets: marks, scale: 1, losses, dlogits: dy };
	headLosses(head, { ...call, ...(values && { values }) });
	if (marks[0]! < 0) return { loss: null, dy: new Float64Array(V) };
	return { loss: losses[0]!, dy: head === "regression" ? dy : dy.map((one) => beta * one) };
}

const REFERENCE = createReference();
