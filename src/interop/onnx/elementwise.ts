/** The operators that compute each number by itself, in float64. Sizes of 1 and absent leading axes are repeated. */
import type { Budget } from "./graphBudget.ts";
import { sized, sizeOf } from "./graphValues.ts";
import type { OnnxGraph, Values } from "./read.ts";

/** Most dimensions of a value. */
const RANK = 8;

const ONE: Readonly<Record<string, (x: number) => number>> = {
	Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
	Tanh: Math.tanh,
	Relu: (x) => Math.max(0, x),
	Exp: Math.exp,
	Sqrt: Math.sqrt,
	Softplus: (x) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0),
};
const TWO: Readonly<Record<string, (x: number, y: number) => number>> = {
	Add: (x, y) => x + y,
	Sub: (x, y) => x - y,
	Mul: (x, y) => x * y,
	Div: (x, y) => x / y,
};

/** Returns the result of an elementwise operator; undefined for any other one. */
export function elementwise(
	graph: OnnxGraph,
	opType: string,
	[a, b]: readonly (Values | undefined)[],
	budget: Budget,
): Values | undefined {
	const one = Object.hasOwn(ONE, opType) ? ONE[opType] : undefined;
	const two = Object.hasOwn(TWO, opType) ? TWO[opType] : undefined;
	if (!one && !two) return undefined;
	if (!a || (two && !b)) throw graph.trouble("graph", opType, "an input is absent");
	if (one) {
		budget.numbers(a.data.length);
		return sized(a.shape, Float64Array.from(a.data, one));
	}
	const rank = Math.max(a.shape.length, b!.shape.length);
	const padded = ({ shape }: Values) => [...new Array<number>(rank - shape.length).fill(1), ...shape];
	const [left, right] = [padded(a), padded(b!)];
	const shape = left.map((size, k) => (size === 1 ? right[k]! : size));
	if (rank > RANK || shape.some((size, k) => size !== right[k] && right[k] !== 1))
		throw graph.trouble("tensor", opType, `[${a.shape}] and [${b!.shape}]`);
	budget.numbers(sizeOf(shape));
	const made = new Float64Array(sizeOf(shape));
	for (let n = 0; n < made.length; n++)
		made[n] = two!(a.data[indexIn(left, shape, n)]!, b!.data[indexIn(right, shape, n)]!);
	return sized(shape, made);
}

/** Index in a value whose sizes of 1 are repeated, for the n-th element of `out`; both have the same rank. */
export function indexIn(from: readonly number[], out: readonly number[], n: number): number {
	let at = 0;
	let stride = 1;
	let rest = n;
	for (let k = out.length - 1; k >= 0; k--) {
		const place = rest % out[k]!;
		rest = Math.floor(rest / out[k]!);
		if (from[k] !== 1) at += place * stride;
		stride *= from[k]!;
	}
	return at;
}
