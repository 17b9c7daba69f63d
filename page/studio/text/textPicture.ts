/**
 * The text as a picture that scrolls: rows are painted once and then copied, with the text itself over them. It holds no
 * element of the height of the text; beyond MOST_PIXELS the scroll bar moves more than one row a pixel.
 */
import type { PaletteName, Scheme } from "../../../src/views/palettes.ts";
import { GROUNDS } from "../../../src/views/palettes.ts";
import { schemeNow, token } from "../../kit/canvas.ts";
import { paintNever, paintSoon } from "../../kit/scheduler.ts";
import { RowCache } from "./rowCache.ts";
import { CELL, type RowLook, rowHeight } from "./rowPainter.ts";
import { cellOf, type Rows, rowOf, rowsOf, type Signs } from "./rows.ts";
import { type CaretHooks, type Span, TextCaret } from "./textCaret.ts";
import { TextLayer } from "./textLayer.ts";

/** Browsers place nothing beyond some 17 million pixels. */
const MOST_PIXELS = 7e6;
/** Milliseconds of painting after which predictions wait for the next frame. */
const PAINT_MS = 8;

export interface TextShow {
	ids: Int32Array;
	signs: Signs;
	wrap: "lines" | "flow";
	/** Number of predictions below each symbol; 0 for none. */
	top: number;
	palette: PaletteName;
	/** Changes with everything that changes the letters' colours. */
	letters: string;
	level: RowLook["level"];
	next: RowLook["next"];
	/** Spans to underline, in order: where a pattern holds, or what was found. */
	marks: readonly Span[];
}

export interface TextHooks extends CaretHooks {
	/** The symbols in sight, when they change. */
	onSight(from: number, to: number): void;
}

export class TextPicture {
	readonly #scroller: HTMLElement;
	readonly #hooks: TextHooks;
	readonly #sizer = element("div", "text-sizer");
	readonly #stage = element("div", "text-stage");
	readonly #canvas = element("canvas", "text-canvas") as HTMLCanvasElement;
	readonly #layer = new TextLayer();
	readonly #cache = new RowCache();
	readonly #sizes: ResizeObserver;
	#show: TextShow | undefined;
	#rows: Rows = { columns: 0, starts: new Uint32Array(1), widths: new Uint8Array(0) };
	#look: RowLook | undefined;
	#width = 0;
	#height = 0;
	/** Pixels from the top of the text to that of the box. */
	#offset = 0;
	readonly #caret: TextCaret;
	#sight = "";
	/** A symbol to bring into sight once the box has a size. */
	#pending: number | null = null;

