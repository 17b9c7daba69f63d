/** The ids that a second network has for the symbols of a text of the first. */
import type { Vocabulary } from "../../data/vocabulary.ts";
import { fail } from "../../errors/index.ts";

// S symbols, V of the vocabulary

/**
 * Returns for each id of `own` the id of the same symbol in `other`, -1 where it has none, [V].
 * @throws E_AGAINST_SYMBOLS if they read other kinds of symbols, or share none.
 */
export function sharedSymbols(own: Vocabulary, other: Vocabulary): Int32Array<ArrayBuffer> {
	if (own.unit !== other.unit) throw fail("E_AGAINST_SYMBOLS", { own: own.unit, other: other.unit });
	const ids = Int32Array.from(own.atoms, (atom) => other.id(atom));
	if (ids.every((id) => id < 0)) throw fail("E_AGAINST_SYMBOLS", { own: own.unit, other: other.unit });
	return ids;
}

/** The text as the other network reads it; -1 for a symbol that either vocabulary lacks. [S] */
export const translated = (ids: Int32Array, shared: Int32Array): Int32Array<ArrayBuffer> =>
	Int32Array.from(ids, (id) => (id < 0 ? -1 : shared[id]!));
