/**
 * Which symbols may follow, so that every Hangul syllable that is generated letter by letter (unit jamo) is whole: a
 * vowel follows a lead and nothing else, and a tail follows a vowel. Other units have no such rule.
 */
import { LEAD, TAIL, VOWEL } from "../units.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** What the text ends with: no open syllable, a lead that needs its vowel, or a vowel that may get a tail. */
export type SyllableState = "closed" | "lead" | "vowel";

const kindOf = (atom: number) => (atom < LEAD ? "other" : atom < VOWEL ? "lead" : atom < TAIL ? "vowel" : "tail");

export interface SyllableRules {
	/** Whether symbol `id` may come next. */
	allows(state: SyllableState, id: number): boolean;
	after(id: number): SyllableState;
}

export function syllableRules({ atoms }: Vocabulary): SyllableRules {
	const kinds = Array.from(atoms, kindOf); // [V]
	const hasVowel = kinds.includes("vowel");
	return {
		allows(state, id) {
			const kind = kinds[id]!;
			if (state === "lead") return kind === "vowel";
			if (kind === "tail") return state === "vowel";
			return kind === "other" || (kind === "lead" && hasVowel);
		},
		after(id) {
			const kind = kinds[id]!;
			return kind === "lead" || kind === "vowel" ? kind : "closed";
		},
	};
}
