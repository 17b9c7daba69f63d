/** The words of a fork; they come with its form and its sentence. */
import { sayer } from "../../words/words.ts";
import { forkEn } from "./forkEn.ts";
import { forkKo } from "./forkKo.ts";

export type ForkKey = keyof typeof forkEn;
export const sayFork = sayer<ForkKey>({ en: forkEn, ko: forkKo });
