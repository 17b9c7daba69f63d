/** What is trained on pairs of questions and answers, and its start on this machine. */
import type { StartRequest } from "../../../../studio/wire.ts";
import { goLive } from "../../live/live.ts";
import { client } from "../../live/session.ts";
import { go } from "../../shell/location.ts";
import { droppedPairs, type PairsOffer } from "../ownSeries.ts";
import { inPage } from "../trainState.ts";

/** Scores of attention, an encoder-decoder without it, and a language model; the first one listens (docs/chat.md). */
export const MODELS = ["dot", "additive", "general", "none", "language"] as const;
export const SIZES = ["64", "128", "256", "512"] as const;
export const MINUTES = ["1", "3", "10", "30", "60"] as const;

/** The words of the sentence. */
export interface PairsPlan {
	model: (typeof MODELS)[number];
	/** Hidden units. */
	hidden: string;
	minutes: string;
	/** Names of two columns. */
	question: string;
	answer: string;
}

export const firstPlan = ({ question, answer }: PairsOffer["pairs"]): PairsPlan => ({
	...{ model: "dot", hidden: "128", minutes: "3" },
	...{ question, answer },
});

/** Options of `sluice train`. */
export function optionsOf({ model, hidden, minutes }: PairsPlan): StartRequest["options"] {
	const both = { hidden: Number(hidden), batch: 32, minutes: Number(minutes) };
	return model === "language" ? both : { ...both, model: "encoder-decoder", attention: model };
}

/**
 * Gives the file to the server, unless it has it, trains on it there, and opens the run. A training of the page makes way.
 * Returns why it was refused; null if it was not.
 */
export async function startPairs(offer: PairsOffer, plan: PairsPlan): Promise<unknown> {
	goLive();
	try {
		const id = offer.id ?? (await client.text(offer.name, new TextEncoder().encode(offer.text))).id;
		const { question, answer } = plan;
		const started = await client.start({ data: { kind: "pairs", id, question, answer }, options: optionsOf(plan) });
		void inPage()?.pause();
		if (droppedPairs.get() === offer) droppedPairs.set(null);
		go("runs", { open: started.id });
		return null;
	} catch (failure) {
		return failure;
	}
}
