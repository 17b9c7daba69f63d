/**
 * A bet on the next symbol, and what it pays: -log2 of the probability that it gave to the actual symbol. The bet is a
 * distribution over all symbols, so the score is proper: who bets what they believe pays the least on average (Cover and
 * King 1978 estimate the entropy of English by such bets; Shannon 1951 by the number of guesses).
 *
 *   p(x) = s * sum_k w_k m_k(x) + (1 - s) q(x);   s how sure, w_k the share of the k-th candidate: 1/2, 1/4 ... of the rest
 *   m_k  one symbol, or the symbols of one letter by their frequencies; q  frequencies in the training part, (n + 1) / (N + V)
 */
import { LEAD, loneLetter, toAtoms } from "../../../../src/data/units.ts";

/** How sure a reader can be; the rest is left to the frequencies, so that no bet costs infinitely much. */
export const SURE = [0, 0.3, 0.5, 0.7, 0.9, 0.98] as const;
export const MOST_CANDIDATES = 5;

export interface Bet {
	/** Ids of each candidate, most likely candidate first. */
	candidates: readonly (readonly number[])[];
	sure: number;
}

/** Shares of k candidates: each has half of the one before it, and all together 1. */
export function sharesOf(k: number): number[] {
	const halves = Array.from({ length: k }, (_, n) => 2 ** -n);
	const sum = halves.reduce((a, b) => a + b, 0);
	return halves.map((half) => half / sum);
}

/** Probability that a bet gives to a symbol. @param frequencies q of each symbol, [V] */
export function chanceOf({ candidates, sure }: Bet, frequencies: ArrayLike<number>, id: number): number {
	const all = candidates.length === 0 ? 0 : sure;
	const shares = sharesOf(candidates.length);
	let chance = (1 - all) * frequencies[id]!;
	for (const [k, ids] of candidates.entries()) {
		if (!ids.includes(id)) continue;
		const sum = ids.reduce((total, one) => total + frequencies[one]!, 0);
		chance += (all * shares[k]! * frequencies[id]!) / sum;
	}
	return chance;
}

export const bitsOfBet = (bet: Bet, frequencies: ArrayLike<number>, id: number): number =>
	-Math.log2(chanceOf(bet, frequencies, id));

/** q of each symbol. @param ids the training part, -1 for an unknown symbol */
export function frequenciesOf(ids: Int32Array, V: number): Float64Array {
	const counts = new Float64Array(V).fill(1);
	let sum = V;
	for (const id of ids) {
		if (id < 0) continue;
		counts[id]!++;
		sum++;
	}
	return counts.map((count) => count / sum);
}

/**
 * The candidates that a reader typed: each character once, in the order typed, at most MOST_CANDIDATES. With a jamo
 * network a syllable counts as its letters, and a consonant is both the lead and the tail.
 * @param labels printable names of the symbols, [V]
 */
export function candidatesOf(text: string, labels: readonly string[]): { letter: string; ids: number[] }[] {
	const found = new Map<string, number[]>();
	for (const letter of [...text].flatMap(lettersOf)) {
		if (found.has(letter) || found.size === MOST_CANDIDATES) continue;
		const names = new Set([letter, `${letter}-`, `-${letter}`, NAMED[letter] ?? letter]);
		const ids = labels.flatMap((label, id) => (names.has(label) ? [id] : []));
		found.set(letter, ids);
	}
	return [...found].map(([letter, ids]) => ({ letter, ids }));
}

/** Signs that stand for what a field of one line cannot hold. */
const NAMED: Readonly<Record<string, string>> = { "↵": "\\n", "⇥": "\\t", "␣": " " };

function lettersOf(character: string): string[] {
	const atoms = new Int32Array(3);
	const n = toAtoms("jamo", Int32Array.of(character.codePointAt(0)!), 1, atoms);
	if (n === 1 && atoms[0]! < LEAD) return [character === "␣" ? " " : character];
	return Array.from(atoms.subarray(0, n), (atom) => loneLetter(atom));
}
