/** The first question of a part and the reply to it, to watch a training by. */
import type { Weights } from "../../cells/weights.ts";
import { questionOf } from "../../data/pairs/pairSet.ts";
import type { PairTask } from "../../data/pairs/pairTask.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { encoderReply } from "./encoderReply.ts";
import { languageReply } from "./languageReply.ts";
import { reply } from "./replies.ts";

/** Most symbols of the reply: enough for a sentence, and an untrained network may never end one. */
const LONGEST = 120;

/**
 * Returns what answers the first question of the part by the weights of the moment, as "question → reply". The reply
 * consists of the likeliest symbols; nothing is drawn.
 */
export function answerOfFirst({ set, members }: PairTask) {
	return (engine: Engine, weights: Weights, length: number): string => {
		const [n] = members;
		if (n === undefined || length === 0) return "";
		const replies = (weights.spec.attention ? encoderReply : languageReply)(engine, weights, set);
		try {
			const options = { temperature: 0, length: Math.min(length, LONGEST) };
			const ids = [...reply(replies, set, questionOf(set, n), options)].map(({ id }) => id);
			return `${set.questions[n]} → ${set.vocabulary.decode(ids.filter((id) => id !== set.end))}`;
		} finally {
			replies.free();
		}
	};
}
