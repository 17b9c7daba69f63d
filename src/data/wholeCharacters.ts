/** Which symbols of a text make one character: the letters of a Hangul syllable, the bytes of a character in UTF-8. */
import type { Vocabulary } from "./vocabulary.ts";

export interface Character {
	/** Indices of its symbols: [from, to). */
	from: number;
	to: number;
	text: string;
}

/** Maximum number of symbols in a character: 4 bytes of UTF-8, 3 letters of a syllable. */
const MOST = 4;

/** Returns the characters that have a symbol in [from, to), each as a whole. @param ids symbols of the text, [S]. */
export function charactersIn(vocabulary: Vocabulary, ids: Int32Array, from: number, to: number): Character[] {
	const found: Character[] = [];
	for (let k = Math.max(0, from - MOST + 1); k < to; k = found.at(-1)!.to) found.push(characterAt(vocabulary, ids, k));
	return found.filter((one) => one.to > from);
}

/** The longest stretch from symbol `from` that decodes to one code point. */
function characterAt(vocabulary: Vocabulary, ids: Int32Array, from: number): Character {
	for (let to = Math.min(ids.length, from + MOST); to > from + 1; to--) {
		const text = vocabulary.decode(ids.subarray(from, to));
		if ([...text].length === 1) return { from, to, text };
	}
	return { from, to: from + 1, text: vocabulary.decode(ids.subarray(from, from + 1)) };
}
