/** The words of studies, which come with them, and settings as words. */
import type { Settings, StudyRow } from "../../../../studio/wire/studies.ts";
import { small } from "../../../kit/numbers.ts";
import { sayer } from "../../words/words.ts";
import { studiesEn } from "./studiesEn.ts";
import { studiesKo } from "./studiesKo.ts";

export type StudyKey = keyof typeof studiesEn;
export const sayStudy = sayer<StudyKey>({ en: studiesEn, ko: studiesKo });

export const valueWords = (value: string | number | undefined): string =>
	value === undefined ? "–" : typeof value === "number" ? small(value) : value.slice(0, 80);

/** "hidden=20 lr=0.003" */
export const settingsWords = (settings: Settings): string =>
	Object.entries(settings)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([option, value]) => `${option}=${valueWords(value)}`)
		.join(" ");

export const unitWords = ({ nats }: Pick<StudyRow, "nats">): string => sayStudy(nats ? "unitNats" : "unitSquared");

const WHYS = ["crash", "memory", "hang", "output", "error", "lost"] as const;
export const whyWords = (why: string | undefined): string =>
	sayStudy(`why.${WHYS.find((known) => known === why) ?? "crash"}`);

/** Trials that have ended, whatever came of them, and all that are known. */
export function endedOf({ counts }: StudyRow): { done: number; all: number } {
	const done = counts.done + counts.diverged + counts.parked;
	return { done, all: done + counts.running + counts.waiting };
}
