/**
 * The visible rows as text over the picture: one element a row, as wide as its cells, so that selecting, copying and screen
 * readers work. Rows are re-pointed while scrolling; nothing is measured.
 */
import { CELL, glyphAt } from "./rowPainter.ts";
import type { Rows, Signs } from "./rows.ts";

interface Shown {
	element: HTMLElement;
	row: number;
}

export class TextLayer {
	readonly element = document.createElement("div");
	readonly #pool: Shown[] = [];
	/** Symbol of each character of a text node, and one past the last. */
	readonly #symbols = new WeakMap<Node, Uint32Array>();
	#spacing = 0;
	#wideSpacing = 0;

	constructor() {
		this.element.className = "text-layer";
	}

	/** Fits letters to the cells. */
	measure(mono: string): void {
		const ctx = document.createElement("canvas").getContext("2d")!;
		ctx.font = `15px ${mono}`;
		this.#spacing = CELL.width - ctx.measureText("0").width;
		this.#wideSpacing = 2 * CELL.width - ctx.measureText("한").width;
	}

	/** Shows the rows [first, last). @param top pixel of the first one's upper edge */
	show(first: number, last: number, top: number, height: number, text: { ids: Int32Array; rows: Rows; signs: Signs }) {
		const wanted = last - first;
		while (this.#pool.length < wanted) {
			const element = document.createElement("div");
			element.className = "text-row";
			this.element.append(element);
			this.#pool.push({ element, row: -1 });
		}
		for (let row = first; row < last; row++) {
			const place = this.#pool[row % this.#pool.length]!; // a row keeps its element while it is in sight
			if (place.row !== row) this.#fill(place, row, text);
			place.element.style.transform = `translateY(${top + (row - first) * height}px)`;
			place.element.hidden = false;
		}
		for (const place of this.#pool) if (place.row < first || place.row >= last) place.element.hidden = true;
	}

	/** Makes every row anew at the next show. */
	clear(): void {
		for (const place of this.#pool) place.row = -1;
	}

	#fill(place: Shown, row: number, { ids, rows, signs }: { ids: Int32Array; rows: Rows; signs: Signs }): void {
		place.row = row;
		const runs: { text: string; wide: boolean; symbols: number[]; cells: number }[] = [];
		for (let k = rows.starts[row]!; k < rows.starts[row + 1]!; k++) {
			const { text, cells, unseen } = glyphAt(signs, ids[k]!);
			const width = rows.widths[k]!;
			const wide = cells === 2 && !unseen;
			const written = wide ? text : unseen ? " ".repeat(width) : text;
			let run = runs.at(-1);
			if (!run || run.wide !== wide) runs.push((run = { text: "", wide, symbols: [], cells: 0 }));
			run.text += written;
			for (let n = 0; n < written.length; n++) run.symbols.push(k);
			run.cells += width;
		}
		const end = rows.starts[row + 1]!;
		place.element.replaceChildren(
			...runs.map(({ text, wide, symbols, cells }, n) => {
				const span = document.createElement("span");
				span.style.width = `${cells * CELL.width}px`;
				span.style.letterSpacing = `${wide ? this.#wideSpacing : this.#spacing}px`;
				const node = document.createTextNode(text);
				span.append(node);
				this.#symbols.set(node, Uint32Array.from([...symbols, runs[n + 1]?.symbols[0] ?? end]));
				return span;
			}),
		);
	}

	/** The symbols that the browser's own selection covers; null if it is not in this layer. */
	selected(): [from: number, to: number] | null {
		const selection = document.getSelection();
		if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
		const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
		const from = this.#symbols.get(startContainer)?.[startOffset];
		const to = this.#symbols.get(endContainer)?.[endOffset];
		return from === undefined || to === undefined || to <= from ? null : [from, to];
	}
}
