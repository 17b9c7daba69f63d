/** The terms of the sums of a step of a cell given by equations, down to its weights. */
import type { OwnCell } from "../compile.ts";
import { STRAIGHT } from "./backward.ts";
import { addedTerms, factorsOf, type OwnStep, stepsOf, sumName } from "./formulas.ts";

// H units

/** Takes the terms of a sum of a step, one by one: src/interpretation/whySum.ts. */
export interface TermTaker {
	/** One row of W x. */
	input(row: number): void;
	/** A weight that is added as it is. */
	weight(kind: string, index: number): void;
	/** One row of W v, v [J] a value. */
	row(kind: string, row: number, J: number, of: string): void;
	/** One row of W^T v, v a block of [H] numbers. */
	column(kind: string, block: number, k: number, of: string): void;
	/** A product of values. */
	product(names: readonly string[], k: number): void;
	/** A parameter times values. */
	parameter(kind: string, names: readonly string[], k: number): void;
}

/** Gives the terms of number k of the value `name` to `sum`; none if the value is no sum of weights times values. */
export function giveTerms(
	cell: OwnCell,
	sum: TermTaker,
	{ name, index: k }: { name: string; index: number },
	{ hidden: H, isFirst, hasStraight }: { hidden: number; isFirst: boolean; hasStraight: boolean },
): void {
	const steps = stepsOf(cell);
	const parameter = /^parameter\.(.*)$/.exec(name)?.[1];
	if (parameter !== undefined) sum.weight(parameter, k);
	const step = steps.find((one) => one.name === name);
	if (step?.sum) sumTerms(cell, sum, step, H, k);
	const columns = (kind: string, lines: readonly string[]) => {
		for (const [block, line] of lines.entries()) sum.column(kind, block, k, `d.${sumName(steps, line)}`);
	};
	if (name === "d.h_prev" && cell.recurrentSums.length > 0) {
		if (hasStraight) sum.product([STRAIGHT], k);
		columns("weight_hh", cell.recurrentSums);
	}
	if (name === "d.x" && !isFirst) columns("weight_ih", cell.inputSums);
}

/** W x + R h' + b of a line, and what is added to it. */
function sumTerms(
	{ inputSums, recurrentSums, values }: OwnCell,
	sum: TermTaker,
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
