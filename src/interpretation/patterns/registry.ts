/** The patterns by name, and the syntax for requesting one. */
import { fail } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import { cBody, cComment, cCondition, cString } from "./clike.ts";
import { type Expression, parseExpression } from "./expression.ts";
import type { Labeller, Pattern } from "./pattern.ts";
import { brackets, column, indent, lineLength, number, quotes, upper, url, word } from "./plain.ts";
import { pyBody, pyComment, pyCondition, pyString } from "./pythonlike.ts";

const yesNo = (name: string, open: () => Labeller): Pattern => ({ name, graded: false, open });
const degree = (name: string, open: () => Labeller): Pattern => ({ name, graded: true, open });

export const PATTERNS: readonly Pattern[] = [
	yesNo("quotes", quotes),
	yesNo("word", word),
	yesNo("number", number),
	yesNo("upper", upper),
	yesNo("url", url),
	degree("brackets", brackets),
	degree("indent", indent),
	degree("column", column),
	degree("line-length", lineLength),
	yesNo("c.string", cString),
	yesNo("c.comment", cComment),
	yesNo("c.if-condition", cCondition),
	yesNo("c.if-body", cBody),
	yesNo("py.string", pyString),
	yesNo("py.comment", pyComment),
	yesNo("py.if-condition", pyCondition),
	yesNo("py.if-body", pyBody),
];

export const PATTERN_NAMES: readonly string[] = PATTERNS.map(({ name }) => name);

/** A requested pattern: one of the registry, an expression to match, or a file of spans. */
export type Asked =
	| { name: string; pattern: Pattern }
	| { name: string; expression: Expression }
	| { name: string; file: string };

/**
 * Parses `c.comment`; `in:/re/`, `at:/re/`, `after:/re/`; `spans:FILE`. Several names are separated by commas; several
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
		return one.split(",").map((name) => {
			const pattern = PATTERNS.find((known) => known.name === name.trim());
			if (!pattern) throw unknown(name.trim());
			return { name: pattern.name, pattern };
		});
	});
	return asked.filter(({ name }, k) => asked.findIndex((other) => other.name === name) === k);
}

function unknown(name: string) {
	return fail("E_PATTERN_NAME", { name, known: PATTERN_NAMES.join(", "), suggestion: nearest(name, PATTERN_NAMES) });
}
