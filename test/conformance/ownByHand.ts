/**
 * Networks of cells given by equations, computed from the trees of their equations alone, unit by unit, in dual numbers:
 * every value of every step can be changed on the way, and the derivative by a change is carried forward.
 */
import { type Expression, sumOf } from "../../src/cells/own/equationTree.ts";
import { ownCellOf } from "../../src/cells/own/reader.ts";
import type { Weights } from "../../src/cells/weights.ts";

/** A number and its derivative. */
export interface Dual {
	v: number;
	d: number;
}

/** Returns a value as it is used; it is called with `embed`, `l0.a.NAME` (a sum), `l0.gate.NAME`, `l0.STATE` and `logits`. */
export type Put = (name: string, computed: Dual[]) => Dual[];

export const plain = (v: number): Dual => ({ v, d: 0 });
const add = (x: Dual, y: Dual): Dual => ({ v: x.v + y.v, d: x.d + y.d });
const times = (x: Dual, y: Dual): Dual => ({ v: x.v * y.v, d: x.d * y.v + x.v * y.d });
const scaled = (w: number, x: Dual): Dual => ({ v: w * x.v, d: w * x.d });
const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));
const FUNCTIONS: Record<string, [(a: number) => number, (a: number) => number]> = {
	sigmoid: [sigmoid, (a) => 1 / (2 + Math.exp(a) + Math.exp(-a))],
	tanh: [Math.tanh, (a) => Math.cosh(a) ** -2],
	relu: [(a) => Math.max(a, 0), (a) => Number(a > 0)],
	exp: [Math.exp, Math.exp],
	softplus: [(a) => Math.log(1 + Math.exp(a)), sigmoid],
};

/** Outputs of every step, read from a zero state. @param put for step t. */
export function ownByHand(weights: Weights, ids: ArrayLike<number>, put: (t: number) => Put): Dual[][] {
	const { spec } = weights;
	if (spec.cell !== "own") throw new Error("no cell given by equations");
	const { hidden: H, symbols: V, layers } = spec;
	const cell = ownCellOf(spec.equations);
	const zeros = () => Array.from({ length: H }, () => plain(0));
	const states = Array.from({ length: layers }, () => new Map(cell.states.map((name) => [name, zeros()])));
	const row = (w: ArrayLike<number>, k: number, x: readonly Dual[]) =>
		x.reduce((sum, value, j) => add(sum, scaled(w[k * x.length + j]!, value)), plain(0));
	return Array.from(ids, (id, t) => {
		const use = put(t);
		let x: Dual[] = Array.from({ length: V }, (_, v) => plain(Number(v === id)));
		for (const [l, before] of states.entries()) {
			const { w_ih, w_hh, b } = weights.layer(l);
			let wx = Array.from({ length: cell.inputSums.length * H }, (_, k) => row(w_ih, k, x));
			if (l === 0) wx = use("embed", wx);
			const found = new Map<string, Dual[]>();
			for (const name of cell.parameters)
				found.set(
					name,
					Array.from(weights.tensor(`${name}_l${l}`), (p) => plain(p)),
				);
			for (const { name, value } of cell.lines) {
				const sum = sumOf(value);
				const at = (of: readonly string[]) => of.indexOf(name) * H;
				const summed = zeros().map((_, k) => {
					let a = plain(sum ? b[at(cell.values) + k]! : 0);
					if (sum?.input) a = add(a, wx[at(cell.inputSums) + k]!);
					if (sum?.recurrent) a = add(a, row(w_hh, at(cell.recurrentSums) + k, before.get("h")!));
					return a;
				});
				const sums = sum ? use(`l${l}.a.${name}`, summed) : summed;
				const state = cell.states.includes(name);
				const own = zeros().map((_, k) => evaluated(value, k, { found, before, sums }));
				found.set(name, use(`l${l}.${state ? name : `gate.${name}`}`, own));
			}
			for (const name of cell.states) before.set(name, found.get(name)!);
			x = found.get("h")!;
		}
		const [w, b] = [weights.tensor("head.weight"), weights.tensor("head.bias")];
		return use(
			"logits",
			Array.from(b, (bias, v) => add(plain(bias), row(w, v, x))),
		);
	});
}

interface Values {
	found: ReadonlyMap<string, Dual[]>;
	before: ReadonlyMap<string, Dual[]>;
	sums: readonly Dual[];
}

function evaluated(e: Expression, k: number, values: Values): Dual {
	switch (e.kind) {
		case "number":
			return plain(e.value);
		case "name":
			return values.found.get(e.name)![k]!;
		case "before":
			return values.before.get(e.name)![k]!;
		case "sum":
			return values.sums[k]!;
		case "call": {
			const a = evaluated(e.x, k, values);
			const [f, slope] = FUNCTIONS[e.f]!;
			return { v: f(a.v), d: slope(a.v) * a.d };
		}
	}
	if (e.kind === "norm") return normed(values.found.get(e.x.name)!)[k]!;
	const [x, y] = [evaluated(e.x, k, values), evaluated(e.y, k, values)];
	if (e.kind === "add") return add(x, y);
	if (e.kind === "sub") return add(x, scaled(-1, y));
	if (e.kind === "mul") return times(x, y);
	return { v: x.v / y.v, d: (x.d * y.v - x.v * y.d) / y.v ** 2 };
}

/** Layer normalisation of the units of a row, from its quotient alone: 1e-5 under the root, the variance with divisor H. */
function normed(u: readonly Dual[]): Dual[] {
	const mean = scaled(1 / u.length, u.reduce(add, plain(0)));
	const centred = u.map((x) => add(x, scaled(-1, mean)));
	const variance = scaled(1 / u.length, centred.map((x) => times(x, x)).reduce(add, plain(0)));
	const root = Math.sqrt(variance.v + 1e-5);
	const slope = variance.d / (2 * root);
	return centred.map((x) => ({ v: x.v / root, d: (x.d * root - x.v * slope) / root ** 2 }));
}

/** The loss of a target with its derivative. */
export function lossOf(logits: readonly Dual[], target: number): Dual {
	const most = Math.max(...logits.map(({ v }) => v));
	const powers = logits.map(({ v }) => Math.exp(v - most));
	const sum = powers.reduce((x, y) => x + y, 0);
	const d = logits.reduce((total, { d }, v) => total + (powers[v]! / sum) * d, 0) - logits[target]!.d;
	return { v: Math.log(sum) + most - logits[target]!.v, d };
}
