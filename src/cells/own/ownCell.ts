/** The cell of a definition. */
import { fail } from "../../errors/index.ts";
import type { CellReason } from "../../errors/ownCells.ts";
import { checkDefinition } from "./checkDefinition.ts";
import { compile, LineError, type OwnCell } from "./compile.ts";
import type { CellDefinition } from "./definition.ts";
import { EquationError } from "./parse.ts";
import { allowOwnCells, readCell } from "./reader.ts";

/**
 * Reads a definition, which may be any value, and returns the cell with a frozen copy of it.
 * @param where what errors call it, such as a file. @throws E_CELL.
 */
export function parseCell(given: unknown, where = "cell"): OwnCell {
	const checked = checkDefinition(given, where);
	const refuse = (why: CellReason, line?: number, column?: number) =>
		fail("E_CELL", { cell: where, ...(line && { line }), ...(column && { column }), why });
	try {
		return compile({ ...checked, definition: frozen(checked.definition) });
	} catch (error) {
		if (error instanceof LineError) throw refuse(error.error.why, error.n + 1, error.error.column);
		if (error instanceof EquationError) throw refuse(error.why);
		throw error;
	}
}

function frozen<D extends CellDefinition>(given: D): D {
	const copy = JSON.parse(JSON.stringify(given)) as D;
	for (const part of Object.values(copy)) if (typeof part === "object") Object.freeze(part);
	return Object.freeze(copy);
}

/**
 * Returns the options of a cell given by equations: `train({ model: { ...cell({ name, equations }), hidden: 64 } })`.
 * docs/own-cells.md explains the equations.
 * @throws E_CELL naming the equation and the character.
 */
export function cell(definition: CellDefinition): { cell: "own"; equations: CellDefinition } {
	allowOwnCells(parseCell);
	return { cell: "own", equations: readCell(definition, "cell()").definition };
}
