/** The patterns by name, and the syntax for requesting one. */
import type { Lang } from "../../errors/define.ts";
import { fail } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import { cBody, cComment, cCondition, cString } from "./clike.ts";
import { type Expression, parseExpression } from "./expression.ts";
import { finalConsonant } from "./hangul.ts";
import { markEndings, markQuotatives } from "./koreanEndings.ts";
import { markHonorifics } from "./koreanHonorifics.ts";
import { markParticles } from "./koreanParticles.ts";
import { quotation } from "./koreanQuotation.ts";
import { markupComment, tag } from "./markup.ts";
import type { Labeller, Pattern } from "./pattern.ts";
import { brackets, column, indent, lineLength, number, quotes, upper, url, word } from "./plain.ts";
import { pyBody, pyComment, pyCondition, pyString } from "./pythonlike.ts";

const yesNo = (name: string, korean: string, open: () => Labeller): Pattern => {
	return { name, korean, graded: false, open };
};
const degree = (name: string, korean: string, open: () => Labeller): Pattern => ({ name, korean, graded: true, open });
const words = (name: string, korean: string, mark: NonNullable<Pattern["mark"]>): Pattern => {
	return { name, korean, graded: false, open: () => () => 0, mark };
};

export const PATTERNS: readonly Pattern[] = [
	yesNo("quotes", "따옴표", quotes),
	yesNo("word", "단어", word),
	yesNo("number", "숫자", number),
	yesNo("upper", "대문자", upper),
	yesNo("url", "웹주소", url),
	degree("brackets", "괄호", brackets),
	degree("indent", "들여쓰기", indent),
	degree("column", "칸", column),
	degree("line-length", "줄길이", lineLength),
	yesNo("c.string", "C.문자열", cString),
	yesNo("c.comment", "C.주석", cComment),
	yesNo("c.if-condition", "C.조건", cCondition),
	yesNo("c.if-body", "C.본문", cBody),
	yesNo("py.string", "파이썬.문자열", pyString),
	yesNo("py.comment", "파이썬.주석", pyComment),
	yesNo("py.if-condition", "파이썬.조건", pyCondition),
	yesNo("py.if-body", "파이썬.본문", pyBody),
	yesNo("markup.tag", "태그", tag),
	yesNo("markup.comment", "태그.주석", markupComment),
	{ ...yesNo("ko.final", "받침", finalConsonant), last: true },
	words("ko.particle", "조사", markParticles),
	words("ko.ending", "어미", markEndings),
	yesNo("ko.quotation", "인용", quotation),
	words("ko.quotative", "인용어미", markQuotatives),
	words("ko.honorific", "높임", markHonorifics),
];

/** The name of a pattern for readers: a pattern of the registry by its Korean name in Korean, any other as it is. */
export function patternName(pattern: string, lang: Lang): string {
	return (lang === "ko" && PATTERNS.find(({ name }) => name === pattern)?.korean) || pattern;
}

export const PATTERN_NAMES: readonly string[] = PATTERNS.map(({ name }) => name);

/** Patterns for any text; further ones for prose with cased letters, for code or markup, and for each language. */
const PLAIN = ["quotes", "number", "url", "brackets", "column", "line-length"];
const LANGUAGE = (prefix: string) => PATTERN_NAMES.filter((name) => name.startsWith(prefix));

/** Sets of patterns by the kind of text, and all of them: they can be asked for by name. */
export const SETS = {
	prose: [...PLAIN, "word", "upper"],
	c: [...PLAIN, "word", "upper", "indent", ...LANGUAGE("c.")],
	python: [...PLAIN, "word", "upper", "indent", ...LANGUAGE("py.")],
	markup: [...PLAIN, "word", "upper", "indent", ...LANGUAGE("markup.")],
	korean: [...PLAIN, "word", ...LANGUAGE("ko.")],
	all: PATTERN_NAMES,
} as const satisfies Record<string, readonly string[]>;

export type TextKind = Exclude<keyof typeof SETS, "all">;

function named(name: string): Pattern {
	return PATTERNS.find((known) => known.name === name)!;
}

/** A requested pattern: one of the registry, an expression to match, or a file of spans. */
export type Asked =
	| { name: string; pattern: Pattern }
	| { name: string; expression: Expression }
	| { name: string; file: string };

/**
 * Parses `c.comment` or its Korean name; a set such as `korean` or `all`; `in:/re/`, `at:/re/`, `after:/re/`; `spans:FILE`. Several names are separated by commas; several
 * of the other forms by newlines.
 * @throws E_PATTERN_NAME, E_REGEX.
 */
export function parsePatterns(text: string): Asked[] {
	const asked = text.split("\n").flatMap((line): Asked[] => {
		const one = line.trim();
		if (one.startsWith("spans:")) return [{ name: one, file: one.slice("spans:".length) }];
		const expression = parseExpression(one);
		if (expression) return [{ name: one, expression }];
		if (/^(in|at|after):/.test(one)) throw unknown(one);
		return one.split(",").flatMap((part) => {
			const name = part.trim().normalize("NFC");
			const patterns = Object.hasOwn(SETS, name)
				? SETS[name as keyof typeof SETS].map(named)
				: PATTERNS.filter((known) => known.name === name || known.korean === name);
			if (patterns.length === 0) throw unknown(name);
			return patterns.map((pattern) => ({ name: pattern.name, pattern }));
		});
	});
	return asked.filter(({ name }, k) => asked.findIndex((other) => other.name === name) === k);
}

function unknown(name: string) {
	const korean = PATTERNS.map((pattern) => pattern.korean!);
	const known = { known: PATTERN_NAMES.join(", "), korean: korean.join(", "), sets: Object.keys(SETS).join(", ") };
	const suggestion = nearest(name, [...PATTERN_NAMES, ...Object.keys(SETS), ...korean]);
	return fail("E_PATTERN_NAME", { name, ...known, suggestion });
}
