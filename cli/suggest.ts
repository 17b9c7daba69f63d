/** The nearest known word to a mistyped one. */

/**
 * The candidate closest to `word`, ignoring case and dashes, or undefined when none is near: at most a third of its
 * letters may differ (by insertion, removal, replacement or a swap of neighbours).
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
	const bare = (text: string) => text.toLowerCase().replaceAll(/[-_]/g, "");
	const typed = bare(word.slice(0, 60));
	let best: string | undefined;
	let least = Number.POSITIVE_INFINITY;
	for (const candidate of candidates) {
		const known = bare(candidate);
		const away = distance(typed, known);
		if (away < least && away <= Math.max(1, Math.floor(Math.max(typed.length, known.length) / 3))) {
			best = candidate;
			least = away;
		}
	}
	return best;
}

/** Damerau-Levenshtein distance with adjacent swaps (optimal string alignment). */
function distance(a: string, b: string): number {
	let before: number[] = [];
	let above = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1] ? 0 : 1;
			row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + same);
			const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			if (swapped) row[j] = Math.min(row[j]!, before[j - 2]! + 1);
		}
		before = above;
		above = row;
	}
	return above[b.length]!;
}
