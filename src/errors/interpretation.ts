/** Errors of looking inside: names of values and of units. */
import { define } from "./define.ts";
import { quote } from "./quote.ts";

export const interpretationErrors = {
	E_HOOK_NAME: define<{ name: string; model: string; known: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`${p.model} has no value ${quote(p.name)}.${
				p.suggestion ? ` Did you mean ${p.suggestion}?` : ""
			} It has: ${p.known}.`,
		ko: (p) =>
			`${p.model}: ${quote(p.name)} 값은 없습니다.${p.suggestion ? ` 혹시 ${p.suggestion}?` : ""} 있는 값: ${p.known}.`,
	}),
	E_HOOK_UNIT: define<{ unit: string; got: string; wanted: string; example: string }>({
		exit: 2,
		en: (p) =>
			`the unit ${quote(p.unit)} has ${p.got}, expected ${p.wanted}. A unit is NAME.INDEX, such as ${p.example}.`,
		ko: (p) => `유닛 ${quote(p.unit)}: ${p.got}, 필요 ${p.wanted}. 유닛은 이름.번호로 적습니다. 예: ${p.example}.`,
	}),
};
