/**
 * Why a value is rejected: a small vocabulary of reasons, each plain data and one whole sentence in both languages.
 *
 * `{ reason: "whole", min: 1, max: 65536, got: "0" }` is `--hidden must be a whole number from 1 to 65536, got 0`. An
 * error carries the data; the words are chosen when it is shown, so JSON and a page can carry the reason itself.
 */
import type { Lang, Names, Say } from "./define.ts";
import { useReasons } from "./useReasons.ts";
import { valueReasons } from "./valueReasons.ts";

const reasons = { ...valueReasons, ...useReasons };

type Reasons = typeof reasons;
type Facts<K extends keyof Reasons> = Reasons[K] extends Say<infer P> ? P : never;

/** A reason with its facts: plain data. */
export type Reason = { [K in keyof Reasons]: { reason: K } & Facts<K> }[keyof Reasons];

/** The sentence, without its full stop. */
export function sayReason(why: Reason, lang: Lang, names: Names): string {
	return (reasons[why.reason][lang] as (p: Reason, names: Names) => string)(why, names);
}

/** The sentence about a field of a file, whose name is `key`. */
export function sayField(why: Reason, lang: Lang, key: string): string {
	return sayReason(why, lang, { name: key, other: (option) => `"${option}"` });
}

/** The reasons there are. */
export const REASONS = Object.keys(reasons) as readonly (keyof Reasons)[];
