/** A figure on a canvas that says in one sentence what it shows, and can be reached by Tab. */
import { type Brush, Canvas } from "./canvas.ts";
import type { Figure, FigureTable } from "./figure.ts";

export abstract class CanvasFigure<Call extends { summary(): string }> implements Figure {
	protected readonly call: Call;
	readonly #canvas: Canvas;
	readonly #box: HTMLElement;

	constructor(box: HTMLElement, call: Call) {
		this.#box = box;
		this.call = call;
		this.#canvas = new Canvas(box, (brush) => this.draw(brush));
		box.setAttribute("role", "img");
		box.tabIndex = 0;
		this.update();
	}

	update(): void {
		this.#box.setAttribute("aria-label", this.summary());
		this.#canvas.ask();
	}

	summary(): string {
		return this.call.summary();
	}

	close(): void {
		this.#canvas.close();
	}

	abstract table(): FigureTable;
	abstract draw(brush: Brush): void;
}
