/** Equations of formulas, and how their values are written. */

import type { Equation, Vector } from "../../equation.ts";
import { compute, type Formula, namesIn } from "./formula.ts";

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

/** Returns how a value is written: f_t for gate.f, a_f for its sum, c_{t-1} for c_prev, dL/df_t for d.gate.f. */
export function letterOf(name: string): string {
	const [, kind, of] = /^(d|gate|a|parameter)\.(.*)$/.exec(name) ?? [];
	if (kind === "d") return `dL/d${letterOf(of!)}`;
	if (kind === "a") return `a_${of}`;
	if (kind === "parameter") return of!;
	if (kind === "gate") return `${of}_t`;
	const before = /^(.*)_prev$/.exec(name)?.[1];
	return before === undefined ? `${name}_t` : `${before}_{t-1}`;
}
