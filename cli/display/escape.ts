/** Text of a corpus or a model made safe to show: nothing in it can move the cursor, recolour or reorder the screen. */

// Controls (C0, DEL, C1), line and paragraph separators, direction controls, lone surrogates, byte-order mark.
const UNSAFE = /\p{Cc}|\p{Zl}|\p{Zp}|\p{Bidi_Control}|\p{Cs}|\ufeff/gu;

/** Control characters as `\x1b` or `\u{202e}`; line feeds and tabs stay. */
export function escapeText(text: string): string {
	return text.replace(UNSAFE, (character) => {
		if (character === "\n" || character === "\t") return character;
		if (character === "\r") return "\\r";
		const code = character.codePointAt(0)!;
		return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
	});
}

/** The same on one line: line feeds and tabs are written out too. */
export function escapeLine(text: string): string {
	return escapeText(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}
