import { sayer } from "../words/words.ts";
import { receiptEn } from "./receiptEn.ts";
import { receiptKo } from "./receiptKo.ts";

export const sayReceipt = sayer<keyof typeof receiptEn>({ en: receiptEn, ko: receiptKo });
