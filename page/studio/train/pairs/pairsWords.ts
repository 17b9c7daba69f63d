/** The words about pairs; they come with what says them. */
import { sayer } from "../../words/words.ts";
import { pairsEn } from "./pairsEn.ts";
import { pairsKo } from "./pairsKo.ts";

export const sayPairs = sayer<keyof typeof pairsEn>({ en: pairsEn, ko: pairsKo });
