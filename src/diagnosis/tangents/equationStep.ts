/**
 * One step of a cell given by equations in dual numbers: each line as it is written, from the tree of its expression.
 * Nothing here knows the instructions that the engines run, nor their derivative.
 */

import type { OwnCell } from "../../cells/own/compile.ts";
import type { CellDefinition } from "../../cells/own/definition.ts";
import type { Expression } from "../../cells/own/equationTree.ts";
import { ownCellOf } from "../../cells/own/reader.ts";
import { NORM_EPS } from "../../kernels/ownProgram.ts";
import { constant, type Dual, type ForwardMode, type Leaf, part } from "./dual.ts";
import type { LayerLeaves, Shifts, State } from "./stepTypes.ts";

// B sequences, D inputs, H units, S states; row-major, the last letter moves fastest

/** `c` holds the states after h, one after the other, [S-1,B,H]. */
export function ownStep(
	mode: ForwardMode,
	equations: CellDefinition,
	w: LayerLeaves,
	x: Dual,
	{ h, c }: State,
	B: number,
	shifts?: Shifts,
): { state: State; margin: number } {
	const cell = ownCellOf(equations);
	const H = h.v.length / B;
	const shifted = (q: Dual, leaf: Leaf | undefined) => (leaf ? mode.add(q, mode.variable(leaf)) : q);
	const before = (name: string) => {
		const k = cell.states.indexOf(name);
		return k === 0 ? h : mode.slice(c, (k - 1) * B * H, k * B * H);
	};
	const found = new Map<string, Dual>();
	for (const [n, name] of cell.parameters.entries()) found.set(name, mode.repeat(part(w.p!, n * H, (n + 1) * H), B));
	let margin = Number.POSITIVE_INFINITY;
	const value = (e: Expression, line: string): Dual => {
		switch (e.kind) {
			case "number":
				return mode.stack([constant(new Float64Array(B * H).fill(e.value))]);
			case "name":
				return found.get(e.name)!;
			case "before":
				return before(e.name);
			case "sum":
				return sumValue(mode, cell, w, { x, h, B, H }, line, shifts);
			case "norm":
				return norm(mode, value(e.x, line), B);
			case "call": {
				const at = value(e.x, line);
				if (e.f === "relu") for (const v of at.v) margin = Math.min(margin, Math.abs(v));
				return mode.map(at, FUNCTIONS[e.f][0], FUNCTIONS[e.f][1]);
			}
			case "add":
				return mode.add(value(e.x, line), value(e.y, line));
			case "sub":
				return mode.add(
					value(e.x, line),
					mode.map(
						value(e.y, line),
						(v) => -v,
						() => -1,
					),
				);
			case "mul":
				return mode.multiply(value(e.x, line), value(e.y, line));
			case "div":
				return mode.multiply(
					value(e.x, line),
					mode.map(
						value(e.y, line),
						(v) => 1 / v,
						(v) => -1 / (v * v),
					),
				);
		}
	};
	for (const line of cell.lines) {
		const k = cell.states.indexOf(line.name);
		const own = value(line.value, line.name);
		const shift = shifts && k > 0 ? part(shifts.c, (k - 1) * B * H, k * B * H) : shifts?.h;
		found.set(line.name, k >= 0 ? shifted(own, shift) : own);
	}
	const states = cell.states.map((name) => found.get(name)!);
	return { state: { h: states[0]!, c: mode.stack(states.slice(1)) }, margin };
}

/** (u - mean(u)) / sqrt(mean((u - mean(u))^2) + eps) over the units of each row. */
function norm(mode: ForwardMode, u: Dual, B: number): Dual {
	const mean = mode.rowMean(u, B);
	const minus = mode.map(
		mean,
		(v) => -v,
		() => -1,
	);
	const centred = mode.add(u, minus);
	const variance = mode.rowMean(mode.multiply(centred, centred), B);
	const inverse = mode.map(
		variance,
		(v) => (v + NORM_EPS) ** -0.5,
		(v) => -0.5 * (v + NORM_EPS) ** -1.5,
	);
	return mode.multiply(centred, inverse);
}

/** W x + R h' + b of a line, with the terms that it has. */
function sumValue(
	mode: ForwardMode,
	{ inputSums, recurrentSums, values }: OwnCell,
	w: LayerLeaves,
	{ x, h, B, H }: { x: Dual; h: Dual; B: number; H: number },
	line: string,
	shifts: Shifts | undefined,
): Dual {
	const rows = (leaf: Leaf, of: readonly string[], width: number) => {
		const k = of.indexOf(line);
		return part(leaf, k * H * width, (k + 1) * H * width);
	};
	let sum = mode.repeat(rows(w.b, values, 1), B);
	if (inputSums.includes(line)) sum = mode.add(sum, mode.product(rows(w.w_ih, inputSums, x.v.length / B), x, B));
	if (recurrentSums.includes(line)) sum = mode.add(sum, mode.product(rows(w.w_hh, recurrentSums, H), h, B));
	if (!shifts) return sum;
	const k = values.indexOf(line);
	const all = mode.variable(shifts.a);
	return mode.add(sum, mode.columns(all, B, k * H, (k + 1) * H));
}

/** Each function and its derivative. */
const sigmoid = (a: number) => (a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a)));
const FUNCTIONS = {
	sigmoid: [sigmoid, (a: number) => (2 * Math.cosh(a / 2)) ** -2],
	tanh: [Math.tanh, (a: number) => Math.cosh(a) ** -2],
	relu: [(a: number) => Math.max(a, 0), (a: number) => (a > 0 ? 1 : 0)],
	exp: [Math.exp, Math.exp],
	softplus: [(a: number) => Math.log1p(Math.exp(-Math.abs(a))) + Math.max(a, 0), sigmoid],
} as const;
