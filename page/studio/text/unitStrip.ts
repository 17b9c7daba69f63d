/** All units as bars, sorted by informative spread; a press or the arrow keys choose one. */
import { type Brush, Canvas } from "../../kit/canvas.ts";

export interface StripCall {
	/** Units by spread, most first. */
	order(): Uint32Array;
	/** Informative spread of a unit, 0 to 1. */
	share(unit: number): number;
	name(unit: number): string;
	chosen(): number;
	choose(unit: number): void;
	/** The chosen unit in words. */
	say(): string;
}

export class UnitStrip {
	readonly #call: StripCall;
	readonly #box: HTMLElement;
	readonly #canvas: Canvas;

	constructor(box: HTMLElement, call: StripCall) {
		this.#box = box;
		this.#call = call;
		this.#canvas = new Canvas(box, (brush) => this.#paint(brush));
		box.setAttribute("role", "slider");
		box.tabIndex = 0;
		box.addEventListener("keydown", this.#key);
		box.addEventListener("pointerdown", this.#down);
		this.update();
	}

	update(): void {
		const { order, chosen, say } = this.#call;
		this.#box.ariaValueMin = "1";
		this.#box.ariaValueMax = String(Math.max(1, order().length));
		this.#box.ariaValueNow = String(order().indexOf(chosen()) + 1);
		this.#box.ariaValueText = say();
		this.#canvas.ask();
	}

	close(): void {
		this.#canvas.close();
	}

	readonly #key = (event: KeyboardEvent) => {
		const order = this.#call.order();
		const at = order.indexOf(this.#call.chosen());
		const page = Math.max(1, Math.round(order.length / 10));
		const to: Partial<Record<string, number>> = {
			...{ ArrowLeft: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, ArrowUp: at - 1 },
			...{ PageDown: at + page, PageUp: at - page, Home: 0, End: order.length - 1 },
		};
		const next = to[event.key];
		if (next === undefined || order.length === 0) return;
		event.preventDefault();
		this.#call.choose(order[Math.max(0, Math.min(order.length - 1, next))]!);
	};

	readonly #down = (event: PointerEvent) => {
		const { left, width } = this.#box.getBoundingClientRect();
		const order = this.#call.order();
		const at = Math.floor(((event.clientX - left) / width) * order.length);
		const unit = order[Math.max(0, Math.min(order.length - 1, at))];
		if (unit !== undefined) this.#call.choose(unit);
	};

	#paint({ context: ctx, width, height, colour }: Brush): void {
		const { order, share, name, chosen } = this.#call;
		const units = order();
		const bar = width / Math.max(1, units.length);
		for (const [n, unit] of units.entries()) {
			const tall = Math.max(1, Math.min(1, share(unit)) * (height - 4));
			ctx.globalAlpha = 0.55;
			ctx.fillStyle = colour(`--gate-${/(\w)\.\d+$/.exec(name(unit))![1]}`);
			ctx.fillRect(n * bar, height - tall, Math.max(0.6, bar - (bar > 3 ? 1 : 0)), tall);
		}
		ctx.globalAlpha = 1;
		const at = units.indexOf(chosen());
		if (at < 0) return;
		const x = (at + 0.5) * bar;
		ctx.fillStyle = colour("--accent");
		const tall = Math.max(4, Math.min(1, share(chosen())) * (height - 4));
		ctx.fillRect(x - Math.max(1.5, bar / 2), height - tall, Math.max(3, bar), tall);
		ctx.beginPath();
		ctx.moveTo(x - 5, 0);
		ctx.lineTo(x + 5, 0);
		ctx.lineTo(x, 6);
		ctx.fill();
	}
}
