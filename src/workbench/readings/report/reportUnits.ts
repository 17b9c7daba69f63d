/** Units that a report colours the text by: the requested ones, or the named ones and the clearest of a search. */
import { type ModelSpec, statesOf } from "../../../cells/layout.ts";
import type { Part } from "../../../data/corpus.ts";
import { fail, SluiceError } from "../../../errors/index.ts";
import type { NamedCell } from "../../../interop/cellNotes.ts";
import { parseUnits } from "../../../interpretation/hookNames.ts";
import { bySpread, SPREAD_SYMBOLS, UnitSpread } from "../../../interpretation/reading/unitSpread.ts";
import { isFound } from "../../../interpretation/search/found.ts";
import { windows } from "../../../interpretation/stream.ts";
import { visible } from "../../../views/glyphs.ts";
import type { ReportUnit } from "../../../views/reportData.ts";
import type { TextReading } from "../../models/readText.ts";
import type { Model, ModelHooks } from "../../models/textModel.ts";
import { type CellsFound, findCells } from "../cells/find.ts";

/** Largest number of units in a report, requested or chosen. */
export const MOST_UNITS = 64;
const MOST_CHOSEN = 16;
/** Symbols to search if there is no earlier search result. */
const SEARCHED = 1 << 18;
/** Units taken if none is known. */
const LIVELIEST = 5;

export function askedUnits(spec: ModelSpec, asked: readonly string[], cells: readonly NamedCell[]): ReportUnit[] {
	const units = parseUnits(spec, asked);
	if (units.length < 1 || units.length > MOST_UNITS)
		throw fail("E_OPTION", {
			...{ option: "units", where: "cells report" },
			why: { reason: "count", of: "units", got: units.length, min: 1, max: MOST_UNITS },
		});
	const known = new Map(cells.map((cell) => [cell.unit, ofNotebook(cell)]));
	return units.map(({ unit }) => known.get(unit) ?? { unit });
}

/** The named units first, then the best unit of each pattern, clearest first; at most 16. */
export function chosenUnits(
	cells: readonly NamedCell[],
	found: Pick<CellsFound, "patterns"> | undefined,
): ReportUnit[] {
	const best = (found?.patterns ?? [])
		.filter(({ best }) => best[0] !== undefined && isFound(best[0]))
		.map(({ pattern, above, best: [first] }): ReportUnit & { auc: number } => {
			const { unit, sign, auc, correlation, chance } = first!;
			const score = { auc, chance, ...(above !== undefined && correlation !== undefined && { correlation }) };
			return { unit, pattern: visible(pattern), sign, ...score };
		})
		.sort((a, b) => b.auc - a.auc);
	const all = [...cells.map(ofNotebook), ...best];
	return all.filter(({ unit }, k) => all.findIndex((other) => other.unit === unit) === k).slice(0, MOST_CHOSEN);
}

function ofNotebook({ unit, name, pattern, evidence }: NamedCell): ReportUnit {
	return {
		...{ unit, name: visible(name), ...(pattern !== null && { pattern: visible(pattern) }) },
		...(evidence && scoreOf(evidence)),
	};
}

/** The score that a page shows next to its chance level: the correlation for a degree, otherwise the area. */
function scoreOf({ sign, auc, chance, correlation }: NonNullable<NamedCell["evidence"]>): Partial<ReportUnit> {
	return { sign, auc, chance, ...(correlation !== undefined && { correlation }) };
}

/** Searches the beginning of the text; undefined if it is too short. */
export async function searched(
	reading: TextReading,
	hooks: ModelHooks & { onProgress?(done: number, total: number): void },
): Promise<CellsFound | undefined> {
	try {
		return await findCells({ ...reading, best: 1, limit: SEARCHED }, hooks);
	} catch (error) {
		if (error instanceof SluiceError && error.code === "E_TEXT_SHORT") return undefined;
		throw error;
	}
}

/** The units of the last layer's state with the largest informative spread. */
export async function liveliest(model: Model, text: Part, signal?: AbortSignal): Promise<ReportUnit[]> {
	const { spec } = model.weights;
	const name = `l${spec.layers - 1}.${statesOf(spec)[1] ?? "h"}`;
	const spread = new UnitSpread([name], spec);
	const read = { symbols: Math.min(SPREAD_SYMBOLS, text.symbols), reader: (at: number) => text.reader(at) };
	for await (const { end, ids, values } of windows(model, read, { names: [name], signal }))
		spread.add(ids.subarray(0, end[0]!), [values.get(name)!]);
	const order = [...bySpread(spread.spreads())];
	return order.slice(0, LIVELIEST).map((k) => ({ unit: `${name}.${k}` }));
}
