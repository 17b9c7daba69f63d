/** The words of the two examples; they come with the view Chat. */
import { sayer } from "../../words/words.ts";
import { listenEn } from "./listenEn.ts";
import { listenKo } from "./listenKo.ts";

export const sayListen = sayer<keyof typeof listenEn>({ en: listenEn, ko: listenKo });
