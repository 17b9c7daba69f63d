/**
 * The sequences of a batch, one row each, a cell for each step: the symbol that was to be predicted, on the colour of its
 * loss. Where cells are too narrow for letters there are the colours alone, and the words of the cursor.
 */
import type { Brush } from "./canvas.ts";
import type { FigureTable } from "./figure.ts";
import type { StepCall } from "./stepFigure.ts";
import { drawScale, FOOT, LEFT, mixed, StepFigure } from "./stepFigure.ts";

export interface BatchRow {
	/** Number of the sequence, from 1. */
	name: string;
	/** What a cell shows, by step. */
	symbols: readonly string[];
	inputs: readonly string[];
	targets: readonly (string | null)[];
	/** null where nothing is scored. */
	losses: readonly (number | null)[];
}

export interface BatchCall extends StepCall {
	rows(): readonly BatchRow[];
	format(loss: number): string;
}

export const BATCH_ROW = 24;
const TOP = 18;
const SHADES = 24;

/** Height of the picture of so many sequences, in CSS pixels. */
export const batchHeight = (rows: number) => TOP + rows * BATCH_ROW + FOOT;

export class BatchFigure extends StepFigure<BatchCall> {
	table(): FigureTable {
		const rows = this.call
			.rows()
			.flatMap(({ name, inputs, targets, losses }) =>
				losses.map((loss, t) => [name, t + 1, inputs[t]!, targets[t] ?? "", loss ?? ""]),
			);
		return { head: ["sequence", "step", "input", "target", "loss"], rows };
	}

	draw(brush: Brush): void {
		const { context: pen, width, colour } = brush;
		const rows = this.call.rows();
		const most = Math.max(0, ...rows.flatMap(({ losses }) => losses.map((loss) => loss ?? 0)));
		// At six tenths of the colour the letters on it stay readable.
		const shades = Array.from({ length: SHADES + 1 }, (_, n) =>
			mixed(colour("--ground"), colour("--loss"), (0.6 * n) / SHADES),
		);
		if (most > 0) drawScale(brush, shades, [this.call.format(0), this.call.format(most)]);
		for (const [n, row] of rows.entries()) {
			const y = TOP + n * BATCH_ROW;
			pen.fillStyle = colour("--quiet");
			pen.textAlign = "right";
			pen.fillText(row.name, LEFT - 8, y + 16);
			pen.textAlign = "center";
			for (const [t, loss] of row.losses.entries()) {
				const [from, to] = [this.edge(t, width), this.edge(t + 1, width)];
				if (loss !== null && most > 0) {
					pen.fillStyle = shades[Math.round((SHADES * Math.max(0, loss)) / most)] ?? shades[0]!;
					pen.fillRect(from, y + 1, to - from, BATCH_ROW - 2);
				}
				const symbol = row.symbols[t]!;
				const size = sizeIn(to - from, symbol);
				if (size === 0) continue;
				pen.font = `${size}px ${colour("--sans")}`;
				pen.fillStyle = colour("--ink");
				pen.fillText(symbol, (from + to) / 2, y + 16);
			}
			pen.font = `12px ${colour("--sans")}`;
		}
		this.drawSteps(brush);
		this.drawCursor(brush);
	}
}

/** Size of letters in a cell, 12 px if they fit; 0 if they could not be read. Hangul and Han are twice as wide as Latin. */
function sizeIn(cell: number, symbol: string): number {
	if (symbol === "") return 0;
	const wide = [...symbol].reduce((sum, one) => sum + (one >= "\u1100" ? 1.05 : 0.62), 0);
	const size = Math.min(12, Math.floor(cell / wide));
	return size >= 8 ? size : 0;
}
