/**
 * The text as the page holds it: its symbols, how far the worker has read it, and the stretches around what is shown.
 * Stretches have the values of all units, so that another unit is there at once; the oldest are let go.
 */
import type { Stretch } from "../../../src/interpretation/reading/stretch.ts";
import { createStore } from "../../kit/store.ts";
import { instrument } from "../instrument/shownModel.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import type { ReadingFacts } from "../worker/instrument/readText.ts";

export interface Reading extends ReadingFacts {
	model: ModelFacts;
}

export const reading = createStore<Reading | null>(null);
/** Symbols read. The extremes and deviations of the units grow with it. */
export const readSoFar = createStore({ done: 0, of: 0 });
/** Counts stretches that came; pictures look again. */
export const arrivals = createStore(0);

/** Milliseconds of the pass between two looks at other calls. */
const PIECE_MS = 24;
/** Bytes of all stretches that are kept; three at least. */
const MOST_BYTES = 1 << 26;
const kept = new Map<number, Stretch>(); // least recently used first
const asked = new Set<number>();
let pass: AbortController | undefined;

/** Reads the text of the network that the worker has just opened. */
export async function readFrom(model: ModelFacts): Promise<void> {
	pass?.abort();
	pass = new AbortController();
	const { signal } = pass;
	kept.clear();
	asked.clear();
	try {
		const facts = await instrument.ask("symbols", undefined, { signal });
		readSoFar.set({ done: 0, of: facts.ids.length });
		reading.set({ ...facts, model });
		for (let done = 0; done < facts.ids.length; ) {
			const now = await instrument.ask("readOn", { ms: PIECE_MS }, { signal });
			done = now.done;
			readSoFar.set(now);
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}

export function stopReading(): void {
	pass?.abort();
	reading.set(null);
}

/** The stretch that holds symbol `at`; undefined until it comes. */
export function stretchAt(at: number): Stretch | undefined {
	const { every, ids } = reading.get()!;
	const k = Math.floor(at / every);
	const found = kept.get(k);
	if (found) {
		kept.delete(k);
		kept.set(k, found);
		return found;
	}
	if (at < ids.length && k * every < readSoFar.get().done && !asked.has(k)) void fetchStretch(k);
	return undefined;
}

async function fetchStretch(k: number): Promise<void> {
	asked.add(k);
	const signal = pass?.signal;
	try {
		const came = await instrument.ask("stretch", { k }, signal ? { signal } : {});
		if (!came || signal?.aborted) return;
		kept.set(k, came);
		for (const oldest of kept.keys()) {
			if (kept.size <= 3 || kept.size * came.values.byteLength <= MOST_BYTES) break;
			kept.delete(oldest);
		}
		arrivals.set((n) => n + 1);
	} catch (error) {
		if (!signal?.aborted) throw error;
	} finally {
		asked.delete(k);
	}
}

/** Index of a unit in the rows of a stretch; -1 if it is none. */
export function indexOfUnit({ names, width }: ReadingFacts, unit: string): number {
	const [, name, digits] = /^(.*)\.(\d{1,6})$/.exec(unit) ?? [];
	const value = names.indexOf(name ?? "");
	return value < 0 || Number(digits) >= width ? -1 : value * width + Number(digits);
}

export const unitAt = ({ names, width }: ReadingFacts, index: number): string =>
	`${names[Math.floor(index / width)]}.${index % width}`;

/** The value of a unit after symbol `at`; NaN until its stretch is there. */
export function valueAt(unit: number, at: number): number {
	const stretch = stretchAt(at);
	const { names, width } = reading.get()!;
	return stretch ? stretch.values[(at - stretch.from) * names.length * width + unit]! : Number.NaN;
}
