/**
 * A reply as a tape: a column for each symbol, with its surprisal, and a row for each gate and state of a layer: of one unit,
 * or over all units the mean of a valve and the root mean square of anything else.
 */
import type { TalkSymbol } from "../../../studio/wire/chatMessages.ts";
import { type Brush, segment } from "../../kit/canvas.ts";
import { CanvasFigure } from "../../kit/canvasFigure.ts";
import type { FigureTable } from "../../kit/figure.ts";
import { fixed, percent } from "../../kit/numbers.ts";
import { exactPercent } from "./exactPercent.ts";

export interface ReplyCall {
	symbols(): readonly TalkSymbol[];
	/** Index of the symbol at the cursor. */
	at(): number;
	rows(): readonly Row[];
	sign(label: string): string;
	summary(): string;
	move(to: number): void;
	/** Heads of its columns, before those of the rows. */
	head: [place: string, probability: string, nats: string, five: string];
}

/** A valve or another value by its letter, and its value at each symbol. [n] */
export interface Row {
	letter: string;
	gate: boolean;
	values: readonly number[];
}

const [GUTTER, COLUMN] = [44, 32];
const [NATS, SIGN, ROW] = [56, 30, 30];
/** Gates that open and close. The candidates g and n, and the lines of a cell given by equations, may be negative. */
const VALVES: readonly string[] = ["i", "f", "o", "r", "z"];
/** Surprisal that fills its row, in nats. */
const MOST_NATS = 6;

export const heightOfReply = (rows: number) => NATS + SIGN + rows * ROW + 6;

/** Values of a layer at each symbol. @param unit a number, or null for all units */
export function rowsOf(symbols: readonly TalkSymbol[], layer: number, unit: number | null): Row[] {
	const names = Object.keys(symbols[0]?.values ?? {}).filter((name) => name.startsWith(`l${layer}.`));
	return names.map((name) => {
		const letter = name.slice(name.lastIndexOf(".") + 1);
		const gate = name.includes(".gate.") && VALVES.includes(letter);
		const values = symbols.map((symbol) => oneOf(symbol.values?.[name] ?? [], gate, unit));
		return { letter, gate, values };
	});
}

function oneOf(all: readonly number[], gate: boolean, unit: number | null): number {
	if (unit !== null) return all[unit] ?? 0;
	const sum = all.reduce((total, value) => total + (gate ? value : value * value), 0) / Math.max(1, all.length);
	return gate ? sum : Math.sqrt(sum);
}

export class ReplyFigure extends CanvasFigure<ReplyCall> {
	constructor(box: HTMLElement, call: ReplyCall) {
		super(box, call);
		box.setAttribute("role", "application"); // arrow keys are its own, also where a screen reader has keys of its own
		box.addEventListener("keydown", (event) => this.#key(event));
		box.addEventListener("click", ({ clientX }) => {
			const { left, width } = box.getBoundingClientRect();
			const at = this.#columns(width)[0] + Math.floor((clientX - left - GUTTER) / COLUMN);
			if (clientX - left >= GUTTER && at < call.symbols().length) call.move(at);
		});
	}

	table(): FigureTable {
		const { symbols, rows, sign, head } = this.call;
		const values = rows();
		return {
			head: [...head, ...values.map(({ letter }) => letter)],
			rows: symbols().map(({ label, probability, nats, top }, n) => [
				...[
					sign(label),
					exactPercent(probability),
					nats,
					top.map((one) => `${sign(one.text)} ${percent(one.probability)}`).join(" · "),
				],
				...values.map((row) => row.values[n]!),
			]),
		};
	}

	draw(brush: Brush): void {
		const { context: pen, width, colour } = brush;
		const symbols = this.call.symbols();
		const [from, to] = this.#columns(width);
		const x = (n: number) => GUTTER + (n - from) * COLUMN;
		const rows = this.call.rows();
		if (symbols.length > 0) {
			pen.fillStyle = colour("--accent-ground");
			pen.fillRect(x(this.call.at()), 0, COLUMN, heightOfReply(rows.length));
		}
		for (let n = from; n < to; n++) this.#symbol(brush, symbols[n]!, x(n), n === this.call.at());
		pen.strokeStyle = colour("--line");
		segment(pen, GUTTER, NATS + 0.5, x(to), NATS + 0.5);
		pen.font = `11px ${colour("--sans")}`;
		pen.textAlign = "right";
		pen.fillStyle = colour("--loss");
		pen.fillText("nats", GUTTER - 8, NATS - 2);
		for (const [k, row] of rows.entries()) this.#row(brush, row, { from, to, x, top: NATS + SIGN + k * ROW });
		this.#more(brush, from, symbols.length - to, x(to));
	}

	/** How many symbols are before and after those in view. */
	#more({ context: pen, colour, width }: Brush, before: number, after: number, end: number): void {
		pen.font = `600 12px ${colour("--sans")}`;
		for (const [text, right] of [
			[before > 0 ? `← ${before}` : "", false],
			[after > 0 ? `${after} →` : "", true],
		] as const) {
			if (text === "") continue;
			const wide = pen.measureText(text).width + 10;
			const left = right ? Math.min(width, end) - wide : GUTTER;
			pen.fillStyle = colour("--accent-ground");
			pen.fillRect(left, 0, wide, 17);
			pen.fillStyle = colour("--ink");
			pen.textAlign = "left";
			pen.fillText(text, left + 5, 13);
		}
	}

