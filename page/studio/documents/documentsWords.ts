import { sayer } from "../words/words.ts";
import { documentsEn } from "./documentsEn.ts";
import { documentsKo } from "./documentsKo.ts";

export const sayDocuments = sayer<keyof typeof documentsEn>({ en: documentsEn, ko: documentsKo });
