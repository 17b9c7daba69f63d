/**
 * Symbol units: what one symbol of a text is. A unit maps code points to atoms, numbers that can be sorted and stored.
 *
 * byte: the 256 bytes of UTF-8. codepoint: the code point. jamo: a composed Hangul syllable (U+AC00..U+D7A3) becomes
 * lead, vowel and (if it has one) tail, each an atom above all code points. Conjoining jamo that occur in the text
 * itself (U+1100.., decomposed text) therefore stay distinct, and both are restored as they were. Other code points are
 * themselves. (Unicode 15, section 3.12, Hangul syllable decomposition.)
 */
import { fail } from "../errors/index.ts";

export type Unit = "byte" | "codepoint" | "jamo";

export const UNITS: readonly Unit[] = ["byte", "codepoint", "jamo"];

/** First atom of the 19 leads, 21 vowels and 27 tails of syllables. */
export const LEAD = 0x110000;
export const VOWEL = LEAD + 19;
export const TAIL = VOWEL + 21;
/** One past the largest atom. */
export const ATOMS = TAIL + 27;

export const FIRST_SYLLABLE = 0xac00;
export const LAST_SYLLABLE = 0xd7a3;
const TAILS = 28;
const SYLLABLES_PER_LEAD = 21 * TAILS;

const LEAD_LETTERS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const TAIL_LETTERS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
const FIRST_VOWEL_LETTER = 0x314f; // ㅏ; the 21 compatibility vowels are in the order of the vowels

/**
 * Parses a unit's name.
 * @throws E_UNIT for any other text.
 */
export function parseUnit(text: string): Unit {
	const unit = UNITS.find((u) => u === text);
	if (unit === undefined) throw fail("E_UNIT", { got: text, choices: UNITS });
	return unit;
}

/** Writes the atoms of `points` ([n]) to out (up to 3n for jamo, n for codepoint); returns how many. */
export function toAtoms(unit: Unit, points: Int32Array, n: number, out: Int32Array): number {
	if (unit !== "jamo") {
		if (out !== points) out.set(points.subarray(0, n));
		return n;
	}
	let o = 0;
	for (let i = 0; i < n; i++) {
		const point = points[i]!;
		if (point < FIRST_SYLLABLE || point > LAST_SYLLABLE) {
			out[o++] = point;
			continue;
		}
		const syllable = point - FIRST_SYLLABLE;
		const tail = syllable % TAILS;
		out[o++] = LEAD + Math.floor(syllable / SYLLABLES_PER_LEAD);
		out[o++] = VOWEL + Math.floor((syllable % SYLLABLES_PER_LEAD) / TAILS);
		if (tail > 0) out[o++] = TAIL + tail - 1;
	}
	return o;
}

/** Returns the maximum number of atoms per code point. */
export function atomsPerPoint(unit: Unit): number {
	return unit === "jamo" ? 3 : 1;
}

/** Returns the standalone letter of a syllable's atom: compatibility jamo (U+3131..), which every font shows. */
export function loneLetter(atom: number): string {
	if (atom >= TAIL) return TAIL_LETTERS[atom - TAIL]!;
	if (atom >= VOWEL) return String.fromCodePoint(FIRST_VOWEL_LETTER + atom - VOWEL);
	return LEAD_LETTERS[atom - LEAD]!;
}

/** Atom of the lead that a compatibility letter (U+3131..) can begin a syllable with; -1 for other letters. */
export function leadOf(letter: string): number {
	const k = LEAD_LETTERS.indexOf(letter);
	return letter.length === 1 && k >= 0 ? LEAD + k : -1;
}

/** Code point of the syllable of a lead, a vowel and, if given, a tail: atoms. */
export function composed(lead: number, vowel: number, tail?: number): number {
	const last = tail === undefined ? 0 : tail - TAIL + 1;
	return FIRST_SYLLABLE + (lead - LEAD) * SYLLABLES_PER_LEAD + (vowel - VOWEL) * TAILS + last;
}

/**
 * Joins atoms into syllables, one atom at a time; returns text once no later atom can change it. A misplaced letter (a
 * vowel without lead, a lead without vowel, a tail without vowel) is shown alone (loneLetter).
 */
export class SyllableJoiner {
	#lead = -1; // atom of a lead waiting for its vowel
	#open = -1; // code point of a syllable that may still get a tail

	push(atom: number): string {
		if (atom >= TAIL && this.#open >= 0) {
			const syllable = this.#open + (atom - TAIL + 1);
			this.#open = -1;
			return String.fromCodePoint(syllable);
		}
		if (atom >= VOWEL && atom < TAIL && this.#lead >= 0) {
			this.#open = composed(this.#lead, atom);
			this.#lead = -1;
			return "";
		}
		const before = this.end();
		if (atom >= LEAD && atom < VOWEL) {
			this.#lead = atom;
			return before;
		}
		return before + (atom < LEAD ? String.fromCodePoint(atom) : loneLetter(atom));
	}

	/** Returns the pending text and resets. */
	end(): string {
		const rest = this.#lead >= 0 ? loneLetter(this.#lead) : this.#open >= 0 ? String.fromCodePoint(this.#open) : "";
		this.#lead = -1;
		this.#open = -1;
		return rest;
	}
}
