/**
 * What a cell given by equations computes in a step, value by value. A line with a sum is two values, the sum `a.NAME`
 * and what is made of it, unless it is the sum itself. Names are those of hooks and of src/interpretation/equations.ts:
 * `gate.NAME` of a line, the name of a state, `NAME_prev` of a state of the step before, `parameter.NAME`. A norm of the
 * sum u has `mean.u`, `dev.u` and `var.u` on the way: u's mean over the units, u - mean, and the mean of its square.
 */

import { NORM_EPS } from "../../../kernels/ownProgram.ts";
import { sumsOf } from "../../../kernels/ownSums.ts";
import type { OwnCell } from "../compile.ts";
import { type Expression, type Line, type Sum, sumOf } from "../equationTree.ts";
import { type Formula, minus, named, negative, number, over, plus, times } from "./formula.ts";

/** One value of a step. */
export interface OwnStep {
	name: string;
	/** Terms of a line that are added to `formula`: W x, R h' and b. */
	sum?: Sum & { line: string };
	/** What is computed for each unit; of a sum its other terms, 0 for none. */
	formula: Formula;
	/** The value is the mean of `formula` over the units, the same number for each. */
	mean?: true;
	/** Of a norm: name of the sum that it normalises, such as "gate.u". */
	normed?: string;
	/** Of a sum: its other terms as the line has them; `formula` names those that are no product `a.NAME.more`. */
	spelled?: Formula;
}

/** Whether a value is a part of the next one: terms that are added to a sum. */
export const isPart = (name: string): boolean => name.endsWith(".more");
/** Whether a value is on the way to a norm. */
export const isOfNorm = (name: string): boolean => /^(mean|dev|var)\./.test(name);

/** Returns the values of a step in the order of computation. */
export function stepsOf(cell: OwnCell): OwnStep[] {
	return cell.lines.flatMap((line) => stepsOfLine(cell, line));
}

/** Returns the name of the sum of a line. */
export function sumName(steps: readonly OwnStep[], line: string): string {
	return steps.find(({ sum }) => sum?.line === line)!.name;
}

/** Returns the names of the sums in the order of their blocks in the bias. */
export function sumNames(cell: OwnCell): string[] {
	const steps = stepsOf(cell);
	return cell.values.slice(0, sumsOf(cell.program).G).map((line) => sumName(steps, line));
}

function stepsOfLine(cell: OwnCell, { name: line, value }: Line): OwnStep[] {
	const name = cell.states.includes(line) ? line : `gate.${line}`;
	if (value.kind === "norm") return normSteps(name, value.x.name);
	const argument = argumentOf(value);
	if (!argument) return [{ name, formula: formulaOf(cell, value) }];
	const own = argument === value ? name : `a.${line}`;
	const terms = termsOf(argument).map(({ term, negated }) => {
		const formula = formulaOf(cell, term);
		return negated ? negative(formula) : formula;
	});
	const [products, others] = [terms.filter(isProduct), terms.filter((term) => !isProduct(term))];
	const more = others.length > 0 ? [named(`${own}.more`)] : [];
	const { input, recurrent } = sumOf(value)!;
	return [
		...(others.length > 0 ? [{ name: `${own}.more`, formula: added(others) }] : []),
		{ name: own, sum: { input, recurrent, line }, formula: added([...products, ...more]), spelled: added(terms) },
		...(own === name ? [] : [{ name, formula: formulaOf(cell, value, argument, own) }]),
	];
}

/** y = (u - mean(u)) / sqrt(var(u) + eps), by its parts. */
function normSteps(name: string, sum: string): OwnStep[] {
	const u = named(`gate.${sum}`);
	const dev = named(`dev.${sum}`);
	return [
		{ name: `mean.${sum}`, mean: true, formula: u },
		{ name: `dev.${sum}`, formula: minus(u, named(`mean.${sum}`)) },
		{ name: `var.${sum}`, mean: true, formula: { kind: "square", x: dev } },
		{ name, normed: `gate.${sum}`, formula: over(dev, rootOf(sum)) },
	];
}

/** sqrt(var(u) + eps) */
export const rootOf = (sum: string): Formula => ({
	...{ kind: "call", f: "sqrt", x: plus(named(`var.${sum}`), number(NORM_EPS)) },
});

/** The largest part of a line that is the sum, or the sum with terms added to it. */
function argumentOf(e: Expression): Expression | undefined {
	if (isSum(e)) return e;
	return ("x" in e ? argumentOf(e.x) : undefined) ?? ("y" in e ? argumentOf(e.y) : undefined);
}

function isSum(e: Expression): boolean {
	if (e.kind === "sum") return true;
	if (e.kind === "add") return isSum(e.x) || isSum(e.y);
	return e.kind === "sub" && isSum(e.x);
}

/** The terms that are added to the sum of `e`, or subtracted from it. */
function termsOf(e: Expression): { term: Expression; negated: boolean }[] {
	if (e.kind === "sum") return [];
	if ((e.kind !== "add" && e.kind !== "sub") || !isSum(e)) return [{ term: e, negated: false }];
	const [x, y] = isSum(e.x) ? [e.x, e.y] : [e.y, e.x];
	return [...termsOf(x), { term: y, negated: e.kind === "sub" }];
}

const added = (terms: readonly Formula[]) => terms.reduce(plus, number(0));

/** A product of values, at most one of them a parameter: a weight times factors. */
function isProduct(e: Formula): boolean {
	const names = factorsOf(e);
	return names !== undefined && names.filter((name) => name.startsWith("parameter.")).length <= 1;
}

/** Returns the values that a product multiplies; undefined for another formula. */
export function factorsOf(e: Formula): string[] | undefined {
	if (e.kind === "value") return [e.name];
	if (e.kind !== "mul") return undefined;
	const [x, y] = [factorsOf(e.x), factorsOf(e.y)];
	return x && y && [...x, ...y];
}

/** Returns the terms of an addition of products and values; none for 0. */
export function addedTerms(e: Formula): Formula[] {
	if (e.kind === "number") return [];
	return e.kind === "add" ? [...addedTerms(e.x), ...addedTerms(e.y)] : [e];
}

/** A formula of the values of a step; `argument` is one of them, called `name`. */
function formulaOf(cell: OwnCell, e: Expression, argument?: Expression, name = ""): Formula {
	const of = (part: Expression) => formulaOf(cell, part, argument, name);
	if (e === argument) return named(name);
	switch (e.kind) {
		case "number":
			return number(e.value);
		case "name":
			if (cell.parameters.includes(e.name)) return named(`parameter.${e.name}`);
			return named(cell.states.includes(e.name) ? e.name : `gate.${e.name}`);
		case "before":
			return named(`${e.name}_prev`);
		case "call":
			return { kind: "call", f: e.f, x: of(e.x) };
		case "add":
			return plus(of(e.x), of(e.y));
		case "sub":
			return minus(of(e.x), of(e.y));
		case "mul":
			return times(of(e.x), of(e.y));
		case "div":
			return over(of(e.x), of(e.y));
		case "sum":
		case "norm":
			throw new Error("no part of a formula");
	}
}
