/**
 * What every picture offers besides its pixels: a place in the Tab order, a cursor moved by the arrow keys, one sentence
 * that says what it shows, and its numbers as a table. Also its numbers as CSV.
 */
import type { Brush } from "./canvas.ts";

export interface FigureTable {
	head: string[];
	rows: (string | number)[][];
}

export interface Figure {
	/** One sentence: what is shown, and where it stands now. */
	summary(): string;
	table(): FigureTable;
	/** Draws all of it, on the page or into a file. */
	draw(brush: Brush): void | Promise<void>;
	close(): void;
}

/** Rows as CSV; a cell that a spreadsheet would compute is shown as text. */
export function csvOf({ head, rows }: FigureTable): string {
	const cell = (value: string | number) => {
		const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
		return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	};
	return `${[head, ...rows].map((row) => row.map(cell).join(",")).join("\n")}\n`;
}

/** Moves a cursor over `count` places by the arrow keys, Home, End and Page keys; tells each place that is reached. */
export function arrowCursor(element: HTMLElement, count: () => number, show: (at: number | null) => void): void {
	let at: number | null = null;
	element.tabIndex = 0;
	element.addEventListener("keydown", (event) => {
		const last = count() - 1;
		if (last < 0) return;
		const from = at ?? last;
		const page = Math.max(1, Math.round(last / 10));
		const to: Partial<Record<string, number>> = {
			...{ ArrowLeft: from - 1, ArrowRight: from + 1, PageDown: from + page, PageUp: from - page },
			...{ Home: 0, End: last },
		};
		const next = to[event.key];
		if (next === undefined) return;
		event.preventDefault();
		at = Math.min(last, Math.max(0, next));
		show(at);
	});
	element.addEventListener("blur", () => {
		at = null;
		show(null);
	});
}
