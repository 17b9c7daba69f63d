/**
 * A surface in shades of one scale, with the walks of two balls from one place: dashed without a limit, whole with it. A
 * step that leaves the picture is drawn to its edge, with its length.
 */

import { SIDE } from "../../../src/diagnosis/lab/wallRules.ts";
import type { Brush } from "../../kit/canvas.ts";
import { CanvasFigure } from "../../kit/canvasFigure.ts";
import type { FigureTable } from "../../kit/figure.ts";
import { plain } from "../../kit/numbers.ts";
import type { WallState } from "./wallState.ts";

export interface WallFigureCall {
	state(): WallState;
	axes(): readonly [x: string, y: string];
	/** Loss at both ends of the scale, in words. */
	ends(): readonly [low: string, high: string];
	place(at: readonly [number, number], how: "push" | "soon"): void;
	summary(): string;
}

const LEFT = 52;
const RIGHT = 74;
const TOP = 8;
const BOTTOM = 40;
/** Shades of the scale: their edges are contours. */
const BANDS = 14;

export class WallFigure extends CanvasFigure<WallFigureCall> {
	readonly #place: HTMLElement;
	readonly #surface = document.createElement("canvas");
	#drawn: { grid: Float64Array; colours: string } | undefined;

	constructor(box: HTMLElement, call: WallFigureCall) {
		super(box, call);
		this.#place = box;
		this.#surface.width = this.#surface.height = SIDE;
		let held = false;
		box.addEventListener("pointerdown", (event) => {
			held = true;
			box.setPointerCapture(event.pointerId);
			call.place(this.#under(event), "soon");
		});
		box.addEventListener("pointermove", (event) => held && call.place(this.#under(event), "soon"));
		box.addEventListener("pointerup", (event) => {
			if (held) call.place(this.#under(event), "push");
			held = false;
		});
	}

	table(): FigureTable {
		const { walks } = this.call.state();
		const rows = walks ? walks.free.map(({ x, y, loss, norm }, n) => [n, x, y, loss, norm]) : [];
		return { head: ["update", "x", "y", "loss", "norm"], rows };
	}

	#under(event: PointerEvent): [number, number] {
		const { left, top, width, height } = this.#place.getBoundingClientRect();
		const { walks } = this.call.state();
		const frame = walks?.frame ?? { left: 0, right: 1, bottom: 0, top: 1 };
		const share = (at: number, from: number, to: number) => Math.max(0, Math.min(1, (at - from) / (to - from)));
		const x = share(event.clientX - left, LEFT, width - RIGHT);
		const y = share(event.clientY - top, height - BOTTOM, TOP);
		return [frame.left + x * (frame.right - frame.left), frame.bottom + y * (frame.top - frame.bottom)];
	}

	draw(brush: Brush): void {
		const { width, height, colour } = brush;
		const ctx = brush.context as CanvasRenderingContext2D; // its shading is an image: it is offered as no SVG
		const state = this.call.state();
		const [w, h] = [width - LEFT - RIGHT, height - TOP - BOTTOM];
		this.#shade(state, colour);
		ctx.imageSmoothingEnabled = false;
		ctx.drawImage(this.#surface, LEFT, TOP, w, h);
		ctx.strokeStyle = colour("--line");
		ctx.strokeRect(LEFT, TOP, w, h);
		this.#scale(brush);
		const { walks } = state;
		if (!walks) return;
		const { frame } = walks;
		const x = (value: number) => LEFT + ((value - frame.left) / (frame.right - frame.left)) * w;
		const y = (value: number) => TOP + ((frame.top - value) / (frame.top - frame.bottom)) * h;
		this.#axes(brush, frame);
		ctx.save();
		ctx.beginPath();
		ctx.rect(LEFT, TOP, w, h);
		ctx.clip();
		for (const [path, token, dash] of [
			[walks.free, "--gradient", [6, 4]],
			[walks.clipped, "--ink", []],
		] as const) {
			const seen = path.slice(0, state.shown + 1);
			ctx.lineWidth = 2;
			for (const [stroke, wide] of [
				[colour("--ground"), 4.5],
				[colour(token), 2],
			] as const) {
				ctx.strokeStyle = stroke;
				ctx.lineWidth = wide;
				ctx.setLineDash(wide === 2 ? [...dash] : []);
				ctx.beginPath();
				for (const at of seen) ctx.lineTo(clamp(x(at.x)), clamp(y(at.y)));
				ctx.stroke();
			}
			ctx.setLineDash([]);
			const ball = seen.at(-1);
			if (!ball) continue;
			ctx.beginPath();
			ctx.arc(clamp(x(ball.x)), clamp(y(ball.y)), 7, 0, 2 * Math.PI);
			ctx.fillStyle = colour(token);
			ctx.fill();
			ctx.strokeStyle = colour("--ground");
			ctx.lineWidth = 2;
			ctx.stroke();
		}
		const start = walks.free[0]!;
		ctx.strokeStyle = colour("--ink");
		ctx.lineWidth = 2;
		ctx.beginPath();
		ctx.arc(x(start.x), y(start.y), 9, 0, 2 * Math.PI);
		ctx.stroke();
		ctx.restore();
		ctx.lineWidth = 1;
	}

	/** Paints the losses that are known, each as wide as its stride. */
	#shade({ grid, scale, call }: WallState, colour: Brush["colour"]): void {
		const colours = `${colour("--raised")} ${colour("--loss")} ${scale}`;
		if (this.#drawn?.grid === grid && this.#drawn.colours === colours) return;
		this.#drawn = { grid, colours };
		const shades = ramp(colour("--raised"), colour("--loss"));
		const context = this.#surface.getContext("2d")!;
		context.clearRect(0, 0, SIDE, SIDE);
		for (let stride = 16; stride >= 1; stride /= 2)
			for (let j = 0; j < SIDE; j += stride)
				for (let i = 0; i < SIDE; i += stride) {
					const loss = grid[j * SIDE + i]!;
					if (Number.isNaN(loss)) continue;
					context.fillStyle = shades[bandOf(loss, scale, call.of === "own")]!;
					context.fillRect(i, SIDE - j - stride, stride, stride);
				}
	}

	#scale({ context: ctx, width, height, colour }: Brush): void {
		const shades = ramp(colour("--raised"), colour("--loss"));
		const h = height - TOP - BOTTOM;
		const x = width - RIGHT + 14;
		for (const [n, shade] of shades.entries()) {
			ctx.fillStyle = shade;
			ctx.fillRect(x, TOP + (h * (BANDS - 1 - n)) / BANDS, 14, h / BANDS + 0.5);
		}
		ctx.strokeStyle = colour("--line");
		ctx.strokeRect(x, TOP, 14, h);
		const [low, high] = this.call.ends();
		ctx.fillStyle = colour("--quiet");
		ctx.textAlign = "left";
		ctx.fillText(high, x + 19, TOP + 11);
		ctx.fillText(low, x + 19, TOP + h);
	}

	#axes(
		{ context: ctx, width, height, colour }: Brush,
		frame: { left: number; right: number; bottom: number; top: number },
	): void {
		const [x, y] = this.call.axes();
		ctx.fillStyle = colour("--quiet");
		const words = (value: number) => plain(value, 3);
		ctx.textAlign = "left";
		ctx.fillText(words(frame.left), LEFT, height - BOTTOM + 16);
		ctx.textAlign = "right";
		ctx.fillText(words(frame.right), width - RIGHT, height - BOTTOM + 16);
		ctx.fillText(words(frame.top), LEFT - 6, TOP + 11);
		ctx.fillText(words(frame.bottom), LEFT - 6, height - BOTTOM);
		ctx.fillText(y, LEFT - 6, TOP + (height - TOP - BOTTOM) / 2);
		ctx.textAlign = "center";
		ctx.fillText(x, LEFT + (width - LEFT - RIGHT) / 2, height - BOTTOM + 16);
	}
}

const clamp = (pixel: number) => Math.max(-1e5, Math.min(1e5, pixel));

/** Evenly over the square root for the paper's error, over the logarithm for a loss. */
function bandOf(loss: number, [low, high]: readonly [number, number], logarithmic: boolean): number {
	const to = (x: number) => (logarithmic ? Math.log(Math.max(1e-12, x)) : Math.sqrt(Math.max(0, x)));
	const share = (to(loss) - to(low)) / (to(high) - to(low) || 1);
	return Number.isFinite(share) ? Math.max(0, Math.min(BANDS - 1, Math.floor(share * BANDS))) : BANDS - 1;
}

function ramp(from: string, to: string): string[] {
	const parts = (hex: string) => {
		const six = hex.length === 4 ? hex.replace(/[^#]/g, "$&$&") : hex; // the build shortens #ffffff to #fff
		return [1, 3, 5].map((at) => Number.parseInt(six.slice(at, at + 2), 16));
	};
	const [a, b] = [parts(from), parts(to)];
	return Array.from({ length: BANDS }, (_, n) => {
		const share = n / (BANDS - 1);
		return `rgb(${a.map((x, k) => Math.round(x + (b[k]! - x) * share)).join(" ")})`;
	});
}
