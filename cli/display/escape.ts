/** Makes corpus or model text safe to show: nothing in it can move the cursor, recolour or reorder the screen. */

// Controls (C0, DEL, C1), line and paragraph separators, direction controls, lone surrogates, byte-order mark.
const UNSAFE = /\p{Cc}|\p{Zl}|\p{Zp}|\p{Bidi_Control}|\p{Cs}|\ufeff/gu;

/** Escapes control characters as `\x1b` or `\u{202e}`. Line feeds and tabs stay. */
export function escapeText(text: string): string {
	return text.replace(UNSAFE, (character) => {
		if (character === "\n" || character === "\t") return character;
		if (character === "\r") return "\\r";
		const code = character.codePointAt(0)!;
		return code < 256 ? `\\x${hex(code, 2)}` : `\\u{${code.toString(16)}}`;
	});
}

/** Escapes for one line: line feeds and tabs are escaped too. */
export function escapeLine(text: string): string {
	return escapeText(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

/** Replaces every unsafe character, including line feeds and tabs, by `by` of its code, which is below 0x10000. */
export function replaceUnsafe(text: string, by: (code: number) => string): string {
	return text.replace(UNSAFE, (character) => by(character.codePointAt(0)!));
}

export const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");

/** JSON text that is safe in a terminal and parses to the same value. */
export function escapeJson(json: string): string {
	return replaceUnsafe(json, (code) => (code === 10 ? "\n" : `\\u${hex(code, 4)}`));
}

/** Shows the cursor of a terminal. */
export const REVEAL = "\x1b[?25h";
