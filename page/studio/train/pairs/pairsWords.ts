/** The words about pairs; they come with what says them. */
import { cutter, sayer } from "../../words/words.ts";
import { pairsEn } from "./pairsEn.ts";
import { pairsKo } from "./pairsKo.ts";

const CATALOGUES = { en: pairsEn, ko: pairsKo };
export const sayPairs = sayer<keyof typeof pairsEn>(CATALOGUES);
export const piecesOfPairs = cutter<keyof typeof pairsEn>(CATALOGUES);
