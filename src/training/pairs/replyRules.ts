/**
 * What may come next in a reply: no mark but END, at least one symbol before it, and whole syllables. Whatever the model
 * predicts, every reply is then text that encodes to the same symbols again.
 */
import { type SyllableState, syllableRules } from "../../data/pairs/wholeSyllables.ts";
import type { Floats } from "../../kernels/kernels.ts";
import type { PairSymbols } from "./replyModel.ts";

/** What has been generated of a reply, as far as the rules depend on it. */
export interface ReplyState {
	/** Symbols so far. */
	length: number;
	syllable: SyllableState;
}

export interface ReplyRules {
	readonly start: ReplyState;
	after(state: ReplyState, id: number): ReplyState;
	/**
	 * Returns the logits, with -Infinity for the symbols that may not come next, [V].
	 * @param left symbols that the reply may still have, this one included; with the last one no syllable begins.
	 */
	mask(logits: Floats, state: ReplyState, left: number): Float64Array;
}

export function replyRules({ vocabulary, separator, end }: PairSymbols): ReplyRules {
	const syllables = syllableRules(vocabulary);
	const allows = (id: number, { length, syllable }: ReplyState, left: number) => {
		if (id === separator) return false;
		if (id === end) return length > 0 && syllable !== "lead";
		return syllables.allows(syllable, id) && (left > 1 || syllables.after(id) !== "lead");
	};
	return {
		start: { length: 0, syllable: "closed" },
		after: ({ length }, id) => ({ length: length + 1, syllable: syllables.after(id) }),
		mask: (logits, state, left) =>
			Float64Array.from(logits, (logit, id) => (allows(id, state, left) ? logit : Number.NEGATIVE_INFINITY)),
	};
}
