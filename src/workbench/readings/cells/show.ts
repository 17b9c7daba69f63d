/**
 * A unit's page: distribution of its values, strongest positions, effect on the next symbol, tracked patterns, name.
 */

import type { Vocabulary } from "../../../data/vocabulary.ts";
import { charactersIn } from "../../../data/wholeCharacters.ts";
import { checkRequest, checksOf, checkWhole } from "../../../errors/request.ts";
import { findCells as searchModel } from "../../../interpretation/findCells.ts";
import { parseUnit } from "../../../interpretation/hookNames.ts";
import { type AskedPattern, wantedPatterns } from "../../../interpretation/patterns/askedPatterns.ts";
import { chosenPatterns } from "../../../interpretation/patterns/chosenPatterns.ts";
import type { PatternResult } from "../../../interpretation/search/cellSearchResult.ts";
import { LEAST_SYMBOLS } from "../../../interpretation/search/parts.ts";
import type { UnitVerdict } from "../../../interpretation/search/verdict.ts";
import { type Distribution, distributionOf } from "../../../interpretation/unit/distribution.ts";
import { effectOf, type SymbolEffect } from "../../../interpretation/unit/effect.ts";
import { peaks } from "../../../interpretation/unit/peaks.ts";
import { unitValues } from "../../../interpretation/unit/values.ts";
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

/** A position where the unit is strongest, with its context. */
export interface Snippet {
	/** Index in the text of the strongest symbol. */
	at: number;
	/** The unit's value at the peak. */
	value: number;
	/** Text of the character that each symbol completes; "" for the symbols before its last. Whole characters only. */
	symbols: string[];
	/** The unit's value after each symbol. */
	values: number[];
	/** Index in `symbols` of the strongest symbol. */
	peak: number;
}

export interface MovedSymbol {
	id: number;
	symbol: string;
	/** Mean probability with the unit low, and with it high. */
	low: number;
	high: number;
	/** Mean change from low to high: of the symbol's logit, and of its log-probability. */
	logit: number;
	nats: number;
}

export interface TrackedPattern extends UnitVerdict {
	pattern: string;
	/** Name of the first pattern that selects the same symbols. Absent if no earlier one does. */
	sameAs?: string;
	/** Fraction of symbols where the pattern holds; for a graded pattern, where it is above `above`. */
	share: number;
	above?: number;
	rivals: PatternResult["rivals"];
}

export interface CellShown {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text read: file names, or the part. */
	text: string;
	/** Symbols read, and symbols in the whole text. */
	symbols: number;
	/** Length of the whole text, in symbols. */
	textSymbols: number;
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/** The unit's name in the run's notebook; null if it has none. */
	name: string | null;
	/** Parallel lanes in which the text was read. */
	lanes: number;
	/** Symbols that each lane reads before its own part; they do not count. */
	warmup: number;
	/** Distribution of the unit's values. */
	values: Distribution;
	/** Strongest first. */
	snippets: { high: Snippet[]; low: Snippet[] };
	/** Effect of moving the unit from its 1 % to its 99 % quantile, over the first 16384 symbols. */
	effect: Omit<SymbolEffect, "probability" | "logits" | "nats"> & { raised: MovedSymbol[]; lowered: MovedSymbol[] };
	/** Tracked patterns, clearest first, evaluated as in findCells; null for a text below 2048 symbols. */
	tracks: { patterns: TrackedPattern[]; skipped: { pattern: string; why: string }[] } | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}

type Hooks = ModelHooks & { onProgress?(done: number, total: number): void };

