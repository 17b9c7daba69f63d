/** `--cell FILE.json`: the equations of the file instead of its name. */
import type { GivenOptions } from "../../../src/index.ts";

/** Returns the options with the definition that the file of `cell` holds. @throws E_CELL, E_JSON, E_DISK_MISSING. */
export function withCellFile(
	options: GivenOptions,
	library: { readCellFile(path: string): GivenOptions["cell"] },
): GivenOptions {
	const cell: unknown = options.cell;
	if (typeof cell !== "string" || !cell.endsWith(".json")) return options;
	return { ...options, cell: library.readCellFile(cell) };
}
