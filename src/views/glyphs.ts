/** How a symbol is written in a cell of a report: always visible, never able to turn the direction or move a cursor. */

export interface Glyph {
	/** In the text. */
	text: string;
	/** Below the text, among the predictions: room for about two letters. */
	small: string;
	/** Width in cells, 1 or more. */
	cells: number;
	/** It stands for a symbol that cannot be seen. */
	unseen: boolean;
}

const SIGNS: Readonly<Record<string, string>> = { "\\n": "↵", "\\t": "⇥", "\\r": "␍", "\\0": "␀", " ": "␣" };
const WIDE =
	/[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** @param label a symbol's printable name, as a vocabulary gives it */
export function glyphOf(label: string): Glyph {
	if (label === " ") return { text: " ", small: "␣", cells: 1, unseen: false };
	const sign = SIGNS[label];
	if (sign) return { text: sign, small: sign, cells: 1, unseen: true };
	const [, hex] = /^\\(?:x|u\{)([0-9A-F]+)\}?$/.exec(label) ?? [];
	if (hex)
		return {
			text: label,
			small: hex.length <= 2 ? hex : "▯",
			cells: Math.max(2, Math.ceil(label.length * 0.5)),
			unseen: true,
		};
	const letters = [...label];
	const cells = letters.reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
	return { text: label, small: letters.length > 1 ? label.replace("-", "") : label, cells, unseen: false };
}

/** What a symbol is in a text that is copied: itself where it is harmless, else its printable name. */
export function plainOf(label: string): string {
	return label === "\\n" ? "\n" : label === "\\t" ? "\t" : label;
}

/** A line of anybody's: what would move a cursor, turn the direction or not be seen is escaped. */
export function visible(text: string): string {
	return text.replace(
		/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
		(sign) => `\\u{${sign.codePointAt(0)!.toString(16).toUpperCase()}}`,
	);
}
