/** A unit's history: its score on one pattern at each kept checkpoint, and whether other runs also have such a unit. */

import { join } from "node:path";
import type { Lang } from "../../../errors/define.ts";
import { fail, SluiceError } from "../../../errors/index.ts";
import { quote } from "../../../errors/quote.ts";
import { checkLang, checkRequest, checksOf, checkWhole } from "../../../errors/request.ts";
import { type Hook, parseUnit } from "../../../interpretation/hookNames.ts";
import type { AskedPattern } from "../../../interpretation/patterns/askedPatterns.ts";
import type { PatternResult } from "../../../interpretation/search/cellSearchResult.ts";
import { isFound } from "../../../interpretation/search/found.ts";
import { LEAST_SYMBOLS } from "../../../interpretation/search/parts.ts";
import { alike } from "../../../interpretation/unit/alikeValues.ts";
import { type CheckpointFound, scoreIn, scoresOf, sinceOf, unitOf } from "../../../interpretation/unit/unitHistory.ts";
import { clearness } from "../../../interpretation/unit/unitPage.ts";
import { realDisk } from "../../disk/disk.ts";
import { placeFor, replaceFile } from "../../disk/publish.ts";
import { stopwatch } from "../../machine/clock.ts";
import { TEXT_KEYS, type TextReading, withText } from "../../models/readText.ts";
import { MODEL_KEYS, type Model, type ModelHooks, withModel } from "../../models/textModel.ts";
import { onText, parseConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun } from "../../runs/runStore.ts";
import { namedCell } from "./cellNames.ts";
import { cellHistorySvg } from "./historyFigure.ts";
import type { BesideRun, CellHistory } from "./historyResult.ts";
import { Searches, WHERE } from "./historySearches.ts";

export interface CellHistoryRequest extends Omit<TextReading, "checkpoint"> {
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/**
	 * Pattern to score. Default: the pattern of the unit's name; without one, the clearest of the registry at the best
	 * checkpoint.
	 */
	pattern?: AskedPattern;
	/** Other runs, by name or folder, to search for a unit that also tracks the pattern. Default: none. */
	beside?: string[];
	/** Symbols to read from the start of the text; 0 for all. Range: at least 2048, or 0. Default: 100000. */
	limit?: number;
	/** SVG file for the figure. Default: none. */
	svg?: string;
	/** Language of the figure. Default: "en". */
	lang?: Lang;
}

type Hooks = ModelHooks & { onProgress?(done: number, total: number): void };

const AT_LEAST = { verb: WHERE, least: LEAST_SYMBOLS };
const AS_CLEAR = 0.8;

/** @throws E_CELL_PATTERN if no pattern is given and the unit tracks none in the registry. */
export async function cellHistory(request: CellHistoryRequest, hooks: Hooks = {}): Promise<CellHistory> {
	const keys = MODEL_KEYS.filter((key) => key !== "checkpoint");
	checkRequest(request, "cellHistory()", [...keys, ...TEXT_KEYS, "unit", "pattern", "beside", "limit", "svg", "lang"]);
	const { unit, pattern, beside = [], limit = 100_000, lang = "en", ...reading } = request;
	checkHistory(unit, limit, beside);
	checkLang(lang, WHERE);
	const svg = request.svg === undefined ? undefined : placeFor(realDisk, request.svg, "history.svg");
	const clock = stopwatch();
	const stored = onText(openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig }));
	for (const other of beside) openRun(other, request.runs ?? DEFAULT_RUNS, { validate: parseConfig }); // before the long search
	const kept = stored.listCheckpoints().filter(({ damage }) => !damage);
	return withModel(reading, hooks, (model) => {
		const own = parseUnit(model.weights.spec, unit);
		const name = `${own.hook.name}.${own.index}`;
		const noted = namedCell({ run: request.run, runs: request.runs }, unit);
		return withText(model, request, AT_LEAST, async (text, title) => {
			const symbols = limit === 0 ? text.symbols : Math.min(limit, text.symbols);
			const chosen = pattern !== undefined ? "asked" : noted?.pattern ? "name" : "clearest";
			const total = symbols * (kept.length + beside.length + (chosen === "clearest" ? 1 : 0));
			const searches = new Searches({ title, symbols, total }, hooks);
			const scored =
				pattern ??
				noted?.pattern ??
				clearestOf((await searches.search(model, await searches.labelled(text), [name])).patterns, name, title);
			const judged = await searches.labelled(text, scored);
			const names = alike(model.weights.spec, own.hook);
			const rows: CheckpointFound[] = [];
			for (const { step, validLossNats } of kept) {
				const tensors = loaded(() => stored.loadStep(step).snapshot.tensors, hooks.onNotice ?? (() => {}));
				if (!tensors) continue;
				model.weights.assign(tensors);
				const { patterns } = await searches.search(model, judged, names, name);
				rows.push({ step, validLossNats, found: needOne(patterns, scored) });
			}
			const newest = rows.at(-1);
			if (!newest) throw fail("E_CHECKPOINT_NONE", { folder: stored.folder });
			const { sign } = unitOf(newest.found, name);
			const checkpoints = scoresOf(rows, name, sign);
			const ours = clearness({ ...checkpoints.at(-1)!, sign: 1 });
			const others: BesideRun[] = [];
			for (const run of beside)
				others.push(await besideRun({ run, request, model, searches, scored, hook: own.hook, ours }, hooks));
			const { pattern: told, share, above } = newest.found;
			const result: CellHistory = {
				...{ run: model.name, text: title, symbols, textSymbols: text.symbols, unit: name, name: noted?.name ?? null },
				...{ pattern: told, chosen, share, ...(above !== undefined && { above }), sign, checkpoints },
				since: sinceOf(checkpoints, sign),
				...{ beside: others, svg: svg ? join(svg.parent, svg.name) : null, seconds: clock() },
			};
			if (svg) replaceFile(realDisk, svg.parent, svg.name, Buffer.from(await cellHistorySvg(result, lang)));
			return result;
		});
	});
}

