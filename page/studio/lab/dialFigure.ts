/**
 * How large the gradient of each cost is at each earlier step, on one scale in powers of ten, over the unrolled layer. The
 * chosen cost is thick, the others are thin; the dashed line is the bound of theory.
 */
import type { Brush, Pen } from "../../kit/canvas.ts";
import { CanvasFigure } from "../../kit/canvasFigure.ts";
import { arrowCursor, type FigureTable } from "../../kit/figure.ts";
import { powerOfTen } from "../../kit/numbers.ts";
import { HIGH, LOW, type Place, pieces } from "./withinScale.ts";

export interface DialFigureCall {
	/** log10 by cost and step, [T,T]; null before the first answer. */
	log10(): Float64Array | null;
	/** log10 of the bound per step. */
	bound(): number;
	/** Step of the chosen cost, from 1. */
	cost(): number;
	choose(cost: number): void;
	/** In words: the gradient of a cost so many steps back. */
	say(cost: number, lag: number, value: string): string;
	/** In words: where the bound is at step 1. */
	beyond(value: string): string;
	summary(): string;
}

const T = 50;
const LEFT = 52;
const RIGHT = 14;
const TOP = 10;
const CHAIN = 60;

/** To 12 decimals: the logarithm of a norm of 1 is not exactly 0. */
const rounded = (log10: number) => Math.round(1e12 * log10) / 1e12 || 0;

export class DialFigure extends CanvasFigure<DialFigureCall> {
	readonly #place: HTMLElement;
	#step: number | null = null;

