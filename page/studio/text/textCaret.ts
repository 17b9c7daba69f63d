/** The cursor and the selection of the text: by pointer, by keys, and by what the browser itself selected. */
import { CELL } from "./rowPainter.ts";
import { cellOf, type Rows, rowOf, symbolIn } from "./rows.ts";

export interface Span {
	from: number;
	to: number;
}

export interface CaretHooks {
	/** The reader moved the cursor. */
	onCursor(at: number): void;
	onSelect(span: Span | null): void;
	/** The text of symbols, as it is copied. */
	textOf(span: Span): string;
}

/** What the caret must know of the picture. */
interface Picture {
	rows(): Rows;
	/** Pixels from the top of the text to that of the box, the box's height, and a row's. */
	place(): { offset: number; height: number; row: number };
	/** The symbols that the browser's own selection covers. */
	selected(): readonly [from: number, to: number] | null;
	reveal(at: number): void;
	changed(): void;
}

export class TextCaret {
	/** Symbol of the cursor. */
	at = 0;
	selection: Span | null = null;
	readonly #scroller: HTMLElement;
	readonly #stage: HTMLElement;
	readonly #hooks: CaretHooks;
	readonly #picture: Picture;
	/** Where a selection began. */
	#anchor: number | null = null;

	constructor(scroller: HTMLElement, stage: HTMLElement, hooks: CaretHooks, picture: Picture) {
		this.#scroller = scroller;
		this.#stage = stage;
		this.#hooks = hooks;
		this.#picture = picture;
		scroller.addEventListener("keydown", this.#key);
		scroller.addEventListener("copy", this.#copy);
		stage.addEventListener("pointerdown", this.#down);
		document.addEventListener("selectionchange", this.#selected);
	}

	close(): void {
		this.#scroller.removeEventListener("keydown", this.#key);
		this.#scroller.removeEventListener("copy", this.#copy);
		document.removeEventListener("selectionchange", this.#selected);
	}

	/** Moves the cursor from outside; the next selection begins there. */
	goTo(at: number): void {
		this.at = at;
		this.#anchor = null;
	}

	/** The symbol under a pointer. */
	#under({ clientX, clientY }: PointerEvent): number {
		const { left, top } = this.#stage.getBoundingClientRect();
		const { offset, row } = this.#picture.place();
		const rows = this.#picture.rows();
		const wanted = Math.max(0, Math.min(rows.starts.length - 2, Math.floor((clientY - top + offset) / row)));
		return symbolIn(rows, wanted, Math.max(0, Math.floor((clientX - left) / CELL.width)));
	}

	readonly #down = (event: PointerEvent) => {
		if (event.pointerType === "touch" || event.button !== 0 || this.#last < 0) return; // a finger scrolls
		event.preventDefault();
		this.#scroller.focus({ preventScroll: true });
		document.getSelection()?.removeAllRanges();
		const began = this.#under(event);
		this.#anchor = event.shiftKey ? (this.#anchor ?? this.at) : began;
		this.#put(began, event.shiftKey);
		const move = (moved: PointerEvent) => this.#put(this.#under(moved), true);
		const up = () => {
			this.#stage.removeEventListener("pointermove", move);
			this.#stage.removeEventListener("pointerup", up);
			this.#stage.removeEventListener("pointercancel", up);
		};
		this.#stage.setPointerCapture(event.pointerId);
		this.#stage.addEventListener("pointermove", move);
		this.#stage.addEventListener("pointerup", up);
		this.#stage.addEventListener("pointercancel", up);
	};

	/** Index of the last symbol; -1 without a text. */
	get #last(): number {
		return this.#picture.rows().widths.length - 1;
	}

	/** Puts the cursor at a symbol; with `extend` the selection reaches from its anchor to there. */
	#put(at: number, extend: boolean): void {
		this.at = at;
		const anchor = this.#anchor ?? at;
		const span = extend && anchor !== at ? { from: Math.min(anchor, at), to: Math.max(anchor, at) + 1 } : null;
		if (!extend) this.#anchor = at;
		if (span?.from !== this.selection?.from || span?.to !== this.selection?.to) {
			this.selection = span;
			this.#hooks.onSelect(span);
		}
		this.#hooks.onCursor(at);
		this.#picture.changed();
	}

	readonly #key = (event: KeyboardEvent) => {
		if (this.#last < 0 || event.altKey || event.metaKey) return;
		if (event.key === "Escape") return this.#put(this.at, false);
		const to = this.#towards(event);
		if (to === undefined) return;
		event.preventDefault();
		if (event.shiftKey) this.#anchor ??= this.at;
		this.#put(to, event.shiftKey);
		this.#picture.reveal(to);
	};

	/** The symbol that a key moves to. */
	#towards({ key, ctrlKey }: KeyboardEvent): number | undefined {
		const { at } = this;
		const rows = this.#picture.rows();
		const { height, row: rowHeight } = this.#picture.place();
		const row = rowOf(rows, at);
		const page = Math.max(1, Math.floor(height / rowHeight) - 1);
		const down = (by: number) => {
			const other = Math.max(0, Math.min(rows.starts.length - 2, row + by));
			return symbolIn(rows, other, cellOf(rows, row, at));
		};
		const step: Partial<Record<string, () => number>> = {
			...{ ArrowLeft: () => at - 1, ArrowRight: () => at + 1, ArrowUp: () => down(-1), ArrowDown: () => down(1) },
			...{ PageUp: () => down(-page), PageDown: () => down(page) },
			Home: () => (ctrlKey ? 0 : rows.starts[row]!),
			End: () => (ctrlKey ? this.#last : rows.starts[row + 1]! - 1),
		};
		if (ctrlKey && key !== "Home" && key !== "End") return undefined;
		const to = step[key]?.();
		return to === undefined ? undefined : Math.max(0, Math.min(this.#last, to));
	}

	/** A selection that the browser made by itself, as by a finger or a screen reader. */
	readonly #selected = () => {
		const span = this.#picture.selected();
		if (!span) return;
		this.selection = { from: span[0], to: span[1] };
		this.#hooks.onSelect(this.selection);
		this.#picture.changed();
	};

	readonly #copy = (event: ClipboardEvent) => {
		if (!this.selection || !event.clipboardData) return;
		event.clipboardData.setData("text/plain", this.#hooks.textOf(this.selection));
		event.preventDefault();
	};
}
