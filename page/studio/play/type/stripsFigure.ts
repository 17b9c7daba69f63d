/**
 * Every unit of a layer now: a strip for each gate and state, a bar for each unit, and a thin mark where it was one symbol
 * before. The singled-out unit is framed; a press singles out another.
 */
import { type Brush, segment } from "../../../kit/canvas.ts";
import { CanvasFigure } from "../../../kit/canvasFigure.ts";
import type { FigureTable } from "../../../kit/figure.ts";
import type { Scale } from "../../text/scale.ts";
import type { Typed } from "../../worker/instrument/typing.ts";
import { letterOf, partsOf } from "./typingState.ts";

export interface StripsCall {
	typed(): Typed | null;
	scale(unit: string): Scale;
	summary(): string;
	/** Head of the column of unit numbers. */
	head: string;
	choose(unit: string): void;
}

const GUTTER = 28;
const STRIP = 42;

/** Values of the layer that the singled-out unit belongs to, with the place of each among all units. */
export function stripsOf({ names, width, unit }: Pick<Typed, "names" | "width" | "unit">) {
	const layer = unit.slice(0, unit.indexOf(".") + 1);
	return names.map((name, v) => ({ name, from: v * width })).filter(({ name }) => name.startsWith(layer));
}

export const heightOfStrips = (strips: number) => strips * STRIP;

export class StripsFigure extends CanvasFigure<StripsCall> {
	constructor(box: HTMLElement, call: StripsCall) {
		super(box, call);
		box.addEventListener("click", ({ clientX, clientY }) => {
			const typed = call.typed();
			if (!typed) return;
			const { left, top, width } = box.getBoundingClientRect();
			const strip = stripsOf(typed)[Math.floor((clientY - top) / STRIP)];
			const index = Math.floor(((clientX - left - GUTTER) / (width - GUTTER)) * typed.width);
			if (strip && index >= 0 && index < typed.width) call.choose(`${strip.name}.${index}`);
		});
	}

	table(): FigureTable {
		const typed = this.call.typed();
		if (!typed) return { head: [], rows: [] };
		const strips = stripsOf(typed);
		const rows = Array.from({ length: typed.width }, (_, k) => [k, ...strips.map(({ from }) => typed.now[from + k]!)]);
		return { head: [this.call.head, ...strips.map(({ name }) => name)], rows };
	}

	draw({ context: pen, width, colour }: Brush): void {
		const typed = this.call.typed();
		if (!typed) return;
		const { now, before, unit, width: units } = typed;
		const chosen = partsOf(unit);
		const step = (width - GUTTER) / units;
		for (const [row, { name, from }] of stripsOf(typed).entries()) {
			const letter = letterOf(name);
			const { centre, reach } = this.call.scale(`${name}.0`);
			const [top, room] = [row * STRIP + 4, STRIP - 8];
			const base = centre === 0 ? top + room / 2 : top + room;
			const y = (value: number) =>
				centre === 0 ? base - (Math.max(-1, Math.min(1, value / reach)) * room) / 2 : base - value * room;
			pen.font = `600 14px ${colour("--sans")}`;
			pen.textAlign = "left";
			pen.fillStyle = colour(`--gate-${letter}`);
			pen.fillText(letter, 4, top + room / 2 + 5);
			pen.strokeStyle = colour("--line");
			segment(pen, GUTTER, Math.round(base) + 0.5, width, Math.round(base) + 0.5);
			for (let k = 0; k < units; k++) {
				const [x, to] = [GUTTER + k * step, y(now[from + k]!)];
				pen.fillStyle = colour(`--gate-${letter}`);
				pen.globalAlpha = k === chosen.index ? 1 : 0.55;
				pen.fillRect(x + 0.5, Math.min(base, to), Math.max(1, step - 1), Math.max(1, Math.abs(to - base)));
				pen.globalAlpha = 1;
				pen.fillStyle = colour("--ink");
				pen.fillRect(x, y(before[from + k]!) - 0.5, Math.max(1, step), 1);
			}
			const x = GUTTER + chosen.index * step;
			pen.strokeStyle = colour("--accent");
			pen.lineWidth = name === chosen.name ? 2 : 1;
			pen.strokeRect(x - 1, top - 3, step + 2, room + 6);
			pen.lineWidth = 1;
		}
	}
}
