/** Whether a model listens to the question, whether it answers it, and what its replies are like. docs/chat.md */
import type { Answering, ChatManner, ChatScores, ChatVerdict, Hears, Listening } from "./chatEvaluation.ts";

/** Nats per answer from which a question counts: 1 bit, which makes the answer twice as likely. */
const LISTENS = Math.LN2;
/** Nats per answer below which it counts for nothing: a tenth of a bit, 7 %. */
const HEARS = 0.1 * Math.LN2;
/** Share of the chance in a choice: 1 bit rules out half of the answers, so that the true one is found twice as often. */
const PICKS = 2;

/**
 * Judges the size of the question gain per answer, which more pairs do not change, as they do an interval: below 0.1 bit
 * it is no listening, below 1 bit hardly any. From 1 bit on it is listening, unless the interval reaches 0.
 */
export function listeningOf({ nats, low }: ChatScores["questionGain"]["perAnswer"]): Listening {
	if (!(nats >= HEARS)) return "no";
	return nats >= LISTENS && low > 0 ? "yes" : "hardly";
}

/** Whether the gain is large enough to be listening, but its interval reaches 0: there are too few pairs. */
export function isUnsure({ nats, low }: ChatScores["questionGain"]["perAnswer"]): boolean {
	return nats >= LISTENS && !(low > 0);
}

/**
 * What reaches the model of a question. A gain alone may come from its kind: a sum is not answered by a name. Who hears
 * the content finds the true answer among others, at least twice as often as chance does.
 */
export function hearsOf(listening: Listening, { pickOf10 }: Pick<ChatScores, "pickOf10">, chance: number): Hears {
	if (listening !== "yes") return listening === "no" ? "nothing" : "little";
	return pickOf10 >= PICKS * chance ? "content" : "kind";
}

/** mostly: at least half of the replies are the answer. partly: chrF is above that of BM25 retrieval. Else seldom. */
export function answeringOf({ exact, chrF, baselines: { bm25 } }: ChatScores): Answering {
	if (exact >= 0.5) return "mostly";
	return chrF > bm25.chrF ? "partly" : "seldom";
}

/**
 * dull: the 20 commonest replies are more than twice as frequent as those of the actual answers, and 10 percentage points
 * more. recites: more than half of the replies are training answers, and 15 points more than of the actual ones.
 */
export function mannerOf({ dullShare: dull, copiedShare, baselines: { actual } }: ChatScores): ChatManner {
	if (dull > 2 * actual.dullShare + 0.1) return "dull";
	return copiedShare > Math.max(0.5, actual.copiedShare + 0.15) ? "recites" : "varied";
}

/** What needs a remedy first: listening, then the replies. */
export function verdictOf(hears: Hears, manner: ChatManner): ChatVerdict {
	if (hears !== "content") return "parrots";
	return manner === "varied" ? "listens" : manner;
}
