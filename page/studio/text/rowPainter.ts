/** Paints one row of the text: each symbol in the colour of a unit, and below it the most likely next symbols. */
import {
	GROUNDS,
	LEVELS,
	likelyColour,
	type PaletteName,
	type Scheme,
	unitColour,
} from "../../../src/views/palettes.ts";
import type { Rows, Signs } from "./rows.ts";

/** Pixels of a cell, of its letter, and of one prediction below it. */
export const CELL = { width: 10, letter: 22, small: 12, gap: 4 } as const;
export const rowHeight = (next: boolean, top: number) => CELL.letter + (next ? top * CELL.small : 0) + CELL.gap;

export interface RowLook {
	ids: Int32Array;
	rows: Rows;
	signs: Signs;
	/** Level of the colour after a symbol, -LEVELS..LEVELS; null where it is not known yet. */
	level(at: number): number | null;
	/** Most likely symbols after a symbol, with their probabilities; undefined where they are not known yet. */
	next(at: number): { top: number; first: number; likeliest: Int32Array; chances: Float64Array } | undefined;
	palette: PaletteName;
	scheme: Scheme;
	/** Family of the letters. */
	mono: string;
}

/** Paints a fresh bitmap's ground. */
export function paintGround(ctx: CanvasRenderingContext2D, { rows, scheme }: RowLook, height: number): void {
	ctx.fillStyle = GROUNDS[scheme].ground;
	ctx.fillRect(0, 0, rows.columns * CELL.width, height);
}

/** Paints letters and colours; true if all of them were known. */
export function paintLetters(ctx: CanvasRenderingContext2D, look: RowLook, row: number): boolean {
	const { ids, rows, signs, palette, scheme, mono } = look;
	const { ground, ink, quiet } = GROUNDS[scheme];
	const [from, to] = [rows.starts[row]!, rows.starts[row + 1]!];
	ctx.fillStyle = ground;
	ctx.fillRect(0, 0, rows.columns * CELL.width, CELL.letter);
	ctx.textAlign = "center";
	ctx.textBaseline = "alphabetic";
	let known = true;
	let size = 0;
	for (let k = from, x = 0; k < to; k++) {
		const width = rows.widths[k]! * CELL.width;
		const { text, unseen, cells } = glyphAt(signs, ids[k]!);
		const level = look.level(k);
		if (level === null) known = false;
		else if (level !== 0) {
			ctx.fillStyle = unitColour(palette, scheme, level);
			ctx.fillRect(x, 0, width, CELL.letter);
		}
		if (text !== " ") {
			const wanted = unseen && cells > 1 ? 10 : 15;
			if (wanted !== size) ctx.font = `${(size = wanted)}px ${mono}`;
			ctx.fillStyle = level === null || (unseen && level === 0) ? quiet : ink;
			ctx.fillText(text, x + width / 2, 16, width);
		}
		x += width;
	}
	return known;
}

/** Paints the most likely next symbols, the actual one boxed; true if all of them were known. */
export function paintNext(ctx: CanvasRenderingContext2D, look: RowLook, row: number, top: number): boolean {
	const { ids, rows, signs, scheme, mono } = look;
	const { ground, ink, quiet } = GROUNDS[scheme];
	const [from, to] = [rows.starts[row]!, rows.starts[row + 1]!];
	ctx.fillStyle = ground;
	ctx.fillRect(0, CELL.letter, rows.columns * CELL.width, top * CELL.small + CELL.gap);
	ctx.textAlign = "center";
	ctx.textBaseline = "alphabetic";
	ctx.strokeStyle = ink;
	ctx.lineWidth = 1;
	let font = "";
	let known = true;
	for (let k = from, x = 0; k < to; k++) {
		const width = rows.widths[k]! * CELL.width;
		const said = look.next(k);
		for (let n = 0; said && n < said.top; n++) {
			const id = said.likeliest[said.first + n]!;
			const hit = k + 1 < ids.length && ids[k + 1] === id;
			const level = Math.round(said.chances[said.first + n]! * LEVELS);
			const y = CELL.letter + n * CELL.small;
			if (level > 0) {
				ctx.fillStyle = likelyColour(scheme, level);
				ctx.fillRect(x + 0.5, y + 0.5, width - 1, CELL.small - 1);
			}
			if (hit) ctx.strokeRect(x + 0.5, y + 0.5, width - 1, CELL.small - 1);
			const { small } = glyphAt(signs, id);
			const wanted = `${hit ? "bold " : ""}${small.length > 1 ? 8 : 10}px ${mono}`;
			if (wanted !== font) ctx.font = font = wanted;
			ctx.fillStyle = level > 2 || hit ? ink : quiet;
			ctx.fillText(small, x + width / 2, y + 9.5, width);
		}
		if (!said) known = false;
		x += width;
	}
	return known;
}

export const glyphAt = ({ glyphs }: Signs, id: number) => glyphs[id < 0 ? glyphs.length - 1 : id]!;
