/** A unit's page: distribution of its values, strongest positions, effect on the next symbol, and what it tracks. */
import type { Vocabulary } from "../../data/vocabulary.ts";
import { charactersIn } from "../../data/wholeCharacters.ts";
import { findCells } from "../findCells.ts";
import type { UnitName } from "../hookNames.ts";
import type { Model, SymbolText } from "../model.ts";
import type { Labels } from "../patterns/pattern.ts";
import type { PatternResult } from "../search/cellSearchResult.ts";
import { LEAST_SYMBOLS, type Skipped } from "../search/parts.ts";
import type { UnitVerdict } from "../search/verdict.ts";
import { type Distribution, distributionOf } from "./distribution.ts";
import { effectOf, type SymbolEffect } from "./effect.ts";
import { peaks } from "./peaks.ts";
import { unitValues } from "./values.ts";

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

export interface UnitPage {
	/** Symbols read. */
	symbols: number;
	/** The unit, such as `l1.c.17`. */
	unit: string;
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
	tracks: { patterns: TrackedPattern[]; skipped: Skipped[] } | null;
}

export interface UnitPageOptions {
	/** Snippets per end, and symbols raised and lowered. */
	best: number;
	/** Returns the labels of the text; called for a text of 2048 symbols or more. */
	labels(): Promise<Labels>;
	/** Throw an error if no pattern can be scored. Default false. */
	strict?: boolean;
	/** Called with the work done; return a promise to let other work run. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

const EFFECT_SYMBOLS = 1 << 14;
/** Symbols shown before and after the strongest one. */
const AROUND = [40, 24] as const;

/** Reads the text for one unit. */
export async function unitPage(
	model: Model & { vocabulary: Vocabulary },
	text: SymbolText & { name: string },
	own: UnitName,
	{ best, labels, strict = false, onProgress, signal }: UnitPageOptions,
): Promise<UnitPage> {
	const { spec } = model.weights;
	const { symbols } = text;
	const unit = `${own.hook.name}.${own.index}`;
	const first = (n: number) => ({ name: text.name, symbols: n, reader: (at: number) => text.reader(at) });
	const tracked = symbols >= LEAST_SYMBOLS;
	const effectSymbols = Math.min(symbols, EFFECT_SYMBOLS);
	const total = symbols + 2 * effectSymbols + (tracked ? symbols : 0);
	const tell = (before: number, times = 1) => ({
		onProgress: (done: number) => onProgress?.(before + times * done, total),
		signal,
	});
	const { values, ids, lanes, warmup } = await unitValues(model, text, own, tell(0));
	const distribution = distributionOf(values, own.hook, spec);
	const [low, high] = [distribution.quantiles[0]!.value, distribution.quantiles.at(-1)!.value];
	const effect = await effectOf(model, first(effectSymbols), own, [low, high], tell(symbols, 2));
	const { probability, logits, nats, ...moves } = effect;
	const found = tracked
		? await findCells(model, text, await labels(), {
				...{ names: [unit], best: 1, strict },
				...tell(symbols + 2 * effectSymbols),
			})
		: undefined;
	const ends = ([1, -1] as const).map((sign) =>
		peaks(values, ids, { sign, count: best }).map((at) => snippetOf(at, values, ids, model.vocabulary)),
	);
	return {
		...{ symbols, unit, lanes, warmup, values: distribution },
		snippets: { high: ends[0]!, low: ends[1]! },
		effect: { ...moves, ...movedSymbols(effect, best, model.vocabulary) },
		tracks: found ? { patterns: clearestFirst(found.patterns), skipped: found.skipped } : null,
	};
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
