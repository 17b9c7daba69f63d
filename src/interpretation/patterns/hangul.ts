/** Hangul for the patterns: syllables and their final consonants, and the words of a text, each when it has ended. */
import { FIRST_SYLLABLE, LAST_SYLLABLE } from "../../data/units.ts";

const TAILS = 28;
const VOWELS = 21;
/** Numbers of the final consonants ㄴ, ㄹ, ㅂ and ㅆ; 0 is none. */
export const [NIEUN, RIEUL, BIEUP, SSANGSIOT] = [4, 8, 17, 20] as const;

const isSyllable = (c: number) => c >= FIRST_SYLLABLE && c <= LAST_SYLLABLE;
/** Number of a syllable's final consonant, from 0 for none to 27. */
export const tailOf = (syllable: string) => (syllable.charCodeAt(0) - FIRST_SYLLABLE) % TAILS;
/** Number of a syllable's vowel, from 0 (ㅏ) to 20 (ㅣ). */
export const vowelOf = (syllable: string) => Math.floor((syllable.charCodeAt(0) - FIRST_SYLLABLE) / TAILS) % VOWELS;

/** A syllable with a final consonant. */
export const finalConsonant = () => (c: number) => (isSyllable(c) && (c - FIRST_SYLLABLE) % TAILS > 0 ? 1 : 0);

/** A run of Hangul syllables. */
export interface Word {
	text: string;
	/** The letter, digit, closing quote or closing bracket right before it; "" if there is none. */
	before: string;
	/** The character after it. */
	next: string;
}

/** Syllables [from, to) of a word that a pattern marks. */
export type Marks = readonly (readonly [from: number, to: number])[];

/** Longest word that is kept; of longer ones nothing is marked. */
const MOST = 64;

/** Collects the words of a text, one character at a time. */
export class WordReader {
	#text = "";
	#before = "";
	#last = 0;
	#starts: number[] = [];

	/**
	 * Takes the next character, whose first symbol is `at`. Returns the word that it ends, with the first symbol of each
	 * syllable and one past the last.
	 */
	read(point: number, at: number): { word: Word; starts: readonly number[] } | undefined {
		if (isSyllable(point)) {
			if (this.#text === "") {
				const last = this.#last > 0x20 ? String.fromCodePoint(this.#last) : "";
				this.#before = /[\p{L}\p{N}\p{Pe}\p{Pf}"'%]/u.test(last) ? last : "";
			}
			if (this.#text.length <= MOST) {
				this.#text += String.fromCharCode(point);
				this.#starts.push(at);
			}
			this.#last = point;
			return undefined;
		}
		this.#last = point;
		if (this.#text === "") return undefined;
		const word = { text: this.#text, before: this.#before, next: String.fromCodePoint(point) };
		const starts = [...this.#starts, at];
		this.#text = "";
		this.#starts = [];
		return word.text.length > MOST ? undefined : { word, starts };
	}
}
