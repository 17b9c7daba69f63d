/**
 * The text as rows of equal cells: a row ends where its line ends or where it is full. Newlines after each other share a
 * row, so that empty lines take no room; the letters of a syllable stay together.
 */
import { type Glyph, glyphOf, lettersOf } from "../../../src/views/glyphs.ts";

// S symbols, R rows

export interface Rows {
	columns: number;
	/** First symbol of each row, and the end of the last: [R+1]. */
	starts: Uint32Array;
	/** Cells of each symbol, [S]. */
	widths: Uint8Array;
}

/** Cells from one tab stop to the next. */
const TAB = 4;

export interface Signs {
	/** How each symbol is written, the unknown one last: [V+1]. */
	glyphs: Glyph[];
	newline: number;
	tab: number;
	/** 1 for a lead, 2 for a vowel, 3 for a tail of a syllable, else 0: [V+1]. */
	letters: Uint8Array;
}

export function signsOf(labels: readonly string[]): Signs {
	const glyphs = labels.map((label): Glyph => {
		const letter = lettersOf(label);
		return letter === label ? glyphOf(label) : { text: letter, small: letter, cells: 2, unseen: false };
	});
	const letters = labels.map((label) => {
		if (/^.-$/u.test(label)) return 1;
		if (/^-.$/u.test(label)) return /[\u314F-\u3163]/.test(label) ? 2 : 3;
		return 0;
	});
	glyphs.push({ text: "\uFFFD", small: "\uFFFD", cells: 1, unseen: true });
	return {
		...{ glyphs, newline: labels.indexOf("\\n"), tab: labels.indexOf("\\t") },
		letters: Uint8Array.from([...letters, 0]),
	};
}

export function rowsOf(ids: Int32Array, signs: Signs, columns: number, wrap: "lines" | "flow"): Rows {
	const { glyphs, newline, tab, letters } = signs;
	const S = ids.length;
	const cells = Uint8Array.from(glyphs, (glyph) => Math.min(columns, glyph.cells));
	const unknown = glyphs.length - 1;
	const widths = new Uint8Array(S);
	const starts: number[] = S > 0 ? [0] : [];
	let used = 0;
	for (let k = 0; k < S; k++) {
		const id = ids[k]! < 0 ? unknown : ids[k]!;
		const width = id === tab ? Math.min(TAB - (used % TAB), columns) : cells[id]!;
		let room = width;
		if (letters[id] === 1 && k + 1 < S && letters[Math.max(0, ids[k + 1]!)] === 2)
			room += 2 + (k + 2 < S && letters[Math.max(0, ids[k + 2]!)] === 3 ? 2 : 0);
		if (used > 0 && used + Math.min(room, columns) > columns) {
			starts.push(k);
			used = 0;
		}
		widths[k] = width;
		used += width;
		if (wrap === "lines" && id === newline && k + 1 < S && ids[k + 1] !== newline) {
			starts.push(k + 1);
			used = 0;
		}
	}
	starts.push(S);
	return { columns, starts: Uint32Array.from(starts), widths };
}

/** The row of a symbol, by bisection. */
export function rowOf({ starts }: Rows, at: number): number {
	let [low, high] = [0, starts.length - 2];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (starts[middle]! <= at) low = middle;
		else high = middle - 1;
	}
	return Math.max(0, low);
}

/** The symbol of a row that covers a cell; the last one if the row ends before it. */
export function symbolIn({ starts, widths }: Rows, row: number, cell: number): number {
	const end = starts[row + 1]!;
	let used = 0;
	for (let k = starts[row]!; k < end; k++) {
		used += widths[k]!;
		if (cell < used) return k;
	}
	return Math.max(0, end - 1);
}

/** The cell in its row at which a symbol begins. */
export function cellOf({ starts, widths }: Rows, row: number, at: number): number {
	let used = 0;
	for (let k = starts[row]!; k < at; k++) used += widths[k]!;
	return used;
}
