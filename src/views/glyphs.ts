/**
 * How a symbol is written in a cell of a report: always visible, and unable to change the text direction or move a
 * cursor.
 */

export interface Glyph {
	/** Text in the cell. */
	text: string;
	/** Text among the predictions below: room for about two letters. */
	small: string;
	/** Width in cells, 1 or more. */
	cells: number;
	/** True if it replaces an invisible symbol. */
	unseen: boolean;
}

/** Arrows and signs that the fonts for code have; the pictures of control symbols (U+2400) are missing in most of them. */
const SIGNS: Readonly<Record<string, string>> = { "\\n": "↵", "\\t": "⇥", "\\r": "⇤", "\\0": "∅" };
/** Two letters for invisible symbols whose code has more than two digits. */
const SHORT: Readonly<Record<string, string>> = {
	...{ FEFF: "BO", "200B": "ZS", "200C": "ZN", "200D": "ZJ", "2028": "LS", "2029": "PS", "3000": "WS", "2060": "WJ" },
	...{ "200E": "LR", "200F": "RL", "202A": "LE", "202B": "RE", "202C": "PD", "202D": "LO", "202E": "RO" },
};
const WIDE =
	/[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/**
 * Returns the glyph of a symbol.
 * @param label the symbol's printable name, as the vocabulary returns it
 */
export function glyphOf(label: string): Glyph {
	if (label === " ") return { text: " ", small: "␣", cells: 1, unseen: false };
	const sign = SIGNS[label];
	if (sign) return { text: sign, small: sign, cells: 1, unseen: true };
	const [, hex] = /^\\(?:x|u\{)([0-9A-F]+)\}?$/.exec(label) ?? [];
	if (hex)
		return {
			text: label,
			small: hex.length <= 2 ? hex : (SHORT[hex] ?? hex.slice(-2)),
			cells: Math.max(2, Math.ceil(label.length * 0.5)),
			unseen: true,
		};
	const letters = [...label];
	const cells = letters.reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
	return { text: label, small: letters.length > 1 ? label.replace("-", "") : label, cells, unseen: false };
}

/** Returns a piece of a text on one line: line ends, tabs and returns as signs, other invisible symbols as escapes. */
export const oneLine = (text: string): string => visible(text.replace(/[\n\t\r\0]/g, (sign) => SIGNS[NAMES[sign]!]!));
const NAMES: Readonly<Record<string, string>> = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0" };

/** The same for a text of several lines: line ends and tabs stay. */
export const readable = (text: string): string =>
	text.replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === "\n" || sign === "\t" ? sign : oneLine(sign)));

/** Returns a symbol's printable name as it is written in a list. */
export const signOf = (label: string): string => (label === " " ? "␣" : glyphOf(label).text);

/** Returns the letter of a syllable's part: "ㅇ" for the lead "ㅇ-", the vowel or the tail. */
export function lettersOf(label: string): string {
	return label.replace(/^-(?=.)|(?<=.)-$/u, "");
}

/** Returns the symbol as copied text: itself if it is harmless, else its printable name. */
export function plainOf(label: string): string {
	return label === "\\n" ? "\n" : label === "\\t" ? "\t" : label;
}

/** Escapes whatever in a line of untrusted text would move a cursor, change the direction or be invisible. */
export function visible(text: string): string {
	return text.replace(
		/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
		(sign) => `\\u{${sign.codePointAt(0)!.toString(16).toUpperCase()}}`,
	);
}
