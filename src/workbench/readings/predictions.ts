/** Predictions of a trained model on a text: the predicted distribution at every position. */
import type { Part } from "../../data/corpus.ts";
import { checkOption, checkRequest, checkWhole } from "../../errors/request.ts";
import {
	type Prediction,
	PredictionCount,
	type PredictionSummary,
	predictions as predictText,
} from "../../interpretation/textPredictions.ts";
import { stopwatch } from "../machine/clock.ts";
import { turn } from "../machine/turns.ts";
import { finite } from "../models/finite.ts";
import { TEXT_KEYS, type TextReading, withText } from "../models/readText.ts";
import { MODEL_KEYS, type Model, type ModelHooks, withModel } from "../models/textModel.ts";
import { hasTraining, ngramProbabilities } from "./ngramCounts.ts";
import { idsOf, MOST_ORDER, meanNats } from "./ngrams.ts";
import { textBefore } from "./textBefore.ts";

export interface PredictionsRequest extends TextReading {
	/** Number of most likely symbols at each position; capped at the vocabulary size. Range: at least 1. Default: 5. */
	top?: number;
	/** Probability of the most likely symbol from which a wrong prediction counts as confident. Range: 0 to 1. Default: 0.9. */
	sure?: number;
	/** Symbols to read from the start of the text; 0 for all. Range: at least 2, or 0. Default: 0. */
	limit?: number;
	/** Order of an n-gram model (modified Kneser-Ney) to compare with at each position. Range: 1 to 64. Default: none. */
	ngrams?: number;
	/** Texts to count the n-grams on. Default: the run's own training part. */
	countOn?: string[];
}

/** A prediction with its symbols as text; `symbol` is null if the vocabulary lacks it. */
export interface NamedPrediction extends Omit<Prediction, "top"> {
	/** The symbol; null if the vocabulary lacks it. */
	symbol: string | null;
	/** Most likely symbols, likeliest first. */
	top: { id: number; symbol: string; probability: number }[];
	/** Bits that the n-gram model gives the actual symbol; null if the vocabulary lacks it. Only with `ngrams`. */
	ngramBits?: number | null;
}

export interface PredictionsResult extends Omit<PredictionSummary, "surelyWrong"> {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text read: file names, or the part. */
	text: string;
	/** Number of symbols in the whole text. */
	textSymbols: number;
	/** Confident mistakes: the top prediction had at least probability `sure` but was wrong. */
	surelyWrong: Omit<PredictionSummary["surelyWrong"], "worst"> & {
		/** Most confident mistakes, at most ten, with up to 40 symbols before each. */
		worst: (NamedPrediction & { before: string })[];
	};
	/** Mean bits per scored symbol of the n-gram model, and its order. Only with `ngrams`. */
	ngram?: { order: number; bits: number | null };
	/** Time that the call took, in seconds. */
	seconds: number;
}

type PredictionHooks = ModelHooks & {
	onPrediction?(prediction: NamedPrediction): void | Promise<void>;
	onProgress?(doneSymbols: number, totalSymbols: number): void;
};

/** Predicted distribution of a model at every position of a text: one callback per position, and a summary. */
export async function predictions(
	request: PredictionsRequest,
	hooks: PredictionHooks = {},
): Promise<PredictionsResult> {
	checkRequest(request, "predictions()", [...MODEL_KEYS, ...TEXT_KEYS, "top", "sure", "limit", "ngrams", "countOn"]);
	const { top = 5, sure = 0.9, limit = 0, ngrams } = request;
	checkWhole("top", top, { min: 1 }, "predictions");
	checkOption("sure", sure, sure >= 0 && sure <= 1, { reason: "number", min: 0, max: 1 }, "predictions");
	checkWhole("limit", limit, { min: 2, zero: true }, "predictions");
	if (ngrams !== undefined) checkWhole("ngrams", ngrams, { min: 1, max: MOST_ORDER }, "predictions");
	const { onPrediction, onProgress, signal } = hooks;
	const clock = stopwatch();
	return withModel(request, hooks, (model) => {
		if (ngrams !== undefined && !request.countOn) hasTraining(model, "predictions");
		return withText(model, request, { verb: "predictions", least: 2 }, async (text, title) => {
			const { vocabulary } = model;
			const symbols = limit === 0 ? text.symbols : Math.min(limit, text.symbols);
			const read = { symbols, reader: (at: number) => text.reader(at) };
			const count = new PredictionCount({ sure });
			const chances =
				ngrams === undefined ? undefined : await besideNgrams(model, request, text, { symbols, order: ngrams, signal });
			const bitsOf = (at: number) => (Number.isNaN(chances![at]!) ? null : -Math.log2(chances![at]!));
			const named = ({ top: likeliest, ...prediction }: Prediction): NamedPrediction => ({
				...prediction,
				...(chances && { ngramBits: bitsOf(prediction.at) }),
				symbol: prediction.id < 0 ? null : vocabulary.label(prediction.id),
				top: likeliest.map(({ id, probability }) => ({ id, symbol: vocabulary.label(id), probability })),
			});
			for await (const prediction of predictText(model, read, { top: Math.min(top, vocabulary.size), signal })) {
				if (prediction.nats !== null) finite(model, "loss", prediction.nats);
				count.add(prediction);
				await onPrediction?.(named(prediction));
				if (prediction.at % 256 === 0) {
					onProgress?.(prediction.at, symbols);
					await turn();
				}
			}
			const { surelyWrong, ...summary } = count.summary;
			const worst = [];
			for (const one of surelyWrong.worst)
				worst.push({ ...named(one), before: await textBefore(text, one.at, vocabulary) });
			return {
				...{ run: model.name, step: model.step, text: title, textSymbols: text.symbols, ...summary },
				...(chances && { ngram: { order: ngrams!, bits: meanBits(chances) } }),
				...{ surelyWrong: { ...surelyWrong, worst }, seconds: clock() },
			};
		});
	});
}

/** What an n-gram model says about the symbols that are read. [symbols] */
async function besideNgrams(
	model: Model,
	{ countOn, lossy }: PredictionsRequest,
	text: Part,
	{ symbols, order, signal }: { symbols: number; order: number; signal?: AbortSignal },
): Promise<Float64Array> {
	const ids = await idsOf(text, 0, symbols);
	return ngramProbabilities(model, { countOn, lossy, verb: "predictions" }, { ids, order, signal });
}

function meanBits(chances: Float64Array): number | null {
	const nats = meanNats(chances);
	return nats === null ? null : nats / Math.LN2;
}