function checkHistory(unit: unknown, limit: number, beside: unknown): void {
	const need = checksOf(WHERE);
	need("unit", unit, typeof unit === "string", { reason: "type", types: ["text"] });
	checkWhole("limit", limit, { min: LEAST_SYMBOLS, zero: true }, WHERE);
	const names = Array.isArray(beside) && beside.every((one) => typeof one === "string");
	need("beside", beside, names, { reason: "list", of: "runs" });
}

interface Asked {
	/** The run's name. */
	run: string;
	request: CellHistoryRequest;
	/** The model with the unit; the other run reads this model's text. */
	model: Model;
	searches: Searches;
	/** Pattern that the units are scored on. */
	scored: AskedPattern;
	hook: Hook;
	/** Clearness of our unit. */
	ours: number;
}

/** Searches another run for such a unit on the same text, encoded with that run's vocabulary. */
function besideRun({ run, request, model, searches, scored, hook, ours }: Asked, hooks: Hooks): Promise<BesideRun> {
	const { engine, threads, runs } = request;
	return withModel({ run, runs, engine, threads }, hooks, (other) => {
		const { vocabulary } = other;
		const reader = { name: model.name, config: model.config, vocabulary };
		return withText(reader, request, AT_LEAST, async (same) => {
			const labelled = await searches.labelled(same, scored);
			const { patterns, units } = await searches.search(other, labelled, alike(other.weights.spec, hook));
			const { best, found } = needOne(patterns, scored);
			const { unit, ...verdict } = best[0]!;
			const clear = clearness(verdict);
			const grew = !isFound(verdict) ? "none" : clear >= AS_CLEAR * ours ? "too" : "weaker";
			return {
				...{ run: other.name, step: other.step, unit, sign: verdict.sign, ...scoreIn(verdict.sign, verdict) },
				...{ found, units, grew },
			};
		});
	});
}

function clearestOf(patterns: readonly PatternResult[], unit: string, text: string): string {
	const found = patterns.filter(({ best }) => isFound(best[0]!));
	found.sort((a, b) => clearness(b.best[0]!) - clearness(a.best[0]!));
	if (found.length === 0) throw fail("E_CELL_PATTERN", { unit, text, judged: patterns.length });
	return found[0]!.pattern;
}

/** @throws E_OPTION for a pattern that is too rare to evaluate. */
function needOne([found]: readonly PatternResult[], asked: AskedPattern): PatternResult {
	if (found) return found;
	const got = quote(typeof asked === "string" ? asked : asked.name);
	throw fail("E_OPTION", { option: "pattern", why: { reason: "varies", got }, where: WHERE });
}

/** Loads a checkpoint; undefined, with a notice, if it is damaged or was removed by a training run in progress. */
function loaded<T>(load: () => T, onNotice: (notice: SluiceError) => void): T | undefined {
	try {
		return load();
	} catch (error) {
		if (!(error instanceof SluiceError) || !/^E_CHECKPOINT_(NONE|DAMAGED)$/.test(error.code)) throw error;
		onNotice(error);
		return undefined;
	}
}
