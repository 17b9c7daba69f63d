/**
 * The gradient by lag: how much of the loss's gradient is left k steps back, in powers of ten, for the newest record and,
 * fainter, for those before it. The dashed line is 1 %; the upright one is where backpropagation is truncated.
 */
import { type Brush, Canvas, type Pen, segment } from "./canvas.ts";
import { arrowCursor, type Figure, type FigureTable } from "./figure.ts";
import { powerOfTen } from "./numbers.ts";

export interface LagCurve {
	step: number;
	/** Steps back, ascending from 0. [n] */
	lags: readonly number[];
	/** log10 of the gradient at each lag; -Infinity is exactly 0. [n] */
	log10: readonly number[];
}

export interface LagCall {
	/** Newest last. */
	curves(): readonly LagCurve[];
	/** Steps that a gradient travels back in training; null if it is not truncated. */
	horizon(): number | null;
	/** "{lag} steps back: {value} of the gradient" */
	say(lag: number, value: string): string;
	axis: string;
	truncated: string;
	summary(): string;
}

const LEFT = 52;
const BOTTOM = 24;
const TRAIL = 12;
/** Decades shown at least, and at most. */
const DECADES = { least: 4, most: 40 };

export class LagFigure implements Figure {
	readonly #call: LagCall;
	readonly #canvas: Canvas;
	readonly #box: HTMLElement;
	#at: number | null = null;

	constructor(box: HTMLElement, call: LagCall) {
		this.#box = box;
		this.#call = call;
		this.#canvas = new Canvas(box, (brush) => this.draw(brush));
		box.setAttribute("role", "img");
		this.update();
		arrowCursor(
			box,
			() => this.#newest?.lags.length ?? 0,
			(at) => this.#point(at),
		);
		box.addEventListener("pointermove", (event) => this.#point(this.#under(event)));
		box.addEventListener("pointerleave", () => this.#point(null));
	}

	get #newest(): LagCurve | undefined {
		return this.#call.curves().at(-1);
	}

	update(): void {
		this.#box.setAttribute("aria-label", this.summary());
		this.#canvas.ask();
	}

	summary(): string {
		return this.#call.summary();
	}

	table(): FigureTable {
		const { lags = [], log10 = [] } = this.#newest ?? {};
		return { head: ["lag", "log10"], rows: lags.map((lag, n) => [lag, log10[n]!]) };
	}

	close(): void {
		this.#canvas.close();
	}

	#point(at: number | null): void {
		if (at === this.#at) return;
		this.#at = at;
		this.#canvas.ask();
	}

	/** The place of the curve nearest to the pointer. */
	#under(event: PointerEvent): number | null {
		const curve = this.#newest;
		if (!curve) return null;
		const { left, width } = this.#box.getBoundingClientRect();
		const share = (event.clientX - left - LEFT) / (width - LEFT - 8);
		const lag = share ** 2 * curve.lags.at(-1)!;
		const distance = (n: number) => Math.abs(Math.sqrt(curve.lags[n]!) - Math.sqrt(Math.max(0, lag)));
		return curve.lags.reduce((best, _, n) => (distance(n) < distance(best) ? n : best), 0);
	}

	draw({ context: ctx, width, height, colour }: Brush): void {
		const curves = this.#call.curves().slice(-TRAIL);
		const newest = curves.at(-1);
		const most = newest?.lags.at(-1) ?? 64;
		const relative = (newest?.log10 ?? []).map((value) => value - newest!.log10[0]!);
		const lowest = Math.min(0, ...relative);
		const above = Math.min(DECADES.most, Math.ceil(Math.max(0.2, ...relative) - 0.2)); // a curve that grows has room
		const decades = Math.min(DECADES.most, Math.max(DECADES.least, Math.ceil(-lowest)));
		const x = (lag: number) => LEFT + Math.sqrt(lag / most) * (width - LEFT - 8); // near lags get more room
		const each = (height - BOTTOM - 8) / (decades + above);
		const y = (log10: number) => 8 + (above + Math.min(decades, Math.max(-0.2 - above, -log10))) * each;
		this.#axes(ctx, { x, y, most, decades, above, width, height, colour });
		for (const [n, curve] of curves.entries()) {
			const last = n === curves.length - 1;
			ctx.globalAlpha = last ? 1 : 0.08 + (0.3 * n) / curves.length;
			ctx.strokeStyle = colour("--gradient");
			ctx.lineWidth = last ? 2.2 : 1;
			ctx.beginPath();
			for (const [k, lag] of curve.lags.entries()) ctx.lineTo(x(lag), y(curve.log10[k]! - curve.log10[0]!));
			ctx.stroke();
		}
		ctx.globalAlpha = 1;
		if (newest && this.#at !== null && newest.lags[this.#at] !== undefined) {
			const lag = newest.lags[this.#at]!;
			const value = newest.log10[this.#at]! - newest.log10[0]!;
			ctx.fillStyle = colour("--gradient");
			ctx.beginPath();
			ctx.arc(x(lag), y(value), 4, 0, 2 * Math.PI);
			ctx.fill();
			ctx.fillStyle = colour("--ink");
			const text = this.#call.say(lag, powerOfTen(value));
			ctx.textAlign = "right";
			ctx.fillText(text, width - 8, 20);
		}
	}

	#axes(ctx: Pen, { x, y, most, decades, above, width, height, colour }: Axes): void {
		ctx.strokeStyle = colour("--line");
		ctx.fillStyle = colour("--quiet");
		ctx.lineWidth = 1;
		ctx.textAlign = "right";
		const every = Math.ceil((decades + above) / 4);
		for (let decade = -every * Math.floor(above / every); decade <= decades; decade += every) {
			const at = Math.round(y(-decade)) + 0.5;
			segment(ctx, LEFT, at, width - 8, at);
			ctx.fillText(decade === 0 ? "1" : `1e${-decade}`, LEFT - 8, at + 4);
		}
		ctx.textAlign = "center";
		let labelled = Number.NEGATIVE_INFINITY;
		for (const lag of ticksTo(most)) {
			if (x(lag) - labelled < 34) continue;
			labelled = x(lag);
			ctx.fillText(String(lag), x(lag), height - 6);
		}
		ctx.strokeStyle = colour("--gradient");
		ctx.setLineDash([5, 4]);
		segment(ctx, LEFT, y(-2), width - 8, y(-2));
		ctx.fillStyle = colour("--gradient");
		ctx.textAlign = "left";
		ctx.fillText("1%", LEFT + 4, y(-2) - 4);
		ctx.setLineDash([]);
		const horizon = this.#call.horizon();
		if (horizon === null || horizon > most) return;
		ctx.strokeStyle = colour("--quiet");
		segment(ctx, x(horizon), 8, x(horizon), height - BOTTOM);
		ctx.fillStyle = colour("--quiet");
		ctx.textAlign = x(horizon) > width / 2 ? "right" : "left";
		ctx.fillText(this.#call.truncated, x(horizon) + (x(horizon) > width / 2 ? -5 : 5), height - BOTTOM - 6);
	}
}

interface Axes extends Omit<Brush, "context"> {
	x(lag: number): number;
	y(log10: number): number;
	most: number;
	/** Decades below 1, and above it. */
	decades: number;
	above: number;
}

/** 0, 1, 2, 5, 10, ... */
function ticksTo(most: number): number[] {
	const ticks = [0];
	for (let base = 1; base <= most; base *= 10)
		for (const digit of [1, 2, 5]) if (digit * base <= most) ticks.push(digit * base);
	return ticks;
}
