/** The words of the view Runs, which come with it, and what a refusal says. */
import { LostError, RefusedError } from "../live/client.ts";
import { language, sayer } from "../words/words.ts";
import { runsEn } from "./runsEn.ts";
import { runsKo } from "./runsKo.ts";

export type RunKey = keyof typeof runsEn;
export const sayRuns = sayer<RunKey>({ en: runsEn, ko: runsKo });

/** A number of runs, options or lines, whose singular is another message in English. */
export const sayCount = (key: "count" | "optionsDiffer" | "replaySame", n: number) =>
	sayRuns(n === 1 ? `${key}.1` : key, { n: n.toLocaleString("en") });

/** Why a request failed, in the reader's language, with its code. */
export function failureWords(failure: unknown): string {
	if (failure instanceof RefusedError) {
		const { code, message } = failure.refused;
		const words = message[language.get()].trim();
		return words.endsWith(`(${code})`) ? words : `${words} (${code})`;
	}
	if (failure instanceof LostError) return sayRuns("unreachable");
	return failure instanceof Error ? failure.message : String(failure);
}

/** The run that a refusal says is training; null if it says none. */
export const runningIn = (failure: unknown): string | null =>
	failure instanceof RefusedError ? (failure.refused.running ?? null) : null;
