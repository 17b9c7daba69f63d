/** The characters of a text as people read them, with their numbers of symbols: a Hangul syllable has two or three jamo. */
import type { Vocabulary } from "../vocabulary.ts";

export interface Character {
	text: string;
	/** Number of symbols in the vocabulary's unit, unknown ones included. */
	symbols: number;
}

/** Returns the characters of a text in their order, code point by code point. */
export function charactersOf(vocabulary: Vocabulary, text: string): Character[] {
	return Array.from(text, (character) => ({ text: character, symbols: vocabulary.encode(character).length }));
}
