/**
 * What a cell given by equations adds to the explanation of a step: made where equations are read, so that a page loads
 * nothing of it.
 */
import type { Equation, StepWeights } from "../../equation.ts";
import type { OwnCell } from "../compile.ts";
import { ownBackward } from "./backward.ts";
import { sumNames } from "./formulas.ts";
import { ownForward } from "./forward.ts";
import { openOf, type ReadLayer } from "./open.ts";
import { giveTerms, type TermTaker } from "./terms.ts";

export interface StepEquations {
	/** Forward equations, in the order of the file. */
	forward(weights: StepWeights): Equation[];
	/** Backward equations. */
	backward(weights: StepWeights): Equation[];
	/** Names of the sums in the order of their blocks in the bias. */
	sumNames: readonly string[];
	/** How far the memory of a layer is open in each step. [S] */
	openOf(layer: ReadLayer): Float64Array;
	/** Gives the terms of a value to `sum`. `isFirst`: of the layer that reads symbols. */
	giveTerms(
		sum: TermTaker,
		place: { name: string; index: number },
		of: { hidden: number; isFirst: boolean; hasStraight: boolean },
	): void;
}

export function stepEquations(cell: OwnCell): StepEquations {
	return {
		forward: (weights) => ownForward(cell, weights),
		backward: (weights) => ownBackward(cell, weights),
		sumNames: sumNames(cell),
		openOf: (layer) => openOf(cell, layer),
		giveTerms: (sum, place, of) => giveTerms(cell, sum, place, of),
	};
}
