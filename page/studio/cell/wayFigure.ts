/**
 * The way back as a strip of steps, right to left: for each network its lanes |dL/dc|, what of it went through the
 * memory alone, and |dL/dh|. Thickness is the power of ten, on one scale for all; below the scale a dotted line. Between
 * the lanes the valve on the memory, as far open as its gate is on average. The cut of training is a line across.
 */

import { glyphOf } from "../../../src/views/glyphs.ts";
import type { Brush, Pen } from "../../kit/canvas.ts";
import { CanvasFigure } from "../../kit/canvasFigure.ts";
import type { FigureTable } from "../../kit/figure.ts";
import { power, short } from "../../kit/numbers.ts";
import type { WayStep } from "../worker/instrument/cellCalls.ts";

export interface WayRow {
	name: string;
	/** Printable name of each of its symbols. */
	labels: readonly string[];
	/** Oldest step first. */
	steps: readonly WayStep[];
	k2: number | null;
	isEcho: boolean;
	/** States besides h of a cell given by equations; undefined for another cell. */
	states?: readonly string[];
}

export interface WayFigureCall {
	rows(): readonly WayRow[];
	/** Steps drawn, from the right. */
	played(): number | null;
	words: { lane(lane: Lane, row: WayRow): string; cut(k2: number): string; head(): string[] };
	summary(): string;
}

export type Lane = "c" | "memory" | "h";
const LANES: readonly [Lane, string][] = [
	["c", "--gate-c"],
	["memory", "--gate-f"],
	["h", "--gate-h"],
];
const [LANE, TEXT, LEFT, RIGHT, MOST] = [44, 34, 98, 14, 34];

/** A size in words; none for a cell that has no such lane. */
export const sizeText = (log10: number | null | undefined) => (log10 === undefined ? "" : power(log10));

export const lanesOf = ({ steps }: WayRow) => LANES.filter(([lane]) => steps.some((step) => step[lane] !== undefined));
export const heightOfRows = (rows: readonly WayRow[]) =>
	rows.reduce((sum, row) => sum + 26 + lanesOf(row).length * LANE + TEXT, 8);

/** Powers of ten between the thickest and the thinnest line: what is there, at most 40. */
export function scaleOf(rows: readonly WayRow[]): { top: number; decades: number } {
	const all = rows.flatMap(({ steps }) => steps.flatMap(({ h, c }) => [h, c]).filter((x) => typeof x === "number"));
	const top = Math.ceil(Math.max(-300, ...all));
	return { top, decades: Math.min(40, Math.max(4, top - Math.floor(Math.min(top, ...all)))) };
}

export class WayFigure extends CanvasFigure<WayFigureCall> {
	table(): FigureTable {
		const rows = this.call
			.rows()
			.flatMap(({ name, steps, labels }) =>
				[...steps]
					.reverse()
					.map(({ step, id, c, memory, h, open }) => [
						...[name, step, id < 0 ? "" : labels[id]!, ...[c, memory, h].map(sizeText)],
						open === undefined ? "" : short(open),
					]),
			);
		return { head: this.call.words.head(), rows };
	}

	draw(brush: Brush): void {
		const rows = this.call.rows();
		const scale = scaleOf(rows);
		let y = 8;
		for (const row of rows) {
			this.#row(brush, row, y, scale);
			y += 26 + lanesOf(row).length * LANE + TEXT;
		}
	}

