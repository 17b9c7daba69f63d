/** Labels a text for the requested patterns: registry names, expressions, span files, and a program's own functions. */

import type { Points } from "../../../data/codePoints.ts";
import type { Part } from "../../../data/corpus.ts";
import { fail } from "../../../errors/index.ts";
import { shown } from "../../../errors/quote.ts";
import { matchSpans } from "../../../interpretation/patterns/expression.ts";
import { Labels, type Pattern, predicate } from "../../../interpretation/patterns/pattern.ts";
import { type Asked, parsePatterns } from "../../../interpretation/patterns/registry.ts";
import { parseSpans, spanPattern } from "../../../interpretation/patterns/spans.ts";
import type { Work } from "../../../kernels/work.ts";
import { inTurns, turn } from "../../machine/turns.ts";
import { openText } from "../../sources/files.ts";
import { matchesInTime } from "./matching.ts";

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

const MOST_SPAN_BYTES = 1 << 26;
/** Largest number of labels in memory, one byte per symbol and pattern. */
const MOST_LABELS = 2 ** 30;
/** Largest number of characters that an expression or a function can see at once. */
const MOST_CHARACTERS = 2 ** 28;

type Wanted = Asked | { name: string; holds: Predicate };

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

/**
 * Labels the first `symbols` symbols.
 * @throws E_REGEX_TIME, E_REGEX_DEPTH, E_SPANS, E_UTF8, and E_OPTION for a text whose labels do not fit into memory.
 */
export async function labelText(
	text: Pick<Part, "points">,
	symbols: number,
	wanted: readonly Wanted[],
	{ where, signal, seconds }: { where: string; signal?: AbortSignal /** Of each expression. */; seconds?: number },
): Promise<Labels> {
	const whole = wanted.some((one) => "expression" in one || "holds" in one);
	const most = Math.min(Math.floor(MOST_LABELS / (wanted.length + 1)), whole ? MOST_CHARACTERS : MOST_LABELS);
	if (symbols > most) {
		const why = { reason: "whole", min: 2048, max: most, got: String(symbols) } as const;
		throw fail("E_OPTION", { option: "limit", why, where });
	}
	const characters = whole ? await charactersOf(text, symbols) : "";
	const patterns: Pattern[] = [];
	for (const one of wanted) {
		if ("pattern" in one) patterns.push(one.pattern);
		else if ("holds" in one) {
			const { name, graded, holds } = one.holds;
			patterns.push(predicate(name, characters, holds, { graded }));
		} else if ("file" in one) patterns.push(spanPattern(one.name, parseSpans(await readSpans(one.file), one.file)));
		else {
			const matches = await matchesInTime(characters, one.expression, { signal, seconds });
			patterns.push(spanPattern(one.name, matchSpans(characters, one.expression.place, matches)));
		}
	}
	const labels = new Labels(patterns, symbols);
	for await (const block of text.points()) {
		await inTurns(pushed(labels, block, symbols), { signal });
		if (labels.filled >= symbols) break;
		await turn();
		signal?.throwIfAborted();
	}
	return labels;
}

/** Pushes a block of code points until `most` symbols are labelled. */
function* pushed(labels: Labels, { points, symbols: times, n }: Points, most: number): Work<void> {
	for (let i = 0; i < n && labels.filled < most; i++) {
		labels.push(points[i]!, times[i]!);
		if (i % 1024 === 1023) yield i / n;
	}
}

/** The characters of the first symbols, without one cut off at the end. */
async function charactersOf(text: Pick<Part, "points">, symbols: number): Promise<string> {
	const pieces: string[] = [];
	let seen = 0;
	for await (const { points, symbols: times, n } of text.points()) {
		let whole = 0;
		while (whole < n && seen + times[whole]! <= symbols) seen += times[whole++]!;
		for (let i = 0; i < whole; i += 4096)
			pieces.push(String.fromCodePoint(...points.subarray(i, Math.min(whole, i + 4096))));
		if (whole < n) break;
	}
	return pieces.join("");
}

async function readSpans(file: string): Promise<string> {
	const source = await openText(file);
	try {
		const { length } = source;
		if (length > MOST_SPAN_BYTES)
			throw fail("E_SPANS", { where: file, why: { reason: "large", bytes: length, max: MOST_SPAN_BYTES } });
		return new TextDecoder().decode(await source.read(0, length));
	} finally {
		await source.close();
	}
}