	#symbol({ context: pen, colour }: Brush, { label, nats }: TalkSymbol, x: number, chosen: boolean): void {
		const tall = Math.max(1, (Math.min(MOST_NATS, nats) / MOST_NATS) * (NATS - 18));
		pen.fillStyle = colour("--loss");
		pen.fillRect(x + 8, NATS - tall, COLUMN - 16, tall);
		pen.textAlign = "center";
		pen.fillStyle = colour("--ink");
		pen.font = `11px ${colour("--sans")}`;
		pen.fillText(fixed(nats, 1), x + COLUMN / 2, NATS - tall - 4);
		pen.font = `${chosen ? "700 " : ""}${label === "END" ? 12 : 17}px ${colour("--sans")}`;
		pen.fillText(this.call.sign(label), x + COLUMN / 2, NATS + 21);
		if (!chosen) return;
		pen.strokeStyle = colour("--accent");
		pen.lineWidth = 2;
		pen.strokeRect(x + 1, NATS + 2, COLUMN - 2, SIGN - 4);
		pen.lineWidth = 1;
	}

	#row({ context: pen, colour }: Brush, { letter, gate, values }: Row, { from, to, x, top }: Columns): void {
		const room = ROW - 6;
		const size = gate ? 1 : Math.max(1, ...values.map(Math.abs));
		const signed = !gate && values.some((value) => value < 0);
		const base = signed ? top + 3 + room / 2 : top + 3 + room;
		pen.font = `600 13px ${colour("--sans")}`;
		pen.textAlign = "right";
		pen.fillStyle = colour(`--gate-${/^[ifgochrzn]$/.test(letter) ? letter : "h"}`);
		pen.fillText(letter.slice(0, 5), GUTTER - 8, top + 20);
		for (let n = from; n < to; n++) {
			const tall = ((Math.max(-size, Math.min(size, values[n]!)) / size) * room) / (signed ? 2 : 1);
			pen.fillRect(x(n) + 8, Math.min(base, base - tall), COLUMN - 16, Math.max(1, Math.abs(tall)));
		}
		pen.strokeStyle = colour("--line");
		segment(pen, GUTTER, Math.round(base) + 0.5, x(to), Math.round(base) + 0.5);
	}

	/** Columns that fit, so that the cursor is among them: [from, to). */
	#columns(width: number): [from: number, to: number] {
		const room = Math.max(1, Math.floor((width - GUTTER) / COLUMN));
		const many = this.call.symbols().length;
		const to = Math.min(many, Math.max(room, this.call.at() + 1));
		return [Math.max(0, to - room), to];
	}

	#key(event: KeyboardEvent): void {
		const at = this.call.at();
		const last = this.call.symbols().length - 1;
		const to: Partial<Record<string, number>> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
		const next = to[event.key];
		if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		this.call.move(next);
	}
}

interface Columns {
	from: number;
	to: number;
	x(n: number): number;
	top: number;
}
