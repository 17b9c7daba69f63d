/** The refusal of cells given by equations where only the cells that Sluice brings are understood. */
import { fail } from "../../errors/index.ts";
import type { CellUse } from "../../errors/ownCells.ts";
import type { CellSpec, OwnSpec } from "../layout.ts";

/** @throws E_CELL_USE for a cell given by equations. */
export function refuseOwn<S extends CellSpec>(spec: S, use: CellUse): asserts spec is Exclude<S, OwnSpec> {
	if (spec.cell === "own") throw fail("E_CELL_USE", { cell: spec.variant, use });
}
