/** The words that all instruments share; they come with the first of them. */
import { sayer } from "../words/words.ts";
import { instrumentEn } from "./instrumentEn.ts";
import { instrumentKo } from "./instrumentKo.ts";

export type InstrumentKey = keyof typeof instrumentEn;
export const sayInstrument = sayer<InstrumentKey>({ en: instrumentEn, ko: instrumentKo });
