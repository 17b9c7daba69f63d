/** Finds the units of a run that track a pattern: labels the text and searches over the labels. */
import { fail } from "../../../errors/index.ts";
import { checkRequest, checksOf, checkWhole } from "../../../errors/request.ts";
import { type FindCellsResult, findCells as searchModel } from "../../../interpretation/findCells.ts";
import { type AskedPattern, wantedPatterns } from "../../../interpretation/patterns/askedPatterns.ts";
import { type ChosenPatterns, chosenPatterns } from "../../../interpretation/patterns/chosenPatterns.ts";
import { stopwatch } from "../../machine/clock.ts";
import { turn } from "../../machine/turns.ts";
import { TEXT_KEYS, type TextReading, withText } from "../../models/readText.ts";
import { MODEL_KEYS, type ModelHooks, withModel } from "../../models/textModel.ts";
import { labelText } from "./labels.ts";

export interface FindCellsRequest extends TextReading {
	/**
	 * Patterns to search for. Default: those of what the text is (C-like code, Korean, ...); "all" for the whole registry. One that cannot be scored is listed as skipped; it is an error if
	 * none of those named here can be scored.
	 */
	patterns?: AskedPattern[];
	/** Values (`l1.c`) and single units (`l1.c.17`) to search. Default: every h, c and gate. */
	names?: string[];
	/** Units listed per pattern. Range: 1 to 1000. Default: 5. */
	best?: number;
	/** Reads the text in one piece instead of in parallel lanes. Default: false. */
	exact?: boolean;
	/**
	 * Symbols that each lane reads before its own part, from a zero state. They do not count. Range: 1 to 65536. Default: 256.
	 */
	warmupSymbols?: number;
	/** Symbols to read from the start of the text; 0 for all. Range: at least 2048, or 0. Default: 4194304. */
	limit?: number;
}

export interface CellsFound extends FindCellsResult {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text read: file names, or the part. */
	text: string;
	/** Number of symbols in the whole text. */
	textSymbols: number;
	/** Symbols that the model's vocabulary lacks. They are read as zeros. */
	unknownSymbols: number;
	/** Whether the text was read in one piece. */
	exact: boolean;
	/** What the text is, which chose the patterns; null if they were requested. */
	chosen: ChosenPatterns | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}

type Hooks = ModelHooks & { onProgress?(doneSymbols: number, totalSymbols: number): void };

const WHERE = "cells find";
const LIMIT = 1 << 22;

/**
 * Searches every unit of a run for patterns of a text. Units are selected on the first half and evaluated on the
 * second.
 */
export async function findCells(request: FindCellsRequest, hooks: Hooks = {}): Promise<CellsFound> {
	const own = ["patterns", "names", "best", "exact", "warmupSymbols", "limit"];
	checkRequest(request, "findCells()", [...MODEL_KEYS, ...TEXT_KEYS, ...own]);
	const { patterns, names, best = 5, exact = false, warmupSymbols, limit = LIMIT } = request;
	const need = checksOf(WHERE);
	checkWhole("best", best, { min: 1, max: 1000 }, WHERE);
	checkWhole("limit", limit, { min: 2048, zero: true }, WHERE);
	if (exact && warmupSymbols !== undefined)
		throw fail("E_OPTION", { option: "warmupSymbols", why: { reason: "together", with: "exact" }, where: WHERE });
	const warmup = warmupSymbols ?? 256;
	checkWhole("warmupSymbols", warmup, { min: 1, max: 1 << 16 }, WHERE);
	const some = names === undefined || (Array.isArray(names) && names.length > 0);
	need("names", names, some, { reason: "list", of: "values", such: "l0.c" });
	need("patterns", patterns, patterns === undefined || Array.isArray(patterns), { reason: "list", of: "patterns" });
	const { onProgress, signal } = hooks;
	const clock = stopwatch();
	const asked = patterns && wantedPatterns(patterns, WHERE);
	return withModel(request, hooks, (model) =>
		withText(model, request, { verb: WHERE, least: 1 }, async (text, title) => {
			const symbols = limit === 0 ? text.symbols : Math.min(limit, text.symbols);
			const read = { name: title, symbols, reader: (at: number) => text.reader(at) };
			const chosen = asked ? null : await chosenPatterns(text, symbols);
			const wanted = asked ?? wantedPatterns(chosen!.patterns, WHERE);
			const labels = await labelText(text, symbols, wanted, { where: WHERE, signal });
			const found = await searchModel(model, read, labels, {
				...{ names, best, exact, warmup, strict: patterns !== undefined, signal },
				async onProgress(done, total) {
					onProgress?.(done, total);
					await turn();
				},
			});
			const { unknownSymbols } = text;
			const facts = { run: model.name, step: model.step, text: title, textSymbols: text.symbols, unknownSymbols };
			return { ...facts, exact, chosen, ...found, seconds: clock() };
		}),
	);
}
