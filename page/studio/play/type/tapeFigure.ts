/**
 * The typed text as a tape: a column for each symbol, with the syllable that it belongs to, the symbol in the colour of
 * the singled-out unit, what it cost in bits, and a row for each gate and state of the unit.
 */

import { GROUNDS, unitColour } from "../../../../src/views/palettes.ts";
import { type Brush, schemeNow, segment } from "../../../kit/canvas.ts";
import { CanvasFigure } from "../../../kit/canvasFigure.ts";
import type { FigureTable } from "../../../kit/figure.ts";
import { fixed } from "../../../kit/numbers.ts";
import { levelIn, type Scale } from "../../text/scale.ts";
import type { Typed } from "../../worker/instrument/typing.ts";
import { letterOf, partsOf } from "./typingState.ts";

export interface TapeCall {
	typed(): Typed | null;
	/** Printable sign of a symbol. */
	sign(id: number): string;
	scale(unit: string): Scale;
	summary(): string;
	/** Heads of its columns. */
	words: { place: string; symbol: string; bits: string };
}

const GUTTER = 48;
const COLUMN = 36;
const TOP = { character: 30, letter: 34, bits: 46 };
const TRACE = 30;
/** Bits that fill their row. */
const MOST_BITS = 12;

export const heightOfTape = (traces: number) => TOP.character + TOP.letter + TOP.bits + traces * TRACE + 6;

/** Columns that fit, so that the caret is among them: [from, to). */
export function columnsIn(width: number, { ids, at }: Pick<Typed, "ids" | "at">): [from: number, to: number] {
	const room = Math.max(1, Math.floor((width - GUTTER - 4) / COLUMN));
	const to = Math.max(Math.min(ids.length, room), at);
	return [Math.max(0, to - room), to];
}

export class TapeFigure extends CanvasFigure<TapeCall> {
	table(): FigureTable {
		const typed = this.call.typed();
		const { place, symbol, bits } = this.call.words;
		const traces = typed?.traces ?? [];
		const index = typed ? partsOf(typed.unit).index : 0;
		const head = [place, symbol, bits, ...traces.map(({ name }) => `${name}.${index}`)];
		const rows = Array.from(typed?.ids ?? [], (id, n) => [
			...[n, this.call.sign(id), Number.isNaN(typed!.bits[n]!) ? "" : typed!.bits[n]!],
			...traces.map(({ values }) => values[n]!),
		]);
		return { head, rows };
	}

	draw(brush: Brush): void {
		const typed = this.call.typed();
		if (!typed) return;
		const [from, to] = columnsIn(brush.width, typed);
		const x = (n: number) => GUTTER + (n - from) * COLUMN;
		const { context: pen, colour } = brush;
		if (typed.at > from) {
			pen.fillStyle = colour("--accent-ground");
			pen.fillRect(x(typed.at - 1), 0, COLUMN, heightOfTape(typed.traces.length));
		}
		this.#characters(brush, typed, { from, to, x });
		this.#symbols(brush, typed, { from, to, x });
		this.#bits(brush, typed, { from, to, x });
		for (const [row, trace] of typed.traces.entries())
			this.#trace(brush, trace, { from, to, x, top: TOP.character + TOP.letter + TOP.bits + row * TRACE });
		pen.strokeStyle = colour("--accent");
		pen.lineWidth = 2;
		segment(pen, x(typed.at), 2, x(typed.at), TOP.character + TOP.letter);
		pen.lineWidth = 1;
	}

	#characters({ context: pen, colour }: Brush, { characters, counts }: Typed, { from, to, x }: Columns): void {
		pen.textAlign = "center";
		pen.font = `18px ${colour("--sans")}`;
		pen.fillStyle = colour("--ink");
		pen.strokeStyle = colour("--line");
		for (let n = 0, at = 0; n < characters.length; at += counts[n++]!) {
			const [first, end] = [Math.max(from, at), Math.min(to, at + counts[n]!)];
			if (end <= first) continue;
			pen.fillText(signOf(characters[n]!), (x(first) + x(end)) / 2, 21);
			segment(pen, x(first) + 2, TOP.character - 2.5, x(end) - 2, TOP.character - 2.5);
		}
	}

	#symbols({ context: pen, colour }: Brush, typed: Typed, { from, to, x }: Columns): void {
		const { ids, traces, unit } = typed;
		const { name } = partsOf(unit);
		const values = traces.find((trace) => trace.name === name)?.values;
		const scheme = schemeNow();
		const scale = this.call.scale(unit);
		pen.font = `15px ${colour("--sans")}`;
		for (let n = from; n < to; n++) {
			const level = values ? levelIn(scale, values[n]!) : null;
			pen.fillStyle = level === null ? GROUNDS[scheme].ground : unitColour("karpathy", scheme, level);
			pen.fillRect(x(n) + 1, TOP.character + 1, COLUMN - 2, TOP.letter - 4);
			const unknown = ids[n]! < 0;
			pen.strokeStyle = colour(unknown ? "--bad" : "--line");
			pen.strokeRect(x(n) + 1.5, TOP.character + 1.5, COLUMN - 3, TOP.letter - 5);
			pen.fillStyle = unknown ? colour("--bad") : GROUNDS[scheme].ink;
			pen.fillText(unknown ? "?" : this.call.sign(ids[n]!), x(n) + COLUMN / 2, TOP.character + 21);
		}
	}

	#bits({ context: pen, colour }: Brush, { bits }: Typed, { from, to, x }: Columns): void {
		const bottom = TOP.character + TOP.letter + TOP.bits - 4;
		pen.font = `11px ${colour("--sans")}`;
		pen.textAlign = "right";
		pen.fillStyle = colour("--loss");
		pen.fillText(this.call.words.bits, GUTTER - 8, bottom);
		pen.textAlign = "center";
		for (let n = from; n < to; n++) {
			if (Number.isNaN(bits[n]!)) continue;
			const tall = Math.max(1, (Math.min(MOST_BITS, bits[n]!) / MOST_BITS) * (TOP.bits - 18));
			pen.fillStyle = colour("--loss");
			pen.fillRect(x(n) + 8, bottom - tall, COLUMN - 16, tall);
			pen.fillStyle = colour("--ink");
			pen.fillText(fixed(bits[n]!, 1), x(n) + COLUMN / 2, bottom - tall - 3);
		}
	}

	#trace(
		{ context: pen, width, colour }: Brush,
		{ name, values }: Typed["traces"][number],
		{ from, to, x, top }: Columns & { top: number },
	): void {
		const letter = letterOf(name);
		const { centre, reach } = this.call.scale(`${name}.0`);
		const room = TRACE - 6;
		const base = centre === 0 ? top + 3 + room / 2 : top + 3 + room;
		pen.font = `600 13px ${colour("--sans")}`;
		pen.textAlign = "right";
		pen.fillStyle = colour(`--gate-${letter}`);
		pen.fillText(letter, GUTTER - 8, top + 20);
		pen.strokeStyle = colour("--line");
		segment(pen, GUTTER, base + 0.5, width, base + 0.5);
		pen.fillStyle = colour(`--gate-${letter}`);
		for (let n = from; n < to; n++) {
			const share = centre === 0 ? Math.max(-1, Math.min(1, values[n]! / reach)) / 2 : values[n]!;
			const tall = share * room;
			pen.fillRect(x(n) + 8, Math.min(base, base - tall), COLUMN - 16, Math.max(1, Math.abs(tall)));
		}
	}
}

interface Columns {
	from: number;
	to: number;
	x(n: number): number;
}

const signOf = (character: string) => (character === " " ? "␣" : character === "\n" ? "↵" : character);
