/** What the report of a diagnosis says about the cell of a run that is given by equations. */
import { isPlainCell, rangeFunction, recurrentNames, saturating, slopeOf } from "../../../cells/gateFunctions.ts";
import { type ModelSpec, statesOf } from "../../../cells/layout.ts";

export interface EquationFacts {
	/** States carried from step to step, h first. `c` in the report stands for all that follow h. */
	states: readonly string[];
	/** Values in [-1, 1]: their saturation counts by absolute value. */
	tanh: readonly string[];
	/** Function that bounds h; null for none. */
	h: string | null;
	/** Whether all memory passes through R h'. */
	plain: boolean;
	/** Equation whose block of R has the largest slope; null if no equation has R h'. */
	block: string | null;
}

/** Returns undefined for a cell that Sluice brings. */
export function equationFacts(spec: ModelSpec): EquationFacts | undefined {
	if (spec.cell !== "own") return undefined;
	const blocks = recurrentNames(spec);
	return {
		states: statesOf(spec),
		tanh: saturating(spec).filter((name) => rangeFunction(spec, name) === "tanh"),
		h: rangeFunction(spec, "h") ?? null,
		plain: isPlainCell(spec),
		block: blocks.find((block) => slopeOf(spec, block) >= 1) ?? blocks[0] ?? null,
	};
}
