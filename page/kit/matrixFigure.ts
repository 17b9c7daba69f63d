/**
 * Values of all units over the steps, one column each step, one row each unit, all on one scale: from 0 to 1 in the colour
 * of the gate, or from -m over 0 to m in the colours of inactive and active.
 */
import type { Brush } from "./canvas.ts";
import type { FigureTable } from "./figure.ts";
import type { StepCall } from "./stepFigure.ts";
import { drawScale, FOOT, LEFT, mixed, StepFigure } from "./stepFigure.ts";

export interface Matrix {
	/** First unit, from 0. */
	unit: number;
	units: number;
	values: Float32Array; // [units,steps]
	/** Letter of the gate or state. */
	quantity: string;
	/** Ends of the scale; one that begins below 0 is symmetric about it. */
	scale: readonly [low: number, high: number];
}

export interface MatrixCall extends StepCall {
	matrix(): Matrix | null;
	format(value: number): string;
}

const TOP = 18;
const SHADES = 32;

export class MatrixFigure extends StepFigure<MatrixCall> {
	table(): FigureTable {
		const matrix = this.call.matrix();
		const steps = this.call.steps();
		const head = ["unit", "step", matrix?.quantity ?? "value"];
		if (!matrix) return { head, rows: [] };
		const rows = Array.from(matrix.values, (value, n) => [
			...[matrix.unit + Math.floor(n / steps), (n % steps) + 1, value],
		]);
		return { head, rows };
	}

	draw(brush: Brush): void {
		const { context: pen, width, height, colour } = brush;
		const matrix = this.call.matrix();
		if (!matrix) return;
		const { units, values, scale, unit } = matrix;
		const [low, high] = scale;
		const shades = shadesOf(matrix, colour);
		drawScale(brush, shades, [this.call.format(low), this.call.format(high)]);
		const steps = this.call.steps();
		const toY = (k: number) => Math.round(TOP + (k / units) * (height - TOP - FOOT));
		const shadeAt = (k: number, t: number) => {
			const share = (values[k * steps + t]! - low) / (high - low);
			return Math.max(0, Math.min(SHADES, Math.round(SHADES * share)));
		};
		for (let k = 0; k < units; k++) {
			const tall = Math.max(1, toY(k + 1) - toY(k));
			for (let t = 0; t < steps; ) {
				const shade = shadeAt(k, t);
				let end = t + 1;
				while (end < steps && shadeAt(k, end) === shade) end++; // one bar for a stretch of one colour
				pen.fillStyle = shades[shade] ?? colour("--ground");
				pen.fillRect(this.edge(t, width), toY(k), this.edge(end, width) - this.edge(t, width), tall);
				t = end;
			}
		}
		pen.fillStyle = colour("--quiet");
		pen.textAlign = "right";
		pen.fillText(String(unit), LEFT - 8, TOP + 10);
		if (units > 1) pen.fillText(String(unit + units - 1), LEFT - 8, height - FOOT);
		this.drawSteps(brush);
		this.drawCursor(brush);
	}
}

function shadesOf({ quantity, scale: [low] }: Matrix, colour: Brush["colour"]): string[] {
	const ground = colour("--ground");
	return Array.from({ length: SHADES + 1 }, (_, n) => {
		if (low >= 0) return mixed(ground, colour(`--gate-${quantity}`) || colour("--ink"), n / SHADES);
		const share = (2 * n) / SHADES - 1;
		return mixed(ground, colour(share < 0 ? "--inactive" : "--active"), Math.abs(share));
	});
}