	#row({ context: ctx, width, colour }: Brush, row: WayRow, y0: number, { top, decades }: ReturnType<typeof scaleOf>) {
		const { steps, k2 } = row;
		const each = (width - LEFT - RIGHT) / Math.max(1, steps.length);
		const from = steps.length - (this.call.played() ?? steps.length);
		const lanes = lanesOf(row);
		const xOf = (n: number) => LEFT + n * each;
		ctx.fillStyle = colour("--ink");
		ctx.font = `600 13px ${colour("--sans")}`;
		ctx.textAlign = "left";
		ctx.fillText(row.name, 0, y0 + 12);
		const thick = (log10: number) => MOST * Math.max(0, 1 - (top - log10) / decades);
		for (const [k, [lane, token]] of lanes.entries()) {
			const y = y0 + 26 + k * LANE + LANE / 2;
			ctx.font = `12px ${colour("--sans")}`;
			ctx.fillStyle = colour(token);
			ctx.fillText(this.call.words.lane(lane, row), 0, y + 4);
			for (let n = Math.max(0, from); n < steps.length; n++) {
				const [here, later] = [steps[n]![lane], steps[Math.min(n + 1, steps.length - 1)]![lane]];
				ctx.fillStyle = colour(token);
				const [a, b] = [here, later].map((log) => (log === null || log === undefined ? 0 : thick(log)));
				if (a! < 1) ctx.fillRect(xOf(n) + each * 0.3, y - 0.5, Math.max(1, each * 0.4), 1);
				else quad(ctx, xOf(n), xOf(n + 1), y, a!, Math.max(1, b!));
			}
			if (lane === "c" || (lane === "memory" && lanes.length === 2)) this.#valves(ctx, row, y, each, from, colour);
		}
		this.#text(ctx, row, y0 + 26 + lanes.length * LANE, each, colour);
		if (k2 === null || k2 >= steps.length) return;
		const x = xOf(steps.length - k2);
		ctx.strokeStyle = colour("--gradient");
		ctx.setLineDash([5, 4]);
		ctx.beginPath();
		ctx.moveTo(x, y0 + 20);
		ctx.lineTo(x, y0 + 26 + lanes.length * LANE);
		ctx.stroke();
		ctx.setLineDash([]);
		ctx.fillStyle = colour("--gradient");
		const left = width >= 600 && x < width / 2;
		ctx.textAlign = left ? "left" : "right";
		ctx.fillText(this.call.words.cut(k2), width < 600 ? width - RIGHT : x + (left ? 4 : -4), y0 + 16);
	}

	/** Two doors on the memory line, where there is room for them. */
	#valves(ctx: Canvas2D, { steps }: WayRow, y: number, each: number, from: number, colour: Brush["colour"]): void {
		const every = Math.max(1, Math.ceil(11 / each));
		ctx.fillStyle = colour("--ink");
		for (let n = steps.length - 1; n >= Math.max(0, from); n -= every) {
			const { open } = steps[n]!;
			if (open === undefined) continue;
			const door = (MOST / 2 + 3) * (1 - open);
			const x = LEFT + n * each + each / 2 - 1;
			ctx.fillRect(x, y - MOST / 2 - 3, 2, door);
			ctx.fillRect(x, y + MOST / 2 + 3 - door, 2, door);
		}
	}

	#text(ctx: Canvas2D, { steps, labels }: WayRow, y: number, each: number, colour: Brush["colour"]): void {
		const every = Math.max(1, Math.ceil(8 / each));
		ctx.font = `12px ${colour("--mono")}`;
		ctx.textAlign = "center";
		ctx.fillStyle = colour("--ink");
		for (let n = steps.length - 1; n >= 0; n -= every) {
			const { id } = steps[n]!;
			if (id >= 0) ctx.fillText(glyphOf(labels[id]!).small, LEFT + (n + 0.5) * each, y + 14);
		}
		ctx.font = `11px ${colour("--sans")}`;
		ctx.fillStyle = colour("--quiet");
		for (let n = steps.length - 1; n >= 0; n -= Math.max(1, Math.ceil(60 / each)))
			ctx.fillText(String(steps[n]!.step), LEFT + (n + 0.5) * each, y + 29);
		ctx.textAlign = "left";
	}
}

type Canvas2D = Pen;

/** A line from one thickness to another. */
function quad(ctx: Canvas2D, x0: number, x1: number, y: number, a: number, b: number): void {
	ctx.beginPath();
	ctx.moveTo(x0, y - a / 2);
	ctx.lineTo(x1 + 0.5, y - b / 2);
	ctx.lineTo(x1 + 0.5, y + b / 2);
	ctx.lineTo(x0, y + a / 2);
	ctx.fill();
}
