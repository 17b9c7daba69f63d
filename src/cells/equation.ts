/** The form of an equation of an explained step, and the sums that the cells' equations share: float64, plain loops. */

import type { Floats } from "../kernels/kernels.ts";

// D inputs, H units, G gate blocks

export type Vector = Float64Array;

/** What the equations read of a layer's weights. */
export interface StepWeights {
	w_ih: Floats; // [G*H,D]
	w_hh: Floats; // [G*H,H]
	b: Floats; // [G*H]
	p?: Floats | undefined; // [P,H] parameters of a cell given by equations
}

export interface Equation {
	name: string;
	text: string;
	/** Names of its inputs. */
	from: readonly string[];
	/**
	 * Computes the whole value.
	 * @param values of `from`, in that order.
	 */
	of(...values: Vector[]): Vector;
	/** Computes unit k alone; undefined if only the whole value can be computed. */
	unit?(k: number, read: Read): number;
	/** Returns the unit that number j of an input affects, -1 for none. Given if `unit` is. */
	reach?(input: string, j: number): number;
}

/** Returns number `k` of the value `name`. */
export type Read = (name: string, k: number) => number;

/** Equations for the gradients passed to the step before through W_hh, and to the layer below. */
export function belowAndBefore(w: StepWeights, from: string[]): Equation[] {
	return [
		line("d.h_prev", "dL/dh_{t-1} = W_hh^T dL/da_t", from, (...da) => timesBack(w.w_hh, joined(da))),
		below(w, from),
	];
}

/** Equation for the gradient passed to the layer below. */
export function below(w: StepWeights, from: string[]): Equation {
	return line("d.x", "dL/dx_t = W_ih^T dL/da_t", from, (...da) => timesBack(w.w_ih, joined(da)));
}

/** Makes an equation of whole vectors. */
export function line(
	name: string,
	text: string,
	from: readonly string[],
	of: (...values: Vector[]) => Vector,
): Equation {
	return { name, text, from, of };
}

/** Makes an equation that is elementwise in the units. */
export function each(name: string, text: string, from: readonly string[], f: (...x: number[]) => number): Equation {
	return {
		...{ name, text, from, of: (...values) => values[0]!.map((_, k) => f(...values.map((x) => x[k]!))) },
		unit: (k, read) => f(...from.map((input) => read(input, k))),
		reach: (_, j) => j,
	};
}

/** One row of W x: `row` of W [K,J], x given by its name. */
export function rowTimes(w: Floats, row: number, J: number, x: string, read: Read): number {
	let sum = 0;
	for (let j = 0; j < J; j++) sum += w[row * J + j]! * read(x, j);
	return sum;
}

/** Reach where block `block` of W_ih x affects unit k by number block H + k, other inputs by number k. */
export function blockReach(block: number, H: number): Required<Equation>["reach"] {
	return (input, j) => (input !== "wx" ? j : j >= block * H && j < (block + 1) * H ? j - block * H : -1);
}

/** Returns block `block` of `length` numbers. */
export function part(x: Floats, block: number, length: number): Floats {
	return x.subarray(block * length, (block + 1) * length);
}

export function plus(...terms: Floats[]): Vector {
	return Float64Array.from(terms[0]!, (_, k) => terms.reduce((sum, x) => sum + x[k]!, 0));
}

/** W x      W [K,J] */
export function times(w: Floats, x: Floats): Vector {
	const J = x.length;
	const y = new Float64Array(w.length / J);
	for (let k = 0; k < y.length; k++) {
		let sum = 0;
		for (let j = 0; j < J; j++) sum += w[k * J + j]! * x[j]!;
		y[k] = sum;
	}
	return y;
}

/** W^T y      W [K,J] */
export function timesBack(w: Floats, y: Floats): Vector {
	const J = w.length / y.length;
	const x = new Float64Array(J);
	for (let k = 0; k < y.length; k++) for (let j = 0; j < J; j++) x[j]! += w[k * J + j]! * y[k]!;
	return x;
}

function joined(parts: readonly Vector[]): Vector {
	const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const x of parts) {
		all.set(x, at);
		at += x.length;
	}
	return all;
}
