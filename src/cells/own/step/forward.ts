/** The forward equations of a cell given by equations: its parameters, then its values in the order of its file. */

import type { Floats } from "../../../kernels/kernels.ts";
import { sumsOf } from "../../../kernels/ownSums.ts";
import { type Equation, type Read, rowTimes, type StepWeights } from "../../equation.ts";
import type { OwnCell } from "../compile.ts";
import { compute, namesIn, written } from "./formula.ts";
import { isPart, type OwnStep, stepsOf } from "./formulas.ts";
import { letterOf, meanOver, pointwise } from "./pointwise.ts";

// H units

export function ownForward(cell: OwnCell, weights: StepWeights): Equation[] {
	const H = weights.b.length / sumsOf(cell.program).G;
	return [
		...cell.parameters.map((name, n) => parameter(name, weights.p!.subarray(n * H, (n + 1) * H))),
		...stepsOf(cell).map((step) => {
			if (step.sum) return sumEquation(cell, weights, step, H);
			if (step.mean) return meanOver(step.name, step.formula, H);
			const text = written(step.formula, letterOf);
			return pointwise(step.name, isPart(step.name) ? text : `${letterOf(step.name)} = ${text}`, step.formula, H);
		}),
	];
}

/** p      [H] */
function parameter(name: string, p: Floats): Equation {
	return {
		...{ name: `parameter.${name}`, text: name, from: [] },
		of: () => Float64Array.from(p),
		unit: (k) => p[k]!,
		reach: (_, j) => j,
	};
}

/** a = W x + R h_{t-1} + b + other terms, with the terms that the line has. */
function sumEquation(
	{ inputSums, recurrentSums, values }: OwnCell,
	{ w_hh, b }: StepWeights,
	{ name, sum, formula, spelled }: OwnStep,
	H: number,
): Equation {
	const { line, input, recurrent } = sum!;
	const [rowOfX, rowOfH, rowOfB] = [inputSums, recurrentSums, values].map((names) => names.indexOf(line) * H);
	const others = namesIn(formula);
	const rest = written(spelled!, letterOf);
	const words = [
		...(input ? [`W_${line} x_t`] : []),
		...(recurrent ? [`R_${line} h_{t-1}`] : []),
		...[`b_${line}`, ...(rest === "0" ? [] : [rest])],
	];
	const unit = (k: number, read: Read) => {
		let a = b[rowOfB! + k]!;
		if (input) a += read("wx", rowOfX! + k);
		if (recurrent) a += rowTimes(w_hh, rowOfH! + k, H, "h_prev", read);
		return others.length > 0 ? a + compute(formula, (of) => read(of, k)) : a;
	};
	const from = [...new Set([...(input ? ["wx"] : []), ...(recurrent ? ["h_prev"] : []), ...others])];
	return {
		...{ name, text: `${letterOf(name)} = ${words.join(" + ").replaceAll("+ -", "- ")}`, from, unit },
		of: (...vectors) => {
			const read: Read = (of, k) => vectors[from.indexOf(of)]![k]!;
			return Float64Array.from({ length: H }, (_, k) => unit(k, read));
		},
		reach: (of, j) => {
			if (of !== "wx") return j;
			return j >= rowOfX! && j < rowOfX! + H ? j - rowOfX! : -1;
		},
	};
}
