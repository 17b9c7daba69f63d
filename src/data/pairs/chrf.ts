/**
 * chrF, the F-score of character n-grams (Popovic 2015) with beta = 2 and n = 1..6, as sacreBLEU 2 computes it by default
 * (chrF2, nc:6, nw:0, space:no): blanks are left out, counts are summed over all texts, precision and recall are averaged
 * over the orders that both sides have.
 */

const ORDERS = 6;
const BETA = 2;

/** Returns chrF in percent, 0..100, of replies against one reference each, [N]. */
export function chrF(replies: readonly string[], references: readonly string[]): number {
	const counts = Array.from({ length: ORDERS }, () => ({ reply: 0, reference: 0, match: 0 }));
	for (const [n, reply] of replies.entries()) {
		const [a, b] = [characters(reply), characters(references[n]!)];
		for (let order = 1; order <= ORDERS; order++) {
			const [ours, theirs] = [grams(a, order), grams(b, order)];
			const sum = counts[order - 1]!;
			sum.reply += theirs.size > 0 ? Math.max(0, a.length - order + 1) : 0;
			sum.reference += Math.max(0, b.length - order + 1);
			for (const [gram, count] of ours) sum.match += Math.min(count, theirs.get(gram) ?? 0);
		}
	}
	const both = counts.filter(({ reply, reference }) => reply > 0 && reference > 0);
	if (both.length === 0) return 0;
	const mean = (of: (count: (typeof both)[number]) => number) => both.reduce((sum, c) => sum + of(c), 0) / both.length;
	const precision = mean(({ match, reply }) => match / reply);
	const recall = mean(({ match, reference }) => match / reference);
	const below = BETA ** 2 * precision + recall;
	return below === 0 ? 0 : (100 * (1 + BETA ** 2) * precision * recall) / below;
}

const characters = (text: string) => [...text.replace(/\s+/gu, "")];

function grams(text: readonly string[], n: number): Map<string, number> {
	const found = new Map<string, number>();
	for (let k = 0; k + n <= text.length; k++) {
		const gram = text.slice(k, k + n).join("");
		found.set(gram, (found.get(gram) ?? 0) + 1);
	}
	return found;
}
