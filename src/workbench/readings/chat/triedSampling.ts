/** Sampled replies compared with those of the most likely symbols. */
import { chrF } from "../../../data/pairs/chrf.ts";
import { amongCommonest, dullShare } from "../../../data/pairs/variety.ts";
import type { TriedOutcome, TriedSampling } from "./chatEvaluation.ts";
import { perPair } from "./chatScores.ts";

export interface Compared {
	answers: readonly string[]; // [N]
	/** Replies of the most likely symbols. */
	before: readonly string[]; // [N]
	/** Sampled replies. */
	after: readonly string[]; // [N]
	/** The answers of the training part. */
	known: ReadonlySet<string>;
}

/** What sampling gives, and whether it is better: fewer of the commonest replies, fewer training answers, a higher chrF. */
export function triedSampling({
	answers,
	before,
	after,
	known,
}: Compared): Omit<TriedSampling, "temperature" | "topP"> {
	const outcome = (values: (replies: readonly string[]) => readonly number[], sign: 1 | -1) =>
		outcomeOf(answers, values(before), values(after), sign);
	const common = (replies: readonly string[]) => amongCommonest(replies).map(Number);
	const copied = (replies: readonly string[]) => replies.map((reply) => Number(known.has(reply)));
	const alike = (replies: readonly string[]) => replies.map((reply, n) => chrF([reply], [answers[n]!]));
	return {
		dullShare: dullShare(after),
		copiedShare: copied(after).reduce((a, b) => a + b, 0) / after.length,
		chrF: chrF(after, answers),
		outcome: { dullShare: outcome(common, -1), copiedShare: outcome(copied, -1), chrF: outcome(alike, 1) },
	};
}

/** @param sign 1 if a higher value is better, else -1. */
export function outcomeOf(
	answers: readonly string[],
	before: readonly number[],
	after: readonly number[],
	sign: 1 | -1,
): TriedOutcome {
	const { low, high } = perPair(
		answers,
		after.map((value, n) => sign * (value - before[n]!)),
	);
	if (low > 0) return "better";
	return high < 0 ? "worse" : "same";
}
