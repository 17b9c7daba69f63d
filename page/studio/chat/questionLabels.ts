/** What is written over the columns of a question: each character, or where a column is too narrow for it, each word. */

/** A text over the columns [from, to). */
export interface ColumnLabel {
	text: string;
	from: number;
	to: number;
}

/** Pixels that a column needs for its own character. */
const OWN = 11;
/** Pixels between words. */
const GAP = 4;

/**
 * @param wide pixels of a column
 * @param measure pixels of a text
 */
export function questionLabels(
	question: readonly string[],
	wide: number,
	measure: (text: string) => number,
): ColumnLabel[] {
	if (wide >= OWN) return question.map((text, from) => ({ text, from, to: from + 1 }));
	const labels: ColumnLabel[] = [];
	let from = 0;
	for (let to = 0; to <= question.length; to++) {
		if (to < question.length && !isSpace(question[to]!)) continue;
		const text = cut(question.slice(from, to), (to - from) * wide - GAP, measure);
		if (text !== "") labels.push({ text, from, to });
		from = to + 1;
	}
	return labels;
}

const isSpace = (sign: string) => sign === " " || sign === "\u2423";

/** The word, or its beginning with an ellipsis; "" if not even that fits. */
function cut(word: readonly string[], room: number, measure: (text: string) => number): string {
	const whole = word.join("");
	if (measure(whole) <= room) return whole;
	for (let n = word.length - 1; n > 0; n--) {
		const text = `${word.slice(0, n).join("")}…`;
		if (measure(text) <= room) return text;
	}
	return "";
}
