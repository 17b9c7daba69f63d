/** What the view Text shows now: the unit, what is known of all units, the marks, the passage; and what changes them. */
import { bySpread } from "../../../src/interpretation/reading/unitSpread.ts";
import { createStore } from "../../kit/store.ts";
import { placeFor, sharePlace, unitOf } from "../instrument/sharedPlace.ts";
import { instrument } from "../instrument/shownModel.ts";
import { address } from "../shell/location.ts";
import { firstPattern } from "./patternWord.ts";
import { indexOfUnit, readFrom, reading, readSoFar, stopReading, unitAt } from "./reading.ts";
import { type Scale, scaleOf } from "./scale.ts";
import { setTextWords, type TextWords, textWords } from "./textAddress.ts";
import type { Span } from "./textCaret.ts";
import { findings } from "./useKept.ts";

/** Extremes of the chosen unit; null before they are known. */
export const extremes = createStore<{ unit: number; low: Float32Array; high: Float32Array } | null>(null);
/** Informative spread of each unit, its size and mean, and the units by spread, most first; empty until the first symbols are read. */
export const moves = createStore(noMoves());
/** Spans that are underlined in the text and ticked in the map, and what they are. */
export interface Marks {
	spans: readonly Span[];
	/** What was found: words that were typed, the name of a pattern, or a unit with `fires`. */
	label: string;
	/** Whether they are the places where the unit is beyond its threshold. */
	fires?: boolean;
	/** Number of all spans; above `spans.length` where some are left out. */
	of: number;
}
export const marks = createStore<Marks | null>(null);
export const passage = createStore<Span | null>(null);
/** The passage's text, once it is there. */
export const passageText = createStore("");
/** Symbols in sight. */
export const sight = createStore<Span>({ from: 0, to: 0 });
/** Symbol of the cursor. */
export const cursor = createStore(0);
/** A unit and a pattern that were picked together; `sign` -1 if the unit is low where the pattern holds. */
interface Picked {
	unit: string;
	pattern: string;
	sign?: 1 | -1;
}
/** Those that were picked last, as a row of the table; see `patternNow`. */
export const claimable = createStore<Picked | null>(null);
/** The best row of the newest table, until a row or a unit is chosen: what a card is offered for. */
export const bestRow = createStore<{ unit: string; pattern: string } | null>(null);
/** Patterns of the newest table that no unit tracks above chance: no card is offered for them. */
export const untracked = createStore<readonly string[]>([]);
/** A place that the text is to show, and whether its box must be in sight; each jump counts. */
export const jump = createStore({ at: 0, n: 0, box: false });

/** Index of the unit that colours the text; 0 before the text is known. */
export function chosenUnit(): number {
	const now = reading.get();
	const { unit } = textWords();
	const named = now && unit !== null ? indexOfUnit(now, unit) : -1;
	if (named >= 0) return named;
	return moves.get().order[0] ?? 0;
}

export const chosenName = (): string => (reading.get() ? unitAt(reading.get()!, chosenUnit()) : "");

export function scaleNow(): Scale {
	return scaleFor(textWords().scale);
}

/** The scale of the chosen unit if the reader chose `chosen`. */
export function scaleFor(chosen: TextWords["scale"]): Scale {
	const now = reading.get();
	const { means, sizes } = moves.get();
	const unit = chosenUnit();
	if (!now) return { centre: 0, reach: 1, kind: "own", odds: false };
	return scaleOf(chosenName(), now.model, chosen, { mean: means[unit] ?? 0, size: sizes[unit] ?? 0 });
}

/** The scale of a difference of two losses, in nats, as the reader chose it. */
export const differenceScale = (): Scale => ({
	...{ centre: 0, reach: textWords().differenceScale },
	...{ kind: "fitted", odds: false },
});

interface Moves {
	spreads: Float64Array;
	sizes: Float64Array;
	means: Float64Array;
	order: Uint32Array;
}

function noMoves(): Moves {
	const none = new Float64Array(0);
	return { spreads: none, sizes: none, means: none, order: new Uint32Array(0) };
}

/**
 * The pattern that goes with the chosen unit: the one it was picked with, else the first that was searched for; "" for none.
 * Where the address names another one, as a link does that is opened here, it is that.
 */
export function patternNow(): string {
	const picked = claimable.get();
	const { pattern } = textWords();
	const isPicked = picked?.unit === chosenName() && (pattern === null || pattern === picked.pattern);
	return isPicked ? picked.pattern : firstPattern(pattern ?? "");
}

