/**
 * What a model's errors consist of, after Karpathy, Johnson & Li 2016, section 4.4. An error is a symbol to which the
 * model gives a probability below 0.5. Oracles are applied one after the other, each removing the errors it would not
 * have made. Each error belongs to the first step that removes it:
 *
 *   ngram        n-grams of some order up to 10 (9 symbols of context) give it 0.5 or more
 *   memory       it is not a word's first symbol, and the whole word occurs in the last 100, 500, 1000 or 5000 symbols
 *   rare         it is in a word that occurs in the training part at most 5 times
 *   word         it follows a blank, a newline or a quote, so the question is which word comes next
 *   punctuation  it is punctuation
 *   boost        the rest, by how much the model's probability is short of 0.5
 */
import { type Kind, wordsOf } from "./symbolKinds.ts";

// S symbols

export const ERROR_BELOW = 0.5;
export const MEMORY = [100, 500, 1000, 5000] as const;
export const RARE = [0, 1, 2, 3, 4, 5] as const;
export const ORACLE_ORDERS = 10;
/** Probability added to the actual symbol. */
export const BOOSTS = [0.1, 0.2, 0.3, 0.4, 0.5] as const;

export const STEPS = ["ngram", "memory", "rare", "word", "punctuation", "boost"] as const;
export type Step = (typeof STEPS)[number];

export interface ErrorStep {
	step: Step;
	/** Errors that it removes, of those that the steps before left. */
	errors: number;
	/** Fraction of all errors; 0 if there are none. */
	share: number;
	/**
	 * Errors by the smallest level that removes them: order, symbols back, occurrences, boost; ascending. Empty for word
	 * and punctuation.
	 */
	levels: { level: number; errors: number }[];
}

export interface ErrorAnalysis {
	/** Number of scored symbols. */
	symbols: number;
	errors: number;
	/** errors / symbols */
	share: number;
	/** Errors of the highest-order n-grams, by the same measure. */
	ngramErrors: number;
	steps: ErrorStep[];
}

export interface ErrorInput {
	ids: Int32Array; // [S]
	/** Losses of the model and of the highest-order n-grams, nats; NaN where not scored. [S] */
	net: Float64Array;
	ngram: Float64Array;
	/** Lowest order, up to ORACLE_ORDERS, that gives a symbol 0.5 or more; 0 if none does. [S] */
	rightOrder: Uint8Array;
	kinds: readonly Kind[];
	/** Occurrences of each word in the training part, from countWords. */
	trainWords: ReadonlyMap<string, number>;
}

/** Divides the wrong predictions of a text by their cause. */
export function errorSteps(input: ErrorInput): ErrorAnalysis {
	const { ids, net, ngram, rightOrder, kinds } = input;
	const { back, known } = wordFacts(input);
	const counts = new Map(STEPS.map((step) => [step, new Map<number, number>()]));
	const limit = -Math.log(ERROR_BELOW);
	let [symbols, errors, ngramErrors] = [0, 0, 0];
	for (let t = 0; t < ids.length; t++) {
		const nats = net[t]!;
		if (Number.isNaN(nats)) continue;
		symbols++;
		if (ngram[t]! > limit) ngramErrors++;
		if (!(nats > limit)) continue;
		errors++;
		const [step, level] = stepOf(t, nats);
		const levels = counts.get(step)!;
		levels.set(level, (levels.get(level) ?? 0) + 1);
	}

	function stepOf(t: number, nats: number): [Step, number] {
		if (rightOrder[t]! > 0) return ["ngram", rightOrder[t]!];
		const level = back[t]! > 0 ? MEMORY.find((n) => back[t]! <= n) : undefined;
		if (level !== undefined) return ["memory", level];
		if (known[t]! >= 0 && known[t]! <= RARE.at(-1)!) return ["rare", known[t]!];
		const before = t > 0 && ids[t - 1]! >= 0 ? kinds[ids[t - 1]!] : undefined;
		if (before === "blank" || before === "newline" || before === "quote") return ["word", 0];
		const kind = kinds[ids[t]!];
		if (kind === "punctuation" || kind === "quote") return ["punctuation", 0];
		const p = Math.exp(-nats);
		return ["boost", BOOSTS.find((boost) => p + boost >= ERROR_BELOW - 1e-12) ?? BOOSTS.at(-1)!];
	}

	const of: Record<Step, readonly number[]> = {
		ngram: Array.from({ length: ORACLE_ORDERS }, (_, k) => k + 1),
		...{ memory: MEMORY, rare: RARE, word: [], punctuation: [], boost: BOOSTS },
	};
	const steps = STEPS.map((step): ErrorStep => {
		const levels = counts.get(step)!;
		const taken = [...levels.values()].reduce((a, b) => a + b, 0);
		return {
			...{ step, errors: taken, share: errors === 0 ? 0 : taken / errors },
			levels: of[step].map((level) => ({ level, errors: levels.get(level) ?? 0 })),
		};
	});
	return { symbols, errors, share: symbols === 0 ? 0 : errors / symbols, ngramErrors, steps };
}

/**
 * For every symbol of a word: how many symbols back the same word last began (Infinity: never; 0 at its first symbol),
 * and how often it occurs in the training part; 0 and -1 outside words. [S]
 */
function wordFacts({ ids, kinds, trainWords }: ErrorInput): { back: Float64Array; known: Int32Array } {
	const back = new Float64Array(ids.length);
	const known = new Int32Array(ids.length).fill(-1);
	const last = new Map<string, number>();
	for (const { start, end, key } of wordsOf(ids, kinds)) {
		const before = last.get(key);
		back.fill(before === undefined ? Number.POSITIVE_INFINITY : start - before, start + 1, end);
		known.fill(trainWords.get(key) ?? 0, start, end);
		last.set(key, start);
	}
	return { back, known };
}
