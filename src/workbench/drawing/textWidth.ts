/**
 * Estimated width of text in a figure, in a wide font such as DejaVu Sans or Noto Sans KR. Figures are drawn without a
 * page, so nothing can measure the reader's font.
 */

/** Hangul, kana, Chinese characters and full-width signs: as wide as the font size, about two Latin letters. */
const WIDE =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
/** Mean width of a Latin letter as a fraction of the font size. */
const LETTER = 0.55;

/** Width of `text` in pixels, in a font of `size` pixels. */
export function widthOf(text: string, size: number): number {
	return size * [...text].reduce((sum, glyph) => sum + (WIDE.test(glyph) ? 1 : LETTER), 0);
}

/** Breaks `text` between words into lines of at most `room` pixels; a longer word has a line of its own. */
export function wrapped(text: string, size: number, room: number): string[] {
	const [first = "", ...words] = text.split(" ");
	const lines = [first];
	for (const word of words) {
		const longer = `${lines.at(-1)} ${word}`;
		if (widthOf(longer, size) <= room) lines[lines.length - 1] = longer;
		else lines.push(word);
	}
	return lines;
}
