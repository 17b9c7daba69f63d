/** The words of the view Chat; they come with it. */
import { signOf } from "../../../src/views/glyphs.ts";
import { sayer } from "../words/words.ts";
import { chatEn } from "./chatEn.ts";
import { chatKo } from "./chatKo.ts";

export type ChatKey = keyof typeof chatEn;
export const sayChat = sayer<ChatKey>({ en: chatEn, ko: chatKo });

/** Name of a symbol as `/why` prints it: letters of syllables with the dash that says where they are, "ㅇ-" and "-ㅇ". */
export const signOfLabel = (label: string): string => (label === "END" ? sayChat("end") : signOf(label));
