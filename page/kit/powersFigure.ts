/**
 * The gradient of the states by step of the batch, as powers of ten: how much of the loss's gradient reaches h and c of
 * each step. A value below what a float holds is a power like any other.
 */
import { ticks } from "./axes.ts";
import { type Brush, segment } from "./canvas.ts";
import type { FigureTable } from "./figure.ts";
import type { StepCall } from "./stepFigure.ts";
import { FOOT, LEFT, RIGHT, StepFigure } from "./stepFigure.ts";

export interface Powers {
	/** "l0.h" */
	name: string;
	/** A token of the page. */
	colour: string;
	/** log10 of the norm by step; -Infinity is exactly 0, which has no place. */
	log10: readonly number[];
	/** Whether it is the layer that the other pictures show. */
	chosen: boolean;
}

export interface PowersCall extends StepCall {
	curves(): readonly Powers[];
}

const TOP = 10;

export class PowersFigure extends StepFigure<PowersCall> {
	table(): FigureTable {
		const curves = this.call.curves();
		const steps = Math.max(0, ...curves.map(({ log10 }) => log10.length));
		const rows = Array.from({ length: steps }, (_, t) => [t + 1, ...curves.map(({ log10 }) => log10[t]!)]);
		return { head: ["step", ...curves.map(({ name }) => `log10 ${name}`)], rows };
	}

	draw(brush: Brush): void {
		const { context: pen, width, height, colour } = brush;
		const curves = this.call.curves();
		const values = curves.flatMap(({ log10 }) => log10.filter(Number.isFinite));
		if (values.length === 0) return;
		const [low, high] = [Math.floor(Math.min(...values)), Math.max(Math.ceil(Math.max(...values)), -1)];
		const toY = (log10: number) => TOP + ((high - log10) / Math.max(1, high - low)) * (height - TOP - FOOT);
		pen.strokeStyle = colour("--line");
		pen.fillStyle = colour("--quiet");
		pen.lineWidth = 1;
		pen.textAlign = "right";
		for (const power of ticks(low, high, 5).filter(Number.isInteger)) {
			const y = Math.round(toY(power)) + 0.5;
			segment(pen, LEFT, y, width - RIGHT, y);
			pen.fillText(power === 0 ? "1" : `1e${power}`, LEFT - 8, y + 4);
		}
		for (const { colour: name, log10, chosen } of curves.toSorted((a, b) => Number(a.chosen) - Number(b.chosen))) {
			pen.strokeStyle = colour(name);
			pen.lineWidth = chosen ? 2.2 : 1;
			pen.setLineDash(name === "--gate-c" ? [6, 3] : []);
			pen.globalAlpha = chosen ? 1 : 0.55;
			pen.beginPath();
			const every = this.call.steps() / Math.max(1, log10.length); // 1 unless it was thinned
			for (const [t, value] of log10.entries())
				if (Number.isFinite(value)) pen.lineTo(this.middle(t * every, width), toY(value));
			pen.stroke();
		}
		pen.setLineDash([]);
		pen.globalAlpha = 1;
		pen.lineWidth = 1;
		this.drawSteps(brush);
		this.drawCursor(brush);
	}
}
