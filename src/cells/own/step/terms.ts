/** The terms of the sums of a step of a cell given by equations, down to its weights. */
import type { OwnCell } from "../compile.ts";
import { STRAIGHT } from "./backward.ts";
import { compute, namesIn } from "./formula.ts";
import { addedTerms, factorsOf, type OwnStep, rootOf, stepsOf, sumName } from "./formulas.ts";

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
	/** A number times values. */
	scaled(times: number, places: readonly { name: string; index: number }[]): void;
	/** Returns number k of a value. */
	read(name: string, k: number): number;
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
	if (step?.mean) meanTerms(sum, step, H);
	const norm = steps.find(({ normed }) => name === `d.${normed}`);
	if (norm) normTerms(sum, norm, H, k);
	const columns = (kind: string, lines: readonly string[]) => {
		for (const [block, line] of lines.entries()) sum.column(kind, block, k, `d.${sumName(steps, line)}`);
	};
	if (name === "d.h_prev" && cell.recurrentSums.length > 0) {
		if (hasStraight) sum.product([STRAIGHT], k);
		columns("weight_hh", cell.recurrentSums);
	}
	if (name === "d.x" && !isFirst) columns("weight_ih", cell.inputSums);
}

/** A mean over the units: of a value, or of its square. */
function meanTerms(sum: TermTaker, { formula }: OwnStep, H: number): void {
	const [name] = namesIn(formula) as [string];
	const times = formula.kind === "square" ? 2 : 1;
	for (let j = 0; j < H; j++)
		sum.scaled(
			1 / H,
			Array.from({ length: times }, () => ({ name, index: j })),
		);
}

/** dL/du_k of a normalised sum: what dL/dy_j of each unit passes to it, dy_j/du_k = ((j = k) - 1/H - y_j y_k / H) / d. */
function normTerms(sum: TermTaker, { name, normed }: OwnStep, H: number, k: number): void {
	const root = compute(rootOf(normed!.replace("gate.", "")), (of) => sum.read(of, k));
	for (let j = 0; j < H; j++) {
		const slope = (Number(j === k) - 1 / H - (sum.read(name, j) * sum.read(name, k)) / H) / root;
		sum.scaled(slope, [{ name: `d.${name}`, index: j }]);
	}
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
