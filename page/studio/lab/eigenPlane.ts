/**
 * The eigenvalues of W in the complex plane, one of which can be taken and moved. What is moved leaves a ring where it was;
 * its conjugate moves with it, and the others stay.
 */
import type { Brush, Pen } from "../../kit/canvas.ts";
import { CanvasFigure } from "../../kit/canvasFigure.ts";
import type { FigureTable } from "../../kit/figure.ts";
import { atEdge, numberWords, REACH } from "./withinScale.ts";

export interface EigenPlaneCall {
	values(): { re: Float64Array; im: Float64Array } | null;
	/** Before any was moved. */
	unmoved(): { re: Float64Array; im: Float64Array } | null;
	/** Numbers of those that were moved, the upper one of a pair. */
	moved(): readonly number[];
	taken(): number;
	take(at: number): void;
	move(at: number, to: { re: number; im: number }, how: "push" | "soon"): void;
	summary(): string;
}

/** Distance in pixels at which an eigenvalue can still be taken. */
const NEAR = 22;

export class EigenPlane extends CanvasFigure<EigenPlaneCall> {
	readonly #place: HTMLElement;

	constructor(box: HTMLElement, call: EigenPlaneCall) {
		super(box, call);
		this.#place = box;
		let held: number | null = null;
		let dragged = false;
		box.addEventListener("pointerdown", (event) => {
			held = this.#near(event);
			dragged = false;
			if (held === null) return;
			event.preventDefault();
			box.setPointerCapture(event.pointerId);
			call.take(held);
		});
		box.addEventListener("pointermove", (event) => {
			if (held !== null) {
				dragged = true;
				call.move(held, this.#under(event), "soon");
			} else box.style.cursor = this.#near(event) === null ? "" : "grab";
		});
		box.addEventListener("pointerup", (event) => {
			if (held !== null && dragged) call.move(held, this.#under(event), "push");
			held = null;
		});
	}

	table(): FigureTable {
		const values = this.call.values();
		return { head: ["re", "im"], rows: values ? Array.from(values.re, (re, k) => [re, values.im[k]!]) : [] };
	}

	#scale() {
		const { width, height } = this.#place.getBoundingClientRect();
		return { scale: Math.min(width, height) / 2 / REACH, cx: width / 2, cy: height / 2 };
	}

	#under(event: PointerEvent): { re: number; im: number } {
		const { left, top } = this.#place.getBoundingClientRect();
		const { scale, cx, cy } = this.#scale();
		const within = (value: number) => Math.max(-REACH, Math.min(REACH, value));
		return { re: within((event.clientX - left - cx) / scale), im: within((cy - event.clientY + top) / scale) };
	}

	#near(event: PointerEvent): number | null {
		const values = this.call.values();
		if (!values) return null;
		const { re, im } = this.#under(event);
		const { scale } = this.#scale();
		const drawn = Array.from(values.re, (x, k) => atEdge(x, values.im[k]!));
		const distance = (k: number) => Math.hypot(drawn[k]!.re - re, drawn[k]!.im - im) * scale;
		let best = 0;
		for (let k = 1; k < values.re.length; k++) if (distance(k) < distance(best)) best = k;
		return distance(best) <= NEAR ? best : null;
	}

	draw({ context: ctx, width, height, colour }: Brush): void {
		const values = this.call.values();
		const scale = Math.min(width, height) / 2 / REACH;
		const [cx, cy] = [width / 2, height / 2];
		const circle = (re: number, im: number, radius: number) => {
			ctx.beginPath();
			ctx.arc(cx + scale * re, cy - scale * im, radius, 0, 2 * Math.PI);
		};
		ctx.strokeStyle = colour("--line");
		ctx.beginPath();
		ctx.moveTo(0, cy);
		ctx.lineTo(width, cy);
		ctx.moveTo(cx, 0);
		ctx.lineTo(cx, height);
		ctx.stroke();
		ctx.strokeStyle = colour("--quiet");
		circle(0, 0, scale);
		ctx.stroke();
		ctx.fillStyle = colour("--quiet");
		ctx.textAlign = "left";
		ctx.fillText("1", cx + scale + 4, cy - 5);
		if (!values) return;
		const was = this.call.unmoved()!;
		ctx.strokeStyle = colour("--eigen");
		ctx.setLineDash([3, 3]);
		for (const index of this.call.moved()) {
			for (const at of was.im[index] !== 0 && index + 1 < was.re.length && values.im[index] !== 0
				? [index, index + 1]
				: [index]) {
				const from = atEdge(was.re[at]!, was.im[at]!);
				circle(from.re, from.im, 5);
				ctx.stroke();
				ctx.beginPath();
				ctx.moveTo(cx + scale * from.re, cy - scale * from.im);
				const to = atEdge(values.re[at]!, values.im[at]!);
				ctx.lineTo(cx + scale * to.re, cy - scale * to.im);
				ctx.stroke();
			}
		}
		ctx.setLineDash([]);
		this.#points({ context: ctx, width, height, colour }, values);
	}

	/** The eigenvalues; one beyond the picture is an arrow at its edge, with its value if it is taken or the largest. */
	#points({ context: ctx, width, height, colour }: Brush, { re, im }: { re: Float64Array; im: Float64Array }): void {
		const scale = Math.min(width, height) / 2 / REACH;
		const [cx, cy] = [width / 2, height / 2];
		const taken = this.call.taken();
		for (let k = 0; k < re.length; k++) {
			const at = atEdge(re[k]!, im[k]!);
			const [x, y] = [cx + scale * at.re, cy - scale * at.im];
			ctx.fillStyle = colour("--eigen");
			if (at.outside) arrow(ctx, x, y, Math.atan2(-im[k]!, re[k]!));
			else dot(ctx, x, y, k === taken ? 6 : 4);
			ctx.fill();
			if (k === taken) {
				ctx.strokeStyle = colour("--ink");
				ctx.lineWidth = 2;
				dot(ctx, x, y, at.outside ? 12 : 9);
				ctx.stroke();
				ctx.lineWidth = 1;
			}
			if (!at.outside || (k !== taken && k > 0)) continue;
			ctx.fillStyle = colour("--ink");
			ctx.textAlign = at.re > 0 ? "right" : "left";
			ctx.fillText(numberWords(re[k]!, im[k]!), x + (at.re > 0 ? -16 : 16), y + (at.im > 0 ? 22 : -12));
		}
	}
}

function dot(pen: Pen, x: number, y: number, radius: number): void {
	pen.beginPath();
	pen.arc(x, y, radius, 0, 2 * Math.PI);
}

/** A triangle whose tip points away from the middle. */
function arrow(pen: Pen, x: number, y: number, angle: number): void {
	pen.beginPath();
	for (const [turn, length] of [
		[0, 8],
		[2.5, 8],
		[-2.5, 8],
	] as const)
		pen.lineTo(x + length * Math.cos(angle + turn), y + length * Math.sin(angle + turn));
	pen.closePath();
}
