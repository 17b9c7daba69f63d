/** Estimated width of text in a figure. Figures are drawn without a page, so nothing can measure the reader's font. */

/** Hangul, kana, Chinese characters and full-width signs: about twice as wide as a Latin letter. */
const WIDE =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
/** Width of a Latin letter as a fraction of the font size, rounded up. */
const LETTER = 0.55;

/** Number of Latin letters that are as wide as `text`. */
export function lettersOf(text: string): number {
	return [...text].reduce((sum, glyph) => sum + (WIDE.test(glyph) ? 2 : 1), 0);
}

/** Breaks `text` between words into lines of at most `room` pixels; a longer word has a line of its own. */
export function wrapped(text: string, size: number, room: number): string[] {
	const fits = (line: string) => lettersOf(line) * LETTER * size <= room;
	const [first = "", ...words] = text.split(" ");
	const lines = [first];
	for (const word of words) {
		const longer = `${lines.at(-1)} ${word}`;
		if (fits(longer)) lines[lines.length - 1] = longer;
		else lines.push(word);
	}
	return lines;
}
