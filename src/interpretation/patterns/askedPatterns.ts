/** The patterns that a request names, as names, expressions, files of spans, or a program's own functions. */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Pattern } from "./pattern.ts";
import { type Asked, parsePatterns } from "./registry.ts";

/**
 * A pattern defined by a function of each position in the text: true or false, or with `graded` a degree from 0 to 255.
 */
export interface Predicate {
	/** Name to show. */
	name: string;
	/** Whether the function returns degrees instead of yes or no. Default: false. */
	graded?: boolean;
	/** Returns whether the pattern holds at a character of the text, or how much. @param at its UTF-16 index */
	holds(text: string, at: number): boolean | number;
}

/** `quotes`, `in:/re/flags`, `at:/re/`, `after:/re/`, `spans:FILE`; or a program's own. */
export type AskedPattern = string | Pattern | Predicate;

export type Wanted = Asked | { name: string; holds: Predicate };

/** The requested patterns without duplicates. @throws E_PATTERN_NAME, E_REGEX, E_OPTION. */
export function wantedPatterns(asked: readonly AskedPattern[], where: string): Wanted[] {
	const wanted = asked.flatMap((one): Wanted[] => {
		if (typeof one === "string") return parsePatterns(one);
		const named = typeof one?.name === "string";
		if (named && "open" in one && typeof one.open === "function") return [{ name: one.name, pattern: one }];
		if (named && "holds" in one && typeof one.holds === "function") return [{ name: one.name, holds: one }];
		const forms = ["NAME", "in:/re/", "spans:FILE", "{ name, open }", "{ name, holds }"];
		throw fail("E_OPTION", { option: "patterns", why: { reason: "form", forms, got: shown(one) }, where });
	});
	if (wanted.length === 0) {
		const why = { reason: "count", of: "patterns", got: 0, min: 1 } as const;
		throw fail("E_OPTION", { option: "patterns", why, where });
	}
	return wanted.filter(({ name }, k) => wanted.findIndex((other) => other.name === name) === k);
}
