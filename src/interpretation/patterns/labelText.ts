/**
 * Labels a text for the requested patterns. How expressions are matched and files read is the caller's: both need what only
 * a runtime has, a thread that can be stopped and a disk.
 */
import type { Points } from "../../data/codePoints.ts";
import type { Part } from "../../data/corpus.ts";
import { fail } from "../../errors/index.ts";
import type { Work } from "../../kernels/work.ts";
import type { Wanted } from "./askedPatterns.ts";
import { type Expression, matchSpans } from "./expression.ts";
import { Labels, type Pattern, predicate } from "./pattern.ts";
import { type Span, spanPattern } from "./spans.ts";

export interface LabelHelp {
	/** Returns the matches of an expression, [from, to) in UTF-16 indices, flat. */
	matches(characters: string, expression: Expression): Promise<ArrayLike<number>>;
	/** Reads a file of spans. */
	spans(file: string): Promise<readonly Span[]>;
	/** Runs work to its end, with turns for the event loop; rejects where the call was cancelled. */
	inTurns(work: Work<void>): Promise<void>;
}

/** Largest number of labels in memory, one byte per symbol and pattern. */
const MOST_LABELS = 2 ** 30;
/** Largest number of characters that an expression or a function can see at once. */
const MOST_CHARACTERS = 2 ** 28;

/**
 * Labels the first `symbols` symbols.
 * @throws E_OPTION for a text whose labels do not fit into memory, and what `help` throws.
 */
export async function labelText(
	text: Pick<Part, "points">,
	symbols: number,
	wanted: readonly Wanted[],
	{ where, help }: { where: string; help: LabelHelp },
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
		} else if ("file" in one) patterns.push(spanPattern(one.name, await help.spans(one.file)));
		else {
			const matches = await help.matches(characters, one.expression);
			patterns.push(spanPattern(one.name, matchSpans(characters, one.expression.place, matches)));
		}
	}
	const labels = new Labels(patterns, symbols);
	for await (const block of text.points()) {
		await help.inTurns(pushed(labels, block, symbols));
		if (labels.filled >= symbols) break;
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
