/** Two gradients over the symbols of a question, on a scale of powers of ten: the last symbol is at the right, as it is read. */
import { type Brush, segment } from "../../../kit/canvas.ts";
import { CanvasFigure } from "../../../kit/canvasFigure.ts";
import type { FigureTable } from "../../../kit/figure.ts";

export interface PathsCall {
	/** log10 of the gradient, the last symbol first. [J] */
	state: readonly number[];
	attention: readonly number[];
	words: { state: string; attention: string; steps: string };
	summary(): string;
}

const [LEFT, RIGHT, TOP, BOTTOM] = [84, 12, 14, 40];

/** A power of ten as a fraction: -3 -> "1/1,000". */
const fraction = (log10: number) => `${log10 < 0 ? "1/" : ""}${Math.round(10 ** Math.abs(log10)).toLocaleString("en")}`;

export class PathsFigure extends CanvasFigure<PathsCall> {
	table(): FigureTable {
		const { state, attention, words } = this.call;
		return {
			head: [words.steps, words.state, words.attention],
			rows: state.map((value, k) => [k, value, attention[k]!]),
		};
	}

	draw({ context: pen, width, height, colour }: Brush): void {
		const { state, attention, words } = this.call;
		const least = Math.floor(Math.min(...state, ...attention));
		const most = Math.ceil(Math.max(...state, ...attention));
		const last = state.length - 1;
		const x = (k: number) => width - RIGHT - (k / last) * (width - LEFT - RIGHT);
		const y = (log10: number) => TOP + ((most - log10) / (most - least)) * (height - TOP - BOTTOM);
		pen.font = `12px ${colour("--sans")}`;
		pen.strokeStyle = colour("--line");
		pen.fillStyle = colour("--quiet");
		pen.textAlign = "right";
		for (let tick = least; tick <= most; tick++) {
			segment(pen, LEFT, y(tick), width - RIGHT, y(tick));
			pen.fillText(fraction(tick), LEFT - 8, y(tick) + 4);
		}
		pen.textAlign = "center";
		for (let k = 0; k <= last; k += 10) pen.fillText(String(k), x(k), height - BOTTOM + 18);
		pen.textAlign = "left";
		pen.fillText(words.steps, LEFT, height - 6);
		for (const [values, token, name, dash, at] of [
			[attention, "--gate-i", words.attention, [6, 4], last],
			[state, "--gradient", words.state, [], Math.round(0.55 * last)],
		] as const) {
			pen.strokeStyle = colour(token);
			pen.lineWidth = 2.5;
			pen.setLineDash([...dash]);
			pen.beginPath();
			for (const [k, value] of values.entries()) k === 0 ? pen.moveTo(x(k), y(value)) : pen.lineTo(x(k), y(value));
			pen.stroke();
			pen.setLineDash([]);
			pen.lineWidth = 1;
			pen.fillStyle = colour(token);
			pen.textAlign = "left"; // below its line and right of it, where there is room
			pen.fillText(name, x(at) + 10, y(values[at]!) + (at === last ? 20 : 14));
		}
	}
}
