/** The named cells of a run, saved in its cells.json. */
import { join } from "node:path";
import type { ModelSpec } from "../../cells/layout.ts";
import { fail } from "../../errors/index.ts";
import { withGot } from "../../errors/request.ts";
import { checkCells, type NamedCell } from "../../interop/cellNotes.ts";
import { parseUnit } from "../../interpretation/hookNames.ts";
import type { Json } from "../../training/json.ts";
import { inside, realDisk } from "../disk/disk.ts";
import { whileLocked } from "../disk/lock.ts";
import { replaceFile } from "../disk/publish.ts";
import { readDocument, writeDocument } from "./documents.ts";

/**
 * Reads the cells in the order in which they were named; empty if the file is missing. @throws E_RUN_FIELD,
 * E_HOOK_NAME, E_HOOK_UNIT.
 */
export function readCells(folder: string, spec: ModelSpec): NamedCell[] {
	const raw = readDocument(inside(realDisk, folder), folder, "cells");
	if (raw === undefined) return [];
	const path = join(folder, "cells.json");
	const cells = checkCells(raw, (key, got, why) => fail("E_RUN_FIELD", { path, key, why: withGot(why, got) }));
	for (const { unit } of cells) parseUnit(spec, unit);
	return cells;
}

/** Replaces the notebook atomically. */
export function writeCells(folder: string, cells: readonly NamedCell[]): void {
	replaceFile(inside(realDisk, folder), folder, "cells.json", writeDocument("cells", cells as unknown as Json));
}

/**
 * Changes the notebook: reads it, calls `change` and writes what that returns, while no other process does the same. A
 * run's own lock stays free, so that units can be named while the run trains.
 */
export function changeCells<T>(
	folder: string,
	spec: ModelSpec,
	change: (cells: NamedCell[]) => { cells: readonly NamedCell[]; result: T },
): T {
	return whileLocked(folder, "cells.lock", () => {
		const { cells, result } = change(readCells(folder, spec));
		writeCells(folder, cells);
		return result;
	});
}
