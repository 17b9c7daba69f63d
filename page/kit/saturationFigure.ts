/**
 * Where the gates stand: for each, the fraction of steps and units below 0.1 (a bar to the left) and above 0.9 (to the
 * right). What remains is open part of the way, where a gate can still learn.
 */
import type { Brush } from "./canvas.ts";
import { CanvasFigure } from "./canvasFigure.ts";
import type { FigureTable } from "./figure.ts";
import { percent } from "./numbers.ts";

export interface SaturationCall {
	/** Letter of the gate or state, and its fractions, 0..1. */
	gates(): readonly (readonly [letter: string, low: number, high: number])[];
	summary(): string;
}

const ROW = 26;

export class SaturationFigure extends CanvasFigure<SaturationCall> {
	table(): FigureTable {
		return { head: ["gate", "below 0.1", "above 0.9"], rows: this.call.gates().map((row) => [...row]) };
	}

	draw({ context: ctx, width, colour }: Brush): void {
		const middle = width / 2;
		const half = middle - 40;
		for (const [n, [letter, low, high]] of this.call.gates().entries()) {
			const y = n * ROW + 4;
			ctx.fillStyle = colour("--line");
			ctx.fillRect(middle - half, y + 5, 2 * half, 8);
			ctx.fillStyle = colour(`--gate-${letter}`) || colour("--gate-h");
			ctx.fillRect(middle - 10 - low * (half - 10), y + 1, low * (half - 10), 16);
			ctx.fillRect(middle + 10, y + 1, high * (half - 10), 16);
			ctx.fillStyle = colour("--ground");
			ctx.fillRect(middle - 10, y, 20, 18);
			ctx.fillStyle = colour(`--gate-${letter}`) || colour("--gate-h");
			ctx.textAlign = "center";
			ctx.font = `600 14px ${colour("--sans")}`;
			ctx.fillText(letter, middle, y + 14);
			ctx.font = `12px ${colour("--sans")}`;
			ctx.fillStyle = colour("--quiet");
			ctx.textAlign = "right";
			ctx.fillText(percent(low), middle - half - 4, y + 13);
			ctx.textAlign = "left";
			ctx.fillText(percent(high), middle + half + 4, y + 13);
		}
	}
}
