/** Where each character of the reply looked in the question: a row for each, the row of the cursor framed. */
import { GROUNDS, LEVELS, likelyColour } from "../../../src/views/palettes.ts";
import { type Brush, schemeNow } from "../../kit/canvas.ts";
import { CanvasFigure } from "../../kit/canvasFigure.ts";
import type { FigureTable } from "../../kit/figure.ts";
import { exactPercent } from "./exactPercent.ts";

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
}

const [LEFT, TOP, CELL] = [40, 26, 24];

export const heightOfAttention = (rows: number) => TOP + rows * CELL + 4;
export const widthOfAttention = (columns: number) => LEFT + columns * CELL + 4;

export class AttentionFigure extends CanvasFigure<AttentionCall> {
	constructor(box: HTMLElement, call: AttentionCall) {
		super(box, call);
		box.addEventListener("click", ({ clientY }) => {
			const at = Math.floor((clientY - box.getBoundingClientRect().top - TOP) / CELL);
			if (at >= 0 && at < call.weights.length) call.move(at);
		});
	}

	table(): FigureTable {
		const { question, reply, weights, head } = this.call;
		return { head: [head, ...question], rows: weights.map((row, n) => [reply[n]!, ...row.map(exactPercent)]) };
	}

	draw({ context: pen, width, colour }: Brush): void {
		const { question, reply, weights, at } = this.call;
		const scheme = schemeNow();
		const wide = Math.max(3, Math.min(CELL, (width - LEFT - 4) / Math.max(1, question.length)));
		pen.textAlign = "center";
		const size = Math.max(9, Math.min(13, wide - 1));
		pen.font = `${size}px ${colour("--sans")}`;
		pen.fillStyle = colour("--ink");
		const every = Math.ceil(size / wide);
		for (const [j, sign] of question.entries())
			if (j % every === 0) pen.fillText(sign, LEFT + (j + 0.5) * wide, TOP - 8);
		for (const [n, row] of weights.entries()) {
			const y = TOP + n * CELL;
			for (const [j, share] of row.entries()) {
				const level = Math.round(share * LEVELS);
				pen.fillStyle = level === 0 ? GROUNDS[scheme].ground : likelyColour(scheme, level);
				pen.fillRect(LEFT + j * wide, y, wide - 0.5, CELL - 1);
			}
			pen.fillStyle = colour("--ink");
			pen.font = `${n === at() ? "700 " : ""}13px ${colour("--sans")}`;
			pen.fillText(reply[n]!, LEFT / 2, y + 17);
		}
		pen.strokeStyle = colour("--accent");
		pen.lineWidth = 2;
		pen.strokeRect(LEFT - 1, TOP + at() * CELL - 1, question.length * wide + 2, CELL + 1);
		pen.lineWidth = 1;
	}
}
