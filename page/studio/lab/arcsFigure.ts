/**
 * The itemised gradient: a row for the loss of each step, a column for each step that it reaches. The shade is the norm of
 * the arc's gradient on one scale in powers of ten; arcs that are cut are hatched.
 */
import { type Brush, type Pen, segment } from "../../kit/canvas.ts";
import { CanvasFigure } from "../../kit/canvasFigure.ts";
import type { FigureTable } from "../../kit/figure.ts";
import { mixed } from "../../kit/stepFigure.ts";
import type { Arc, ArcFate } from "./arcsState.ts";

type Rows = readonly (readonly (number | null)[])[];

export interface ArcsFigureCall {
	/** log10 of the norms, row t with k = 0 to t; null before the first answer. */
	log10(): Rows | null;
	/** The part of each arc that went through c, if that is what the shade shows. */
	shares(): Rows | null;
	fate(arc: Arc): ArcFate;
	cursor(): Arc;
	move(to: Arc): void;
	toggle(arc: Arc): void;
	/** What a step reads, or the target of a step's loss, as one small sign. */
	sign(step: number, side: "reads" | "next"): string;
	axes(): readonly [loss: string, reach: string];
	table(): FigureTable;
	summary(): string;
}

const LEFT = 62;
const RIGHT = 70;
const TOP = 8;
const BOTTOM = 52;
const SHADES = 24;

/** Where each arrow key leads. */
const WAYS: Partial<Record<string, (at: Arc) => Arc>> = {
	ArrowUp: ([t, k]) => [t - 1, k],
	ArrowDown: ([t, k]) => [t + 1, k],
	ArrowLeft: ([t, k]) => [t, k - 1],
	ArrowRight: ([t, k]) => [t, k + 1],
	Home: ([t]) => [t, 0],
	End: ([t]) => [t, t],
};

interface Cells {
	x(k: number): number;
	y(t: number): number;
	wide: number;
	tall: number;
}

export class ArcsFigure extends CanvasFigure<ArcsFigureCall> {
	readonly #place: HTMLElement;

	constructor(box: HTMLElement, call: ArcsFigureCall) {
		super(box, call);
		this.#place = box;
		box.setAttribute("role", "application"); // its keys are its own, also where a screen reader has keys of its own
		box.addEventListener("keydown", (event) => this.#key(event));
		box.addEventListener("pointermove", (event) => {
			const at = this.#under(event);
			if (at) call.move(at);
		});
		box.addEventListener("click", (event) => {
			const at = this.#under(event);
			if (!at) return;
			call.move(at);
			call.toggle(at);
		});
	}

	table(): FigureTable {
		return this.call.table();
	}

	#key(event: KeyboardEvent): void {
		const acts = event.key === "Enter" || event.key === " ";
		const way = WAYS[event.key];
		if (!(acts || way) || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		if (way) this.call.move(way(this.call.cursor()));
		else if (!event.repeat) this.call.toggle(this.call.cursor());
	}

	#under({ clientX, clientY }: MouseEvent): Arc | null {
		const { left, top, width, height } = this.#place.getBoundingClientRect();
		const steps = this.call.log10()?.length ?? 0;
		const k = Math.floor(((clientX - left - LEFT) / (width - LEFT - RIGHT)) * steps);
		const t = Math.floor(((clientY - top - TOP) / (height - TOP - BOTTOM)) * steps);
		return k >= 0 && k <= t && t < steps ? [t, k] : null;
	}

	draw(brush: Brush): void {
		const { context: pen, width, height, colour } = brush;
		const log10 = this.call.log10();
		if (!log10) return;
		const steps = log10.length;
		const [wide, tall] = [(width - LEFT - RIGHT) / steps, (height - TOP - BOTTOM) / steps];
		const cells: Cells = { x: (k) => LEFT + k * wide, y: (t) => TOP + t * tall, wide, tall };
		const shares = this.call.shares();
		const scale = shares ? ([0, 1] as const) : scaleOf(log10);
		const full = colour(shares ? "--gate-c" : "--gradient");
		const shades = Array.from({ length: SHADES }, (_, n) =>
			mixed(colour("--ground"), full, (n + 1.5) / (SHADES + 0.5)),
		);
		for (const [t, row] of (shares ?? log10).entries())
			for (const [k, value] of row.entries()) this.#cell(brush, cells, [t, k], shadeOf(value, scale, shades));
		const words = shares ? (x: number) => `${100 * x}%` : (power: number) => (power === 0 ? "1" : `1e${power}`);
		drawScale(brush, scale, {
			shades,
			words,
			every: shares ? 0.25 : Math.max(1, Math.ceil((scale[1] - scale[0]) / 8)),
		});
		this.#axes(brush, cells, steps);
		const [t, k] = this.call.cursor();
		for (const [stroke, line] of [
			[colour("--ground"), 5],
			[colour("--ink"), 2.5],
		] as const) {
			pen.strokeStyle = stroke;
			pen.lineWidth = line;
			pen.strokeRect(cells.x(k), cells.y(t), wide, tall);
		}
		pen.lineWidth = 1;
	}

