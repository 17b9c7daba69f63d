/**
 * How the symbols of a report are laid out: cells and rows. A tab reaches to the next tab stop; newlines after each other
 * stand in one row, so that empty lines take no room; the letters of a syllable stay together.
 */
import { glyphOf } from "./glyphs.ts";
import type { Report } from "./reportData.ts";

/** Symbols of a row: [from, to). */
export type Row = readonly [from: number, to: number];

export interface Stretch {
	/** Index of the first symbol. */
	from: number;
	/** Cells per row. */
	columns: number;
	/** Number of rows; the last may be shorter. */
	rows: number;
	predictions: boolean;
}

export interface Syllable {
	/** Indices of its letters: [from, to). */
	from: number;
	to: number;
	text: string;
}

/** Cells from one tab stop to the next. */
const TAB = 4;
const FIRST_SYLLABLE = 0xac00;
const TAILS = 28;

/** The syllable that symbol `k` is a letter of; undefined if it is none. */
export function syllableAt({ syllables }: Pick<Report, "syllables">, k: number): Syllable | undefined {
	for (let from = k; syllables && from >= Math.max(0, k - 2); from--) {
		const point = syllables[from]!;
		if (point === 0) continue;
		const to = from + ((point - FIRST_SYLLABLE) % TAILS > 0 ? 3 : 2);
		return k < to && to <= syllables.length ? { from, to, text: String.fromCodePoint(point) } : undefined;
	}
	return undefined;
}

/** Cells that each symbol takes, [S]. */
export function widthsOf(report: Report): Uint8Array {
	const glyphs = report.labels.map(glyphOf);
	let column = 0;
	return Uint8Array.from(report.came, (id, k) => {
		const label = report.labels[id]!;
		const cells = syllableAt(report, k) ? 1 : label === "\\t" ? TAB - (column % TAB) : glyphs[id]!.cells;
		column = label === "\\n" ? 0 : column + cells;
		return cells;
	});
}

/** Whether a line ends after symbol `k`: at the last of the newlines that stand together. */
export function endsLine({ came, labels, symbols }: Report, k: number): boolean {
	const newline = labels.indexOf("\\n");
	return k === symbols - 1 || (came[k] === newline && came[k + 1] !== newline);
}

/** The rows of a stretch: a row ends with its line, and before a symbol or a syllable that does not fit. */
export function rowsFrom(report: Report, widths: Uint8Array, { from, columns, rows }: Stretch): Row[] {
	const found: Row[] = [];
	let start = from;
	let used = 0;
	for (let k = from; k < report.symbols && found.length < rows; k++) {
		const whole = syllableAt(report, k);
		const needed = whole?.from === k ? whole.to - k : whole ? 0 : widths[k]!;
		if (used > 0 && used + needed > columns) {
			found.push([start, k]);
			[start, used] = [k, 0];
			if (found.length === rows) break;
		}
		used += widths[k]!;
		if (endsLine(report, k)) {
			found.push([start, k + 1]);
			[start, used] = [k + 1, 0];
		}
	}
	return found;
}
