/** The symbols of a text that is being typed, in which an input method may still be composing a syllable. */
import { leadOf } from "./units.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface TypedText {
	/** Symbols; -1 for one that the vocabulary lacks. [S] */
	ids: Int32Array;
	/** Code points of the text. [n] */
	characters: string[];
	/** Number of symbols of each code point. [n] */
	counts: Uint8Array;
	/** Symbols before an index of the text, as `String.length` counts. */
	symbolsBefore(index: number): number;
}

/**
 * Encodes a text as it stands in a field. A consonant that an input method is composing will begin a syllable: with the
 * unit jamo it is that syllable's lead, not the letter alone. Half a surrogate pair becomes U+FFFD.
 * @param composing index in `text` of the letter that is being composed; null for none
 */
export function typedText(vocabulary: Vocabulary, text: string, composing: number | null): TypedText {
	const characters = [...text.replace(/\p{Surrogate}/gu, "\uFFFD")];
	const counts = new Uint8Array(characters.length);
	const starts = new Map<number, number>([[0, 0]]); // symbols before each index where a character begins
	const ids: number[] = [];
	let at = 0;
	for (const [n, character] of characters.entries()) {
		const lead = vocabulary.unit === "jamo" && at === composing ? leadOf(character) : -1;
		const own = lead < 0 ? vocabulary.encode(character) : [vocabulary.id(lead)];
		ids.push(...own);
		counts[n] = own.length;
		at += character.length;
		starts.set(at, ids.length);
	}
	const symbolsBefore = (index: number) => starts.get(index) ?? starts.get(index - 1) ?? ids.length;
	return { ids: Int32Array.from(ids), characters, counts, symbolsBefore };
}
