/** What `sluice eval RUN --chat` measures. */
import type { Source } from "../../datasets/trainSource.ts";

/** Whether the answer depends on the question. */
export type Listening = "no" | "hardly" | "yes";

/**
 * What of a question reaches the answer: nothing or little, by the question gain; its kind, if the gain is listening but
 * the true answer is found less than twice as often as by chance; else its content.
 */
export type Hears = "nothing" | "little" | "kind" | "content";

/** Whether the replies are the answers: mostly, at least half of them; partly, nearer to them than retrieval; else seldom. */
export type Answering = "seldom" | "partly" | "mostly";

/** What may help. */
export type ChatRemedy = ChatEvaluation["remedies"][number];

/** Whether the replies are a few phrases, training answers, or neither. */
export type ChatManner = "dull" | "recites" | "varied";

/** What needs a remedy first: parrots (it does not hear what is asked), dull, recites; listens if nothing does. */
export type ChatVerdict = "listens" | "parrots" | "recites" | "dull";

/** What a change does to a number; "same" if the 95 % interval of the mean difference contains 0. */
export type TriedOutcome = "better" | "same" | "worse";

/** Nats per character of the answer that the question saves, with its 95 % interval. */
export interface QuestionGain {
	/** nats(A) - nats(A|Q) per character. nats(A) is the mean over the questions of other pairs. */
	nats: number;
	/** Lower end of the 95 % interval. */
	low: number;
	/** Upper end of the 95 % interval. */
	high: number;
	/**
	 * The same per answer instead of per character. The own question makes the answer e^nats times as likely as the
	 * question of another pair does.
	 */
	perAnswer: { nats: number; low: number; high: number };
	/** The same with the question of yet another pair instead of Q: about 0. */
	shuffled: number;
	/** The 95 % interval of `shuffled`. */
	shuffledInterval: { low: number; high: number };
	/**
	 * The same with nats(A) of the mixture of the other questions and Q. It is a lower bound of the mutual information,
	 * and at most ln 10 per answer.
	 */
	mixture: number;
}

export interface ChatScores {
	/** Pairs measured. */
	pairs: number;
	/** nats(A|Q): mean loss per character of the answers, their ends included. */
	answerNats: number;
	/** What the question saves. */
	questionGain: QuestionGain;
	/** Fraction of the pairs whose true answer is the most likely of 10; ties share. */
	pickOf10: number;
	/** chrF of the replies against the answers, in percent. */
	chrF: number;
	/** Fraction of the replies that are equal to the answer. */
	exact: number;
	/** Different words, divided by all words. */
	distinct1: number;
	/** Different pairs of adjacent words, divided by all. */
	distinct2: number;
	/** Fraction of the replies that are one of the 20 commonest. */
	dullShare: number;
	/** Fraction of the replies that occur word for word among the training answers. */
	copiedShare: number;
	/** The same measures of replies that need no network. */
	baselines: {
		/** The answer of the training question that BM25 on character bigrams finds. */
		bm25: { chrF: number; exact: number; pickOf10: number };
		/** Always the commonest training answer. */
		commonest: { chrF: number };
		/** The answers themselves. */
		actual: { distinct1: number; distinct2: number; dullShare: number; copiedShare: number };
	};
}

/** Replies that were sampled. */
export interface TriedSampling {
	temperature: number;
	topP: number;
	dullShare: number;
	copiedShare: number;
	chrF: number;
	/** Each number compared with that of the most likely symbols, over pairs. */
	outcome: { dullShare: TriedOutcome; copiedShare: TriedOutcome; chrF: TriedOutcome };
}

/** What a command needs that trains the run further, or another one like it. */
export interface HowTrained {
	/** How to train another run on the same data. */
	source: Source;
	/** Options that differ from the defaults, without the budget. */
	options: Readonly<Record<string, string | number>>;
	/** The whole budget, from the start of the run or from its last resume. */
	budget: { steps?: number; epochs?: number; minutes?: number };
	/** Updates of the newest checkpoint. */
	steps: number;
	/**
	 * Fraction by which the last doubling of the updates lowered the validation loss; negative if it rose. null if the log
	 * has no validation in either half, or cannot be read.
	 */
	lossFall: number | null;
}

export interface ChatEvaluation extends ChatScores {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Part of the pairs; null for another file. */
	part: "train" | "valid" | "test" | null;
	/** Path of the other file. */
	file?: string;
	/** Pairs that the part or the file has; `pairs` of them were measured. */
	available: number;
	/** Answers in each choice of the true one: 10, or the fewest of any pair if there are not as many different ones. */
	choices: number;
	/** How often chance picks the true answer, on average over the pairs: 1 / `choices` if all have as many. */
	chance: number;
	/** Fraction of the replies that consist of whole characters: 1. */
	validShare: number;
	/** Pairs whose answer occurs in the training part; null if there is none. */
	seen: ChatScores | null;
	/** Pairs whose answer does not. */
	unseen: ChatScores | null;
	/** By `questionGain.perAnswer`: no below 0.1 bit, hardly below 1 bit or if its interval reaches 0, else yes. */
	listening: Listening;
	/** What of the question reaches the answer: see docs/chat.md. */
	hears: Hears;
	/** Whether the gain is at least 1 bit per answer, but its interval reaches 0: there are too few pairs to be sure. */
	unsure: boolean;
	/** Whether the replies are the answers. */
	answering: Answering;
	/** What the replies are like, whether or not it listens. */
	manner: ChatManner;
	/** parrots, dull, recites or listens: see docs/chat.md. */
	verdict: ChatVerdict;
	/** What sampling gives instead of the most likely symbols, tried if the verdict is dull or recites; else null. */
	remedy: TriedSampling | null;
	/**
	 * What may help, the most likely first: training longer, a model with attention, more units, less or more dropout, fewer
	 * updates, sampling, or measuring more pairs.
	 */
	remedies: (
		| "longer"
		| "attention"
		| "units"
		| "lessDropout"
		| "moreDropout"
		| "fewerUpdates"
		| "sampling"
		| "morePairs"
	)[];
	/** How the run was trained. */
	trained: HowTrained;
	/** The first ten questions with their replies. */
	examples: { question: string; reply: string; answer: string }[];
	/** Time that the call took, in seconds. */
	seconds: number;
}
