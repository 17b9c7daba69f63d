/**
 * The most likely next characters of a model that reads Hangul in letters (unit jamo). A syllable's probability is the
 * product of those of its letters; one without a tail also has that of whatever is no tail. The search takes the most
 * likely beginning first, so what it finds is exact. A vowel or a tail without a lead makes no character.
 */
import { softmax } from "../../cells/likeliest.ts";
import { composed, LEAD, TAIL, VOWEL } from "../../data/units.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { Moment, SymbolTape } from "./symbolTape.ts";

export interface LikelyCharacter {
	character: string;
	probability: number;
}

/** The first letters of a syllable, or a whole character. */
interface Beginning {
	probability: number;
	/** Atoms; -1 for none. */
	lead: number;
	vowel: number;
	/** The moment before its last letter, and that letter's id; undefined once it is whole. */
	last?: { before: Moment; id: number };
	character?: string;
}

/** Steps of the network that one search may take. */
const MOST_STEPS = 200;

const isLead = (atom: number) => atom >= LEAD && atom < VOWEL;
const isVowel = (atom: number) => atom >= VOWEL && atom < TAIL;

/**
 * Returns up to `count` characters that come next after `n` symbols, most likely first; within a syllable that may get
 * another letter, what that syllable becomes. Without symbols or with another unit: none.
 */
export function nextSyllables(tape: SymbolTape, vocabulary: Vocabulary, n: number, count: number): LikelyCharacter[] {
	if (vocabulary.unit !== "jamo" || n === 0) return [];
	const atomAt = (k: number) => (k < 1 ? -1 : (vocabulary.atoms[tape.after(k).id] ?? -1));
	const [before, last] = [atomAt(n - 1), atomAt(n)];
	const begun = isLead(last) ? [last, -1] : isVowel(last) && isLead(before) ? [before, last] : [-1, -1];
	const [lead, vowel] = begun as [number, number];
	const waiting = continued({ probability: 1, lead, vowel }, tape.after(n), vocabulary);
	const found: LikelyCharacter[] = [];
	for (let steps = 0; found.length < count && waiting.length > 0 && steps < MOST_STEPS; ) {
		const at = waiting.reduce((best, one, k) => (one.probability > waiting[best]!.probability ? k : best), 0);
		const best = waiting.splice(at, 1)[0]!;
		if (best.character !== undefined) found.push({ character: best.character, probability: best.probability });
		else {
			steps++;
			waiting.push(...continued(best, tape.next(best.last!.before, best.last!.id), vocabulary));
		}
	}
	return found;
}

/** What one more letter makes of a beginning. */
function continued(from: Beginning, moment: Moment, { atoms, size }: Vocabulary): Beginning[] {
	const { lead, vowel } = from;
	const p = softmax(moment.logits);
	const next: Beginning[] = [];
	let tails = 0;
	for (let id = 0; id < size; id++) {
		const atom = atoms[id]!;
		const probability = from.probability * p[id]!;
		const last = { before: moment, id };
		if (lead < 0 && isLead(atom)) next.push({ probability, lead: atom, vowel, last });
		else if (lead < 0 && atom < LEAD) next.push({ probability, lead, vowel, character: String.fromCodePoint(atom) });
		else if (lead >= 0 && vowel < 0 && isVowel(atom)) next.push({ probability, lead, vowel: atom, last });
		else if (vowel >= 0 && atom >= TAIL) {
			tails += p[id]!;
			next.push({ probability, lead, vowel, character: String.fromCodePoint(composed(lead, vowel, atom)) });
		}
	}
	if (vowel < 0) return next;
	const whole = String.fromCodePoint(composed(lead, vowel));
	return [...next, { probability: from.probability * (1 - tails), lead, vowel, character: whole }];
}
