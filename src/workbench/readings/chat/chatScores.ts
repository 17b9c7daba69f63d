/** Scores of a set of pairs, from what was measured of each. */
import { chrF } from "../../../data/pairs/chrf.ts";
import { distinct, dullShare } from "../../../data/pairs/variety.ts";
import { ratioInterval } from "../../../training/pairs/ratioInterval.ts";
import type { ChatScores } from "./chatEvaluation.ts";

/** What was measured of a pair. */
export interface MeasuredPair {
	question: string;
	answer: string;
	/** Whether the answer occurs in the training part. */
	seen: boolean;
	reply: string;
	/** Whether the reply occurs in the training part. */
	copied: boolean;
	/** nats(A|Q). */
	nats: number;
	/** nats(A|q) for the questions of other pairs. */
	otherQuestions: number[];
	/** nats(a|Q) for the answers of other pairs. */
	otherAnswers: number[];
	/** Answer that BM25 retrieves, and its share of the choice (1, 0 or a tie). */
	retrieved: string;
	retrievedPick: number;
}

/** @param commonest the commonest training answer. */
export function chatScores(pairs: readonly MeasuredPair[], commonest: string): ChatScores {
	const answers = pairs.map(({ answer }) => answer);
	const replies = pairs.map(({ reply }) => reply);
	const retrieved = pairs.map((one) => one.retrieved);
	const sizes = answers.map((answer) => [...answer].length);
	const perCharacter = (values: number[]) => ratioInterval(answers, values, sizes);
	const saved = pairs.map(({ nats, otherQuestions }) => mean(otherQuestions) - nats);
	const gain = perCharacter(saved);
	const { ratio, ...ends } = perPair(answers, saved);
	const shuffled = perCharacter(pairs.map(({ otherQuestions }) => mean(otherQuestions.slice(1)) - otherQuestions[0]!));
	const mixture = pairs.map(({ nats, otherQuestions }) => mixed([nats, ...otherQuestions]) - nats);
	const share = (of: (one: MeasuredPair) => number) => mean(pairs.map(of));
	return {
		pairs: pairs.length,
		answerNats: perCharacter(pairs.map(({ nats }) => nats)).ratio,
		questionGain: {
			...{ nats: gain.ratio, low: gain.low, high: gain.high, perAnswer: { nats: ratio, ...ends } },
			...{ shuffled: shuffled.ratio, shuffledInterval: { low: shuffled.low, high: shuffled.high } },
			mixture: perCharacter(mixture).ratio,
		},
		pickOf10: share(({ nats, otherAnswers }) =>
			pickShare(
				-nats,
				otherAnswers.map((other) => -other),
			),
		),
		...{ chrF: chrF(replies, answers), exact: share(({ reply, answer }) => Number(reply === answer)) },
		...{ distinct1: distinct(replies, 1), distinct2: distinct(replies, 2), dullShare: dullShare(replies) },
		copiedShare: share(({ copied }) => Number(copied)),
		baselines: {
			bm25: {
				chrF: chrF(retrieved, answers),
				exact: share((one) => Number(one.retrieved === one.answer)),
				pickOf10: share(({ retrievedPick }) => retrievedPick),
			},
			commonest: {
				chrF: chrF(
					answers.map(() => commonest),
					answers,
				),
			},
			actual: {
				...{ distinct1: distinct(answers, 1), distinct2: distinct(answers, 2), dullShare: dullShare(answers) },
				copiedShare: share(({ seen }) => Number(seen)),
			},
		},
	};
}

/** Mean of a value per pair with its interval. */
export const perPair = (answers: readonly string[], values: readonly number[]) =>
	ratioInterval(
		answers,
		values,
		values.map(() => 1),
	);

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** 1 if the true choice has the highest score; with ties, the chance to pick it; else 0. */
export function pickShare(score: number, others: readonly number[]): number {
	if (others.some((other) => other > score)) return 0;
	return 1 / (1 + others.filter((other) => other === score).length);
}

/** -ln of the mean probability, from nats. */
function mixed(nats: readonly number[]): number {
	const least = Math.min(...nats);
	return least - Math.log(mean(nats.map((n) => Math.exp(least - n))));
}
