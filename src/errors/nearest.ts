/** The name that a misspelt one was probably meant to be. */

/** A longer word is no misspelling of a name. */
const MOST_LETTERS = 80;

/** The candidate that needs the fewest edits, if that is at most a third of the letters, and not all of them; undefined for none. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
	if (word.length > MOST_LETTERS) return undefined;
	const ranked = candidates
		.map((candidate) => ({ candidate, edits: edits(word.toLowerCase(), candidate.toLowerCase()) }))
		.sort((a, b) => a.edits - b.edits);
	const best = ranked[0];
	const most = Math.min(word.length - 1, Math.max(1, Math.floor(word.length / 3)));
	return best && best.edits <= most ? best.candidate : undefined;
}

/** Insertions, deletions, substitutions and swaps of neighbours that lead from `a` to `b` (Damerau 1964). */
function edits(a: string, b: string): number {
	let before: number[] = [];
	let row = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1] ? 0 : 1;
			let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
			next.push(least);
		}
		before = row;
		row = next;
	}
	return row[b.length]!;
}
