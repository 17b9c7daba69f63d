/**
 * A unit's page: distribution of its values, strongest positions, effect on the next symbol, tracked patterns, name.
 */

import { checkRequest, checksOf, checkWhole } from "../../../errors/request.ts";
import { parseUnit } from "../../../interpretation/hookNames.ts";
import { type AskedPattern, wantedPatterns } from "../../../interpretation/patterns/askedPatterns.ts";
import { chosenPatterns } from "../../../interpretation/patterns/chosenPatterns.ts";
import { type UnitPage, unitPage } from "../../../interpretation/unit/unitPage.ts";
import { stopwatch } from "../../machine/clock.ts";
import { turn } from "../../machine/turns.ts";
import { TEXT_KEYS, type TextReading, withText } from "../../models/readText.ts";
import { MODEL_KEYS, type ModelHooks, withModel } from "../../models/textModel.ts";
import { namedCell } from "./cellNames.ts";
import { labelText } from "./labels.ts";

export interface ShowCellRequest extends TextReading {
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/** Candidate patterns. Default: those of what the text is, and the pattern of the unit's name. */
	patterns?: AskedPattern[];
	/** Snippets per end, and symbols raised and lowered. Range: 1 to 1000. Default: 5. */
	best?: number;
	/** Symbols to read from the start of the text; 0 for all. Range: at least 2, or 0. Default: 200000. */
	limit?: number;
}

export interface CellShown extends UnitPage {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text read: file names, or the part. */
	text: string;
	/** Length of the whole text, in symbols. */
	textSymbols: number;
	/** The unit's name in the run's notebook; null if it has none. */
	name: string | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}

type Hooks = ModelHooks & { onProgress?(done: number, total: number): void };

const WHERE = "cells show";
const LIMIT = 200_000;
/** Shows one unit: the text where it is strongest, its distribution, what it raises and lowers, what it tracks. */
export async function showCell(request: ShowCellRequest, hooks: Hooks = {}): Promise<CellShown> {
	checkRequest(request, "showCell()", [...MODEL_KEYS, ...TEXT_KEYS, "unit", "patterns", "best", "limit"]);
	const { unit, patterns, best = 5, limit = LIMIT } = request;
	const need = checksOf(WHERE);
	need("unit", unit, typeof unit === "string", { reason: "type", types: ["text"] });
	checkWhole("best", best, { min: 1, max: 1000 }, WHERE);
	checkWhole("limit", limit, { min: 2, zero: true }, WHERE);
	need("patterns", patterns, patterns === undefined || Array.isArray(patterns), { reason: "list", of: "patterns" });
	const { signal } = hooks;
	const clock = stopwatch();
	return withModel(request, hooks, (model) => {
		const { spec } = model.weights;
		const own = parseUnit(spec, unit);
		const noted = namedCell({ run: request.run, runs: request.runs }, unit);
		const ownPattern = noted?.pattern && !noted.pattern.startsWith("spans:") ? [noted.pattern] : [];
		const asked = patterns && wantedPatterns(patterns, WHERE);
		return withText(model, request, { verb: WHERE, least: 2 }, async (text, title) => {
			const symbols = limit === 0 ? text.symbols : Math.min(limit, text.symbols);
			const listed = asked ? [] : (await chosenPatterns(text, symbols)).patterns;
			const wanted = asked ?? wantedPatterns([...listed, ...ownPattern], WHERE);
			const read = { name: title, symbols, reader: (at: number) => text.reader(at) };
			const page = await unitPage(model, read, own, {
				...{ best, strict: patterns !== undefined, signal },
				labels: () => labelText(text, symbols, wanted, { where: WHERE, signal }),
				async onProgress(done, total) {
					hooks.onProgress?.(done, total);
					await turn();
				},
			});
			return {
				...{ run: model.name, step: model.step, text: title, textSymbols: text.symbols },
				...{ name: noted?.name ?? null, ...page, seconds: clock() },
			};
		});
	});
}
