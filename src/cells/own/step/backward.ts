/**
 * The backward equations of a cell given by equations: for each value of a step, from the last to the first, what its
 * uses pass back to it; then dL/ds_{t-1} of every state, and dL/dx_t.
 */

import type { Floats } from "../../../kernels/kernels.ts";
import { sumsOf } from "../../../kernels/ownSums.ts";
import { type Equation, line, part, plus as plusVectors, type StepWeights, timesBack } from "../../equation.ts";
import type { OwnCell } from "../compile.ts";
import { derivative } from "./derivative.ts";
import { compute, type Formula, named, number, plus, times, written } from "./formula.ts";
import { isOfNorm, isPart, type OwnStep, rootOf, stepsOf, sumName } from "./formulas.ts";
import { letterOf, meanOf, pointwise } from "./pointwise.ts";

// D inputs, H units

export function ownBackward(cell: OwnCell, { w_ih, w_hh, b }: StepWeights): Equation[] {
	const H = b.length / sumsOf(cell.program).G;
	const steps = stepsOf(cell)
		.filter(({ name }) => !isPart(name) && !isOfNorm(name))
		.map((step) => ({ ...step, formula: step.spelled ?? step.formula }));
	const straight = usesOf(steps, "h_prev");
	const D = w_ih.length / cell.inputSums.length / H;
	const blocks = (of: readonly string[], w: Floats, width: number, letter: string) =>
		of.map((sum, q) => {
			const name = `d.${sumName(steps, sum)}`;
			return { name, text: `${letter}_${sum}^T ${letterOf(name)}`, w: part(w, q, H * width) }; // [H,width]
		});
	const recurrent = blocks(cell.recurrentSums, w_hh, H, "R");
	return [
		...steps.toReversed().map(({ name }) => {
			const norm = steps.find(({ normed }) => normed === name);
			if (norm) return throughNorm(name, norm.name);
			const arriving = cell.states.includes(name) ? arrivingAt(name) : [];
			return gradientOf(name, [...arriving, ...usesOf(steps, name)], H);
		}),
		...cell.states.slice(1).map((state) => gradientOf(`${state}_prev`, usesOf(steps, `${state}_prev`), H)),
		...(recurrent.length > 0 && straight.length > 0
			? [{ ...gradientOf("h_prev", straight, H), name: STRAIGHT, text: wordsOf(straight) }]
			: []),
		recurrent.length > 0 ? product("d.h_prev", recurrent, straight) : gradientOf("h_prev", straight, H),
		product("d.x", blocks(cell.inputSums, w_ih, D, "W"), []),
	];
}

/** dL/dh_{t-1} without what passes R h'. */
export const STRAIGHT = "d.h_prev.straight";

/** A part of dL/d(value), and its text if it is not the formula. */
interface Part {
	formula: Formula;
	text?: string;
}

function arrivingAt(state: string): Part[] {
	const later = named(`d.${state}.later`);
	if (state !== "h") return [{ formula: later, text: `${letterOf(`d.${state}`)} from t+1` }];
	return [
		{ formula: named("d.h.above"), text: "dL/dh_t from above" },
		{ formula: later, text: "from t+1" },
	];
}

/** dL/du of a sum u whose norm is y. */
function throughNorm(u: string, y: string): Equation {
	const [dy, sum] = [`d.${y}`, u.replace("gate.", "")];
	const [by, at, root] = [letterOf(dy), letterOf(y), written(rootOf(sum), letterOf)];
	const text = `${letterOf(`d.${u}`)} = (${by} - mean(${by}) - ${at} mean(${by} ${at})) / ${root}`;
	return line(`d.${u}`, text, [dy, y, `var.${sum}`], (d, value, variance) => {
		const [mean, along] = [meanOf(d!), meanOf(d!.map((x, k) => x * value![k]!))];
		const slope = compute(rootOf(sum), () => variance![0]!);
		return d!.map((x, k) => (x - mean - value![k]! * along) / slope);
	});
}

/** What every use of a value passes back to it. */
function usesOf(steps: readonly OwnStep[], name: string): Part[] {
	return steps.flatMap(({ name: user, sum, formula }) => {
		const slope = derivative(formula, name, sum ? formula : named(user));
		const from = named(`d.${user}`);
		const passed = startsWithNumber(slope) ? times(slope, from) : times(from, slope);
		return passed.kind === "number" ? [] : [{ formula: passed }];
	});
}

const startsWithNumber = (e: Formula): boolean => e.kind === "number" || (e.kind === "mul" && startsWithNumber(e.x));

function gradientOf(name: string, parts: readonly Part[], H: number): Required<Equation> {
	const formula = parts.reduce((sum, { formula }) => plus(sum, formula), number(0));
	return pointwise(`d.${name}`, `${letterOf(`d.${name}`)} = ${wordsOf(parts)}`, formula, H);
}

function wordsOf(parts: readonly Part[]): string {
	const words = parts.map(({ formula, text = written(formula, letterOf) }) => text);
	return words.length > 0 ? words.join(" + ").replaceAll("+ -", "- ") : "0";
}

/** Sums over blocks of W^T d, added to what goes straight back. */
function product(
	name: "d.h_prev" | "d.x",
	blocks: readonly { name: string; text: string; w: Floats }[],
	straight: readonly Part[],
): Equation {
	const own = straight.length > 0 ? [STRAIGHT] : [];
	const words = [...(straight.length > 0 ? [wordsOf(straight)] : []), ...blocks.map(({ text }) => text)];
	const letter = name === "d.x" ? "dL/dx_t" : "dL/dh_{t-1}";
	return line(name, `${letter} = ${words.join(" + ")}`, [...own, ...blocks.map((block) => block.name)], (...values) =>
		plusVectors(...values.slice(0, own.length), ...blocks.map(({ w }, n) => timesBack(w, values[own.length + n]!))),
	);
}
