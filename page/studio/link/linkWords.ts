import { sayer } from "../words/words.ts";
import { linkEn } from "./linkEn.ts";
import { linkKo } from "./linkKo.ts";

export type LinkKey = keyof typeof linkEn;
export const sayLink = sayer<LinkKey>({ en: linkEn, ko: linkKo });
