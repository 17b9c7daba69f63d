import { sayer } from "../words/words.ts";
import { lessonsEn } from "./lessonsEn.ts";
import { lessonsKo } from "./lessonsKo.ts";

export const sayLessons = sayer<keyof typeof lessonsEn>({ en: lessonsEn, ko: lessonsKo });
