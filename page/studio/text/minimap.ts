/**
 * The whole text at a glance: the extremes of the unit, each in its colour, from the line at the neutral value up and down;
 * ticks where something was found, and what is in sight.
 */
import { GROUNDS, type PaletteName, unitColour } from "../../../src/views/palettes.ts";
import { type Brush, Canvas, schemeNow } from "../../kit/canvas.ts";
import { heightIn, levelIn, type Scale } from "./scale.ts";
import type { Span } from "./textCaret.ts";

export interface MinimapCall {
	/** Symbols of the text, and of a span of the extremes. */
	symbols(): number;
	spanSymbols(): number;
	/** Lowest and highest value of each span; Infinity and -Infinity where nothing is read. */
	extremes(): { low: Float32Array; high: Float32Array } | null;
	scale(): Scale;
	palette(): PaletteName;
	sight(): Span;
	marks(): readonly Span[];
	at(): number;
	go(at: number): void;
	/** The position in words. */
	say(at: number): string;
}

const TICKS = 7;

export class Minimap {
	readonly #call: MinimapCall;
	readonly #box: HTMLElement;
	readonly #canvas: Canvas;

	constructor(box: HTMLElement, call: MinimapCall) {
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
		const { symbols, at, say } = this.#call;
		this.#box.ariaValueMin = "0";
		this.#box.ariaValueMax = String(Math.max(0, symbols() - 1));
		this.#box.ariaValueNow = String(at());
		this.#box.ariaValueText = say(at());
		this.#canvas.ask();
	}

	close(): void {
		this.#canvas.close();
	}

	readonly #key = (event: KeyboardEvent) => {
		const { at, symbols, sight, go } = this.#call;
		const page = Math.max(1, sight().to - sight().from);
		const to: Partial<Record<string, number>> = {
			...{ ArrowLeft: at() - page, ArrowRight: at() + page, ArrowDown: at() + page, ArrowUp: at() - page },
			...{ PageDown: at() + symbols() / 20, PageUp: at() - symbols() / 20, Home: 0, End: symbols() - 1 },
		};
		const next = to[event.key];
		if (next === undefined) return;
		event.preventDefault();
		go(Math.round(Math.max(0, Math.min(symbols() - 1, next))));
	};

	readonly #down = (event: PointerEvent) => {
		const { left, width } = this.#box.getBoundingClientRect();
		const jump = ({ clientX }: PointerEvent) => {
			const share = Math.max(0, Math.min(1, (clientX - left) / width));
			this.#call.go(Math.round(share * (this.#call.symbols() - 1)));
		};
		jump(event);
		this.#box.setPointerCapture(event.pointerId);
		this.#box.addEventListener("pointermove", jump);
		const up = () => this.#box.removeEventListener("pointermove", jump);
		this.#box.addEventListener("pointerup", up, { once: true });
		this.#box.addEventListener("pointercancel", up, { once: true });
	};

	#paint({ context: ctx, width, height, colour }: Brush): void {
		const { symbols, spanSymbols, extremes, scale, palette, sight, marks } = this.#call;
		const S = Math.max(1, symbols());
		const scheme = schemeNow();
		ctx.fillStyle = GROUNDS[scheme].ground;
		ctx.fillRect(0, 0, width, height);
		const found = extremes();
		const own = scale();
		const room = height - TICKS;
		const middle = room / 2;
		const y = (value: number) => middle - heightIn(own, value) * middle;
		const fill = (x: number, value: number, [top, bottom]: readonly [number, number]) => {
			if (bottom <= top) return;
			ctx.fillStyle = unitColour(palette(), scheme, levelIn(own, value) || (value < own.centre ? -1 : 1));
			ctx.fillRect(x, top, 1, Math.max(1, bottom - top));
		};
		for (let x = 0; found && x < width; x++) {
			const first = Math.floor((x * S) / width / spanSymbols());
			const last = Math.max(first, Math.ceil(((x + 1) * S) / width / spanSymbols()) - 1);
			let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
			for (let n = first; n <= last && n < found.low.length; n++) {
				low = Math.min(low, found.low[n]!);
				high = Math.max(high, found.high[n]!);
			}
			if (low > high) continue; // not read yet
			fill(x, high, [y(high), Math.min(middle, Math.max(y(low), y(high) + 1))]);
			fill(x, low, [Math.max(middle, Math.min(y(high), y(low) - 1)), y(low)]);
		}
		ctx.fillStyle = GROUNDS[scheme].quiet;
		ctx.fillRect(0, Math.round(middle), width, 1);
		ctx.fillStyle = colour("--accent");
		let drawn = -1;
		for (const { from, to } of marks()) {
			const left = Math.max(drawn + 1, Math.floor((from * width) / S));
			const right = Math.floor(((to - 1) * width) / S);
			if (right <= drawn) continue;
			ctx.fillRect(left, height - TICKS + 1, right - left + 1, TICKS - 1);
			drawn = right;
		}
		const seen = sight();
		const left = (seen.from * width) / S;
		ctx.strokeStyle = colour("--ink");
		ctx.lineWidth = 2;
		ctx.strokeRect(left, 1, Math.max(4, ((seen.to - seen.from) * width) / S), height - 2);
	}
}
