/** A round of hide and seek: the unit that hides, the guess, and how the guess scores on text that chose neither. */

import type { UnitVerdict } from "../../../../src/interpretation/search/verdict.ts";
import { unitOf } from "../../../../src/interpretation/unit/unitHistory.ts";
import type { Words } from "../../../../studio/wire.ts";
import { createStore } from "../../../kit/store.ts";
import { InstrumentError, isClosed } from "../../instrument/instrument.ts";
import { inBackground } from "../../instrument/shownModel.ts";
import { patternsOf } from "../../text/finder.ts";
import { wordsOf } from "../../train/told.ts";
import type { UnitOver } from "../../worker/instrument/seeking.ts";
import type { TrackersFound } from "../../worker/instrument/trackers.ts";
import { setPlayWords, wholeOf } from "../playAddress.ts";
import { type Hidden, hiddenOf, worthOf } from "./hiding.ts";

/** Symbols of the part that are searched: units are chosen on the first half of them, and scored on the second. */
const SEARCHED = 20_000;
/** Units that are named for each pattern. */
const BEST = 3;

export interface Guessed {
	/** As it was typed or chosen. */
	pattern: string;
	/** Null if the pattern could not be scored. */
	verdict: UnitVerdict | null;
	worth: number;
}

export interface SeekState {
	seed: number;
	/** Symbols that were searched. */
	symbols: number;
	progress: number;
	/** Null before the search has ended, and where no unit can hide. */
	hidden: Hidden | null;
	over: UnitOver | null;
	none: boolean;
	guess: string;
	guessed: Guessed | null;
	/** A guess is being scored. */
	scoring: boolean;
	wrong: "wrong" | "late" | "deep" | null;
	failure: Words | null;
	/** Worth of the rounds so far, by seed. */
	worths: ReadonlyMap<number, number>;
}

const FRESH = {
	...{ progress: 0, hidden: null, over: null, none: false, guess: "", guessed: null, scoring: false },
	...{ wrong: null, failure: null },
} satisfies Partial<SeekState>;
const seedNow = () => wholeOf("pass", 1, [0, 999_999_999]);
export const seek = createStore<SeekState>({ ...FRESH, seed: seedNow(), symbols: 0, worths: new Map() });
let trackers: Promise<TrackersFound> | undefined;
let rounds = 0;
const put = (some: Partial<SeekState>) => seek.set((now) => ({ ...now, ...some }));

/** Searches the open network for units that track something. @param symbols of its text */
export function beginSeeking(symbols: number): void {
	trackers = undefined;
	put({ symbols: Math.min(SEARCHED, symbols), worths: new Map() });
	void hide();
}

/** Hides the unit of the address's seed. */
async function hide(): Promise<void> {
	const mine = ++rounds;
	const seed = seedNow();
	put({ ...FRESH, seed });
	const { symbols } = seek.get();
	try {
		const worker = await inBackground();
		const onProgress = (done: number, total: number) =>
			mine === rounds && put({ progress: total > 0 ? done / total : 0 });
		trackers ??= worker.ask("trackers", { best: BEST, limit: symbols }, { onProgress });
		const { patterns, chosen } = await trackers;
		const hidden = hiddenOf(patterns, chosen?.patterns ?? patterns.map(({ pattern }) => pattern), seed);
		if (mine !== rounds) return;
		if (!hidden) return put({ none: true });
		const over = await worker.ask("unitOver", { unit: hidden.unit, symbols: Math.floor(symbols / 2) });
		if (mine === rounds) put({ hidden, over });
	} catch (error) {
		if (mine !== rounds || isClosed(error)) return; // another network has been opened, and is searched anew
		trackers = undefined;
		const failure = error instanceof InstrumentError ? error.words : wordsOf(error);
		put({ failure });
	}
}

export function nextRound(): void {
	setPlayWords({ pass: String(seedNow() + 1) }, "push");
	void hide();
}

export const choosePattern = (guess: string) => put({ guess, wrong: null });

/** Scores the guess by the hidden unit on the second half of what was searched. */
export async function answer(): Promise<void> {
	const mine = rounds;
	const { hidden, guess, symbols, seed, worths } = seek.get();
	if (!hidden || guess.trim() === "") return;
	const asked = await patternsOf(guess, symbols);
	if (typeof asked === "string") return put({ wrong: asked });
	put({ scoring: true, wrong: null });
	try {
		const worker = await inBackground();
		const found = await worker.ask("scored", { unit: hidden.unit, limit: symbols, ...asked });
		if (mine !== rounds) return;
		const verdict = unitOf(found, hidden.unit);
		const worth = worthOf(verdict, hidden.verdict);
		put({ scoring: false, guessed: { pattern: guess, verdict, worth }, worths: new Map(worths).set(seed, worth) });
	} catch (error) {
		if (mine !== rounds || isClosed(error)) return;
		const failure = error instanceof InstrumentError ? error.words : wordsOf(error);
		put({
			scoring: false,
			guessed: { pattern: guess, verdict: null, worth: 0 },
			failure,
			worths: new Map(worths).set(seed, 0),
		});
	}
}
