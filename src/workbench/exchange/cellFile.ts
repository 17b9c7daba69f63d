/** A cell given by equations, from a file. */
import type { CellDefinition } from "../../cells/own/definition.ts";
import { defineCell } from "../../cells/own/ownCell.ts";
import { fail } from "../../errors/index.ts";
import { parseStrictJsonBytes } from "../../interop/strictJson.ts";
import { readWhole } from "./exchange.ts";

/** Largest file, in bytes: 64 equations of 1000 characters. */
const MOST_BYTES = 1 << 17;

/**
 * Reads the definition of a cell from a JSON file, for `train({ model: { cell: readCellFile("mgu.json") } })`.
 * @throws E_DISK_MISSING, E_JSON, E_JSON_KEY; E_CELL naming the equation and the character.
 */
export function readCellFile(path: string): CellDefinition {
	const bytes = readWhole(path);
	if (bytes.length > MOST_BYTES)
		throw fail("E_CELL", { cell: path, why: { reason: "many", of: "bytes", got: bytes.length, max: MOST_BYTES } });
	return defineCell(parseStrictJsonBytes(bytes, path, { depth: 8, entries: 256 }), path);
}
