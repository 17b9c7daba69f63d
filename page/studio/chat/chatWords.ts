/** The words of the view Chat; they come with it. */
import { sayer } from "../words/words.ts";
import { chatEn } from "./chatEn.ts";
import { chatKo } from "./chatKo.ts";

export type ChatKey = keyof typeof chatEn;
export const sayChat = sayer<ChatKey>({ en: chatEn, ko: chatKo });
