/** Where the Hangul syllables of a text in letters (unit jamo) begin, and which they are. */
import { composed, LEAD, TAIL, VOWEL } from "./units.ts";

/**
 * The syllable whose first letter each symbol is, as a code point; 0 for other symbols, and for letters that form no
 * syllable. [S]
 * @param atoms atom of each id of the vocabulary. @param ids the symbols, [S]; -1 for an unknown one
 */
export function syllablesFrom(atoms: Int32Array, ids: Int32Array): Uint32Array {
	const atom = (k: number) => (k < ids.length && ids[k]! >= 0 ? atoms[ids[k]!]! : -1);
	return Uint32Array.from(ids, (_, k) => {
		const [lead, vowel, tail] = [atom(k), atom(k + 1), atom(k + 2)];
		if (lead < LEAD || lead >= VOWEL || vowel < VOWEL || vowel >= TAIL) return 0;
		return composed(lead, vowel, tail >= TAIL ? tail : undefined);
	});
}
