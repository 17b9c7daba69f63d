/** The words of the gradient lab, which come with it. */
import { cutter, sayer } from "../words/words.ts";
import { labEn } from "./labEn.ts";
import { labKo } from "./labKo.ts";

export type LabKey = keyof typeof labEn;
const CATALOGUES = { en: labEn, ko: labKo };
export const sayLab = sayer<LabKey>(CATALOGUES);
export const labPieces = cutter<LabKey>(CATALOGUES);
