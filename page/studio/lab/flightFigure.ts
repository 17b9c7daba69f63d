/** The walks to scale: the picture of the surface as a rectangle, as small as it must be for the longest step to fit. */
import type { Brush } from "../../kit/canvas.ts";
import { CanvasFigure } from "../../kit/canvasFigure.ts";
import type { FigureTable } from "../../kit/figure.ts";
import type { WallState } from "./wallState.ts";

export interface FlightCall {
	state(): WallState;
	/** What is written at the longest step. */
	label(): string;
	summary(): string;
}

export class FlightFigure extends CanvasFigure<FlightCall> {
	table(): FigureTable {
		return { head: [], rows: [] };
	}

	draw({ context: ctx, width, height, colour }: Brush): void {
		const { walks, shown } = this.call.state();
		if (!walks) return;
		const { frame } = walks;
		const path = walks.free.slice(0, shown + 1).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
		const reach = (values: number[], a: number, b: number) => [Math.min(a, ...values), Math.max(b, ...values)] as const;
		const [x0, x1] = reach(
			path.map(({ x }) => x),
			frame.left,
			frame.right,
		);
		const [y0, y1] = reach(
			path.map(({ y }) => y),
			frame.bottom,
			frame.top,
		);
		const scale = Math.min((width - 24) / (x1 - x0), (height - 34) / (y1 - y0));
		const x = (value: number) => 12 + (value - x0) * scale;
		const y = (value: number) => 24 + (y1 - value) * scale;
		const size = [
			Math.max(3, (frame.right - frame.left) * scale),
			Math.max(3, (frame.top - frame.bottom) * scale),
		] as const;
		ctx.fillStyle = colour("--loss");
		ctx.globalAlpha = 0.35;
		ctx.fillRect(x(frame.left), y(frame.top), ...size);
		ctx.globalAlpha = 1;
		ctx.strokeStyle = colour("--loss");
		ctx.strokeRect(x(frame.left), y(frame.top), ...size);
		ctx.strokeStyle = colour("--gradient");
		ctx.lineWidth = 2;
		ctx.setLineDash([6, 4]);
		ctx.beginPath();
		for (const at of path) ctx.lineTo(x(at.x), y(at.y));
		ctx.stroke();
		ctx.setLineDash([]);
		ctx.lineWidth = 1;
		ctx.fillStyle = colour("--ink");
		ctx.textAlign = "left";
		ctx.fillText(this.call.label(), 12, 14);
	}
}
