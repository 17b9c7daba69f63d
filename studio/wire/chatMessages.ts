/**
 * POST /api/runs/:id/chat: a question to a run on pairs. The answer is lines of JSON, one per symbol as it is generated,
 * then the reply or a refusal. What a reply holds is that of `sluice chat --json --values`.
 */
import type { Refused } from "../wire.ts";

/** Most characters of a question, symbols of a reply and beams that a page can ask for. */
export const MOST_QUESTION = 500;
export const MOST_REPLY = 400;
export const MOST_BEAMS = 16;

/** Everything that determines a reply, as `sluice chat` takes it. */
export interface TalkSettings {
	/** 0 to 1000. */
	temperature: number;
	/** Above 0, to 1. */
	topP: number;
	/** 0 for all. */
	topK: number;
	/** 0 to MOST_BEAMS; 0 and 1 sample. */
	beams: number;
	/** Most symbols of the reply, 1 to MOST_REPLY. */
	length: number;
	/** 0 to 2^53 - 2. */
	seed: number;
}
export interface TalkRequest extends TalkSettings {
	/** 1 to MOST_QUESTION characters, in UTF-16. */
	question: string;
}

export interface TalkSymbol {
	/** Text that it completes; "" within a syllable. */
	text: string;
	/** Printable name; END for the end of the reply. */
	label: string;
	id: number;
	/** At temperature 1. */
	probability: number;
	/** Surprisal, in nats. */
	nats: number;
	/** Probability with which it was drawn, by temperature, top-k and top-p; null for a beam search. */
	drawn: number | null;
	/** The five likeliest, most likely first. `probability`: at temperature 1. `excluded`: top-k or top-p left it out. */
	top: { text: string; probability: number; drawn: number | null; excluded?: true }[];
	/** Gates and states that predicted it, by name such as l0.gate.f, [H] each. Absent if the model lets none be followed. */
	values?: Record<string, number[]>;
}

export interface TalkReply {
	question: string;
	text: string;
	/** Surprisal of all its symbols and its end, in nats. */
	nats: number;
	/** Whether it is an answer of the training part; null if that is not known. */
	inTraining: boolean | null;
	cut: boolean;
	unknownSymbols: number;
	/** Names of the unknown symbols, each once. */
	unknown: string[];
	seed: number;
	temperature: number;
	/** Updates behind the weights that replied. */
	step: number;
	/** Where attention looked; null for a model without attention. */
	attention: TalkAttention | null;
}

/** Weights of attention by characters: R of the reply, of which END may be the last, and Q of the question. */
export interface TalkAttention {
	question: string[];
	reply: string[];
	/** Number of the first symbol of each character of the reply, [R]. */
	first: number[];
	/** [R,Q]; each row adds up to 1. */
	weights: number[][];
}

export type TalkLine = { symbol: TalkSymbol } | { reply: TalkReply } | { refused: Refused };
