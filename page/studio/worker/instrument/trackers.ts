/** Calls for the cells that track a pattern: the search, where a pattern holds, what a passage is, where a unit fires. */
import { pointsOf } from "../../../../src/data/codePoints.ts";
import { bytesSource } from "../../../../src/data/source.ts";
import { type FindCellsResult, findCells } from "../../../../src/interpretation/findCells.ts";
import { parseUnit } from "../../../../src/interpretation/hookNames.ts";
import { wantedPatterns } from "../../../../src/interpretation/patterns/askedPatterns.ts";
import type { ChosenPatterns } from "../../../../src/interpretation/patterns/chosenPatterns.ts";
import { spansWhere } from "../../../../src/interpretation/patterns/labelSpans.ts";
import { type Likeness, likePassage } from "../../../../src/interpretation/patterns/likePassage.ts";
import { Labels } from "../../../../src/interpretation/patterns/pattern.ts";
import { insideOf } from "../../../../src/interpretation/proof/inside.ts";
import { unitValues } from "../../../../src/interpretation/unit/values.ts";
import { labelled, type PatternsAsked, textUpTo } from "./labelling.ts";
import { openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

/** Spans that are sent; the number of all is sent too. */
const MOST_SPANS = 100_000;

export interface TrackersFound extends FindCellsResult {
	chosen: ChosenPatterns | null;
	/** Places where each pattern holds in the whole text; null for a degree. */
	places: Record<string, number | null>;
}

/** What `sluice cells find` does: selects on the first half, evaluates on the second. */
export async function trackers(work: Work, asked: PatternsAsked & { best: number }): Promise<TrackersFound> {
	const opened = openedOf(work);
	const { labels, chosen, symbols } = await labelled(work, asked);
	const { signal } = work;
	const found = await findCells(opened, textUpTo(opened, symbols), labels, {
		...{ best: asked.best, strict: asked.patterns !== undefined, signal },
		async onProgress(done, total) {
			work.tell(done, total);
			await work.turn();
		},
	});
	return { chosen, places: placesOf(labels), ...found };
}

const placesOf = ({ patterns, tracks, symbols }: Labels): TrackersFound["places"] =>
	Object.fromEntries(
		patterns.map(({ name, graded }, p) => [
			name,
			graded ? null : spansWhere(symbols, (at) => tracks[p]![at] === 1, 0).of,
		]),
	);

/** Places of a pattern in texts of the page, read as their characters. */
export async function placesIn(
	work: Work,
	{ pattern, texts }: { pattern: string; texts: readonly { name: string; text: string }[] },
): Promise<{ name: string; places: number }[]> {
	const counts: { name: string; places: number }[] = [];
	for (const { name, text } of texts) {
		const bytes = new TextEncoder().encode(text);
		const all = { first: 0, end: bytes.length, unit: "codepoint", lossy: false } as const;
		const labels = new Labels(
			wantedPatterns([pattern], "cells find").flatMap((one) => ("pattern" in one ? [one.pattern] : [])),
			bytes.length,
		);
		for await (const { points, symbols, n } of pointsOf({ source: bytesSource(name, bytes), ...all }))
			for (let i = 0; i < n; i++) labels.push(points[i]!, symbols[i]!);
		counts.push({ name, places: placesOf(labels)[labels.patterns[0]?.name ?? ""] ?? 0 });
		await work.turn();
	}
	return counts;
}

/** The patterns of the text that a passage is an instance of, best first. */
export async function passagePatterns(work: Work, { from, to }: { from: number; to: number }): Promise<Likeness[]> {
	return likePassage((await labelled(work, {})).labels, from, to);
}

export interface Spans {
	/** [from, to) in symbols, flat. */
	spans: Uint32Array;
	of: number;
	/** Fraction of the symbols. */
	share: number;
}

/** Where the first of the patterns holds; a degree above the level that divides the text most evenly. */
export async function patternSpans(work: Work, asked: PatternsAsked): Promise<Spans> {
	const { label, share } = insideOf((await labelled(work, asked)).labels);
	return { ...spansWhere(label.length, (at) => label[at] === 1, MOST_SPANS), share };
}

/** Where a unit is beyond its threshold in the direction `sign`. */
export async function firing(
	work: Work,
	{ unit, sign, threshold, limit }: { unit: string; sign: 1 | -1; threshold: number; limit?: number },
): Promise<Spans> {
	const opened = openedOf(work);
	const text = textUpTo(opened, limit ?? opened.ids.length);
	const { values } = await unitValues(opened, text, parseUnit(opened.weights.spec, unit), {
		signal: work.signal,
		async onProgress(done, total) {
			work.tell(done, total);
			await work.turn();
		},
	});
	const fires = (at: number) => sign * values[at]! > sign * threshold;
	let share = 0;
	for (let at = 0; at < values.length; at++) if (fires(at)) share++;
	return { ...spansWhere(values.length, fires, MOST_SPANS), share: share / Math.max(1, values.length) };
}
