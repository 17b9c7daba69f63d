/** A text of the reader's, read while it is typed: the state after every symbol is kept, so that going back takes no time. */
import { typedText } from "../../../../src/data/typedText.ts";
import { parseUnit } from "../../../../src/interpretation/hookNames.ts";
import { type LikelyCharacter, nextSyllables } from "../../../../src/interpretation/reading/nextSyllables.ts";
import { SymbolTape } from "../../../../src/interpretation/reading/symbolTape.ts";
import { predictionOf } from "../../../../src/interpretation/textPredictions.ts";
import type { Floats } from "../../../../src/kernels/kernels.ts";
import { type Opened, openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

const LIKELIEST = 5;

export interface TypedAsked {
	text: string;
	/** Index in the text of a letter that an input method is composing; null for none. */
	composing: number | null;
	/** Index in the text of the caret. */
	caret: number;
	/** The unit that is singled out, such as l0.c.17; null: the h of the last layer that moves most. */
	unit: string | null;
}

export interface Typed {
	/** Symbols of the text, -1 for one that the vocabulary lacks. [S] */
	ids: Int32Array;
	/** Its characters, and the number of symbols of each. [n] */
	characters: string[];
	counts: Uint8Array;
	/** Symbols before the caret. */
	at: number;
	/** Symbols that the last change took back, and that it read. */
	back: number[];
	on: number[];
	unit: string;
	/** Values whose units can be singled out, and the number of units of each. */
	names: readonly string[];
	width: number;
	/** The singled-out unit's index in every value of its layer: the gates, c and h, after each symbol. [S] each */
	traces: { name: string; values: Floats }[];
	/** Every unit at the caret and one symbol before it, value after value. [U] */
	now: Floats;
	before: Floats;
	/** -log2 of the probability of each symbol; NaN for the first and for unknown ones. [S] */
	bits: Float64Array;
	/** Probabilities of the next symbols at the caret, most likely first; none before the first symbol. */
	next: { id: number; probability: number }[];
	/** Of the next characters; only with the unit jamo. */
	syllables: LikelyCharacter[];
}

const tapes = new WeakMap<Opened, SymbolTape>();

export function typed(work: Work, { text, composing, caret, unit: asked }: TypedAsked): Typed {
	const opened = openedOf(work);
	const { vocabulary, weights } = opened;
	let tape = tapes.get(opened);
	if (!tape) tapes.set(opened, (tape = new SymbolTape(opened)));
	const { ids, characters, counts, symbolsBefore } = typedText(vocabulary, text, composing);
	const { back, on } = tape.follow(ids);
	const at = symbolsBefore(caret);
	const unit = asked ?? mostMoving(tape, weights.spec.hidden);
	const { hook, index } = parseUnit(weights.spec, unit);
	const H = weights.spec.hidden;
	const own = tape.names.filter((name) => name.startsWith(`l${hook.layer}.`));
	const { values: now, logits } = tape.after(at);
	const { top } = at === 0 ? { top: [] } : predictionOf(logits, -1, at, Math.min(LIKELIEST, vocabulary.size));
	return {
		...{ ids, characters, counts, at, back, on, unit, names: tape.names, width: H, now },
		traces: own.map((name) => {
			const place = tape.names.indexOf(name) * H + index;
			return { name, values: Float64Array.from(ids, (_, n) => tape.after(n + 1).values[place]!) };
		}),
		before: tape.after(Math.max(0, at - 1)).values,
		bits: Float64Array.from(ids, (id, n) => bitsOf(tape, n, id)),
		...{ next: top, syllables: nextSyllables(tape, vocabulary, at, LIKELIEST) },
	};
}

function bitsOf(tape: SymbolTape, n: number, id: number): number {
	if (n === 0 || id < 0) return Number.NaN;
	return predictionOf(tape.after(n).logits, id, n, 1).bits!;
}

/** The h of the last layer that differs most between two symbols of the text. */
function mostMoving(tape: SymbolTape, H: number): string {
	const name = tape.names.at(-1)!;
	const from = tape.names.indexOf(name) * H;
	let [best, most] = [0, -1];
	for (let k = 0; k < H; k++) {
		const values = Array.from({ length: tape.length }, (_, n) => tape.after(n + 1).values[from + k]!);
		const range = Math.max(...values) - Math.min(...values);
		if (range > most) [best, most] = [k, range];
	}
	return `${name}.${best}`;
}
