/** Reasons about a value itself: its type, its range, its form, how many there are. */
import { reason } from "./define.ts";
import { particle } from "./particle.ts";
import { plainNumber as n, quote } from "./quote.ts";

/** The value as `shown` gives it; undefined for one that was not given. */
export interface Got {
	got?: string | undefined;
}
const got = (p: Got) => (p.got === undefined ? "" : `, got ${p.got}`);
const gotKo = (p: Got) => (p.got === undefined ? "" : `(받은 값: ${p.got})`);

/** What can be counted: one, several, and the Korean noun. */
const THINGS = {
	bytes: ["byte", "bytes", "바이트"],
	columns: ["column", "columns", "열"],
	files: ["file", "files", "파일"],
	labels: ["label", "labels", "레이블"],
	numbers: ["number", "numbers", "수"],
	paths: ["path", "paths", "경로"],
	patterns: ["pattern", "patterns", "패턴"],
	pixels: ["pixel", "pixels", "픽셀"],
	rates: ["rate", "rates", "학습률"],
	remedies: ["remedy", "remedies", "처방"],
	rollbacks: ["rollback", "rollbacks", "되돌리기"],
	runs: ["run", "runs", "실행"],
	sequences: ["sequence", "sequences", "시퀀스"],
	songs: ["song", "songs", "곡"],
	steps: ["step", "steps", "스텝"],
	symbols: ["symbol", "symbols", "기호"],
	texts: ["string", "strings", "문자열"],
	units: ["unit", "units", "유닛"],
	values: ["value", "values", "값"],
} as const;
export type Thing = keyof typeof THINGS;

const things = (of: Thing, count: number) => `${n(count)} ${THINGS[of][count === 1 ? 0 : 1]}`;
const thingsKo = (of: Thing, count: string) => (of === "bytes" ? `${count}바이트` : `${THINGS[of][2]} ${count}개`);
/** 이어야 or 여야 합니다. */
const must = (word: string) => `${particle(word, "이어야/여야")} 합니다`;

const TYPES = {
	text: ["a string", "문자열"],
	number: ["a number", "수"],
	list: ["a list", "목록"],
	object: ["an object", "객체"],
	fingerprint: ["a fingerprint of a text", "텍스트의 지문"],
	pattern: ["a pattern", "패턴"],
} as const;
export type ValueType = keyof typeof TYPES;

const or = (words: readonly string[]) =>
	words.length < 3 ? words.join(" or ") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
const orKo = (words: readonly string[]) =>
	words.length < 3 ? words.join(" 또는 ") : `${words.slice(0, -1).join(", ")} 또는 ${words.at(-1)}`;

/** Bounds of a count, in words. */
const range = (min: number | undefined, max: number | undefined) =>
	min === max
		? `exactly ${n(min!)}`
		: min === undefined
			? `at most ${n(max!)}`
			: max === undefined
				? `at least ${n(min)}`
				: `${n(min)} to ${n(max)}`;
const rangeKo = (of: Thing, { min, max }: Bounds) =>
	min !== undefined && max !== undefined
		? thingsKo(of, min === max ? n(min) : `${n(min)}~${n(max)}`)
		: `${thingsKo(of, n((min ?? max)!))} ${min === undefined ? "이하" : "이상"}`;

export interface Bounds {
	min?: number;
	max?: number;
}
const from = ({ min, max }: Bounds) =>
	`${min === undefined ? "" : ` from ${n(min)}`}${max === undefined ? "" : min === undefined ? ` up to ${n(max)}` : ` to ${n(max)}`}`;
const fromKo = ({ min, max }: Bounds) =>
	[min !== undefined && `${n(min)} 이상`, max !== undefined && `${n(max)} 이하`].filter(Boolean).join(" ");

