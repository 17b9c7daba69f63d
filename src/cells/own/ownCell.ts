/** The cell of a definition. */
import { fail } from "../../errors/index.ts";
import type { CellReason } from "../../errors/ownCells.ts";
import { checkDefinition } from "./checkDefinition.ts";
import { compile, LineError } from "./compile.ts";
import type { CellDefinition } from "./definition.ts";
import { EquationError } from "./parse.ts";
import { allowOwnCells, type ReadCell, readCell } from "./reader.ts";
import { stepEquations } from "./step/stepEquations.ts";

/**
 * Reads a definition, which may be any value, and returns the cell with a frozen copy of it.
 * @param where what errors call it, such as a file. @throws E_CELL.
 */
export function parseCell(given: unknown, where = "cell"): ReadCell {
	const checked = checkDefinition(given, where);
	const refuse = (why: CellReason, line?: number, column?: number) =>
		fail("E_CELL", { cell: where, ...(line && { line }), ...(column && { column }), why });
	try {
		const cell = compile({ ...checked, definition: frozen(checked.definition) });
		return { ...cell, step: stepEquations(cell) };
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
 * Checks the definition of a cell, which may be any value, and returns a frozen copy with every default. docs/own-cells.md
 * explains the equations.
 * @param where what errors call it, such as a file. @throws E_CELL naming the equation and the character.
 */
export function defineCell(definition: unknown, where = "cell"): CellDefinition {
	allowOwnCells(parseCell);
	return readCell(definition, where).definition;
}
