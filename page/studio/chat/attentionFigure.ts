/** Where each character of the reply looked in the question: a row for each, the row of the cursor framed and in view. */
import { GROUNDS, LEVELS, likelyColour } from "../../../src/views/palettes.ts";
import { type Brush, type Pen, schemeNow } from "../../kit/canvas.ts";
import { CanvasFigure } from "../../kit/canvasFigure.ts";
import type { FigureTable } from "../../kit/figure.ts";
import { fixed, percent } from "../../kit/numbers.ts";
import { questionLabels } from "./questionLabels.ts";

export interface AttentionCall {
	/** Characters of the question, as they are written. [Q] */
	question: readonly string[];
	/** Characters of the reply, as they are written. [R] */
	reply: readonly string[];
	/** Weights, [R,Q]. */
	weights: readonly (readonly number[])[];
	/** Row of the cursor. */
	at(): number;
	summary(): string;
	move(to: number): void;
	/** Head of the column of the reply's characters. */
	head: string;
	/** So many rows before or after those in view. */
	more(rows: number): string;
}

const [LEFT, TOP, CELL, FOOT] = [40, 26, 24, 18];
/** Rows in view, so that the picture fits below the tape on a laptop. */
const MOST_ROWS = 16;

const shownRows = (rows: number) => Math.min(MOST_ROWS, rows);
export const heightOfAttention = (rows: number) => TOP + shownRows(rows) * CELL + (rows > MOST_ROWS ? FOOT : 4);
export const widthOfAttention = (columns: number) => LEFT + columns * CELL + 4;
/** The largest weight, which has the full colour. */
export const mostOf = (weights: AttentionCall["weights"]) => Math.max(...weights.map((row) => Math.max(...row)));

export class AttentionFigure extends CanvasFigure<AttentionCall> {
	constructor(box: HTMLElement, call: AttentionCall) {
		super(box, call);
		box.addEventListener("click", ({ clientY }) => {
			const at = this.#rowAt(clientY - box.getBoundingClientRect().top);
			if (at !== null) call.move(at);
		});
		box.addEventListener("pointermove", ({ clientX, clientY }) => {
			const { left, top, width } = box.getBoundingClientRect();
			const row = this.#rowAt(clientY - top);
			const column = Math.floor((clientX - left - LEFT) / this.#wide(width));
			const share = row === null ? undefined : call.weights[row]![column];
			box.title = share === undefined ? "" : `${call.reply[row!]} → ${call.question[column]}: ${percent(share)}`;
		});
	}

	table(): FigureTable {
		const { question, reply, weights, head } = this.call;
		const shown = (share: number) => `${fixed(100 * share, 1)}%`;
		return { head: [head, ...question], rows: weights.map((row, n) => [reply[n]!, ...row.map(shown)]) };
	}

	draw({ context: pen, width, colour }: Brush): void {
		const { question, reply, weights, at } = this.call;
		const scheme = schemeNow();
		const wide = this.#wide(width);
		const [from, to] = this.#rows();
		pen.fillStyle = colour("--ink");
		this.#heads(pen, wide, colour("--sans"));
		const most = mostOf(weights);
		pen.textAlign = "center";
		for (let n = from; n < to; n++) {
			const y = TOP + (n - from) * CELL;
			for (const [j, share] of weights[n]!.entries()) {
				const level = Math.round((share / most) * LEVELS);
				pen.fillStyle = level === 0 ? GROUNDS[scheme].ground : likelyColour(scheme, level);
				pen.fillRect(LEFT + j * wide, y, wide - Math.min(0.5, wide / 8), CELL - 1);
			}
			pen.fillStyle = colour("--ink");
			pen.font = `${n === at() ? "700 " : ""}13px ${colour("--sans")}`;
			pen.fillText(reply[n]!, LEFT / 2, y + 17);
		}
		pen.strokeStyle = colour("--accent");
		pen.lineWidth = 2;
		pen.strokeRect(LEFT - 1, TOP + (at() - from) * CELL - 1, question.length * wide + 2, CELL + 1);
		pen.lineWidth = 1;
		const [above, below] = [from, weights.length - to];
		if (above + below === 0) return;
		pen.font = `12px ${colour("--sans")}`;
		pen.fillStyle = colour("--quiet");
		pen.textAlign = "left";
		const parts = [above > 0 ? `↑ ${this.call.more(above)}` : "", below > 0 ? `↓ ${this.call.more(below)}` : ""];
		pen.fillText(parts.filter(Boolean).join("   "), LEFT, TOP + (to - from) * CELL + FOOT - 4);
	}

	/** The characters of the question over their columns; its words where a column is narrower than a character. */
	#heads(pen: Pen, wide: number, font: string): void {
		const size = Math.min(13, Math.max(11, wide - 1));
		pen.font = `${size}px ${font}`;
		const { question } = this.call;
		const measure = (text: string) => pen.measureText(text).width;
		for (const { text, from, to } of questionLabels(question, wide, measure)) {
			const single = to - from === 1 && wide >= 11;
			pen.textAlign = single ? "center" : "left";
			pen.fillText(text, LEFT + (single ? from + 0.5 : from) * wide, TOP - 8);
			if (!single) pen.fillRect(LEFT + from * wide, TOP - 4, (to - from) * wide - 2, 1);
		}
	}

	#wide(width: number): number {
		return Math.max(2, Math.min(CELL, (width - LEFT - 4) / Math.max(1, this.call.question.length)));
	}

	/** Rows in view, so that the cursor's is in the middle of them: [from, to). */
	#rows(): [from: number, to: number] {
		const many = this.call.weights.length;
		const shown = shownRows(many);
		const from = Math.max(0, Math.min(many - shown, this.call.at() - Math.floor(shown / 2)));
		return [from, from + shown];
	}

	#rowAt(y: number): number | null {
		const [from, to] = this.#rows();
		const row = from + Math.floor((y - TOP) / CELL);
		return y >= TOP && row < to ? row : null;
	}
}
