/**
 * The pointwise program of a cell that is given by equations: what the engines run for every unit of every row, forward
 * and backward. src/cells/own makes it from the equations; native/own.c and reference/own.ts run it.
 *
 * An instruction is five whole numbers: operation, target, and up to three operands. Targets and operands are slots:
 *
 *   registers | parameters | constants | values | states at t-1 | states at t
 *   and in the backward program: | dL/ds_t as it arrives | dL/ds_{t-1} | dL/ds_t complete | dL/d(sum)
 *
 * A sum is W x + b, W x + R h' + b or R h' + b. Sum q is in value block q before the forward program runs, which then
 * overwrites it by the value of its line.
 *
 * A norm is the layer normalisation of a sum u over the H units of a row (Ba, Kiros & Hinton 2016): y = (u - mean) / d,
 * d = sqrt(variance + NORM_EPS), the variance with divisor H. y is in its value block before the forward program runs, and
 * neither u nor y is overwritten. The backward program writes dL/dy at the place of dL/du, and adds no bias gradient for u;
 * the engine then makes dL/du = (dL/dy - mean(dL/dy) - y mean(dL/dy y)) / d of it, and adds that to the bias gradient.
 */

import { type SumCounts, sumsOf } from "./ownSums.ts";

/** Operations, each with its number in native/own.c: append, never reorder. */
export const OWN_OPERATIONS = [
	"copy", // a
	"add", // a + b
	"sub", // a - b
	"mul", // a b
	"div", // a / b
	"fma", // a b + c
	"sigmoid",
	"tanh",
	"relu",
	"exp",
	"softplus", // ln(1 + e^a)
	"sigmoidBack", // a b (1 - b): b is the sigmoid
	"tanhBack", // a (1 - b^2)
	"reluBack", // a where b > 0, else 0
	"softplusBack", // a (1 - e^-b)
	"sum", // adds the rows of a to the gradient number `to`: the biases of the sums, then the parameters
] as const;
export type OwnOperation = (typeof OWN_OPERATIONS)[number];

/** Number of operands of each operation. */
export const OPERANDS: Readonly<Record<OwnOperation, number>> = {
	...{ copy: 1, add: 2, sub: 2, mul: 2, div: 2, fma: 3, sigmoid: 1, tanh: 1, relu: 1, exp: 1, softplus: 1 },
	...{ sigmoidBack: 2, tanhBack: 2, reluBack: 2, softplusBack: 2, sum: 1 },
};

/** Whole numbers of one instruction. */
export const INSTRUCTION = 5;

/** What is added to the variance of a norm. */
export const NORM_EPS = 1e-5;

/** A normalised sum: the block of u among the sums, and the value block of y, after those of all sums. */
export interface Norm {
	sum: number;
	value: number;
}

/** Largest sizes of a program. */
export const OWN_LIMITS = { registers: 128, constants: 64, values: 64, states: 8, parameters: 32, instructions: 4096 };

/** A cell by equations, as a kernel call takes it. */
export interface OwnProgram extends SumCounts {
	/** Value blocks; at least the number of sums. */
	values: number;
	/** States, h first. */
	states: number;
	/** Vectors of parameters, one number per unit each. */
	parameters: number;
	registers: number;
	/** Normalised sums, each once. */
	norms: readonly Norm[];
	/** Constants, as float32 numbers in a fast engine. */
	constants: readonly number[];
	/** Instructions, INSTRUCTION numbers each. */
	forward: Int32Array;
	backward: Int32Array;
}

/** First slot of each kind, and the number of slots. */
export interface Slots {
	parameters: number;
	constants: number;
	values: number;
	before: number;
	after: number;
	/** Backward only, as all that follow. */
	arriving: number;
	handed: number;
	complete: number;
	deltas: number;
	count: number;
}

export function slotsOf(program: Omit<OwnProgram, "forward" | "backward">, backward: boolean): Slots {
	const { registers: R, parameters: P, constants, values: V, states: S } = program;
	const C = constants.length;
	const values = R + P + C;
	const after = values + V + S;
	const arriving = after + S;
	const count = backward ? arriving + 3 * S + sumsOf(program).G : arriving;
	return {
		...{ parameters: R, constants: R + P, values, before: values + V, after },
		...{ arriving, handed: arriving + S, complete: arriving + 2 * S, deltas: arriving + 3 * S, count },
	};
}

/** Where a program may write: registers, and in the forward program values and new states. */
export function mayWrite(slots: Slots, registers: number, to: number, backward: boolean): boolean {
	if (to < registers) return true;
	if (backward) return to >= slots.handed && to < slots.count;
	return (to >= slots.values && to < slots.before) || (to >= slots.after && to < slots.count);
}
