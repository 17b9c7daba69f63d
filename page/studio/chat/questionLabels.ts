/** What is written over the columns of a question: each character, or where a column is too narrow for it, whole words. */

/** A text that begins over column `from`; the columns [from, to) are meant. */
export interface ColumnLabel {
	text: string;
	from: number;
	to: number;
}

/** Pixels that a column needs for its own character. */
const OWN = 11;
/** Pixels between words. */
const GAP = 5;

/**
 * The longest words come first, since they say most of a question; one that would overlap them is left out. A word may
 * be wider than its columns.
 * @param wide pixels of a column
 * @param measure pixels of a text
 * @returns in the order of the columns
 */
export function questionLabels(
	question: readonly string[],
	wide: number,
	measure: (text: string) => number,
): ColumnLabel[] {
	if (wide >= OWN) return question.map((text, from) => ({ text, from, to: from + 1 }));
	const all = question.length * wide;
	const placed: (ColumnLabel & { end: number })[] = [];
	for (const { from, to } of wordsOf(question).sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)) {
		const text = cut(question.slice(from, to), all, measure);
		const [start, end] = [from * wide, from * wide + measure(text)];
		const free = placed.every((one) => end + GAP <= one.from * wide || start >= one.end + GAP);
		if (free && end <= all) placed.push({ text, from, to, end });
	}
	return placed.sort((a, b) => a.from - b.from).map(({ text, from, to }) => ({ text, from, to }));
}

/** Where the words are: [from, to). */
function wordsOf(question: readonly string[]): { from: number; to: number }[] {
	const words = [];
	let from = 0;
	for (let to = 0; to <= question.length; to++) {
		if (to < question.length && !isSpace(question[to]!)) continue;
		if (to > from) words.push({ from, to });
		from = to + 1;
	}
	return words;
}

const isSpace = (sign: string) => sign === " " || sign === "\u2423";

/** The word, or its beginning with an ellipsis where it is wider than the picture. */
function cut(word: readonly string[], room: number, measure: (text: string) => number): string {
	let n = word.length;
	const text = () => word.slice(0, n).join("") + (n < word.length ? "…" : "");
	while (n > 1 && measure(text()) > room) n--;
	return text();
}
