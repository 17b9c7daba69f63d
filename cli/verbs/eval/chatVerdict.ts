/** The verdict of `sluice eval RUN --chat` in words: whether it listens, answers, is dull; what may help; the evidence. */
import type { ChatEvaluation, ChatScores } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { percent } from "../../display/numbers.ts";

type Remedy = ChatEvaluation["remedies"][number];

/** The first line says whether it listens, the second whether it answers, the third what its replies are like. */
export function verdictLines({ t }: Context, result: ChatEvaluation): string[] {
	const remedies = remedyWords(t, result);
	const tried = triedWords(t, result);
	return [
		heardWords(t, result),
		answerWords(t, result),
		mannerWords(t, result),
		...(remedies === undefined ? [] : [remedies]),
		...(tried === undefined ? [] : [tried]),
		...evidence(t, result),
	];
}

function heardWords(t: Context["t"], result: ChatEvaluation): string {
	const { hears, questionGain, pickOf10, choices, chance } = result;
	const picked = { choices, pick: percent(pickOf10), chance: percent(chance), enough: percent(2 * chance) };
	const words = { times: timesWords(t, questionGain.perAnswer.nats), ...picked };
	return t(result.unsure ? "chatEval.hears.unsure" : `chatEval.hears.${hears}`, words);
}

function answerWords(t: Context["t"], { answering, exact, chrF, baselines: { bm25 } }: ChatEvaluation): string {
	const words = { exact: percent(exact), chrF: chrF.toFixed(1), bm25: bm25.chrF.toFixed(1) };
	return t(`chatEval.answers.${answering}`, words);
}

function mannerWords(t: Context["t"], result: ChatEvaluation): string {
	const { manner, dullShare, copiedShare, baselines } = result;
	if (manner === "dull")
		return t("chatEval.dull", { share: percent(dullShare), actual: percent(baselines.actual.dullShare) });
	return manner === "recites" ? t("chatEval.recites", { share: percent(copiedShare) }) : t("chatEval.varied");
}

/** What may help, the most likely first. */
function remedyWords(t: Context["t"], result: ChatEvaluation): string | undefined {
	const { remedies, remedy, available, trained } = result;
	if (remedies.length === 0) return undefined;
	const one = (name: Remedy) => {
		if (name === "longer" && trained.lossFall !== null)
			return t(trained.lossFall > 0 ? "chatEval.remedy.longerFell" : "chatEval.remedy.longerRose", {
				fall: percent(Math.abs(trained.lossFall)),
			});
		const { temperature = 0, topP = 1 } = remedy ?? {};
		return t(`chatEval.remedy.${name}`, { temperature, topP, count: available });
	};
	const list = remedies.map(one).join("; ");
	return t(remedies.length === 1 ? "chatEval.remedies.one" : "chatEval.remedies.many", { list });
}

/** What sampling changed: each number before and after, and whether that is better. */
function triedWords(t: Context["t"], { remedy, dullShare, copiedShare, chrF }: ChatEvaluation): string | undefined {
	if (!remedy) return undefined;
	const { outcome } = remedy;
	const { temperature, topP } = remedy;
	return t("chatEval.tried", {
		...{ temperature, topP },
		...{ dull: percent(dullShare), dullNow: percent(remedy.dullShare), dullIs: t(`chatEval.${outcome.dullShare}`) },
		...{ copied: percent(copiedShare), copiedNow: percent(remedy.copiedShare) },
		copiedIs: t(`chatEval.${outcome.copiedShare}`),
		...{ chrF: chrF.toFixed(1), chrFNow: remedy.chrF.toFixed(1), chrFIs: t(`chatEval.${outcome.chrF}`) },
	});
}

/** The gain in numbers, and why a pick may be below chance. */
function evidence(t: Context["t"], { questionGain, seen, unseen, choices, chance, ...all }: ChatEvaluation): string[] {
	const nats = (value: number) => value.toFixed(3);
	const { low, high, mixture } = questionGain;
	const gain = t("chatEval.evidence", {
		...{ nats: nats(questionGain.nats), low: nats(low), high: nats(high), mixture: nats(mixture) },
	});
	const below = [all, seen, unseen].some((scores) => scores !== null && isBelow(scores, chance));
	return below ? [gain, t("chatEval.belowChance", { choices })] : [gain];
}

/** Whether the true answer is picked less often than by chance, by more than 1.96 standard errors. */
function isBelow({ pickOf10, pairs }: Pick<ChatScores, "pickOf10" | "pairs">, chance: number): boolean {
	return pickOf10 < chance - 1.96 * Math.sqrt((chance * (1 - chance)) / pairs);
}

/** e^nats in words: 1.08 times, 23 times, more than 1,000 times. */
function timesWords(t: Context["t"], nats: number): string {
	const times = Math.exp(nats);
	if (times >= 1000) return t("chatEval.timesMany", { times: "1,000" });
	const shown = times >= 100 ? times.toPrecision(2) : times < 9.995 ? times.toFixed(2) : times.toFixed(0);
	return t("chatEval.times", { times: String(Number(shown) >= 100 ? Number(shown) : shown) });
}
