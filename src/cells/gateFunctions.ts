/** The nonlinearities of a cell: of each gate and of h, and of each block of the recurrent matrix. */
import { type CellSpec, gateLetters } from "./layout.ts";
import type { FunctionName } from "./own/definition.ts";
import { ownCellOf } from "./own/reader.ts";

/**
 * Returns the function that gives a gate, a value of equations or "h" its range; undefined for a linear one, and for h of
 * a gated cell.
 */
export function rangeFunction(spec: CellSpec, name: string): FunctionName | undefined {
	if (spec.cell === "own") return ownCellOf(spec.equations).functions.outer.get(name);
	if (spec.cell === "rnn") return spec.variant === "linear" ? undefined : spec.variant;
	return name === "h" ? undefined : gateFunction(name);
}

/** Returns what saturates besides h: the gates, or of the equations each sigmoid and tanh that is not h itself. */
export function saturating(spec: CellSpec): readonly string[] {
	return spec.cell === "own" ? ownCellOf(spec.equations).functions.saturating : gateLetters(spec);
}

/** Returns the blocks of W_hh by name; "h" for a plain cell; none if the equations have no R h'. */
export function recurrentNames(spec: CellSpec): readonly string[] {
	if (spec.cell === "own") return ownCellOf(spec.equations).recurrentSums;
	return spec.cell === "rnn" ? ["h"] : gateLetters(spec);
}

/** Returns the largest slope, gamma, of the function that a block of W_hh is summed into; Infinity for exp. */
export function slopeOf(spec: CellSpec, block: string): number {
	if (spec.cell === "own") return ownCellOf(spec.equations).functions.slopes.get(block) ?? 1;
	return rangeFunction(spec, block) === "sigmoid" ? 1 / 4 : 1;
}

/** Returns whether all memory of a cell passes through W_hh: a plain cell, or equations that read no state but in R h'. */
export function isPlainCell(spec: CellSpec): boolean {
	return spec.cell === "own" ? !ownCellOf(spec.equations).functions.keeps : spec.cell === "rnn";
}

/** The candidates g and n are a tanh, all gates a sigmoid. */
const gateFunction = (letter: string): FunctionName => (letter === "g" || letter === "n" ? "tanh" : "sigmoid");
