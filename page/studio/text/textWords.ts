/** The words of the view Text; they come with it. */
import { sayer } from "../words/words.ts";
import { textEn } from "./textEn.ts";
import { textKo } from "./textKo.ts";

export type TextKey = keyof typeof textEn;
export const sayText = sayer<TextKey>({ en: textEn, ko: textKo });
