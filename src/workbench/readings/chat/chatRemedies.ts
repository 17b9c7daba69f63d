/** What may help a model of questions and answers, the most likely first. docs/chat.md */
import type { ChatEvaluation, ChatRemedy } from "./chatEvaluation.ts";

/**
 * Share by which a doubling of the updates lowers the validation loss of a model that is still learning. Measured: after a
 * doubling that lowered it by 8 %, another one took the gain from 1.10 to 1.24 times, and attention to 3.4 times; a
 * doubling that lowered it by 39 % took the gain from 1.12 to 190 times.
 */
const STILL_FALLING = 0.1;

type Judged = Pick<ChatEvaluation, "hears" | "unsure" | "answering" | "manner" | "remedy" | "pairs" | "available"> & {
	trained: Pick<ChatEvaluation["trained"], "options" | "lossFall">;
};

/** The remedies in their order; none if nothing needs one. */
export function remediesOf(judged: Judged): ChatRemedy[] {
	const { hears, answering, manner } = judged;
	const { options, lossFall } = judged.trained;
	const stack = options.model === undefined;
	const learns = lossFall === null || lossFall >= STILL_FALLING;
	if (judged.unsure) return judged.pairs < judged.available ? ["morePairs", "longer"] : ["longer"];
	const attention: ChatRemedy[] = stack || options.attention === "none" ? ["attention"] : [];
	const fewer: ChatRemedy[] = Number(options.dropout ?? 0) > 0 ? ["lessDropout"] : [];
	// who hears what is asked is past the beginning, and attention does more for it than updates
	const begins = learns && (hears !== "content" || attention.length === 0);
	const learn: ChatRemedy[] = begins
		? ["longer", ...attention, "units", ...fewer]
		: [...attention, ...(learns ? (["longer", "units"] as const) : (["units"] as const)), ...fewer];
	if (!learns) learn.push("longer");
	if (hears !== "content") return learn;
	const sampling = samplingHelps(judged);
	if (manner === "recites") {
		const looser: ChatRemedy[] = stack ? ["moreDropout", "fewerUpdates"] : ["fewerUpdates"];
		return learns || answering === "seldom" ? [...looser, ...sampling] : [...sampling, ...looser];
	}
	if (answering === "seldom") return [...learn, ...sampling];
	if (manner === "varied") return [];
	return learns ? ["longer", ...sampling] : [...sampling, "longer"];
}

/** Sampling, if it was tried, changes what was wrong with the replies, and does not take them away from the answers. */
function samplingHelps({ remedy, manner }: Judged): ChatRemedy[] {
	if (!remedy || remedy.outcome.chrF === "worse") return [];
	return remedy.outcome[manner === "recites" ? "copiedShare" : "dullShare"] === "better" ? ["sampling"] : [];
}
