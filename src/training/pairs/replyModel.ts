/**
 * A model that answers questions. Generating replies and measuring them need this interface alone. A language model
 * (languageReply.ts) and an encoder-decoder with or without attention (encoderReply.ts) are behind it.
 */
import type { PairSet } from "../../data/pairs/pairSet.ts";
import type { Floats } from "../../kernels/kernels.ts";
import type { FollowedValues } from "./followedValues.ts";

// J symbols of a question, B lanes, V symbols

/** Symbols of a question and of an answer, without the marks that follow them; -1 for unknown ones. */
export interface AskedPair {
	question: Int32Array;
	answer: Int32Array;
}

/** Replies to one question that are being generated, one in each lane. */
export interface ReplyReading {
	/** Logits of the next symbol of each lane, [B,V]. */
	readonly logits: Floats;
	/**
	 * Where attention looked to predict that symbol: a weight for each symbol of the question and lane, [B,J]. Absent
	 * without attention.
	 */
	readonly attention?: Floats | undefined;
	/**
	 * Reads the next symbol of each lane, [B].
	 * @param from lane that each lane continues, [B]. Default: itself.
	 */
	step(ids: ArrayLike<number>, from?: ArrayLike<number>): void;
	/** Gates and states of the first lane after the last symbol read; absent if the model lets none be followed. */
	values?(): FollowedValues;
	free(): void;
}

export interface ReplyModel {
	/** The question has been read: `logits` predict the first symbol of the answer. */
	open(question: Int32Array, lanes: number): ReplyReading;
	/** Returns -ln p(answer and its end | question) of each pair in nats. Unknown symbols are not scored. */
	answerNats(pairs: readonly AskedPair[]): Float64Array;
	free(): void;
}

/** The vocabulary of pairs, and its two marks. */
export type PairSymbols = Pick<PairSet, "vocabulary" | "separator" | "end">;
