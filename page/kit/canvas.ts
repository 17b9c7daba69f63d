/** A canvas that keeps the size of its box, at the screen's own resolution, and the colours of the page's tokens. */
import { paintNever, paintSoon } from "./scheduler.ts";

/** What pictures draw with: a part of a canvas's context, so that a file of SVG can be drawn by the same strokes. */
export type Pen = Pick<
	CanvasRenderingContext2D,
	| "fillStyle"
	| "strokeStyle"
	| "globalAlpha"
	| "lineWidth"
	| "font"
	| "textAlign"
	| "beginPath"
	| "closePath"
	| "moveTo"
	| "lineTo"
	| "arc"
	| "fill"
	| "stroke"
	| "fillRect"
	| "strokeRect"
	| "fillText"
	| "setLineDash"
> & { measureText(text: string): { width: number } };

export interface Brush {
	context: Pen;
	/** Size in CSS pixels. */
	width: number;
	height: number;
	/** The value of a token, such as colour("--loss"). */
	colour(token: string): string;
}

/** A picture in a box: `paint` draws all of it. */
export class Canvas {
	readonly element = document.createElement("canvas");
	readonly #paint: (brush: Brush) => void;
	readonly #sizes: ResizeObserver;
	#width = 0;
	#height = 0;

	constructor(box: HTMLElement, paint: (brush: Brush) => void) {
		this.#paint = paint;
		this.element.setAttribute("aria-hidden", "true"); // the figure around it has the words
		box.append(this.element);
		this.#sizes = new ResizeObserver(([entry]) => {
			const { width, height } = entry!.contentRect;
			this.#width = width;
			this.#height = height;
			this.ask();
		});
		this.#sizes.observe(box);
	}

	ask(): void {
		paintSoon(this.#draw);
	}

	close(): void {
		this.#sizes.disconnect();
		paintNever(this.#draw);
		this.element.remove();
	}

	readonly #draw = () => {
		const [width, height] = [this.#width, this.#height];
		if (width === 0 || height === 0) return;
		const scale = globalThis.devicePixelRatio || 1;
		const { element } = this;
		const pixels = [Math.round(width * scale), Math.round(height * scale)] as const;
		if (element.width !== pixels[0] || element.height !== pixels[1]) [element.width, element.height] = pixels;
		const context = element.getContext("2d")!;
		context.setTransform(scale, 0, 0, scale, 0, 0);
		context.clearRect(0, 0, width, height);
		context.font = `12px ${token("--sans")}`;
		this.#paint({ context, width, height, colour: token });
	};
}

/** A straight line, in the pen's colour and dash. */
export function segment(pen: Pen, x0: number, y0: number, x1: number, y1: number): void {
	pen.beginPath();
	pen.moveTo(x0, y0);
	pen.lineTo(x1, y1);
	pen.stroke();
}

/** Values by theme and name: asking the browser costs more than drawing. */
const known = new Map<string, string>();
const prefersDark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

/** The value of a token of the page; a colour as #rrggbb, that of the theme which is shown. */
export function token(name: string): string {
	const root = document.documentElement;
	const key = `${root.dataset.theme ?? prefersDark?.matches} ${name}`;
	let value = known.get(key);
	if (value === undefined) {
		value = getComputedStyle(root).getPropertyValue(name).trim();
		if (/^light-dark\(|^var\(|^#/.test(value)) value = colourOf(name);
		known.set(key, value);
	}
	return value;
}

/** The colour that a property which uses the token gets. */
function colourOf(name: string): string {
	const probe = document.createElement("i");
	probe.style.cssText = `color: var(${name}); forced-color-adjust: none; display: none`;
	document.body.append(probe);
	const channels = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
	probe.remove();
	return `#${channels
		.slice(0, 3)
		.map((channel) => Number(channel).toString(16).padStart(2, "0"))
		.join("")}`;
}

/** The theme that is shown. */
export const schemeNow = (): "light" | "dark" => {
	const { theme } = document.documentElement.dataset;
	return theme === "light" || theme === "dark" ? theme : prefersDark?.matches ? "dark" : "light";
};
