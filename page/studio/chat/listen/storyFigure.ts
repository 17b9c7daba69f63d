/** How a network comes to listen: the mean loss of the answers after their own questions and after others, by update. */
import { type Brush, type Pen, segment } from "../../../kit/canvas.ts";
import { CanvasFigure } from "../../../kit/canvasFigure.ts";
import type { FigureTable } from "../../../kit/figure.ts";

export interface StoryCall {
	/** Updates of training, [N], and the mean losses in nats per answer, [N]. */
	updates: readonly number[];
	given(): readonly number[];
	without(): readonly number[];
	/** What answers that are equally likely cost, in nats. */
	chance: number;
	/** Index of the update that is shown. */
	at(): number;
	words: { update: string; given: string; without: string; chance: string };
	summary(): string;
}

const [LEFT, RIGHT, TOP, BOTTOM] = [30, 8, 8, 36];
/** Losses above are cut off: the first updates cost many times more. */
const MOST = 10;

export class StoryFigure extends CanvasFigure<StoryCall> {
	table(): FigureTable {
		const { updates, words } = this.call;
		const [given, without] = [this.call.given(), this.call.without()];
		return {
			head: [words.update, words.given, words.without],
			rows: updates.map((update, n) => [update, given[n]!, without[n]!]),
		};
	}

	draw({ context: pen, width, height, colour }: Brush): void {
		const { updates, words, chance } = this.call;
		const last = updates.at(-1)!;
		const x = (update: number) => LEFT + (update / last) * (width - LEFT - RIGHT);
		const y = (nats: number) => TOP + (1 - nats / MOST) * (height - TOP - BOTTOM);
		pen.font = `12px ${colour("--sans")}`;
		pen.strokeStyle = colour("--line");
		pen.fillStyle = colour("--quiet");
		pen.textAlign = "right";
		for (let nats = 0; nats <= MOST; nats += 2) {
			segment(pen, LEFT, y(nats), width - RIGHT, y(nats));
			pen.fillText(String(nats), LEFT - 6, y(nats) + 4);
		}
		pen.textAlign = "center";
		for (let update = 200; update < last; update += 200) pen.fillText(String(update), x(update), height - 20);
		pen.textAlign = "right";
		pen.fillText(String(last), width - RIGHT, height - 20);
		pen.textAlign = "left";
		pen.fillText(words.update, LEFT, height - 4);
		const shown = x(updates[this.call.at()]!);
		pen.strokeStyle = colour("--ink");
		segment(pen, shown, TOP, shown, y(0));
		pen.strokeStyle = colour("--quiet");
		pen.setLineDash([2, 3]);
		segment(pen, LEFT, y(chance), width - RIGHT, y(chance));
		pen.setLineDash([]);
		pen.fillText(words.chance, x(0.12 * last), y(chance) + 15);
		pen.fillStyle = colour("--ground"); // so that neither the grid nor the cursor crosses the names
		const widest = Math.max(pen.measureText(words.given).width, pen.measureText(words.without).width);
		pen.fillRect(x(0.15 * last) - 4, y(MOST), widest + 40, y(7.4) - y(MOST));
		pen.lineWidth = 2.5;
		for (const [values, token, dash, name, at] of [
			[this.call.without(), "--gradient", [6, 4], words.without, y(9)],
			[this.call.given(), "--accent", [], words.given, y(8)],
		] as const) {
			pen.strokeStyle = colour(token);
			pen.fillStyle = colour(token);
			pen.setLineDash([...dash]);
			lineBelow(pen, updates.map(x), values, y);
			segment(pen, x(0.15 * last), at, x(0.15 * last) + 26, at);
			pen.setLineDash([]);
			pen.fillText(name, x(0.15 * last) + 32, at + 4);
		}
		pen.lineWidth = 1;
	}
}

/** The line through values of up to MOST; where it crosses that value, it begins or ends. */
function lineBelow(pen: Pen, x: readonly number[], values: readonly number[], y: (value: number) => number): void {
	pen.beginPath();
	for (let n = 1; n < values.length; n++) {
		const [a, b] = [values[n - 1]!, values[n]!];
		if (a > MOST && b > MOST) continue;
		const at = x[n - 1]! + ((MOST - a) / (b - a)) * (x[n]! - x[n - 1]!);
		if (a > MOST) pen.moveTo(at, y(MOST));
		else pen.moveTo(x[n - 1]!, y(a));
		if (b > MOST) pen.lineTo(at, y(MOST));
		else pen.lineTo(x[n]!, y(b));
	}
	pen.stroke();
}
