/**
 * Patterns of C and similar languages (C++, Java, JavaScript, Go): strings, comments, the condition and the body of an
 * `if`. They read tokens and do not parse: macros and templates are taken literally.
 */
import { isBlank, isWord, NEWLINE } from "./characters.ts";
import type { Labeller } from "./pattern.ts";

const SLASH = 0x2f;
const STAR = 0x2a;
const BACKSLASH = 0x5c;
const SINGLE = 0x27;
const DOUBLE = 0x22;

/** State after a character. `end` is the character that closes a comment or a literal, and belongs to it. */
export type Mode = "code" | "string" | "comment" | "end";

export function cMode(): (c: number) => Mode {
	let within: "code" | "line" | "block" | "literal" = "code";
	let quote = 0;
	let escaped = false;
	let before = 0;
	return (c) => {
		const last = before;
		before = c;
		switch (within) {
			case "code":
				if (c === STAR && last === SLASH) {
					within = "block";
					before = 0; // the star of "/*" cannot also close
				} else if (c === SLASH && last === SLASH) within = "line";
				else if (c === DOUBLE || (c === SINGLE && !isWord(last))) {
					within = "literal";
					quote = c;
					escaped = false;
				}
				return within === "code" ? "code" : within === "literal" ? "string" : "comment";
			case "line":
				if (c === NEWLINE && last !== BACKSLASH) within = "code";
				return within === "line" ? "comment" : "end";
			case "block":
				if (c !== SLASH || last !== STAR) return "comment";
				within = "code";
				before = 0; // the slash of "*/" opens nothing
				return "end";
			case "literal":
				if (escaped) escaped = false;
				else if (c === BACKSLASH) escaped = true;
				else if (c === quote || c === NEWLINE) within = "code";
				return within === "literal" ? "string" : "end";
		}
	};
}

/** Inside a string or a character literal. */
export function cString(): Labeller {
	const mode = cMode();
	return (c) => (mode(c) === "string" ? 1 : 0);
}

/** Inside a comment of either kind, once it is recognised: from the second character of its opening on. */
export function cComment(): Labeller {
	const mode = cMode();
	return (c) => (mode(c) === "comment" ? 1 : 0);
}

/**
 * Tracks the `if` statements. The condition is between the parentheses after `if`. The body is the block or statement
 * after the condition, with everything in it; what follows `else` is not part of it.
 */
function cIf(): (c: number) => { condition: boolean; body: boolean } {
	const mode = cMode();
	const open: number[] = []; // brackets open in code
	const conditions: number[] = []; // depth inside each open condition
	const blocks: number[] = []; // depth inside each body in braces
	const statements: number[] = []; // depth of each body without braces
	let word = "";
	let beforeWord = 0; // last non-blank character of code before the word
	let last = 0;
	let state: "none" | "if" | "body" = "none"; // what the next character of code belongs to
	const leave = (stack: number[], least: number) => {
		while (stack.length > 0 && stack.at(-1)! > least) stack.pop();
	};
	const code = (c: number) => {
		if (isWord(c)) {
			if (word === "") beforeWord = last;
			if (word.length < 8) word += String.fromCodePoint(c);
		}
		if (!isBlank(c) && c !== SLASH) last = c;
		if (isWord(c)) {
			if (state === "body") statements.push(open.length);
			state = "none";
			return;
		}
		if (word === "if" && beforeWord !== 0x23) state = "if"; // not #if
		word = "";
		if (isBlank(c) || c === SLASH) return; // a slash may open a comment, which is not a token
		const begins = state;
		state = "none";
		if (begins === "body" && c !== 0x7b && c !== 0x3b) statements.push(open.length);
		if (c === 0x28 || c === 0x5b || c === 0x7b) {
			open.push(c);
			if (begins === "if" && c === 0x28) conditions.push(open.length);
			if (begins === "body" && c === 0x7b) blocks.push(open.length);
		} else if (c === 0x29 || c === 0x5d || c === 0x7d) {
			const at = open.lastIndexOf(c === 0x29 ? 0x28 : c === 0x5d ? 0x5b : 0x7b);
			if (at < 0) return;
			open.length = at;
			if (c === 0x29 && conditions.at(-1) === at + 1) state = "body";
			leave(conditions, at);
			leave(blocks, at);
			leave(statements, c === 0x7d ? at - 1 : at); // a statement ends with the block that ends it
		} else if (c === 0x3b) leave(statements, open.length - 1);
	};
	return (c) => {
		const now = mode(c);
		if (now === "code") code(c);
		else if (now === "string" && state === "body") {
			statements.push(open.length);
			state = "none";
		} else if (now === "end" && c === NEWLINE) code(c);
		return { condition: conditions.length > 0, body: blocks.length > 0 || statements.length > 0 };
	};
}

/** Between the parentheses after `if`. */
export function cCondition(): Labeller {
	const follow = cIf();
	return (c) => (follow(c).condition ? 1 : 0);
}

/** In the block or statement that an `if` controls. */
export function cBody(): Labeller {
	const follow = cIf();
	return (c) => (follow(c).body ? 1 : 0);
}
