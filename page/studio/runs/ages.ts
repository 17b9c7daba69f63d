/** Times as a reader says them: how long ago, and at which time of the day. */
import type { Lang } from "../words/words.ts";

const STEPS = [
	["year", 365 * 86_400],
	["month", 30 * 86_400],
	["day", 86_400],
	["hour", 3600],
	["minute", 60],
] as const;

/** "5 min ago", "5분 전". */
export function ageOf(atMs: number, nowMs: number, lang: Lang): string {
	const seconds = Math.max(0, (nowMs - atMs) / 1000);
	const words = new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "short" });
	for (const [unit, size] of STEPS) if (seconds >= size) return words.format(-Math.floor(seconds / size), unit);
	return words.format(0, "second");
}

/** "14:05:09" of the reader's own clock. */
export function timeOf(atMs: number): string {
	const at = new Date(atMs);
	return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
