/** Painted rows as bitmaps, the least recently shown let go. Another unit repaints the letters of a bitmap and nothing else. */
import { CELL, paintGround, paintLetters, paintNext, type RowLook, rowHeight } from "./rowPainter.ts";

const MOST_BYTES = 48 << 20;

interface Bitmap {
	canvas: HTMLCanvasElement;
	/** What the letters were painted for; "" if they must be painted. */
	letters: string;
	next: boolean;
}

export interface RowShow {
	look: RowLook;
	/** Changes whenever the letters' colours may. */
	letters: string;
	/** Predictions below a symbol; 0 for none. */
	top: number;
	scale: number;
}

export class RowCache {
	#bitmaps = new Map<number, Bitmap>();
	/** Rows painted so far, for a test of how little is painted again. */
	painted = { letters: 0, next: 0 };

	/** Forgets all, when rows or looks change. */
	clear(): void {
		this.#bitmaps.clear();
	}

	/**
	 * The bitmap of a row, painted as far as it is known. With `late`, predictions wait for another frame.
	 * @returns `rest`: whether something is still to be painted that could be
	 */
	row(
		row: number,
		{ look, letters, top, scale }: RowShow,
		late: boolean,
	): { canvas: HTMLCanvasElement; rest: boolean } {
		const bitmap = this.#bitmaps.get(row) ?? this.#fresh(look, top, scale);
		this.#bitmaps.delete(row);
		this.#bitmaps.set(row, bitmap);
		const ctx = bitmap.canvas.getContext("2d", { alpha: false })!;
		ctx.setTransform(scale, 0, 0, scale, 0, 0);
		if (bitmap.letters !== letters) {
			bitmap.letters = paintLetters(ctx, look, row) ? letters : "";
			this.painted.letters++;
		}
		if (top > 0 && !bitmap.next && !late) {
			bitmap.next = paintNext(ctx, look, row, top);
			this.painted.next++;
		}
		return { canvas: bitmap.canvas, rest: top > 0 && !bitmap.next && late };
	}

	#fresh(look: RowLook, top: number, scale: number): Bitmap {
		const canvas = document.createElement("canvas");
		canvas.width = Math.ceil(look.rows.columns * CELL.width * scale);
		canvas.height = Math.ceil(rowHeight(top > 0, top) * scale);
		const most = Math.max(40, Math.floor(MOST_BYTES / (4 * canvas.width * canvas.height)));
		for (const oldest of this.#bitmaps.keys()) {
			if (this.#bitmaps.size < most) break;
			this.#bitmaps.delete(oldest);
		}
		const ctx = canvas.getContext("2d", { alpha: false })!;
		ctx.setTransform(scale, 0, 0, scale, 0, 0);
		paintGround(ctx, look, rowHeight(top > 0, top));
		return { canvas, letters: "", next: false };
	}
}