/** Chooses a unit together with a pattern. */
export function pick(unit: string, pattern: string, sign?: 1 | -1): void {
	const before = claimable.get();
	const isSame = before?.unit === unit && before.pattern === pattern;
	claimable.set(isSame && sign === undefined ? before : { unit, pattern, ...(sign && { sign }) });
	bestRow.set(null);
	setTextWords({ unit, pattern });
}

export function chooseUnit(unit: string): void {
	bestRow.set(null);
	setTextWords({ unit });
}

/** Shows the first of the marked places that is not before the cursor, or the first of all. */
export function goToMark(): void {
	const { spans } = marks.get()!;
	const next = spans.find(({ from }) => from >= cursor.get()) ?? spans[0];
	if (next) goTo(next.from);
}

/** @param box whether the box of the text is brought into sight as well, where it is not: the reader pressed a place elsewhere */
export function goTo(at: number, box = false): void {
	cursor.set(at);
	setTextWords({ at });
	jump.set(({ n }) => ({ at, n: n + 1, box }));
}

/** The passage that the reader chose; its words follow. */
export function choosePassage(span: Span | null): void {
	passage.set(span);
	passageText.set("");
	if (!span) return;
	void instrument.ask("decoded", span).then((text) => {
		if (passage.get() === span) passageText.set(text);
	});
}

/** What is found again where the text was left. */
interface LeftText {
	marks: Marks | null;
	claimable: Picked | null;
	bestRow: { unit: string; pattern: string } | null;
	untracked: readonly string[];
	passage: Span | null;
}
const NOTHING: LeftText = { marks: null, claimable: null, bestRow: null, untracked: [], passage: null };

const EVERY_MS = 300;

/** The unit and the symbol of the view Cell, if the reader comes from there; the unit's value stays the one that was shown. */
function takePlace(model: Parameters<typeof readFrom>[0]): void {
	const { u, at } = address.get().more;
	const place = u === undefined && at === undefined ? placeFor("text", model) : null;
	const { layer, index } = (place && unitOf(place.unit)) ?? {};
	if (!place || layer === undefined) return;
	const value = /^l\d+\.(.+)\.\d+$/.exec(unitLeft ?? "")?.[1] ?? "h";
	setTextWords({ unit: `l${layer}.${value}.${index}`, at: place.at });
}

/** The unit that was shown last. */
let unitLeft: string | null = null;

/** Follows the text of the open network until the returned function is called. */
export function followText(model: Parameters<typeof readFrom>[0]): () => void {
	let due = 0;
	let asking = false;
	let again = false;
	const before = findings();
	const left = (before.get("text") as LeftText | undefined) ?? NOTHING;
	marks.set(left.marks);
	claimable.set(left.claimable);
	bestRow.set(left.bestRow);
	untracked.set(left.untracked);
	choosePassage(left.passage);
	extremes.set(null);
	moves.set(noMoves());
	takePlace(model);
	const { at } = textWords();
	cursor.set(at);
	jump.set(({ n }) => ({ at, n: n + 1, box: false }));
	const look = async () => {
		if (asking) {
			again = true;
			return;
		}
		asking = true;
		do {
			again = false;
			const now = reading.get();
			if (!now) break;
			if (moves.get().order.length === 0) {
				const seen = await instrument.ask("unitsSeen", undefined);
				if (reading.get() !== now) break;
				if (seen) moves.set({ ...seen, order: bySpread(seen.spreads) });
			}
			const unit = chosenUnit();
			if (textWords().unit === null && moves.get().order.length > 0) setTextWords({ unit: unitAt(now, unit) });
			const found = await instrument.ask("extremes", { unit: unitAt(now, unit) });
			if (reading.get() === now) extremes.set({ unit, ...found });
		} while (again);
		asking = false;
	};
	const progress = () => {
		const { done, of } = readSoFar.get();
		const now = performance.now();
		if (done === 0 || (done < of && now < due)) return;
		due = now + EVERY_MS;
		void look();
	};
	/** The words of the address are gone when the view is left. */
	let textUnit = textWords().unit;
	const keep = () => {
		const { view } = address.get();
		const { unit, at } = textWords();
		if (view !== "text" || unit === null) return;
		textUnit = unit;
		sharePlace({ facts: model, from: "text", unit, at });
	};
	const ends = [
		address.subscribe(keep),
		readSoFar.subscribe(progress),
		address.subscribe(() => extremes.get()?.unit !== chosenUnit() && void look()),
	];
	void readFrom(model);
	return () => {
		for (const end of ends) end();
		const rows = { claimable: claimable.get(), bestRow: bestRow.get(), untracked: untracked.get() };
		unitLeft = textUnit;
		before.set("text", { ...rows, marks: marks.get(), passage: passage.get() } satisfies LeftText);
		stopReading();
	};
}
