/** Many curves in one picture, each as a faint band from its lowest to its highest value; where bands meet it is darker. */
import { ticks } from "./axes.ts";
import type { Brush } from "./canvas.ts";
import { CanvasFigure } from "./canvasFigure.ts";
import type { FigureTable } from "./figure.ts";

export interface BandCall {
	bands(): readonly { name: string; points: readonly { x: number; low: number; high: number }[] }[];
	format(value: number): string;
	summary(): string;
}

const LEFT = 52;
const BOTTOM = 26;

export class BandFigure extends CanvasFigure<BandCall> {
	table(): FigureTable {
		const rows = this.call
			.bands()
			.flatMap(({ name, points }) => points.map(({ x, low, high }) => [name, x, low, high]));
		return { head: ["run", "update", "lowest", "highest"], rows };
	}

	draw({ context: ctx, width, height, colour }: Brush): void {
		const bands = this.call.bands().filter(({ points }) => points.length > 0);
		if (bands.length === 0) return;
		const ends = { x: 0, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
		for (const { points } of bands)
			for (const { x, low, high } of points) {
				ends.x = Math.max(ends.x, x);
				ends.low = Math.min(ends.low, low);
				ends.high = Math.max(ends.high, high);
			}
		const span = ends.high - ends.low || 1;
		const toX = (x: number) => LEFT + (x / (ends.x || 1)) * (width - LEFT - 8);
		const toY = (y: number) => 8 + ((ends.high - y) / span) * (height - BOTTOM - 12);
		ctx.fillStyle = colour("--quiet");
		ctx.strokeStyle = colour("--line");
		ctx.textAlign = "right";
		for (const value of ticks(ends.low, ends.high, 5)) {
			const y = Math.round(toY(value)) + 0.5;
			ctx.beginPath();
			ctx.moveTo(LEFT, y);
			ctx.lineTo(width, y);
			ctx.stroke();
			ctx.fillText(this.call.format(value), LEFT - 8, y + 4);
		}
		ctx.textAlign = "center";
		for (const x of ticks(0, ends.x, Math.max(2, width / 140)))
			ctx.fillText(x.toLocaleString("en"), Math.min(toX(x), width - 20), height - 6);
		ctx.fillStyle = colour("--loss");
		ctx.strokeStyle = colour("--loss");
		ctx.globalAlpha = Math.max(0.03, Math.min(0.35, 6 / bands.length));
		for (const { points } of bands) {
			ctx.beginPath();
			for (const { x, high } of points) ctx.lineTo(toX(x), toY(high) - 0.5);
			for (const { x, low } of points.toReversed()) ctx.lineTo(toX(x), toY(low) + 0.5);
			ctx.closePath();
			ctx.fill();
			ctx.stroke();
		}
		ctx.globalAlpha = 1;
	}
}
