/** Retrieval by BM25 (Robertson & Zaragoza 2009, eq. 3.15) over character bigrams, with k1 = 1.2 and b = 0.75. */

const K1 = 1.2;
const B = 0.75;

/** Returns the function that finds the number of the best of `texts` for a query, the first of equals. */
export function bm25(texts: readonly string[]): (query: string) => number {
	const lengths = texts.map((text) => bigrams(text).length);
	const mean = lengths.reduce((a, b) => a + b, 0) / Math.max(1, texts.length) || 1;
	const postings = new Map<string, Map<number, number>>(); // by bigram: its count in each text
	for (const [n, text] of texts.entries()) {
		for (const gram of bigrams(text)) {
			const counts = postings.get(gram) ?? new Map<number, number>();
			postings.set(gram, counts.set(n, (counts.get(n) ?? 0) + 1));
		}
	}
	return (query) => {
		const scores = new Float64Array(texts.length); // [N]
		for (const gram of bigrams(query)) {
			const counts = postings.get(gram);
			if (!counts) continue;
			const idf = Math.log(1 + (texts.length - counts.size + 0.5) / (counts.size + 0.5));
			for (const [n, count] of counts) {
				scores[n]! += (idf * count * (K1 + 1)) / (count + K1 * (1 - B + (B * lengths[n]!) / mean));
			}
		}
		let best = 0;
		for (let n = 1; n < scores.length; n++) if (scores[n]! > scores[best]!) best = n;
		return best;
	};
}

/** Bigrams of code points; a text of one code point is its own. */
function bigrams(text: string): string[] {
	const points = [...text];
	if (points.length < 2) return points;
	return points.slice(1).map((point, k) => points[k]! + point);
}
