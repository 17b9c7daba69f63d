import { language, sayer } from "../words/words.ts";
import { lessonsEn } from "./lessonsEn.ts";
import { lessonsKo } from "./lessonsKo.ts";

export const sayLessons = sayer<keyof typeof lessonsEn>({ en: lessonsEn, ko: lessonsKo });

/** A guess or an answer with its unit: "44 steps", "1.61 nats"; in Korean "44스텝", "0.5%". */
export function withUnit(value: number, unit: string): string {
	const space = language.get() === "en" || /^[a-z]/i.test(unit) ? " " : "";
	return `${value.toLocaleString("en")}${space}${unit}`;
}