	constructor(scroller: HTMLElement, hooks: TextHooks) {
		this.#scroller = scroller;
		this.#hooks = hooks;
		this.#canvas.setAttribute("aria-hidden", "true");
		this.#stage.append(this.#canvas, this.#layer.element);
		this.#sizer.append(this.#stage);
		scroller.append(this.#sizer);
		scroller.setAttribute("role", "group");
		scroller.tabIndex = 0;
		this.#sizes = new ResizeObserver(([entry]) => this.#resize(entry!.contentRect));
		this.#sizes.observe(scroller);
		scroller.addEventListener("scroll", this.#scrolled, { passive: true });
		this.#caret = new TextCaret(scroller, this.#stage, hooks, {
			rows: () => this.#rows,
			place: () => ({ offset: this.#offset, height: this.#height, row: this.rowHeight }),
			selected: () => this.#layer.selected(),
			reveal: (at) => this.#reveal(at, "nearest"),
			changed: () => this.ask(),
		});
	}

	close(): void {
		this.#sizes.disconnect();
		paintNever(this.#paint);
		this.#caret.close();
		this.#sizer.remove();
	}

	/** Rows painted since the picture was made. */
	get painted() {
		return this.#cache.painted;
	}

	get rowHeight(): number {
		return rowHeight((this.#show?.top ?? 0) > 0, this.#show?.top ?? 0);
	}

	show(next: TextShow): void {
		const before = this.#show;
		this.#show = next;
		const other = before?.ids !== next.ids || before.signs !== next.signs || before.wrap !== next.wrap;
		if (other) this.#layOut();
		else if (before.top !== next.top) this.#layOut();
		else if (before.palette !== next.palette) this.forget();
		this.ask();
	}

	/** Paints every row anew, as after a change of the theme. */
	forget(): void {
		this.#cache.clear();
		this.#look = undefined;
		this.ask();
	}

	ask(): void {
		paintSoon(this.#paint);
	}

	/** Moves the cursor and brings it into sight. */
	go(at: number): void {
		this.#caret.goTo(Math.max(0, at));
		if (this.#height === 0 || !this.#show) this.#pending = at;
		else this.#reveal(at);
		this.ask();
	}

	select(span: Span | null): void {
		this.#caret.selection = span;
		this.ask();
	}

	#resize({ width, height }: DOMRectReadOnly): void {
		if (width === this.#width && height === this.#height) return;
		const columns = Math.floor(width / CELL.width) !== this.#rows.columns;
		[this.#width, this.#height] = [width, height];
		if (columns) this.#layOut();
		this.ask();
	}

	/** Divides the text into rows for the width that there is, and keeps the topmost symbol where it is. */
	#layOut(): void {
		if (!this.#show || this.#width === 0) return;
		const { ids, signs, wrap } = this.#show;
		const columns = Math.max(8, Math.floor(this.#width / CELL.width));
		const topmost = this.#rows.starts[this.#first] ?? 0;
		this.#rows = rowsOf(ids, signs, columns, wrap);
		this.#layer.measure(token("--mono"));
		this.#layer.clear();
		this.forget();
		this.#sizer.style.height = `${Math.min(MOST_PIXELS, this.#total)}px`;
		this.#stage.style.height = `${this.#height}px`;
		this.#reveal(this.#pending ?? topmost, this.#pending === null ? "top" : "middle");
		this.#pending = null;
	}

	get #total(): number {
		return Math.max(this.#height, (this.#rows.starts.length - 1) * this.rowHeight);
	}

	/** Pixels of text per pixel of the scroll bar. */
	get #ratio(): number {
		const drawn = Math.min(MOST_PIXELS, this.#total) - this.#height;
		return drawn > 0 ? (this.#total - this.#height) / drawn : 1;
	}

	get #first(): number {
		return Math.floor(this.#offset / this.rowHeight);
	}

	/** Scrolls so that a symbol is in sight; does nothing where it already is. */
	#reveal(at: number, where: "middle" | "top" | "nearest" = "middle"): void {
		const top = rowOf(this.#rows, at) * this.rowHeight;
		const inSight = top >= this.#offset && top + this.rowHeight <= this.#offset + this.#height;
		if (inSight && where !== "top") return;
		const below = where === "nearest" && top > this.#offset;
		const space = this.#height - this.rowHeight;
		const wanted = where === "top" ? top : where === "middle" ? top - space / 3 : below ? top - space : top;
		this.#offset = Math.max(0, Math.min(wanted, this.#total - this.#height));
		this.#scroller.scrollTop = this.#offset / this.#ratio;
	}

	readonly #scrolled = () => {
		const { scrollTop } = this.#scroller;
		if (Math.abs(scrollTop * this.#ratio - this.#offset) > this.#ratio) this.#offset = scrollTop * this.#ratio;
		this.ask();
	};

	readonly #paint = () => {
		const show = this.#show;
		const [width, height] = [this.#width, this.#height];
		if (!show || width === 0 || height === 0) return;
		const scale = globalThis.devicePixelRatio || 1;
		const scheme = schemeNow();
		const { ids, signs, palette } = show;
		this.#look ??= {
			...{ ids, signs, palette, scheme, rows: this.#rows, mono: token("--mono") },
			level: (at) => this.#show!.level(at),
			next: (at) => this.#show!.next(at),
		};
		const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
		if (this.#canvas.width !== w || this.#canvas.height !== h) [this.#canvas.width, this.#canvas.height] = [w, h];
		const ctx = this.#canvas.getContext("2d", { alpha: false })!;
		ctx.setTransform(1, 0, 0, 1, 0, 0);
		ctx.fillStyle = GROUNDS[scheme].ground;
		ctx.fillRect(0, 0, w, h);
		const first = this.#first;
		const last = Math.min(this.#rows.starts.length - 1, Math.ceil((this.#offset + height) / this.rowHeight));
		const began = performance.now();
		let rest = false;
		for (let row = first; row < last; row++) {
			const late = performance.now() - began > PAINT_MS;
			const painted = this.#cache.row(row, { look: this.#look, letters: show.letters, top: show.top, scale }, late);
			rest ||= painted.rest;
			ctx.drawImage(painted.canvas, 0, Math.round((row * this.rowHeight - this.#offset) * scale));
		}
		ctx.setTransform(scale, 0, 0, scale, 0, 0);
		for (let row = first; row < last; row++) this.#over(ctx, row, scheme);
		this.#layer.show(first, last, first * this.rowHeight - this.#offset, this.rowHeight, {
			...{ ids, signs, rows: this.#rows },
		});
		this.#tellSight(this.#rows.starts[first] ?? 0, this.#rows.starts[last] ?? 0);
		if (rest) this.ask();
	};

	/** Cursor, selection and marks of a row. */
	#over(ctx: CanvasRenderingContext2D, row: number, scheme: Scheme): void {
		const { starts, widths } = this.#rows;
		const [from, to] = [starts[row]!, starts[row + 1]!];
		const y = row * this.rowHeight - this.#offset;
		const x = (at: number) => cellOf(this.#rows, row, at) * CELL.width;
		const each = ({ from: a, to: b }: Span, draw: (left: number, right: number) => void) => {
			if (a >= to || b <= from) return;
			const last = Math.min(b, to);
			draw(x(Math.max(a, from)), x(last));
		};
		const { ink } = GROUNDS[scheme];
		ctx.fillStyle = token("--accent");
		for (const mark of marksIn(this.#show!.marks, from, to))
			each(mark, (left, right) => ctx.fillRect(left, y + CELL.letter - 3, right - left, 2));
		if (this.#caret.selection)
			each(this.#caret.selection, (left, right) => {
				ctx.globalAlpha = 0.28;
				ctx.fillRect(left, y, right - left, CELL.letter);
				ctx.globalAlpha = 1;
				ctx.fillRect(left, y, right - left, 2);
			});
		const { at } = this.#caret;
		if (at < from || at >= to) return;
		ctx.strokeStyle = ink;
		ctx.lineWidth = 2;
		ctx.strokeRect(x(at) + 1, y + 1, widths[at]! * CELL.width - 2, CELL.letter - 2);
	}

	#tellSight(from: number, to: number): void {
		const sight = `${from} ${to}`;
		if (sight === this.#sight) return;
		this.#sight = sight;
		this.#hooks.onSight(from, to);
	}
}

/** The marks that touch [from, to), of many in order. */
function marksIn(marks: readonly Span[], from: number, to: number): readonly Span[] {
	let [low, high] = [0, marks.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (marks[middle]!.to <= from) low = middle + 1;
		else high = middle;
	}
	let end = low;
	while (end < marks.length && marks[end]!.from < to) end++;
	return marks.slice(low, end);
}

function element(tag: string, name: string): HTMLElement {
	const made = document.createElement(tag);
	made.className = name;
	return made;
}