	constructor(box: HTMLElement, call: DialFigureCall) {
		super(box, call);
		this.#place = box;
		arrowCursor(
			box,
			() => T,
			(at) => at !== null && call.choose(at + 1),
		);
		box.addEventListener("pointermove", (event) => this.#point(this.#under(event)));
		box.addEventListener("pointerleave", () => this.#point(null));
		box.addEventListener("click", (event) => call.choose(this.#under(event)));
	}

	table(): FigureTable {
		const log10 = this.call.log10();
		const cost = this.call.cost();
		const rows = log10
			? Array.from({ length: cost }, (_, k) => [cost - k, k, rounded(log10[(cost - 1) * T + cost - 1 - k]!)])
			: [];
		return { head: ["step", "lag", "log10"], rows };
	}

	#under(event: MouseEvent): number {
		const { left, width } = this.#place.getBoundingClientRect();
		const share = (event.clientX - left - LEFT) / (width - LEFT - RIGHT);
		return Math.max(1, Math.min(T, 1 + Math.round(share * (T - 1))));
	}

	#point(step: number | null): void {
		if (step === this.#step) return;
		this.#step = step;
		this.update();
	}

	draw({ context: ctx, width, height, colour }: Brush): void {
		const log10 = this.call.log10();
		const cost = this.call.cost();
		const bottom = height - CHAIN;
		const x = (step: number) => LEFT + ((step - 1) / (T - 1)) * (width - LEFT - RIGHT);
		const y = (value: number) => TOP + ((HIGH - Math.max(LOW, Math.min(HIGH, value))) / (HIGH - LOW)) * (bottom - TOP);
		const trace = (points: readonly Place[]) => {
			ctx.beginPath();
			let last: Place | undefined;
			for (const [from, to] of pieces(points)) {
				if (from !== last) ctx.moveTo(x(from[0]), y(from[1]));
				ctx.lineTo(x(to[0]), y(to[1]));
				last = to;
			}
			ctx.stroke();
		};
		axes({ ctx, x, y, width, colour });
		if (!log10) return;
		ctx.strokeStyle = colour("--gradient");
		const line = (t: number) => trace(Array.from({ length: t }, (_, k) => [k + 1, log10[(t - 1) * T + k]!]));
		ctx.globalAlpha = 0.22;
		for (let t = 1; t <= T; t++) if (t !== cost) line(t);
		ctx.globalAlpha = 1;
		ctx.setLineDash([5, 4]);
		ctx.strokeStyle = colour("--quiet");
		const bound = this.call.bound();
		trace([
			[1, (cost - 1) * bound],
			[cost, 0],
		]);
		ctx.setLineDash([]);
		this.#beyond(ctx, (cost - 1) * bound, x(cost + (bound > 0 ? -HIGH : -LOW) / bound), colour, [y(HIGH), y(LOW)]);
		ctx.strokeStyle = colour("--gradient");
		ctx.lineWidth = 2.6;
		line(cost);
		ctx.lineWidth = 1;
		const row = log10.subarray((cost - 1) * T, cost * T);
		chain({ ctx, x, middle: height - CHAIN / 2 - 4, row, cost, colour });
		this.#readout(ctx, { x, y, row, cost, colour, width });
	}

	/** Where the bound leaves the picture: an arrow, and its value at step 1. */
	#beyond(pen: Pen, end: number, x: number, colour: Brush["colour"], [top, bottom]: readonly [number, number]): void {
		if (end >= LOW && end <= HIGH) return;
		const [y, way] = end > HIGH ? [top, 1] : [bottom, -1];
		pen.fillStyle = colour("--quiet");
		pen.beginPath();
		for (const [dx, dy] of [
			[0, 0],
			[-5, 9],
			[5, 9],
		] as const)
			pen.lineTo(x + dx, y + way * dy);
		pen.closePath();
		pen.fill();
		pen.textAlign = x < 260 ? "left" : "right";
		pen.fillText(this.call.beyond(powerOfTen(end)), x + (x < 260 ? 10 : -10), y + (way > 0 ? 14 : -6));
	}

	#readout(ctx: Pen, { x, y, row, cost, colour, width }: Readout): void {
		const step = this.#step === null ? 1 : Math.min(this.#step, cost);
		const value = row[step - 1]!;
		ctx.fillStyle = colour("--gradient");
		ctx.beginPath();
		ctx.arc(x(step), y(value), 4, 0, 2 * Math.PI);
		ctx.fill();
		const text = this.call.say(cost, cost - step, powerOfTen(value));
		const wide = ctx.measureText(text).width;
		const at = Math.max(LEFT + 8, Math.min(x(step) + 10, width - RIGHT - wide - 4));
		const above = y(value) > TOP + 40 ? y(value) - 12 : y(value) + 22;
		ctx.fillStyle = colour("--ground");
		ctx.globalAlpha = 0.85;
		ctx.fillRect(at - 4, above - 13, wide + 8, 18);
		ctx.globalAlpha = 1;
		ctx.fillStyle = colour("--ink");
		ctx.textAlign = "left";
		ctx.fillText(text, at, above);
	}
}

interface Axes {
	ctx: Pen;
	x(step: number): number;
	y(value: number): number;
	width: number;
	colour(token: string): string;
}
type Readout = Omit<Axes, "ctx"> & { row: Float64Array; cost: number };

function axes({ ctx, y, width, colour }: Axes): void {
	ctx.strokeStyle = colour("--line");
	ctx.fillStyle = colour("--quiet");
	ctx.textAlign = "right";
	for (let power = LOW; power <= HIGH; power += 6) {
		const at = Math.round(y(power)) + 0.5;
		ctx.lineWidth = power === 0 ? 2 : 1;
		ctx.beginPath();
		ctx.moveTo(LEFT, at);
		ctx.lineTo(width - RIGHT, at);
		ctx.stroke();
		ctx.fillText(power === 0 ? "1" : `1e${power}`, LEFT - 8, at + 4);
	}
	ctx.lineWidth = 1;
}

/** The unrolled layer: each step as full as the gradient that reaches it, and larger where it has grown. */
function chain({
	ctx,
	x,
	middle,
	row,
	cost,
	colour,
}: Omit<Axes, "y" | "width"> & { middle: number; row: Float64Array; cost: number }): void {
	const gap = x(2) - x(1);
	const size = Math.min(7, gap * 0.36);
	ctx.textAlign = "center";
	for (let k = 1; k <= T; k++) {
		const value = k <= cost ? row[k - 1]! : Number.NEGATIVE_INFINITY;
		const radius = size * (1 + Math.max(0, Math.min(1.4, value / 8)));
		ctx.globalAlpha = 1;
		ctx.strokeStyle = colour("--line");
		if (k < T) {
			ctx.beginPath();
			ctx.moveTo(x(k) + size, middle);
			ctx.lineTo(x(k + 1) - size, middle);
			ctx.stroke();
		}
		ctx.beginPath();
		ctx.arc(x(k), middle, radius, 0, 2 * Math.PI);
		ctx.fillStyle = colour("--gradient");
		ctx.globalAlpha = value > 0 ? 1 : Math.max(0, 1 + value / 8);
		ctx.fill();
		ctx.globalAlpha = 1;
		ctx.strokeStyle = k === cost ? colour("--ink") : colour("--ghost");
		ctx.lineWidth = k === cost ? 2 : 1;
		ctx.stroke();
		ctx.lineWidth = 1;
		if (k === 1 || k % 10 === 0) {
			ctx.fillStyle = colour("--quiet");
			ctx.fillText(String(k), x(k), middle + 24);
		}
	}
}