const WHERE = "cells show";
const LIMIT = 200_000;
const EFFECT_SYMBOLS = 1 << 14;
/** Symbols shown before and after the strongest one. */
const AROUND = [40, 24] as const;

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
		const name = `${own.hook.name}.${own.index}`;
		const noted = namedCell({ run: request.run, runs: request.runs }, unit);
		const ownPattern = noted?.pattern && !noted.pattern.startsWith("spans:") ? [noted.pattern] : [];
		const asked = patterns && wantedPatterns(patterns, WHERE);
		return withText(model, request, { verb: WHERE, least: 2 }, async (text, title) => {
			const symbols = limit === 0 ? text.symbols : Math.min(limit, text.symbols);
			const listed = asked ? [] : (await chosenPatterns(text, symbols)).patterns;
			const wanted = asked ?? wantedPatterns([...listed, ...ownPattern], WHERE);
			const first = (n: number) => ({ name: title, symbols: n, reader: (at: number) => text.reader(at) });
			const tracked = symbols >= LEAST_SYMBOLS;
			const effectSymbols = Math.min(symbols, EFFECT_SYMBOLS);
			const total = symbols + 2 * effectSymbols + (tracked ? symbols : 0);
			const tell = (before: number, times = 1) => ({
				async onProgress(done: number) {
					hooks.onProgress?.(before + times * done, total);
					await turn();
				},
				signal,
			});
			const { values, ids, lanes, warmup } = await unitValues(model, first(symbols), own, tell(0));
			const distribution = distributionOf(values, own.hook, spec);
			const [low, high] = [distribution.quantiles[0]!.value, distribution.quantiles.at(-1)!.value];
			const effect = await effectOf(model, first(effectSymbols), own, [low, high], tell(symbols, 2));
			const { probability, logits, nats, ...moves } = effect;
			const found = tracked
				? await searchModel(model, first(symbols), await labelText(text, symbols, wanted, { where: WHERE, signal }), {
						...{ names: [name], best: 1, strict: patterns !== undefined },
						...tell(symbols + 2 * effectSymbols),
					})
				: undefined;
			const ends = ([1, -1] as const).map((sign) =>
				peaks(values, ids, { sign, count: best }).map((at) => snippetOf(at, values, ids, model.vocabulary)),
			);
			return {
				...{ run: model.name, step: model.step, text: title, symbols, textSymbols: text.symbols },
				...{ unit: name, name: noted?.name ?? null, lanes, warmup, values: distribution },
				snippets: { high: ends[0]!, low: ends[1]! },
				effect: { ...moves, ...movedSymbols(effect, best, model.vocabulary) },
				tracks: found ? { patterns: clearestFirst(found.patterns), skipped: found.skipped } : null,
				seconds: clock(),
			};
		});
	});
}

/** The text around a symbol, from the start of a character to the end of one. */
function snippetOf(at: number, values: Float32Array, ids: Int32Array, vocabulary: Vocabulary): Snippet {
	const characters = charactersIn(vocabulary, ids, at - AROUND[0], Math.min(ids.length, at + 1 + AROUND[1]));
	const [from, to] = [characters[0]!.from, characters.at(-1)!.to];
	const symbols = new Array<string>(to - from).fill("");
	for (const character of characters) symbols[character.to - 1 - from] = character.text;
	return { at, value: values[at]!, symbols, values: [...values.subarray(from, to)], peak: at - from };
}

/** Symbols whose probability the unit changes the most. */
function movedSymbols(
	{ probability: { low, high }, logits, nats }: SymbolEffect,
	best: number,
	vocabulary: Vocabulary,
): { raised: MovedSymbol[]; lowered: MovedSymbol[] } {
	const moved = Array.from(low, (p, id): MovedSymbol => {
		return { id, symbol: vocabulary.label(id), low: p, high: high[id]!, logit: logits[id]!, nats: nats[id]! };
	}).sort((a, b) => b.high - b.low - (a.high - a.low) || a.id - b.id);
	const raised = moved.filter((one) => one.high > one.low).slice(0, best);
	const lowered = moved.filter((one) => one.high < one.low).reverse();
	return { raised, lowered: lowered.slice(0, best) };
}

/** How clearly a unit tracks a pattern: its signed correlation, or 2 AUC - 1. Range -1 to 1; chance is about 0. */
export function clearness({ sign, auc, correlation }: Pick<UnitVerdict, "sign" | "auc" | "correlation">): number {
	return correlation === undefined ? 2 * auc - 1 : sign * correlation;
}

function clearestFirst(patterns: readonly PatternResult[]): TrackedPattern[] {
	return patterns
		.map(({ pattern, sameAs, share, above, best, rivals }): TrackedPattern => {
			const { unit: _, ...verdict } = best[0]!;
			return {
				pattern,
				...(sameAs !== undefined && { sameAs }),
				share,
				...(above !== undefined && { above }),
				...verdict,
				rivals,
			};
		})
		.sort((a, b) => clearness(b) - clearness(a));
}
