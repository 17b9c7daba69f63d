/** Width in terminal cells: Hangul takes two, colour codes none. */

import type { Context } from "../context.ts";

// Latin, punctuation, box drawing and blocks: one cell each, which saves loading the width tables at start-up.
const NARROW = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2248\u2500-\u259f\u2605]*$/;
const ESCAPE = "\x1b";
const SGR = new RegExp(`${ESCAPE}\\[[\\d;]*m`, "g");
const PIECE = new RegExp(`${ESCAPE}\\[[\\d;]*m|\\P{M}\\p{M}*|\\p{M}`, "gu");

/** Until the tables are loaded, a character outside NARROW counts two cells: too wide is safe, too narrow wraps. */
let measure = (text: string): number => {
	let cells = 0;
	for (const character of text) cells += NARROW.test(character) ? 1 : 2;
	return cells;
};

/** Loads the exact width tables (50 ms): before a table is printed, or while a training run is under way. */
export async function loadWidths(): Promise<void> {
	const { default: stringWidth } = await import("string-width");
	measure = stringWidth;
}

/** Width for a line on standard output: the terminal's, at most `most`; `elsewhere` for a file or a pipe. */
export function cellsOf({ io: { stdout } }: Pick<Context, "io">, elsewhere = 100, most = elsewhere): number {
	return Math.min(most, stdout.isTTY ? (stdout.columns ?? 80) : elsewhere);
}

/** Width of `text` on one line, in cells. It must not contain control characters except colour codes. */
export function width(text: string): number {
	const bare = text.replace(SGR, "");
	return NARROW.test(bare) ? bare.length : measure(bare);
}

/** `text` cut to at most `cells` cells, ending in "…" if it was cut. Colour codes are kept and closed. */
export function clip(text: string, cells: number): string {
	if (width(text) <= cells) return text;
	let out = "";
	let used = 0;
	let coloured = false;
	for (const [piece] of text.matchAll(PIECE)) {
		if (piece.startsWith(ESCAPE)) {
			coloured = piece !== "\x1b[0m";
			out += piece;
			continue;
		}
		const wide = width(piece);
		if (used + wide > cells - 1) break;
		out += piece;
		used += wide;
	}
	return `${out}${cells > 0 ? "…" : ""}${coloured ? "\x1b[0m" : ""}`;
}

/** `text`, without colour codes, in pieces of at most `cells` cells; one empty piece for an empty text. */
export function fold(text: string, cells: number): string[] {
	const lines = [""];
	let used = 0;
	for (const [piece] of text.matchAll(PIECE)) {
		const wide = width(piece);
		if (used + wide > cells && used > 0) {
			lines.push("");
			used = 0;
		}
		lines[lines.length - 1] += piece;
		used += wide;
	}
	return lines;
}

/** `text` padded with blanks to `cells` cells, on the right, or on the left if `right`. */
export function pad(text: string, cells: number, right = false): string {
	const blanks = " ".repeat(Math.max(0, cells - width(text)));
	return right ? blanks + text : text + blanks;
}
