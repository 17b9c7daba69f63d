/** The kinds of a vocabulary's symbols, and the words of a text. */
import { LEAD } from "../../data/units.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { isBlank, isDigit, isLetter, NEWLINE } from "../patterns/characters.ts";

// S symbols, V of the vocabulary

export const KINDS = ["word", "blank", "newline", "quote", "punctuation", "other"] as const;
export type Kind = (typeof KINDS)[number];

/**
 * Returns the kind of every symbol, [V]. word: letters with their marks, digits, parts of syllables, and for the unit
 * byte everything from 0x80. quote: double and single, straight or curly. punctuation: whatever else Unicode calls
 * punctuation or a symbol.
 */
export function kindsOf(vocabulary: Vocabulary): Kind[] {
	return Array.from(vocabulary.atoms, (atom) => kindOf(atom, vocabulary.unit === "byte"));
}

function kindOf(atom: number, byte: boolean): Kind {
	if (atom >= LEAD || (byte && atom >= 0x80)) return "word";
	if (atom === NEWLINE || atom === 13) return "newline";
	if (isBlank(atom)) return "blank";
	if ("\"'“”‘’«»".includes(String.fromCodePoint(atom))) return "quote";
	if (isLetter(atom) || isDigit(atom)) return "word";
	return /[\p{P}\p{S}]/u.test(String.fromCodePoint(atom)) ? "punctuation" : "other";
}

export interface Word {
	start: number;
	/** One past its last symbol. */
	end: number;
	/** Equal for equal words, and only for those. */
	key: string;
}

/** Yields the runs of word symbols, in order. */
export function* wordsOf(ids: Int32Array, kinds: readonly Kind[]): Generator<Word, void, void> {
	const isWord = Uint8Array.from(kinds, (kind) => (kind === "word" ? 1 : 0));
	const wide = kinds.length > 0xffff;
	for (let at = 0; at < ids.length; at++) {
		if (ids[at]! < 0 || isWord[ids[at]!] === 0) continue;
		const start = at;
		let key = "";
		for (; at < ids.length && ids[at]! >= 0 && isWord[ids[at]!] === 1; at++) {
			const id = ids[at]!;
			key += wide ? String.fromCharCode(id >>> 16, id & 0xffff) : String.fromCharCode(id);
		}
		yield { start, end: at, key };
	}
}

/** Returns the number of occurrences of each word in a text. */
export function countWords(ids: Int32Array, kinds: readonly Kind[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { key } of wordsOf(ids, kinds)) counts.set(key, (counts.get(key) ?? 0) + 1);
	return counts;
}
