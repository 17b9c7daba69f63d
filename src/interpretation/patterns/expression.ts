/** Patterns from regular expressions: `in:/re/`, `at:/re/` and `after:/re/`, optionally followed by flags. */
import { fail } from "../../errors/index.ts";
import type { Span } from "./spans.ts";

/** in: every symbol of a match. at: the first symbol of a match. after: the first symbol after a match. */
export type MatchPlace = "in" | "at" | "after";

export interface Expression {
	place: MatchPlace;
	source: string;
	/** Always with g, and with u or v. */
	flags: string;
}

/** Longest expression, as in a named cell. Engines overflow their stack in longer ones. */
const MOST_SOURCE = 4096;

/**
 * Parses `in:/\d+/i` as an expression; undefined for text of another form.
 * @throws E_REGEX with the position of the mistake, E_LIMIT.
 */
export function parseExpression(text: string): Expression | undefined {
	const [, place, source, given = ""] = /^(in|at|after):\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
	if (place === undefined || source === undefined) return undefined;
	if (source.length > MOST_SOURCE)
		throw fail("E_LIMIT", { where: "the expression", limit: "pattern", got: source.length, max: MOST_SOURCE });
	const flags = [...new Set(`${given.includes("v") ? "g" : "gu"}${given}`)].join("");
	const wrong = complaint("", flags);
	if (wrong !== undefined) throw fail("E_REGEX", { source: `/${source}/${given}`, why: wrong, at: source.length + 2 });
	const why = complaint(source, flags);
	if (why !== undefined) throw fail("E_REGEX", { source, why, at: positionOf(source, flags, why) });
	return { place: place as MatchPlace, source, flags };
}

function complaint(source: string, flags: string): string | undefined {
	try {
		new RegExp(source, flags).test(" "); // compiled only when it is used: too large a one fails here
		return undefined;
	} catch (error) {
		// "Invalid regular expression: /a(/gu: Unterminated group": the last part is the engine's reason
		return (error as Error).message.split(": ").at(-1)!;
	}
}

/** Every prefix of the expression from here on has the same mistake; engines report only what is wrong, not where. */
function positionOf(source: string, flags: string, why: string): number {
	if (source.length > 2000) return 0;
	let at = source.length;
	while (at > 0 && complaint(source.slice(0, at), flags) === why) at--;
	return at;
}

/**
 * Returns the matches in a text, [from, to) in UTF-16 indices, flat. JavaScript's expressions can take exponential
 * time, so call this where it can be stopped. `reached`, [1], holds the index at which a match is being sought.
 * @throws RangeError if backtracking takes more memory than the engine has.
 */
export function matchesOf(
	text: string,
	{ source, flags }: Expression,
	reached: Int32Array = new Int32Array(1),
): number[] {
	const found: number[] = [];
	const here = new RegExp(source, `${flags.replace("y", "")}y`);
	for (let at = 0; at <= text.length; ) {
		reached[0] = at;
		here.lastIndex = at;
		const matched = here.test(text);
		const to = here.lastIndex;
		if (matched) found.push(at, to);
		else if (flags.includes("y")) break;
		at = matched && to > at ? to : at + (text.codePointAt(at)! > 0xffff ? 2 : 1);
	}
	return found;
}

/** Converts matches to spans of code points. */
export function matchSpans(text: string, place: MatchPlace, matches: ArrayLike<number>): Span[] {
	const spans: Span[] = [];
	let unit = 0; // UTF-16 index of `point`
	let point = 0;
	const goTo = (index: number) => {
		for (; unit < index; point++) unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
		return point;
	};
	for (let m = 0; m < matches.length; m += 2) {
		const from = goTo(matches[m]!);
		const to = goTo(matches[m + 1]!);
		if (place === "in" && to > from) spans.push({ from, to });
		else if (place !== "in") spans.push(place === "at" ? { from, to: from + 1 } : { from: to, to: to + 1 });
	}
	return spans;
}
