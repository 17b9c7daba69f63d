/** What a trained model does with a text: one step taken apart, and what it expected at every position. */
import type { Vocabulary } from "../../data/vocabulary.ts";
import { checkOption, checkRequest, checkWhole } from "../../errors/request.ts";
import { explainStep, type StepExplanation, type StepValue } from "../../interpretation/explain.ts";
import {
	type Prediction,
	PredictionCount,
	type PredictionSummary,
	predictions as predictText,
} from "../../interpretation/textPredictions.ts";
import { stopwatch } from "../machine/clock.ts";
import { turn } from "../machine/turns.ts";
import { TEXT_KEYS, type TextReading, withText } from "../models/readText.ts";
import { MODEL_KEYS, type ModelHooks, withModel } from "../models/textModel.ts";

export interface ExplainRequest extends TextReading {
	/** The step that reads the symbol of this index, from 0. */
	step: number;
	/** From 0. Default 0. */
	layer?: number;
	/** Steps after it whose losses are in the cost too. Default 16. */
	ahead?: number;
}

/** A value with its equation: one number a unit, or one an input. */
export interface StepNumbers {
	name: string;
	text: string;
	values: number[];
}

export interface ExplainResult extends Omit<StepExplanation, "id" | "target" | "forward" | "backward"> {
	run: string;
	/** Updates that the weights had. */
	trained: number;
	text: string;
	cell: string;
	variant: string;
	/** H */
	units: number;
	forward: StepNumbers[];
	backward: StepNumbers[];
	/** The symbol read, the one that came next, and up to 40 symbols before. */
	symbol: string;
	next: string | null;
	before: string;
}

/** Everything that happens in one step of one layer, and on the way back through it. */
export async function explain(request: ExplainRequest, hooks: ModelHooks = {}): Promise<ExplainResult> {
	checkRequest(request, "explain()", [...MODEL_KEYS, ...TEXT_KEYS, "step", "layer", "ahead"]);
	const { step, layer = 0, ahead } = request;
	return withModel(request, hooks, (model) =>
		withText(model, request, { verb: "trace", least: 1 }, async (text, title) => {
			const { id, target, forward, backward, ...found } = await explainStep(model, text, {
				step,
				layer,
				ahead,
				signal: hooks.signal,
			});
			const { cell, variant, hidden: units } = model.weights.spec;
			const plain = (list: readonly StepValue[]) => list.map((one) => ({ ...one, values: [...one.values] }));
			const { vocabulary } = model;
			return {
				...{ run: model.name, trained: model.step, text: title, cell, variant, units, ...found },
				...{ forward: plain(forward), backward: plain(backward) },
				...{ symbol: vocabulary.label(id), next: target < 0 ? null : vocabulary.label(target) },
				before: await textBefore(text, step, vocabulary),
			};
		}),
	);
}

/** Up to 40 symbols before the symbol `at`. */
export async function textBefore(
	text: { reader(at: number): { read(n: number): Promise<Int32Array> } },
	at: number,
	vocabulary: Vocabulary,
): Promise<string> {
	const from = Math.max(0, at - 40);
	return vocabulary.decode(await text.reader(from).read(at - from));
}

export interface PredictionsRequest extends TextReading {
	/** Likeliest symbols at each position, 1 or more; all of a smaller vocabulary. Default 5. */
	top?: number;
	/** Probability of the likeliest from which a miss counts as surely wrong, 0 to 1. Default 0.9. */
	sure?: number;
	/** Symbols read from the text's beginning; 0 for all. Default 0. */
	limit?: number;
}

/** A prediction with the names of its symbols; `symbol` is null where the vocabulary lacks it. */
export interface NamedPrediction extends Omit<Prediction, "top"> {
	symbol: string | null;
	top: { id: number; symbol: string; probability: number }[];
}

export interface PredictionsResult extends Omit<PredictionSummary, "surelyWrong"> {
	run: string;
	/** Updates that the weights had. */
	step: number;
	text: string;
	/** Symbols of the whole text. */
	textSymbols: number;
	surelyWrong: Omit<PredictionSummary["surelyWrong"], "worst"> & {
		/** Where the model was the surest, at most ten, with up to 40 symbols before each. */
		worst: (NamedPrediction & { before: string })[];
	};
	seconds: number;
}

type PredictionHooks = ModelHooks & {
	onPrediction?(prediction: NamedPrediction): void | Promise<void>;
	onProgress?(doneSymbols: number, totalSymbols: number): void;
};

/** What a model expected at every position of a text, told one by one, and summed up. */
export async function predictions(
	request: PredictionsRequest,
	hooks: PredictionHooks = {},
): Promise<PredictionsResult> {
	checkRequest(request, "predictions()", [...MODEL_KEYS, ...TEXT_KEYS, "top", "sure", "limit"]);
	const { top = 5, sure = 0.9, limit = 0 } = request;
	checkWhole("top", top, { min: 1 }, "predictions");
	checkOption("sure", sure, sure >= 0 && sure <= 1, { reason: "number", min: 0, max: 1 }, "predictions");
	checkWhole("limit", limit, { min: 2, zero: true }, "predictions");
	const { onPrediction, onProgress, signal } = hooks;
	const clock = stopwatch();
	return withModel(request, hooks, (model) =>
		withText(model, request, { verb: "predictions", least: 2 }, async (text, title) => {
			const { vocabulary } = model;
			const symbols = limit === 0 ? text.symbols : Math.min(limit, text.symbols);
			const read = { symbols, reader: (at: number) => text.reader(at) };
			const count = new PredictionCount({ sure });
			const named = ({ top: likeliest, ...prediction }: Prediction): NamedPrediction => ({
				...prediction,
				symbol: prediction.id < 0 ? null : vocabulary.label(prediction.id),
				top: likeliest.map(({ id, probability }) => ({ id, symbol: vocabulary.label(id), probability })),
			});
			for await (const prediction of predictText(model, read, { top: Math.min(top, vocabulary.size), signal })) {
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
				...{ surelyWrong: { ...surelyWrong, worst }, seconds: clock() },
			};
		}),
	);
}
