/** Where attention looked for a reply, by characters instead of symbols, so that it can be read. */
import { type Character, charactersOf } from "../../data/pairs/characterSymbols.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { attentionShape } from "../../views/attentionShape.ts";

// J symbols of the question, S symbols of the reply, Q and R characters of both

export interface ReplyAttention {
	/** Characters of the question, [Q]. */
	question: string[];
	/** Characters of the reply, [R]; END for its end. */
	reply: string[];
	/** Number of the first symbol of each character of the reply, [R]. */
	first: number[];
	/**
	 * Weights, [R,Q]: those of a question's character are summed over its symbols, and the mean is taken over the symbols
	 * of a reply's character. Each row adds up to 1.
	 */
	weights: number[][];
	/**
	 * even: spread evenly over the question. same: nearly the same in every row. null: neither, or too few rows or columns
	 * to say. The first two say nothing of single characters.
	 */
	shape: "even" | "same" | null;
}

/**
 * @param question text of the question. @param text text of the reply; `ended` if END follows it.
 * @param weights of each symbol of the reply and its end, [S,J].
 */
export function replyAttention(
	vocabulary: Vocabulary,
	{ question, text, ended }: { question: string; text: string; ended: boolean },
	weights: readonly ArrayLike<number>[],
): ReplyAttention {
	const empty = { text: "", symbols: 1 }; // an empty question is read as one unknown symbol
	const columns = question === "" ? [empty] : charactersOf(vocabulary, question);
	const rows = [...charactersOf(vocabulary, text), ...(ended ? [{ text: "END", symbols: 1 }] : [])];
	const asked = spansOf(columns);
	const spans = spansOf(rows, weights.length);
	const joined = spans.map(([from, to]) =>
		asked.map(([first, last]) => {
			let sum = 0;
			for (let s = from; s < to; s++) for (let j = first; j < last; j++) sum += weights[s]![j]!;
			return sum / (to - from);
		}),
	);
	return {
		question: columns.map((one) => one.text),
		reply: rows.map((one) => one.text),
		first: spans.map(([from]) => from),
		...{ weights: joined, shape: attentionShape(joined) },
	};
}

/**
 * First symbol of each character, and the symbol after its last. The last character of a reply that was stopped within it
 * has fewer symbols than it would have, so that there are `most` of them.
 */
function spansOf(characters: readonly Character[], most = Number.POSITIVE_INFINITY): [from: number, to: number][] {
	let at = 0;
	return characters.map(({ symbols }) => {
		const from = at;
		at = Math.min(at + symbols, most);
		return [from, at];
	});
}
