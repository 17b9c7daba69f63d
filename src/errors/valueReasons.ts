/** Reasons about a value itself: its type, its range, its form, how many there are. */
import { pairs, reason } from "./define.ts";
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

/** What bytes are, instead of a file of numbers. */
const FILES = pairs({
	gzip: ["is packed with gzip; unpack it first", "gzip으로 압축되어 있습니다. 먼저 압축을 푸세요"],
	unknown: ["is neither an IDX file nor a JSON array", "IDX 파일도 JSON 배열도 아닙니다"],
	type: ["must be IDX of type 8 (unsigned bytes)", "형식 8(부호 없는 바이트)의 IDX여야 합니다"],
	cut: ["is cut off in its header", "헤더 중간에서 끊겼습니다"],
});

const TYPES = pairs({
	text: ["a string", "문자열"],
	number: ["a number", "수"],
	list: ["a list", "목록"],
	object: ["an object", "객체"],
	function: ["a function", "함수"],
	int32: ["an Int32Array", "Int32Array"],
	float64: ["a Float64Array", "Float64Array"],
	fingerprint: ["a fingerprint of a text", "텍스트의 지문"],
	pattern: ["a pattern", "패턴"],
});
export type ValueType = keyof typeof TYPES;

/** Code points that a value must not be or contain. */
const CHARACTERS = pairs({
	surrogate: ["be a surrogate", "서로게이트일 수"],
	syllable: ["be a whole syllable where the symbol unit is jamo", "기호 단위가 자모일 때 완성된 음절일 수"],
	mark: [
		"contain U+001E or U+001F, which mark the ends of answers and questions",
		"대답과 질문의 끝을 표시하는 U+001E와 U+001F를 포함할 수",
	],
});

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
	/** `above`: of the numbers in it. */
	list: reason<Got & { of: Thing; such?: string; most?: number; least?: number; exactly?: number; above?: number }>({
		en: (p, { name }) =>
			`${name} must be a list of ${p.exactly !== undefined ? `${n(p.exactly)} ` : p.most !== undefined ? `at most ${n(p.most)} ` : p.least !== undefined ? `at least ${n(p.least)} ` : ""}${THINGS[p.of][(p.exactly ?? p.most ?? p.least) === 1 ? 0 : 1]}${p.above === undefined ? "" : ` above ${n(p.above)}`}${p.such === undefined ? "" : ` such as ${p.such}`}${got(p)}`,
		ko: (p, { name }) =>
			`${name} 값은 ${p.above === undefined ? "" : `${n(p.above)}보다 큰 `}${p.exactly !== undefined ? `${thingsKo(p.of, n(p.exactly))}의` : p.most !== undefined ? `${n(p.most)}개 이하의 ${THINGS[p.of][2]}` : p.least !== undefined ? `${n(p.least)}개 이상의 ${THINGS[p.of][2]}` : THINGS[p.of][2]} 목록이어야 합니다${p.such === undefined ? "" : `. 예: ${p.such}`}${gotKo(p)}`,
	}),
	/** Forms of writing, such as A..B; `such`: examples; the bounds are those of the numbers in it. */
	form: reason<Got & Bounds & { forms: readonly string[]; such?: readonly string[]; near?: string | undefined }>({
		en: (p, { name }) =>
			`${name} must have the form ${or(p.forms)}${p.min === undefined && p.max === undefined ? "" : `, with numbers${from(p)}`}${p.such === undefined ? "" : `, such as ${or(p.such)}`}${got(p)}${p.near === undefined ? "" : `; did you mean ${p.near}?`}`,
		ko: (p, { name }) =>
			`${name} 값은 ${orKo(p.forms)} 형식이어야 합니다${p.min === undefined && p.max === undefined ? "" : `. 수의 범위: ${fromKo(p)}`}${p.such === undefined ? "" : `. 예: ${p.such.join(", ")}`}${gotKo(p)}${p.near === undefined ? "" : `. 혹시 ${p.near} 아닌가요?`}`,
	}),
	checkpoint: reason<Got>({
		en: (p, { name }) => `${name} must be best, last or the number of an update${got(p)}`,
		ko: (p, { name }) => `${name} 값은 best, last 또는 갱신 번호여야 합니다${gotKo(p)}`,
	}),
	encoding: reason<Got>({
		en: (p, { name }) => `${name} must be the name of an encoding, such as cp949, utf-16le or shift_jis${got(p)}`,
		ko: (p, { name }) => `${name} 값은 cp949, utf-16le, shift_jis 같은 인코딩 이름이어야 합니다${gotKo(p)}`,
	}),
	tag: reason<Got>({
		en: (p, { name }) =>
			`${name} must be tags of 1 to 40 letters and digits of any script, ".", "_" or "-", beginning with a letter or digit, such as baseline or v2.1${got(p)}`,
		ko: (p, { name }) =>
			`${name} 값은 태그여야 합니다. 태그는 모든 문자 체계의 글자와 숫자, ".", "_", "-" 가운데 1~40자이고 글자나 숫자로 시작합니다. 예: baseline, v2.1${gotKo(p)}`,
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
	/** `known`: names that the value can be, of fields of a file. */
	missing: reason<{ forms?: readonly string[]; known?: readonly string[] }>({
		en: (p, { name }) =>
			`${name} is missing${p.known !== undefined ? `; name a field of the file: ${p.known.map(quote).join(", ")}` : p.forms === undefined ? "" : `; give ${or(p.forms)}`}`,
		ko: (p, { name }) =>
			`${name} 값이 없습니다${p.known !== undefined ? `. 파일의 필드 가운데 하나를 지정하세요: ${p.known.map(quote).join(", ")}` : p.forms === undefined ? "" : `. ${orKo(p.forms)} 형식으로 지정하세요`}`,
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
	distinct: reason<Got>({
		en: (p, { name }) => `${name} must list each entry once${p.got === undefined ? "" : `, got ${p.got} twice`}`,
		ko: (p, { name }) =>
			`${name} 값은 항목마다 한 번씩만 있어야 합니다${p.got === undefined ? "" : `(두 번 나온 것: ${p.got})`}`,
	}),
	/** A string of printable characters. */
	characters: reason<Got & { max: number }>({
		en: (p, { name }) => `${name} must be a string of 1 to ${n(p.max)} characters without control characters${got(p)}`,
		ko: (p, { name }) => `${name} 값은 제어 문자가 없는 1~${n(p.max)}자의 문자열이어야 합니다${gotKo(p)}`,
	}),
	/** A code point that no vocabulary may have. */
	character: reason<Got & { why: keyof typeof CHARACTERS }>({
		en: (p, { name }) => `${name} must not ${CHARACTERS[p.why][0]}${got(p)}`,
		ko: (p, { name }) => `${name} 값은 ${CHARACTERS[p.why][1]} 없습니다${gotKo(p)}`,
	}),
	/** Bytes that are no file of numbers. */
	file: reason<Got & { why: keyof typeof FILES }>({
		en: (p, { name }) => `${name} ${FILES[p.why][0]}${got(p)}`,
		ko: (p, { name }) => `${name}: ${FILES[p.why][1]}${gotKo(p)}`,
	}),
	/** `message`: what the parser says. */
	json: reason<{ message: string }>({
		en: (p, { name }) => `${name} cannot be read as JSON (${p.message})`,
		ko: (p, { name }) => `${name}: JSON으로 읽을 수 없습니다(${p.message})`,
	}),
	/** Numbers of an array; `shape` is "3 x 4". */
	length: reason<{ got: number; wanted: number; shape?: string }>({
		en: (p, { name }) =>
			`${name} has ${things("numbers", p.got)}, expected ${p.wanted}${p.shape === undefined ? "" : ` (${p.shape})`}`,
		ko: (p, { name }) =>
			`${name}: 수가 ${p.got}개입니다. ${p.wanted}개${p.shape === undefined ? "" : `(${p.shape})`}가 필요합니다`,
	}),
	/** Of a number of a recurrent matrix that no unit reads. */
	outside: reason<Got & { blocks: number }>({
		en: (p, { name }) => `${name} must be 0: it is outside the ${p.blocks} blocks of units${got(p)}`,
		ko: (p, { name }) => `${name} 값은 0이어야 합니다. 유닛 블록 ${p.blocks}개의 바깥입니다${gotKo(p)}`,
	}),
	/** An array that this variant or input does not take. */
	unused: reason<object>({
		en: (_, { name }) => `${name} is given, but this variant or input takes none`,
		ko: (_, { name }) => `${name}: 이 변형이나 입력에는 쓰지 않는 배열입니다`,
	}),
	/** `got` and `wanted`: kinds of arrays; without them, memory of another engine. */
	engineArray: reason<Got & { wanted?: string }>({
		en: (p, { name }) =>
			`${name} must be ${p.wanted === undefined ? "an array" : `a ${p.wanted}`} from floats() or ints() of the same engine${got(p)}`,
		ko: (p, { name }) => `${name} 값은 같은 엔진의 floats()나 ints()로 만든 ${must(p.wanted ?? "배열")}${gotKo(p)}`,
	}),
	/** `got` and `wanted` as in [4,2]; without `got` the tensor is missing. */
	shape: reason<{ got?: string | undefined; wanted: string }>({
		en: (p, { name }) =>
			p.got === undefined
				? `${name} is missing, expected shape ${p.wanted}`
				: `${name} has shape ${p.got}, expected ${p.wanted}`,
		ko: (p, { name }) =>
			p.got === undefined
				? `${name}: 값이 없습니다. 필요한 모양은 ${p.wanted}입니다`
				: `${name}: 모양이 ${p.got}입니다. 필요한 모양은 ${p.wanted}입니다`,
	}),
};
