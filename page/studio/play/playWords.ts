/** The words of the view Play; they come with it. */
import { sayer } from "../words/words.ts";
import { playEn } from "./playEn.ts";
import { playKo } from "./playKo.ts";

export type PlayKey = keyof typeof playEn;
export const sayPlay = sayer<PlayKey>({ en: playEn, ko: playKo });