export const valueReasons = {
	/** `of`: what the choices belong to, such as the cell of a variant. */
	oneOf: reason<Got & { choices: readonly string[]; near?: string | undefined; of?: string }>({
		en: (p, { name }) =>
			`${name} must be ${p.choices.length > 2 ? `one of ${p.choices.join(", ")}` : or(p.choices)}${p.of === undefined ? "" : ` for ${p.of}`}${got(p)}${p.near === undefined ? "" : `; did you mean ${p.near}?`}`,
		ko: (p, { name }) =>
			`${name} 값은 ${p.of === undefined ? "" : `${p.of}에서는 `}${p.choices.length > 1 ? `${p.choices.join(", ")} 중 하나여야 합니다` : must(p.choices.join())}${gotKo(p)}${p.near === undefined ? "" : `. 혹시 ${p.near} 아닌가요?`}`,
	}),
	/** `zero`: 0 is allowed below the range too. */
	whole: reason<Got & Bounds & { zero?: boolean }>({
		en: (p, { name }) => `${name} must be ${p.zero ? "0 or " : ""}a whole number${from(p)}${got(p)}`,
		ko: (p, { name }) =>
			`${name} 값은 ${p.zero ? "0이거나 " : ""}${fromKo(p)}${fromKo(p) === "" ? "" : "의 "}정수여야 합니다${gotKo(p)}`,
	}),
	number: reason<Got & Bounds>({
		en: (p, { name }) => `${name} must be a number${from(p)}${got(p)}`,
		ko: (p, { name }) => `${name} 값은 ${fromKo(p)}${fromKo(p) === "" ? "" : "의 "}수여야 합니다${gotKo(p)}`,
	}),
	above: reason<Got & { min: number; max?: number }>({
		en: (p, { name }) =>
			`${name} must be a number above ${n(p.min)}${p.max === undefined ? "" : `, up to ${n(p.max)}`}${got(p)}`,
		ko: (p, { name }) =>
			`${name} 값은 ${n(p.min)}보다 ${p.max === undefined ? "커야 합니다" : `크고 ${n(p.max)} 이하인 수여야 합니다`}${gotKo(p)}`,
	}),
	/** `min` included, `max` not. */
	below: reason<Got & { max: number; min?: number }>({
		en: (p, { name }) =>
			`${name} must be a number${p.min === undefined ? "" : ` from ${n(p.min)}`} below ${n(p.max)}${got(p)}`,
		ko: (p, { name }) =>
			`${name} 값은 ${p.min === undefined ? "" : `${n(p.min)} 이상 `}${n(p.max)} 미만의 수여야 합니다${gotKo(p)}`,
	}),
	/** `keys`: those that an object must have. */
	type: reason<Got & { types: readonly ValueType[]; keys?: readonly string[]; such?: string }>({
		en: (p, { name }) =>
			`${name} must be ${or(p.types.map((type) => TYPES[type][0]))}${p.keys === undefined ? "" : ` with ${p.keys.join(", ")}`}${p.such === undefined ? "" : ` such as ${p.such}`}${got(p)}`,
		ko: (p, { name }) =>
			`${name} 값은 ${p.keys === undefined ? "" : `${p.keys.join(", ")} 키가 있는 `}${must(orKo(p.types.map((type) => TYPES[type][1])))}${p.such === undefined ? "" : `. 예: ${p.such}`}${gotKo(p)}`,
	}),
	/** `most`: entries, or characters of each. */
	list: reason<Got & { of: Thing; such?: string; most?: number }>({
		en: (p, { name }) =>
			`${name} must be a list of ${p.most === undefined ? "" : `at most ${n(p.most)} `}${THINGS[p.of][1]}${p.such === undefined ? "" : ` such as ${p.such}`}${got(p)}`,
		ko: (p, { name }) =>
			`${name} 값은 ${p.most === undefined ? "" : `${n(p.most)}개 이하의 `}${THINGS[p.of][2]} 목록이어야 합니다${p.such === undefined ? "" : `. 예: ${p.such}`}${gotKo(p)}`,
	}),
	/** Forms of writing, such as A..B; `such`: examples; the bounds are those of the numbers in it. */
	form: reason<Got & Bounds & { forms: readonly string[]; such?: readonly string[]; near?: string | undefined }>({
		en: (p, { name }) =>
			`${name} must have the form ${or(p.forms)}${p.min === undefined && p.max === undefined ? "" : `, with numbers${from(p)}`}${p.such === undefined ? "" : `, such as ${or(p.such)}`}${got(p)}${p.near === undefined ? "" : `; did you mean ${p.near}?`}`,
		ko: (p, { name }) =>
			`${name} 값은 ${orKo(p.forms)} 형식이어야 합니다${p.min === undefined && p.max === undefined ? "" : `. 수의 범위: ${fromKo(p)}`}${p.such === undefined ? "" : `. 예: ${p.such.join(", ")}`}${gotKo(p)}${p.near === undefined ? "" : `. 혹시 ${p.near} 아닌가요?`}`,
	}),
	/** A file's name whose ending says what is in it. */
	ending: reason<Got & { endings: readonly string[] }>({
		en: (p, { name }) => `${name} must be a file name that ends in ${or(p.endings)}${got(p)}`,
		ko: (p, { name }) => `${name} 값은 ${orKo(p.endings)}로 끝나는 파일 이름이어야 합니다${gotKo(p)}`,
	}),
	separator: reason<Got>({
		en: (p, { name }) =>
			`${name} must be one character, neither a quote nor a line break; a space means runs of spaces${got(p)}`,
		ko: (p, { name }) =>
			`${name} 값은 따옴표나 줄바꿈이 아닌 문자 하나여야 합니다. 공백은 이어진 공백을 뜻합니다${gotKo(p)}`,
	}),
	missing: reason<{ forms?: readonly string[] }>({
		en: (p, { name }) => `${name} is missing${p.forms === undefined ? "" : `; give ${or(p.forms)}`}`,
		ko: (p, { name }) =>
			`${name} 값이 없습니다${p.forms === undefined ? "" : `. ${orKo(p.forms)} 형식으로 지정하세요`}`,
	}),
	/** `in`: the part, text or entry that has `got` of them. */
	count: reason<{ of: Thing; got: number; min?: number; max?: number; in?: string }>({
		en: (p, { name }) =>
			p.in === undefined
				? `${name} must have ${range(p.min, p.max)} ${THINGS[p.of][(p.max ?? p.min) === 1 ? 0 : 1]}, got ${n(p.got)}`
				: `${quote(p.in)} has ${things(p.of, p.got)}, but ${name} needs ${range(p.min, p.max)}`,
		ko: (p, { name }) =>
			p.in === undefined
				? `${name} 값은 ${must(rangeKo(p.of, p))}(받은 수: ${n(p.got)})`
				: `${quote(p.in)}에 있는 ${particle(thingsKo(p.of, n(p.got)), "으로/로")}는 모자랍니다. ${name}에는 ${particle(rangeKo(p.of, p), "이/가")} 필요합니다`,
	}),
	twice: reason<{ entry: string }>({
		en: (p, { name }) => `${name} lists ${quote(p.entry)} twice; give each once`,
		ko: (p, { name }) => `${name}에 ${quote(p.entry)} 항목이 두 번 있습니다. 한 번씩만 쓰세요`,
	}),
	/** Shapes and lengths of arrays: `wanted` is "12 (3 x 4)" or "[4,2]". */
	shape: reason<{ got?: string | undefined; wanted: string }>({
		en: (p, { name }) =>
			p.got === undefined ? `${name} is missing, expected ${p.wanted}` : `${name} has ${p.got}, expected ${p.wanted}`,
		ko: (p, { name }) =>
			p.got === undefined
				? `${name}: 값이 없습니다. 필요한 모양은 ${p.wanted}입니다`
				: `${name}: 모양이 ${p.got}입니다. 필요한 모양은 ${p.wanted}입니다`,
	}),
};
