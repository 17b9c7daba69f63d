/** Compares two trained models on one text, symbol by symbol: where one is better, and which of its units that is due to. */
import { fail } from "../../errors/index.ts";
import { checkRequest, checksOf, checkWhole } from "../../errors/request.ts";
import {
	type Contrast,
	contrastOf,
	type GainPlace,
	type GainsByPattern,
	placesOf,
	sumsOf,
} from "../../interpretation/contrast/contrast.ts";
import { type Explained, explainingUnits } from "../../interpretation/contrast/explainingUnits.ts";
import { sharedSymbols, translated } from "../../interpretation/contrast/sharedSymbols.ts";
import type { AskedPattern } from "../../interpretation/patterns/askedPatterns.ts";
import type { Inside } from "../../interpretation/proof/inside.ts";
import { stopwatch } from "../machine/clock.ts";
import { turn } from "../machine/turns.ts";
import { TEXT_KEYS, type TextReading, withText } from "../models/readText.ts";
import { type CheckpointChoice, MODEL_KEYS, type Model, type ModelHooks, withModel } from "../models/textModel.ts";
import { insideText } from "./cells/onePattern.ts";

export interface CompareOnTextRequest extends TextReading {
	/** Name or folder of the other run; it may be the same run. */
	against: string;
	/** Checkpoint of the other run. Default: best. */
	againstCheckpoint?: CheckpointChoice;
	/** Pattern inside and outside of which the differences are summed. Default: none. */
	pattern?: AskedPattern;
	/** Units of the better model to measure, each by reading the text with it held at its mean; 0 for none. Range: 0 to 1000000. Default: 0. */
	units?: number;
	/** Places to list for each direction. Range: 1 to 10000. Default: 10. */
	places?: number;
	/** Symbols to read from the start of the text; 0 for all. Range: at least 2, or 0. Default: 0. */
	limit?: number;
}

/** The difference at one symbol; null where the symbol is not in both vocabularies. */
export interface SymbolDifference {
	/** Index in the text of the predicted symbol, from 1. */
	at: number;
	/** The symbol; null if the vocabulary lacks it. */
	symbol: string | null;
	/** Loss of the run, in nats. */
	nats: number | null;
	/** Loss of the other run, in nats. */
	againstNats: number | null;
	/** againstNats - nats: positive where the run is better. */
	gainNats: number | null;
}

export interface ComparedOnText {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind its weights. */
	step: number;
	/** The other run and the updates behind its weights. */
	against: { run: string; step: number };
	/** Text read: file names, or the part. */
	text: string;
	/** Number of symbols in the whole text. */
	textSymbols: number;
	/** Symbols read. */
	symbols: number;
	/** Predicted symbols that are not in both vocabularies; they are not compared. */
	leftOut: number;
	/** The pattern, and how often it holds; null without one. */
	pattern: Omit<Inside, "label"> | null;
	/** Losses of both and the sum of their difference: in all, inside and outside the pattern. */
	sums: GainsByPattern;
	/** Which of them has the lower loss, inside the pattern if there is one; null if they are equal. */
	better: "run" | "against" | null;
	/** Symbols that the run predicts better, and those that it predicts worse, largest difference first. */
	places: { better: (GainPlace & { symbol: string })[]; worse: (GainPlace & { symbol: string })[] };
	/** Units of the better model whose removal brings the difference back; null unless asked for. */
	explained: Explained | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}

type Hooks = ModelHooks & {
	onDifference?(difference: SymbolDifference): void | Promise<void>;
	onProgress?(done: number, total: number): void;
};

const WHERE = "predictions";