	#cell({ context: pen, colour }: Brush, { x, y, wide, tall }: Cells, [t, k]: Arc, shade: string | undefined): void {
		const box = [x(k) + 0.5, y(t) + 0.5, wide - 1, tall - 1] as const;
		const isCut = this.call.fate([t, k]) !== "kept";
		pen.globalAlpha = isCut ? 0.4 : 1;
		if (shade) {
			pen.fillStyle = shade;
			pen.fillRect(...box);
		}
		pen.globalAlpha = 1;
		pen.strokeStyle = colour("--line");
		if (!shade) pen.strokeRect(...box); // an exact 0
		if (!isCut) return;
		pen.strokeStyle = colour("--quiet");
		hatch(pen, ...box);
	}

	#axes({ context: pen, width, height, colour }: Brush, { x, y, wide, tall }: Cells, steps: number): void {
		const [loss, reach] = this.call.axes();
		pen.fillStyle = colour("--quiet");
		const every = [1, 2, 5, 10].find((n) => n * Math.min(wide, tall) >= 17) ?? 20;
		for (let step = 0; step < steps; step += every) {
			pen.textAlign = "right";
			pen.fillText(String(step), LEFT - 24, y(step + 0.5) + 4);
			pen.textAlign = "center";
			pen.fillText(String(step), x(step + 0.5), height - BOTTOM + 32);
		}
		if (Math.min(wide, tall) >= 9) {
			pen.fillStyle = colour("--ink");
			for (let step = 0; step < steps; step++) {
				const [next, reads] = [this.call.sign(step, "next"), this.call.sign(step, "reads")];
				if (pen.measureText(next).width < 18) pen.fillText(next, LEFT - 11, y(step + 0.5) + 4);
				if (pen.measureText(reads).width < wide) pen.fillText(reads, x(step + 0.5), height - BOTTOM + 16);
			}
		}
		pen.fillStyle = colour("--quiet");
		pen.textAlign = "center";
		pen.fillText(`${reach} →`, LEFT + (width - LEFT - RIGHT) / 2, height - 4);
		pen.textAlign = "left";
		pen.fillText(`↓ ${loss}`, x(1.4) + 6, TOP + 11); // the corner above the diagonal is empty
	}
}

/** Powers of ten at both ends, whole. */
function scaleOf(log10: readonly (readonly (number | null)[])[]): readonly [low: number, high: number] {
	const known = log10.flat().filter((value): value is number => value !== null);
	if (known.length === 0) return [-1, 0];
	const low = Math.floor(known.reduce((a, b) => Math.min(a, b)));
	return [low, Math.max(low + 1, Math.ceil(known.reduce((a, b) => Math.max(a, b))))];
}

function shadeOf(value: number | null, [low, high]: readonly [number, number], shades: string[]): string | undefined {
	if (value === null) return undefined;
	const band = Math.floor(((value - low) / (high - low)) * shades.length);
	return shades[Math.max(0, Math.min(shades.length - 1, band))];
}

function drawScale(
	{ context: pen, width, height, colour }: Brush,
	[low, high]: readonly [number, number],
	{ shades, words, every }: { shades: string[]; words(value: number): string; every: number },
): void {
	const tall = height - TOP - BOTTOM;
	const x = width - RIGHT + 14;
	for (const [n, shade] of shades.entries()) {
		pen.fillStyle = shade;
		pen.fillRect(x, TOP + (tall * (shades.length - 1 - n)) / shades.length, 14, tall / shades.length + 0.5);
	}
	pen.strokeStyle = colour("--line");
	pen.strokeRect(x, TOP, 14, tall);
	pen.fillStyle = colour("--quiet");
	pen.textAlign = "left";
	for (let power = high; power >= low; power -= every) {
		const y = TOP + ((high - power) / (high - low)) * tall;
		pen.fillText(words(power), x + 19, Math.max(TOP + 10, y + 4));
	}
}

/** Lines from the lower left to the upper right, within the box. */
function hatch(pen: Pen, x: number, y: number, wide: number, tall: number): void {
	const gap = Math.max(3, Math.min(6, wide / 2));
	for (let d = gap; d < wide + tall; d += gap)
		segment(pen, x + Math.max(0, d - tall), y + Math.min(d, tall), x + Math.min(d, wide), y + Math.max(0, d - wide));
}
