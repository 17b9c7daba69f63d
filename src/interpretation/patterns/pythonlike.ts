/** Patterns of Python and similar languages: strings, comments, the condition and the body of an `if`. */
import { isBlank, isWord, NEWLINE } from "./characters.ts";
import type { Mode } from "./clike.ts";
import type { Labeller } from "./pattern.ts";

const BACKSLASH = 0x5c;

export function pyMode(): (c: number) => Mode {
	let within: "code" | "comment" | "string" = "code";
	let quote = 0;
	let triple = false;
	let run = 0; // quotes in a row, at the start or the end of a string
	let opening = false; // still among the opening quotes of a string
	let escaped = false;
	return (c) => {
		if (within === "comment") {
			if (c === NEWLINE) within = "code";
			return within === "comment" ? "comment" : "end";
		}
		if (within === "code") {
			if (c === 0x23) within = "comment";
			else if (c === 0x22 || c === 0x27) {
				[within, quote, triple, opening, run, escaped] = ["string", c, false, true, 1, false];
			}
			return within === "code" ? "code" : within;
		}
		if (opening && c === quote) {
			run++;
			if (run === 3) [triple, opening, run] = [true, false, 0];
			return "string"; // "" may yet become """
		}
		if (opening && run === 2) {
			within = "code"; // an empty string, and this character follows it
			opening = false;
			if (c === 0x23) within = "comment";
			return within;
		}
		opening = false;
		if (escaped) escaped = false;
		else if (c === BACKSLASH) escaped = true;
		else if (c === quote) {
			run = triple ? run + 1 : 3;
			if (run === 3 || !triple) {
				[within, run] = ["code", 0];
				return "end";
			}
			return "string";
		} else if (c === NEWLINE && !triple) {
			within = "code";
			return "end";
		}
		run = 0;
		return "string";
	};
}

/** Inside a string, including triple-quoted ones. */
export function pyString(): Labeller {
	const mode = pyMode();
	return (c) => (mode(c) === "string" ? 1 : 0);
}

/** From `#` to the end of the line. */
export function pyComment(): Labeller {
	const mode = pyMode();
	return (c) => (mode(c) === "comment" ? 1 : 0);
}

/**
 * Tracks the `if` and `elif` statements: the condition is between the word and the colon; the body is what is indented
 * further, or follows the colon on the same line. An `if` inside an expression does not count.
 */
function pyIf(): (c: number) => { condition: boolean; body: boolean } {
	const mode = pyMode();
	const bodies: number[] = []; // indentation of each `if` whose body is open
	let depth = 0; // brackets open
	let columns = 0;
	let leading = true;
	let word = "";
	let first = true; // still in the first word of the line
	let condition = false;
	return (c) => {
		const now = mode(c);
		if (c === NEWLINE && now !== "string" && depth === 0) {
			[leading, first, columns, word, condition] = [true, true, 0, "", false];
		} else if (leading && isBlank(c)) {
			columns += c === 9 ? 8 - (columns % 8) : 1;
		} else if (now === "code" || now === "string") {
			if (leading) while (bodies.length > 0 && bodies.at(-1)! >= columns) bodies.pop();
			leading = false;
			if (now === "code") {
				if (first && isWord(c)) word += String.fromCodePoint(c);
				else if (first) {
					first = false;
					condition = word === "if" || word === "elif";
				}
				if (c === 0x28 || c === 0x5b || c === 0x7b) depth++;
				else if ((c === 0x29 || c === 0x5d || c === 0x7d) && depth > 0) depth--;
				else if (c === 0x3a && condition && depth === 0) {
					condition = false;
					bodies.push(columns);
				}
			} else first = false;
		}
		return { condition, body: bodies.length > 0 };
	};
}

/** Between `if` or `elif` and its colon. */
export function pyCondition(): Labeller {
	const follow = pyIf();
	return (c) => (follow(c).condition ? 1 : 0);
}

/** In what an `if` or `elif` controls. */
export function pyBody(): Labeller {
	const follow = pyIf();
	return (c) => (follow(c).body ? 1 : 0);
}
