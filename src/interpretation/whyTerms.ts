/** The terms of the sums of a step: weight times input, for each input, unit or symbol (docs/equations.md). */
import { gateLetters } from "../cells/layout.ts";
import { ownCellOf } from "../cells/own/reader.ts";
import type { Weights } from "../cells/weights.ts";
import type { StepExplanation } from "./explain.ts";
import { type Read, Sum, type WhyTerm } from "./whySum.ts";

export type { Origin, WhyTerm } from "./whySum.ts";

// H units

/** Returns the terms of a sum; none if the value is no sum over inputs, units or symbols. */
export function sumOf(
	weights: Weights,
	step: StepExplanation,
	{ name, index: k }: { name: string; index: number },
	read: Read,
): WhyTerm[] {
	const sum = new Sum(weights, step, read);
	const { spec } = weights;
	const { hidden: H } = spec;
	if (spec.cell === "own") {
		const hasStraight = step.backward.some((one) => one.name === "d.h_prev.straight");
		const of = { hidden: H, isFirst: step.layer === 0, hasStraight };
		ownCellOf(spec.equations).step.giveTerms(sum, { name, index: k }, of);
		if (name === "d.h.above" && step.layer === spec.layers - 1) sum.symbols(k);
		return sum.terms;
	}
	const after = spec.cell === "gru" && spec.variant === "reset-after";
	const letters = spec.cell === "rnn" ? [""] : gateLetters(spec);
	const argument = /^a(?:\.(\w))?$/.exec(name);
	if (argument) {
		const letter = argument[1] ?? "";
		const row = Math.max(0, letters.indexOf(letter)) * H + k;
		sum.input(row);
		sum.weight("bias", row);
		if (spec.cell === "gru" && letter === "n") {
			if (after) sum.product(["gate.r", "s"], k);
			else sum.row("weight_hh", row, H, "s");
		} else sum.row("weight_hh", row, H, "h_prev");
		const { p } = weights.layer(step.layer);
		if (p && letter !== "g")
			sum.one("weight_peephole", p, "ifo".indexOf(letter) * H + k, letter === "o" ? "c" : "c_prev", k);
	}
	if (name === "s" && after) {
		sum.weight("bias_hn", k);
		sum.row("weight_hh", 2 * H + k, H, "h_prev");
	}
	const da = (letter: string) => (letter === "" ? "d.a" : `d.a.${letter}`);
	if (name === "d.h_prev") {
		if (spec.cell === "gru") sum.product(["d.h", "gate.z"], k);
		for (const [block, letter] of letters.entries()) {
			if (spec.cell !== "gru" || letter !== "n") sum.column("weight_hh", block, k, da(letter));
			else if (after) sum.column("weight_hh", block, k, "d.s");
			else sum.product(["d.s", "gate.r"], k);
		}
	}
	if (name === "d.s" && spec.cell === "gru" && !after) sum.column("weight_hh", 2, k, "d.a.n");
	if (name === "d.x" && step.layer > 0)
		for (const [block, letter] of letters.entries()) sum.column("weight_ih", block, k, da(letter));
	if (name === "d.h.above" && step.layer === spec.layers - 1) sum.symbols(k);
	return sum.terms;
}
