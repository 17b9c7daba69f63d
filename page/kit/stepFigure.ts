/**
 * Figures over the steps of one batch, one below the other: they share their left and right edge and a cursor, so that a
 * step is at the same place in each.
 */
import { ticks } from "./axes.ts";
import { type Brush, segment } from "./canvas.ts";
import { CanvasFigure } from "./canvasFigure.ts";
import { arrowCursor } from "./figure.ts";

export interface StepCall {
	steps(): number;
	/** The step that is pointed at; null if none is. */
	cursor(): number | null;
	point(at: number | null): void;
	summary(): string;
}

export const LEFT = 52;
export const RIGHT = 12;
/** Height of the step numbers below a picture. */
export const FOOT = 22;

export abstract class StepFigure<Call extends StepCall> extends CanvasFigure<Call> {
	constructor(box: HTMLElement, call: Call) {
		super(box, call);
		arrowCursor(
			box,
			() => call.steps(),
			(at) => call.point(at),
		);
		box.addEventListener("pointermove", (event) => call.point(this.#under(event, box)));
		box.addEventListener("pointerleave", () => call.point(null));
	}

	#under({ clientX }: PointerEvent, box: HTMLElement): number | null {
		const { left, width } = box.getBoundingClientRect();
		const at = Math.floor(((clientX - left - LEFT) / (width - LEFT - RIGHT)) * this.call.steps());
		return at >= 0 && at < this.call.steps() ? at : null;
	}

	/** Left edge of a step's column. */
	protected edge(step: number, width: number): number {
		return LEFT + (step / Math.max(1, this.call.steps())) * (width - LEFT - RIGHT);
	}

	/** Middle of a step's column. */
	protected middle(step: number, width: number): number {
		return this.edge(step + 0.5, width);
	}

	/** Numbers of the steps below the picture, counted from 1. */
	protected drawSteps({ context: pen, width, height, colour }: Brush): void {
		pen.fillStyle = colour("--quiet");
		pen.textAlign = "center";
		const steps = this.call.steps();
		for (const step of ticks(1, Math.max(2, steps), Math.max(2, width / 90)))
			if (Number.isInteger(step)) pen.fillText(String(step), this.middle(step - 1, width), height - 5);
	}

	protected drawCursor({ context: pen, width, height, colour }: Brush): void {
		const at = this.call.cursor();
		if (at === null || at >= this.call.steps()) return;
		pen.strokeStyle = colour("--ink");
		pen.globalAlpha = 0.7;
		for (const x of [this.edge(at, width), this.edge(at + 1, width)]) segment(pen, x, 0, x, height - FOOT + 4);
		pen.globalAlpha = 1;
	}
}

/** A bar of a scale's colours with a number at each end, at the right above a picture. */
export function drawScale(brush: Brush, fills: readonly string[], ends: readonly [string, string]): void {
	const { context: pen, width, colour } = brush;
	const wide = 96 / fills.length;
	const right = width - RIGHT - 40;
	for (const [n, fill] of fills.entries()) {
		pen.fillStyle = fill;
		pen.fillRect(right - 96 + n * wide, 3, wide + 0.5, 9);
	}
	pen.fillStyle = colour("--quiet");
	pen.textAlign = "left";
	pen.fillText(ends[1], right + 5, 12);
	pen.textAlign = "right";
	pen.fillText(ends[0], right - 101, 12);
}

/** A colour between two of the form #rrggbb. */
export function mixed(from: string, to: string, share: number): string {
	const part = (text: string, at: number) => Number.parseInt(text.slice(1 + 2 * at, 3 + 2 * at), 16);
	const channel = (at: number) => Math.round(part(from, at) + share * (part(to, at) - part(from, at)));
	return `#${[0, 1, 2].map((at) => channel(at).toString(16).padStart(2, "0")).join("")}`;
}
