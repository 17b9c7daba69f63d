/** The words for patterns, and for one that has none its name. */
import { sayer } from "../../words/words.ts";
import { seekEn } from "./seekEn.ts";
import { seekKo } from "./seekKo.ts";

type SeekKey = keyof typeof seekEn;
const sayPattern = sayer<SeekKey>({ en: seekEn, ko: seekKo });

export const patternWords = (name: string): string =>
	Object.hasOwn(seekEn, name) ? sayPattern(name as SeekKey) : name;
