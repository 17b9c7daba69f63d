/**
 * One arm: at the left its validation loss over the updates, at the right its gradient by steps back, before and after
 * training. All arms have the same two scales.
 */

import type { ReachCurve } from "../../../../src/training/trials/reachCurve.ts";
import { ticks } from "../../../kit/axes.ts";
import { type Brush, type Pen, segment } from "../../../kit/canvas.ts";
import { CanvasFigure } from "../../../kit/canvasFigure.ts";
import type { FigureTable } from "../../../kit/figure.ts";
import type { Arm } from "./arm.ts";

/** The scales of all arms. */
export interface ArmScale {
	/** Updates of the budget. */
	steps: number;
	/** Top of the scale of the loss, which begins at 0. */
	most: number;
	baseline: number | null;
	/** Largest number of steps back that was measured. */
	lags: number;
}

export interface ArmFigureCall {
	arm(): Arm;
	scale(): ArmScale;
	axes(): readonly [updates: string, stepsBack: string];
	table(): FigureTable;
	summary(): string;
}

const [TOP, BOTTOM, LEFT, GAP] = [8, 34, 34, 50];
/** Powers of ten of the gradient, relative to 0 steps back. */
const [LOW, HIGH] = [-8, 2];

interface Plot {
	x(at: number): number;
	y(value: number): number;
	left: number;
	right: number;
	bottom: number;
}

export class ArmFigure extends CanvasFigure<ArmFigureCall> {
	table(): FigureTable {
		return this.call.table();
	}

	draw(brush: Brush): void {
		const { width, height } = brush;
		const scale = this.call.scale();
		const wide = (width - LEFT - GAP - 8) / 2;
		const bottom = height - BOTTOM;
		const within = (share: number) => TOP + Math.max(0, Math.min(1, share)) * (bottom - TOP);
		const left = { left: LEFT, right: LEFT + wide, bottom };
		const right = { left: LEFT + wide + GAP, right: LEFT + 2 * wide + GAP, bottom };
		const along = Math.log1p(Math.max(1, scale.lags));
		this.#losses(brush, scale, {
			...left,
			x: (step) => left.left + (step / Math.max(1, scale.steps)) * wide,
			y: (value) => within(1 - value / scale.most),
		});
		this.#gradient(brush, scale, {
			...right,
			x: (lag) => right.left + (Math.log1p(lag) / along) * wide,
			y: (value) => within((HIGH - value) / (HIGH - LOW)),
		});
	}

	#losses({ context: pen, colour }: Brush, { most, baseline, steps }: ArmScale, plot: Plot): void {
		const { x, y } = plot;
		frame(
			pen,
			colour,
			plot,
			ticks(0, most, 3).map((value) => [value, String(value)]),
		);
		names(pen, colour, plot, [0, steps], this.call.axes()[0]);
		if (baseline !== null) {
			pen.strokeStyle = colour("--quiet");
			pen.setLineDash([4, 4]);
			segment(pen, plot.left, y(baseline), plot.right, y(baseline));
			pen.setLineDash([]);
		}
		const { points } = this.call.arm();
		const known = points.filter((point): point is typeof point & { loss: number } => point.loss !== null);
		pen.strokeStyle = pen.fillStyle = colour("--valid");
		pen.lineWidth = 2;
		pen.beginPath();
		for (const { step, loss } of known) pen.lineTo(x(step), y(loss));
		pen.stroke();
		pen.lineWidth = 1;
		const last = known.at(-1);
		if (last) dot(pen, x(last.step), y(last.loss));
		for (const { step, loss } of known) if (loss > most) arrow(pen, x(step), TOP, 1);
	}

	#gradient({ context: pen, colour }: Brush, { lags }: ArmScale, plot: Plot): void {
		frame(
			pen,
			colour,
			plot,
			[0, -2, -4, -6, -8].map((power) => [power, power === 0 ? "1" : `1e${power}`]),
		);
		names(pen, colour, plot, lags > 12 ? [0, 3, 10, lags] : [0, lags], this.call.axes()[1]);
		const { before, outcome } = this.call.arm();
		pen.strokeStyle = pen.fillStyle = colour("--gradient");
		pen.setLineDash([3, 3]);
		if (before) curve(pen, plot, before);
		pen.setLineDash([]);
		pen.lineWidth = 2.2;
		if (outcome) curve(pen, plot, outcome.after);
		pen.lineWidth = 1;
	}
}

/** First measured number of steps back at which a gradient is below the scale; null if it stays on it. */
export function leavesAt({ lags, log10 }: Pick<ReachCurve, "lags" | "log10">): number | null {
	const at = log10.findIndex((value) => value !== null && value < LOW);
	return at < 0 ? null : lags[at]!;
}

/** A curve by steps back; it ends where it leaves the scale, which an arrow marks, or at an exact 0. */
function curve(
	pen: Pen,
	{ x, y }: Plot,
	{ lags, log10 }: { lags: readonly number[]; log10: readonly (number | null)[] },
): void {
	pen.beginPath();
	for (const [n, lag] of lags.entries()) {
		const value = log10[n];
		if (value === null || value === undefined) break;
		if (value < LOW) {
			const before = log10[n - 1] ?? LOW;
			const from = n > 0 ? x(lags[n - 1]!) : x(lag);
			const left = from + ((x(lag) - from) * (before - LOW)) / (before - value);
			pen.lineTo(left, y(LOW));
			pen.stroke();
			pen.setLineDash([]);
			arrow(pen, left, y(LOW) + 2, -1);
			return;
		}
		pen.lineTo(x(lag), y(value));
	}
	pen.stroke();
}

function frame(
	pen: Pen,
	colour: Brush["colour"],
	{ left, right, y }: Plot,
	marks: readonly (readonly [value: number, words: string])[],
): void {
	pen.strokeStyle = colour("--line");
	pen.fillStyle = colour("--quiet");
	pen.textAlign = "right";
	for (const [value, words] of marks) {
		const at = Math.round(y(value)) + 0.5;
		segment(pen, left, at, right, at);
		pen.fillText(words, left - 6, at + 4);
	}
}

function names(
	pen: Pen,
	colour: Brush["colour"],
	{ left, right, bottom, x }: Plot,
	marks: readonly number[],
	axis: string,
): void {
	pen.fillStyle = colour("--quiet");
	for (const at of marks) {
		pen.textAlign = at === 0 ? "left" : at === marks.at(-1) ? "right" : "center";
		pen.fillText(at.toLocaleString("en"), x(at), bottom + 15);
	}
	pen.textAlign = "center";
	pen.fillText(axis, (left + right) / 2, bottom + 30);
}

function dot(pen: Pen, x: number, y: number): void {
	pen.beginPath();
	pen.arc(x, y, 3, 0, 2 * Math.PI);
	pen.fill();
}

/** What is above the scale (1) or below it (-1). */
function arrow(pen: Pen, x: number, y: number, up: 1 | -1): void {
	pen.beginPath();
	pen.moveTo(x, y);
	pen.lineTo(x - 4, y + 7 * up);
	pen.lineTo(x + 4, y + 7 * up);
	pen.closePath();
	pen.fill();
}
