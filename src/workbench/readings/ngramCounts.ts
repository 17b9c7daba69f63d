/** N-gram models next to a run: counted on its training part, or on a text that is named. */
import { kneserNey } from "../../data/ngrams/kneserNey.ts";
import { fail } from "../../errors/index.ts";
import { type TextChoice, withText } from "../models/readText.ts";
import type { Model } from "../models/textModel.ts";
import { type Counted, countedOn } from "./ngrams.ts";

export interface NgramAsk extends Pick<TextChoice, "lossy"> {
	/** Texts to count on. Default: the run's own training part. */
	countOn?: string[];
	verb: string;
}

/** @throws E_RUN_NO_TEXT for a run without a training part, such as one that was imported. */
export function hasTraining({ name, config }: Model, verb: string): void {
	if (config.texts.length === 0)
		throw fail("E_RUN_NO_TEXT", { run: name, next: `sluice ${verb} ${name} FILE --count-on FILE` });
}

/** Builds the sorted suffixes of the text that the n-grams are counted on. */
export function withNgrams<T>(
	model: Model,
	{ countOn, lossy, verb }: NgramAsk,
	{ ids, signal }: { ids: Int32Array; signal?: AbortSignal },
	use: (counted: Counted, trainSymbols: number) => Promise<T>,
): Promise<T> {
	const choice = countOn ? { texts: countOn, lossy } : { part: "train" as const, lossy };
	return withText(model, choice, { verb, least: 1 }, async (train) =>
		use(await countedOn(train, ids, model.vocabulary.size, signal), train.symbols),
	);
}

/** Probability of each symbol of `ids` by the n-gram model of an order; NaN for one not in the vocabulary. [S] */
export function ngramProbabilities(
	model: Model,
	ask: NgramAsk,
	{ ids, order, signal }: { ids: Int32Array; order: number; signal?: AbortSignal },
): Promise<Float64Array> {
	return withNgrams(model, ask, { ids, signal }, async ({ table, other, matches }) => {
		let last: Float64Array | undefined;
		for (const { probabilities } of kneserNey(table, other, matches, order)) last = probabilities;
		return last!;
	});
}
