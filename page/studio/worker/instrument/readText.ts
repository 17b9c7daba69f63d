/** Calls of the view Text: the text's symbols, one pass over it in pieces, and any stretch of it at once. */
import type { Stretch } from "../../../../src/interpretation/reading/stretch.ts";
import { TextReading } from "../../../../src/interpretation/reading/textReading.ts";
import { type Opened, openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

/** What the pass knows from the start. */
export interface ReadingFacts {
	/** Symbols of the text, [S]. */
	ids: Int32Array;
	/** Values whose units can colour the text: every h, c and gate. */
	names: readonly string[];
	/** Units of each value. */
	width: number;
	/** Symbols of a stretch, and of a span of the extremes. */
	every: number;
	spanSymbols: number;
	spans: number;
}

export interface ReadSoFar {
	/** Symbols read. */
	done: number;
	of: number;
}

const readings = new WeakMap<Opened, TextReading>();

function readingOf(work: Work): TextReading {
	const opened = openedOf(work);
	let reading = readings.get(opened);
	if (!reading) readings.set(opened, (reading = new TextReading(opened, opened.ids)));
	return reading;
}

export function symbols(work: Work): ReadingFacts {
	const { ids, names, units, every, extremes } = readingOf(work);
	const { symbols: spanSymbols, spans } = extremes;
	return { ids, names, width: units / names.length, every, spanSymbols, spans };
}

/** Reads on for about `ms`, so that other calls come in between. */
export async function readOn(work: Work, { ms }: { ms: number }): Promise<ReadSoFar> {
	const reading = readingOf(work);
	const until = performance.now() + ms;
	await reading.readOn(() => performance.now() >= until || work.signal.aborted);
	return { done: reading.done, of: reading.ids.length };
}

/** The k-th stretch; null if the pass has not come there. */
export async function stretch(work: Work, { k }: { k: number }): Promise<Stretch | null> {
	return (await readingOf(work).stretch(k)) ?? null;
}

/** Lowest and highest value of a unit in each span; Infinity and -Infinity where nothing is read yet. */
export function extremes(work: Work, { unit }: { unit: string }): { low: Float32Array; high: Float32Array } {
	const reading = readingOf(work);
	return reading.extremes.of(reading.indexOf(unit));
}

/** What the first symbols of the text say about every unit; null until they are read. */
export interface UnitsSeen {
	/** Informative spread, 0 to 1, value after value, [U]. */
	spreads: Float64Array;
	/** Root mean square, [U]. */
	sizes: Float64Array;
	/** Mean, [U]. */
	means: Float64Array;
}

export function unitsSeen(work: Work): UnitsSeen | null {
	const { spread, spreadKnown } = readingOf(work);
	return spreadKnown ? { spreads: spread.spreads(), sizes: spread.sizes(), means: spread.means() } : null;
}
