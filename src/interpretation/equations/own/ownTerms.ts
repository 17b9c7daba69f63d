/** The terms of the sums of a step of a cell given by equations, down to its weights. */
import type { ModelSpec, OwnSpec } from "../../../cells/layout.ts";
import type { OwnCell } from "../../../cells/own/compile.ts";
import { ownCellOf } from "../../../cells/own/reader.ts";
import { addedTerms, factorsOf, type OwnStep, stepsOf, sumName } from "../../../cells/own/stepFormulas.ts";
import type { StepExplanation } from "../../explain.ts";
import type { Sum, WhyTerm } from "../../whySum.ts";
import { STRAIGHT } from "./ownBackward.ts";

// H units

/** Adds the terms of number k of the value `name` to `sum` and returns them; none if the value is no sum. */
export function ownTerms(
	{ equations, hidden: H, layers }: OwnSpec & Pick<ModelSpec, "hidden" | "layers">,
	sum: Sum,
	{ layer, backward }: Pick<StepExplanation, "layer" | "backward">,
	{ name, index: k }: { name: string; index: number },
): WhyTerm[] {
	const cell = ownCellOf(equations);
	const steps = stepsOf(cell);
	const parameter = /^parameter\.(.*)$/.exec(name)?.[1];
	if (parameter !== undefined) sum.weight(parameter, k);
	const step = steps.find((one) => one.name === name);
	if (step?.sum) sumTerms(cell, sum, step, H, k);
	const columns = (kind: string, lines: readonly string[]) => {
		for (const [block, line] of lines.entries()) sum.column(kind, block, k, `d.${sumName(steps, line)}`);
	};
	if (name === "d.h_prev" && cell.recurrentSums.length > 0) {
		if (backward.some((one) => one.name === STRAIGHT)) sum.product([STRAIGHT], k);
		columns("weight_hh", cell.recurrentSums);
	}
	if (name === "d.x" && layer > 0) columns("weight_ih", cell.inputSums);
	if (name === "d.h.above" && layer === layers - 1) sum.symbols(k);
	return sum.terms;
}

/** W x + R h' + b of a line, and what is added to it. */
function sumTerms(
	{ inputSums, recurrentSums, values }: OwnCell,
	sum: Sum,
	{ sum: own, formula }: OwnStep,
	H: number,
	k: number,
): void {
	const { line, input, recurrent } = own!;
	const row = (of: readonly string[]) => of.indexOf(line) * H + k;
	if (input) sum.input(row(inputSums));
	sum.weight("bias", row(values));
	if (recurrent) sum.row("weight_hh", row(recurrentSums), H, "h_prev");
	for (const term of addedTerms(formula)) {
		const factors = factorsOf(term)!;
		const weight = factors.find((of) => of.startsWith("parameter."))?.slice("parameter.".length);
		const others = factors.filter((of) => !of.startsWith("parameter."));
		if (weight === undefined) sum.product(others, k);
		else sum.parameter(weight, others, k);
	}
}
