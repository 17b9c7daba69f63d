/** The words of the study of remedies. */
import { cutter, sayer } from "../../words/words.ts";
import { remediesEn } from "./remediesEn.ts";
import { remediesKo } from "./remediesKo.ts";

export type RemediesKey = keyof typeof remediesEn;
const CATALOGUES = { en: remediesEn, ko: remediesKo };
export const sayRemedies = sayer<RemediesKey>(CATALOGUES);
export const remediesPieces = cutter<RemediesKey>(CATALOGUES);
