/** Equations of formulas, and how their values are written. */

import { type Equation, line, type Vector } from "../../equation.ts";
import { compute, type Formula, namesIn, written } from "./formula.ts";

// H units

/** Makes an equation of a formula, unit by unit. */
export function pointwise(name: string, text: string, formula: Formula, H: number): Required<Equation> {
	const from = namesIn(formula);
	return {
		...{ name, text, from },
		of: (...values: Vector[]) => {
			const found = new Map(from.map((input, n) => [input, values[n]!]));
			return Float64Array.from({ length: H }, (_, k) => compute(formula, (input) => found.get(input)![k]!));
		},
		unit: (k, read) => compute(formula, (input) => read(input, k)),
		reach: (_, j) => j,
	};
}

/** The mean of a formula over the units, the same number for each. */
export function meanOver(name: string, formula: Formula, H: number): Equation {
	const { from, of } = pointwise(name, "", formula, H);
	const text = `${letterOf(name)} = mean(${written(formula, letterOf)})`;
	return line(name, text, from, (...values) => new Float64Array(H).fill(meanOf(of(...values))));
}

export const meanOf = (x: Vector): number => x.reduce((sum, value) => sum + value, 0) / x.length;

/** Returns how a value is written: f_t for gate.f, a_f for its sum, mean_u for mean.u, c_{t-1} for c_prev, dL/df_t for d.gate.f. */
export function letterOf(name: string): string {
	const [, kind, of] = /^(d|gate|a|mean|dev|var|parameter)\.(.*)$/.exec(name) ?? [];
	if (kind === "d") return `dL/d${letterOf(of!)}`;
	if (kind === "a" || kind === "mean" || kind === "dev" || kind === "var") return `${kind}_${of}`;
	if (kind === "parameter") return of!;
	if (kind === "gate") return `${of}_t`;
	const before = /^(.*)_prev$/.exec(name)?.[1];
	return before === undefined ? `${name}_t` : `${before}_{t-1}`;
}
