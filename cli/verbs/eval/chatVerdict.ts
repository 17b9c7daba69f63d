/** The verdict of `sluice eval RUN --chat` in words: whether it listens, what its replies are like, and what to do. */
import type { ChatEvaluation } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { percent } from "../../display/numbers.ts";

/** The first line says whether it listens. */
export function verdictLines({ t }: Context, result: ChatEvaluation): string[] {
	const { questionGain, pickOf10, choices, manner, verdict, trained, listening } = result;
	const { low, high, perAnswer } = questionGain;
	const unsure = isUnsure(result);
	const nats = (value: number) => value.toFixed(3);
	const lines = [
		t(unsure ? "chatEval.listening.unsure" : `chatEval.listening.${listening}`, { times: timesOf(perAnswer.nats) }),
		t("chatEval.evidence", {
			...{ nats: nats(questionGain.nats), low: nats(low), high: nats(high) },
			...{ choices, pick: percent(pickOf10), chance: percent(1 / choices) },
		}),
		mannerWords(t, result),
	];
	if (verdict === "parrots") {
		const less = Number(trained.options.dropout ?? 0) > 0;
		const { pairs, available } = result;
		const more = pairs < available ? "chatEval.remedy.unsure" : "chatEval.remedy.unsureAll";
		if (unsure) lines.push(t(more, { count: available }));
		else lines.push(t(less ? "chatEval.remedy.parrotsDropout" : "chatEval.remedy.parrots"));
	}
	if (verdict === "recites") {
		const stack = trained.options.model === undefined;
		lines.push(t(stack ? "chatEval.remedy.recites" : "chatEval.remedy.recitesEarlier"));
	}
	const tried = triedWords(t, result);
	return tried === undefined ? lines : [...lines, tried];

	function mannerWords(t: Context["t"], { dullShare, copiedShare, baselines: { actual } }: ChatEvaluation): string {
		if (manner === "dull") return t("chatEval.dull", { share: percent(dullShare), actual: percent(actual.dullShare) });
		return manner === "recites" ? t("chatEval.recites", { share: percent(copiedShare) }) : t("chatEval.varied");
	}
}

/** Whether the gain is large enough to be listening, but its interval reaches 0. */
export function isUnsure({ listening, questionGain: { perAnswer } }: ChatEvaluation): boolean {
	return listening === "hardly" && perAnswer.nats >= Math.LN2;
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

/** e^nats: 1.08, 23, 1,500, 10^11. */
function timesOf(nats: number): string {
	const times = Math.exp(nats);
	if (times >= 1e6) return `10^${Math.round(nats / Math.LN10)}`;
	if (times >= 100) return Number(times.toPrecision(2)).toLocaleString("en");
	return times < 9.995 ? times.toFixed(2) : times.toFixed(0);
}
