/**
 * The right side of an equation of a step as a tree over named values, for one unit: computed, written, and simplified
 * while it is made.
 */

import { sigmoid } from "../../../kernels/reference/affine.ts";
import type { FunctionName } from "../definition.ts";

export type FormulaFunction = FunctionName | "relu'" | "sqrt";

export type Formula =
	| { kind: "number"; value: number }
	/** A value of the step by its name, such as "gate.f". */
	| { kind: "value"; name: string }
	| { kind: "call"; f: FormulaFunction; x: Formula }
	| { kind: "square"; x: Formula }
	| { kind: "add" | "sub" | "mul" | "div"; x: Formula; y: Formula };

export const number = (value: number): Formula => ({ kind: "number", value });
export const named = (name: string): Formula => ({ kind: "value", name });

const is = (e: Formula, value: number) => e.kind === "number" && e.value === value;
/** x of 0 - x; undefined for anything else. */
const negatedBy = (e: Formula) => (e.kind === "sub" && is(e.x, 0) ? e.y : undefined);

export function negative(e: Formula): Formula {
	if (e.kind === "number") return number(e.value === 0 ? 0 : -e.value);
	return negatedBy(e) ?? { kind: "sub", x: number(0), y: e };
}

export function plus(x: Formula, y: Formula): Formula {
	if (is(x, 0)) return y;
	if (is(y, 0)) return x;
	const [minusX, minusY] = [negatedBy(x), negatedBy(y)];
	if (minusY) return minus(x, minusY);
	if (minusX) return minus(y, minusX);
	if (y.kind === "number" && y.value < 0) return minus(x, negative(y));
	return { kind: "add", x, y };
}

export function minus(x: Formula, y: Formula): Formula {
	if (is(y, 0)) return x;
	if (is(x, 0)) return negative(y);
	const minusY = negatedBy(y);
	return minusY ? plus(x, minusY) : { kind: "sub", x, y };
}

export function times(x: Formula, y: Formula): Formula {
	if (is(x, 0) || is(y, 0)) return number(0);
	if (is(x, 1)) return y;
	if (is(y, 1)) return x;
	if (is(x, -1)) return negative(y);
	if (is(y, -1)) return negative(x);
	const [minusX, minusY] = [negatedBy(x), negatedBy(y)];
	if (minusX) return negative(times(minusX, y));
	if (minusY) return negative(times(x, minusY));
	return y.kind === "mul" ? times(times(x, y.x), y.y) : { kind: "mul", x, y };
}

export function over(x: Formula, y: Formula): Formula {
	if (is(x, 0)) return x;
	const minusX = negatedBy(x);
	return minusX ? negative(over(minusX, y)) : { kind: "div", x, y };
}

/** Names of the values in a formula, each once, in the order in which they are written. */
export function namesIn(e: Formula): string[] {
	if (e.kind === "number") return [];
	if (e.kind === "value") return [e.name];
	return [...new Set([...namesIn(e.x), ...("y" in e ? namesIn(e.y) : [])])];
}

const FUNCTIONS: Readonly<Record<FormulaFunction, (a: number) => number>> = {
	...{ sigmoid, tanh: Math.tanh, exp: Math.exp, sqrt: Math.sqrt },
	relu: (a) => (a > 0 || Number.isNaN(a) ? a : 0),
	softplus: (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
	"relu'": (a) => (a > 0 ? 1 : 0),
};

/** Computes a formula. @param read returns the number of a value. */
export function compute(e: Formula, read: (name: string) => number): number {
	switch (e.kind) {
		case "number":
			return e.value;
		case "value":
			return read(e.name);
		case "call":
			return FUNCTIONS[e.f](compute(e.x, read));
		case "square":
			return compute(e.x, read) ** 2;
		case "add":
			return compute(e.x, read) + compute(e.y, read);
		case "sub":
			return compute(e.x, read) - compute(e.y, read);
		case "mul":
			return compute(e.x, read) * compute(e.y, read);
		case "div":
			return compute(e.x, read) / compute(e.y, read);
	}
}

const PRECEDENCE = { add: 1, sub: 1, mul: 2, div: 3, square: 4, number: 5, value: 5, call: 5 } as const;

/** Writes a formula as docs/equations.md does: f_t c_{t-1} + i_t g_t. @param letter how a value is written. */
export function written(e: Formula, letter: (name: string) => string): string {
	const inside = (part: Formula, least: number) => {
		const text = written(part, letter);
		return PRECEDENCE[part.kind] < least || /^-/.test(text) ? `(${text})` : text;
	};
	switch (e.kind) {
		case "number":
			return String(e.value);
		case "value":
			return letter(e.name);
		case "call":
			return `${e.f}(${written(e.x, letter)})`;
		case "square":
			return `${inside(e.x, 5)}^2`;
		case "add":
			return `${written(e.x, letter)} + ${inside(e.y, 1)}`;
		case "sub":
			return is(e.x, 0) ? `-${inside(e.y, 2)}` : `${written(e.x, letter)} - ${inside(e.y, 2)}`;
		case "mul": {
			const [x, y] = [inside(e.x, e.x.kind === "div" ? 4 : 2), inside(e.y, e.y.kind === "mul" ? 4 : 3)];
			return /^\d/.test(y) ? `${x} * ${y}` : `${x} ${y}`;
		}
		case "div":
			return `${inside(e.x, 2)} / ${inside(e.y, 4)}`;
	}
}