/** Compares two models on one text: the sums of their difference, its largest places, and the units that explain it. */
export async function compareOnText(request: CompareOnTextRequest, hooks: Hooks = {}): Promise<ComparedOnText> {
	checkRequest(request, "compareOnText()", [
		...MODEL_KEYS,
		...TEXT_KEYS,
		...["against", "againstCheckpoint", "pattern", "units", "places", "limit"],
	]);
	const { against, againstCheckpoint, units = 0, places = 10, limit = 0 } = request;
	checksOf(WHERE)("against", against, typeof against === "string", { reason: "type", types: ["text"] });
	checkWhole("units", units, { min: 0, max: 1_000_000 }, WHERE);
	checkWhole("places", places, { min: 1, max: 10_000 }, WHERE);
	checkWhole("limit", limit, { min: 2, zero: true }, WHERE);
	const { runs, engine, threads } = request;
	const other = {
		run: against,
		runs,
		engine,
		threads,
		...(againstCheckpoint !== undefined && { checkpoint: againstCheckpoint }),
	};
	const clock = stopwatch();
	return withModel(request, hooks, (model) =>
		withModel(other, hooks, async (rival) => ({ ...(await compared(model, rival, request, hooks)), seconds: clock() })),
	);
}

function compared(
	model: Model,
	rival: Model,
	request: CompareOnTextRequest,
	{ onDifference, onProgress, signal }: Hooks,
): Promise<Omit<ComparedOnText, "seconds">> {
	const { pattern, units = 0, places = 10, limit = 0 } = request;
	const shared = sharedSymbols(model.vocabulary, rival.vocabulary);
	return withText(model, request, { verb: WHERE, least: 2 }, async (text, title) => {
		const symbols = limit === 0 ? text.symbols : Math.min(limit, text.symbols);
		const ids = await text.reader(0).read(symbols);
		const inside =
			pattern === undefined ? undefined : await insideText(text, symbols, pattern, { where: WHERE, signal });
		if (inside?.share === 0 || inside?.share === 1)
			throw fail("E_PATTERN_CONSTANT", { share: inside.share === 0 ? "none" : "all", symbols });
		const both = { model, against: rival, ids, againstIds: translated(ids, shared) };
		const tell = async (done: number, total: number) => {
			onProgress?.(done, total);
			await turn();
		};
		const contrast = await contrastOf(both, { onProgress: (done) => tell(done, 2 * symbols), signal });
		const label = (id: number) => model.vocabulary.label(id);
		for (let at = 1; onDifference && at < symbols; at++)
			await onDifference(differenceAt(contrast, at, ids[at]!, label));
		const sums = sumsOf(contrast, inside?.label);
		const { gainNats } = sums.inside ?? sums.all;
		const better = gainNats > 0 ? "run" : gainNats < 0 ? "against" : null;
		const explained =
			units === 0 || better === null
				? null
				: await explainingUnits(better === "run" ? model : rival, better === "run" ? ids : both.againstIds, {
						gain: better === "run" ? contrast.gain : contrast.gain.map((gain) => -gain),
						...{ label: inside?.label, units, onProgress: tell, signal },
					});
		const named = (list: GainPlace[]) => list.map((place) => ({ ...place, symbol: label(place.id) }));
		const found = placesOf(contrast, ids, places);
		const { label: _, ...facts } = inside ?? {};
		return {
			...{ run: model.name, step: model.step, against: { run: rival.name, step: rival.step } },
			...{ text: title, textSymbols: text.symbols, symbols, leftOut: symbols - 1 - sums.all.symbols },
			pattern: inside ? (facts as Omit<Inside, "label">) : null,
			...{ sums, better, places: { better: named(found.better), worse: named(found.worse) }, explained },
		};
	});
}

function differenceAt(
	{ nats, againstNats, gain }: Contrast,
	at: number,
	id: number,
	label: (id: number) => string,
): SymbolDifference {
	const symbol = id < 0 ? null : label(id);
	if (Number.isNaN(nats[at]!)) return { at, symbol, nats: null, againstNats: null, gainNats: null };
	return { at, symbol, nats: nats[at]!, againstNats: againstNats[at]!, gainNats: gain[at]! };
}
