/**
 * Cells by their definitions. Who may meet a definition that nobody has read yet, from a file or a run, allows that
 * first: a page does not, and so loads no code that reads equations.
 */
import { fail } from "../../errors/index.ts";
import type { OwnCell } from "./compile.ts";
import type { CellDefinition } from "./definition.ts";
import type { StepEquations } from "./step/stepEquations.ts";

/** A cell with what explains its steps. */
export interface ReadCell extends OwnCell {
	step: StepEquations;
}

type Reader = (given: unknown, where?: string) => ReadCell;

const known = new WeakMap<object, ReadCell>();
let reader: Reader | undefined;

/** Lets `readCell` read definitions. */
export function allowOwnCells(read: Reader): void {
	reader = read;
}

/**
 * Reads a definition, which may be any value. @param where what errors call it, such as a file.
 * @throws E_CELL; E_CELL_USE where equations are not read.
 */
export function readCell(given: unknown, where?: string): ReadCell {
	if (typeof given === "object" && given !== null && known.has(given)) return known.get(given)!;
	if (!reader) {
		const { name } = (given ?? {}) as Partial<CellDefinition>;
		throw fail("E_CELL_USE", { cell: String(name), use: "browser" });
	}
	const cell = reader(given, where);
	known.set(cell.definition, cell);
	return cell;
}

/** Returns the cell of a definition, read once. @throws as readCell(). */
export const ownCellOf = (definition: CellDefinition): ReadCell => readCell(definition);
