/**
 * "Why this number?": one number of an explained step as its equation with the numbers that it is made of, down to
 * weights and symbols. Sums over units are itemised: the terms of a number add up to it.
 */
import { type ModelSpec, statesOf } from "../cells/layout.ts";
import type { Weights } from "../cells/weights.ts";
import { backwardEquations, forwardEquations } from "./equations.ts";
import type { StepExplanation } from "./explain.ts";
import { type Origin, sumOf, type WhyTerm } from "./whyTerms.ts";

export type { Origin, WhyTerm } from "./whyTerms.ts";

/** A number of an explained step. */
export interface Place {
	/** Name of the value: "gate.f", "d.c". */
	name: string;
	/** Index in it. */
	index: number;
}

export interface Operand extends Place {
	/** The number. */
	value: number;
}

export interface WhyNumber extends Operand {
	/** Equation, or what the value is. */
	text: string;
	/** Numbers of the same step that the equation reads; empty for a sum. */
	operands: Operand[];
	/** Sum over inputs, units or symbols: largest terms first, at most `most`; they and `rest` add up to the value. */
	terms: WhyTerm[];
	/** Sum of the terms that are left out, and how many they are. */
	rest: { count: number; value: number };
	/** Where the value was computed, if not in this step and layer. */
	origin: Origin | null;
}

/** Returns where number `index` of the value `name` of an explained step comes from; undefined if there is none. */
export function whyNumber(
	weights: Weights,
	step: StepExplanation,
	{ name, index }: Place,
	most = 12,
): WhyNumber | undefined {
	const found = new Map([...step.forward, ...step.backward].map((one) => [one.name, one]));
	const one = found.get(name);
	const value = one?.values[index];
	if (!one || value === undefined) return undefined;
	const { spec } = weights;
	const w = weights.layer(step.layer);
	const equation = [...forwardEquations(spec, w), ...backwardEquations(spec, w)].find((known) => known.name === name);
	const read = (of: string, k: number) => found.get(of)!.values[k]!;
	const terms = sumOf(weights, step, { name, index }, read);
	const sorted = [...terms].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
	const left = sorted.slice(most);
	const operands = terms.length > 0 ? [] : operandsOf(name, equation?.from ?? [], index);
	return {
		...{ name, index, value, text: one.text, terms: sorted.slice(0, most) },
		operands: operands
			.filter((place) => found.has(place.name))
			.map((at) => ({ ...at, value: read(at.name, at.index) })),
		rest: { count: left.length, value: left.reduce((sum, term) => sum + term.value, 0) },
		origin: originOf(spec, step, { name, index }),
	};
}

function operandsOf(name: string, from: readonly string[], index: number): Place[] {
	const read = name === "d.h" && from.length === 0 ? ["d.h.above", "d.h.later"] : from;
	return read.map((input) => ({ name: input, index }));
}

/** The step or the layer whose value this one is. */
function originOf(spec: ModelSpec, { step, layer, ahead }: StepExplanation, { name, index }: Place): Origin | null {
	const before = statesOf(spec).find((state) => name === `${state}_prev`);
	if (before) return step === 0 ? null : { step: step - 1, layer, ahead: ahead + 1, name: before, index };
	const later = statesOf(spec).find((state) => name === `d.${state}.later`);
	if (later) return ahead === 0 ? null : { step: step + 1, layer, ahead: ahead - 1, name: `d.${later}_prev`, index };
	if (name === "x" && layer > 0) return { step, layer: layer - 1, ahead, name: "h", index };
	if (name === "d.h.above" && layer < spec.layers - 1) return { step, layer: layer + 1, ahead, name: "d.x", index };
	return null;
}
