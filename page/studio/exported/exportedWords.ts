/** The words of an exported page, which come with its foot. */
import { sayer } from "../words/words.ts";
import { exportedEn } from "./exportedEn.ts";
import { exportedKo } from "./exportedKo.ts";

export const sayExported = sayer<keyof typeof exportedEn>({ en: exportedEn, ko: exportedKo });
