/**
 * Text to a series: CSV (RFC 4180, with any one-character separator) and plain columns of numbers.
 *
 * Every row must hold a number in every column of numbers: a step without a value cannot be trained on, and how to fill
 * it is for the owner of the data to decide. A column without any number (dates, labels) is left out. Hand-written
 * because errors need the line of every field, which CSV parsers do not keep.
 */
import { fail } from "../errors/index.ts";
import { nearest } from "../errors/nearest.ts";
import { quote } from "../errors/quote.ts";
import type { Series } from "./series.ts";
import { countFields, guessSeparator, Records } from "./seriesRecords.ts";
import { decodeUtf8 } from "./utf8.ts";

/** A title, a number from 1, or several: a list, or one comma-separated text. */
export type Columns = string | number | readonly (string | number)[];

export interface SeriesOptions {
	/** Name of the file, for messages. */
	name?: string;
	/** Columns to forecast, by title or by number from 1. Default: all. */
	target?: Columns;
	/** Input columns. Default: all. Columns in neither list are not read. */
	inputs?: Columns;
	/** True if the first row holds titles. Default: true if none of its fields is a number. */
	header?: boolean;
	/** One character, or " " for any run of spaces and tabs. Default: what divides the first two rows alike. */
	separator?: string;
}

/** Limit on the text's size, in bytes. */
const MAX_BYTES = 2 ** 28;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Ways to write a missing value. */
const GAP = /^(?:|[+-]?nan|n\/?a|null|none|nil|[+-]?inf(?:inity)?|-+|\?|\.|#n\/a|<na>)$/i;

/**
 * Parses a series.
 * @throws E_SERIES_VALUE, _RAGGED, _QUOTE, _EMPTY and _COLUMN, each with line and column; E_UTF8; E_LIMIT; E_OPTION.
 */
export function parseSeries(source: string | Uint8Array, options: SeriesOptions = {}): Series {
	const { name = "the series" } = options;
	const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
	checkUtf8(bytes, name);
	const beginning = new TextDecoder().decode(bytes.subarray(0, GUESS_BYTES));
	const separator = options.separator ?? guessSeparator(beginning);
	if (separator.length !== 1 || /["\r\n\u0080-\uffff]/.test(separator)) {
		const why = { reason: "separator", got: quote(separator) } as const;
		throw fail("E_OPTION", { option: "separator", why, where: name });
	}
	const table = new Table(name, roomFor(bytes, separator, name));
	const records = new Records(bytes, separator, name);
	for (let first = true; records.next(); first = false) {
		if (first && hasTitles(records, options.header)) table.titles = records.texts();
		else table.add(records);
	}
	return table.finish(options);
}

/** Beginning of a text from which its separator is guessed. */
const GUESS_BYTES = 2 ** 20;
/** Memory for the numbers of a series beyond the size of its file. */
const SPARE_BYTES = 2 ** 25;

/** Returns upper bounds for the fields and lines of a text. @throws E_LIMIT for more than fit its memory. */
function roomFor(bytes: Uint8Array, separator: string, where: string): { fields: number; lines: number } {
	const { fields, lines } = countFields(bytes, separator);
	const max = Math.floor((SPARE_BYTES + bytes.length - 4 * lines) / 8); // 8 bytes of each number, 4 of each line
	if (fields > max) throw fail("E_LIMIT", { where, limit: "numbers", got: fields, max: Math.max(0, max) });
	return { fields, lines };
}

function hasTitles(first: Records, header: boolean | undefined): boolean {
	if (header !== undefined) return header;
	let isWord = false;
	for (let field = 0; field < first.count; field++) {
		const text = first.text(field);
		if (NUMBER.test(text)) return false;
		isWord ||= !GAP.test(text);
	}
	return isWord;
}

/** 1,5 for 1.5: meant as a number, and not distinguishable from two fields. */
const COMMA = /^[+-]?\d+,\d+$/;

/** Returns the number, or why the field is none. */
function numberOf(field: string): number | "gap" | "text" | "range" | "comma" {
	if (!NUMBER.test(field)) return GAP.test(field) ? "gap" : COMMA.test(field) ? "comma" : "text";
	const value = Number(field);
	return Number.isFinite(value) ? value : "range";
}

/** Rows as they are read, with the first field in each column that is not a number. */
class Table {
	titles: string[] | undefined;
	readonly #name: string;
	#width = 0;
	#rows = 0;
	readonly #values: Float64Array; // [N,W]
	readonly #lines: Int32Array; // [N]
	/** [W] 1 if a field was meant as a number: a number, or a written gap. */
	#meant = new Uint8Array(0);
	#bad: ({ row: number; got: string; why: "gap" | "text" | "range" | "comma" } | undefined)[] = []; // [W]

	/** @param room upper bounds for the fields and lines to come; memory is taken only as it is filled. */
	constructor(name: string, room: { fields: number; lines: number }) {
		this.#name = name;
		this.#values = new Float64Array(room.fields);
		this.#lines = new Int32Array(room.lines);
	}

	add(record: Records): void {
		record.isRow();
		const { count, line } = record;
		if (this.#rows === 0) {
			this.#width = this.titles?.length ?? count;
			this.#meant = new Uint8Array(this.#width);
			this.#bad = new Array(this.#width).fill(undefined);
		}
		const W = this.#width;
		if (count !== W) {
			const column = Math.min(count, W) + 1;
			throw fail("E_SERIES_RAGGED", { name: this.#name, line, got: count, wanted: W, column });
		}
		this.#lines[this.#rows] = line;
		for (let w = 0; w < W; w++) {
			let value = record.number(w);
			if (Number.isNaN(value)) {
				const field = record.isEmpty(w) ? "" : record.text(w);
				const read = field === "" ? "gap" : numberOf(field);
				if (typeof read === "number") value = read;
				else this.#bad[w] ??= { row: this.#rows, got: field.slice(0, 256), why: read };
				if (read !== "text" && field !== "") this.#meant[w] = 1;
			} else this.#meant[w] = 1;
			this.#values[this.#rows * W + w] = value;
		}
		this.#rows++;
	}

	finish({ target, inputs }: Pick<SeriesOptions, "target" | "inputs">): Series {
		const W = this.#width;
		const titleOf = (w: number) => this.titles?.[w] ?? String(w + 1);
		// A column of text carries no information for a network; one with a single number or written gap is meant to be
		// read.
		const numbers: number[] = [];
		const skipped: number[] = [];
		for (let w = 0; w < W; w++) (this.#meant[w] === 1 ? numbers : skipped).push(w);
		const forecast = target === undefined ? undefined : this.#find(target, numbers);
		const seen = inputs === undefined ? undefined : this.#find(inputs, numbers);
		const isAsked = new Set([...(seen ?? numbers), ...(forecast ?? numbers)]);
		const kept = numbers.filter((w) => isAsked.has(w));
		this.#refuseBad(kept);
		if (kept.length === 0 || this.#rows === 0) {
			const text = skipped.slice(0, 10).map((w) => quote(titleOf(w)));
			throw fail("E_SERIES_EMPTY", { name: this.#name, rows: this.#rows, skipped: text.join(", ") });
		}
		const C = kept.length;
		const values = this.#values.subarray(0, this.#rows * C); // [N,C], moved to the front of [N,W]
		for (let n = 0; C < W && n < this.#rows; n++) {
			for (let c = 0; c < C; c++) values[n * C + c] = this.#values[n * W + kept[c]!]!;
		}
		const placeOf = new Map(kept.map((w, c) => [w, c]));
		return {
			name: this.#name,
			columns: kept.map(titleOf),
			places: kept.map((w) => w + 1),
			skipped: skipped.map(titleOf),
			header: this.titles !== undefined,
			rows: this.#rows,
			values,
			lines: this.#lines.slice(0, this.#rows),
			target: (forecast ?? kept).map((w) => placeOf.get(w)!),
			inputs: (seen ?? kept).map((w) => placeOf.get(w)!),
		};
	}

	/** Throws for the first field, in file order, that is not a number where one is needed. */
	#refuseBad(kept: readonly number[]): void {
		let column = -1;
		for (const w of kept) {
			if (this.#bad[w] && (column < 0 || this.#bad[w].row < this.#bad[column]!.row)) column = w;
		}
		if (column < 0) return;
		const { row, got, why } = this.#bad[column]!;
		const title = this.titles?.[column];
		throw fail("E_SERIES_VALUE", {
			name: this.#name,
			line: this.#lines[row]!,
			column: column + 1,
			...(title !== undefined && { title }),
			got,
			why: why === "text" && row === 0 && !this.titles ? "header" : why,
		});
	}

	/** Returns the requested columns of the file, each once. Without rows there is nothing to find. */
	#find(asked: Columns, numbers: readonly number[]): number[] {
		if (this.#rows === 0) return [];
		const whole = typeof asked === "string" && this.titles?.includes(asked);
		const list = whole ? [asked] : typeof asked === "string" ? asked.split(",").map((name) => name.trim()) : asked;
		return [...new Set((typeof list === "number" ? [list] : list).map((name) => this.#findOne(name, numbers)))];
	}

	#findOne(asked: string | number, numbers: readonly number[]): number {
		const name = String(asked);
		const titles = this.titles ?? [];
		const named = typeof asked === "string" ? titles.flatMap((title, w) => (title === name ? [w] : [])) : [];
		const number = /^\d+$/.test(name) ? Number(name) - 1 : -1;
		const column = named[0] ?? (number >= 0 && number < this.#width ? number : undefined);
		const shown = numbers.slice(0, 20).map((w) => quote(titles[w] ?? String(w + 1)));
		const known = shown.join(", ") + (numbers.length > 20 ? ` and ${numbers.length - 20} more` : "");
		const wrong = (why: "missing" | "twice" | "text") => {
			const near = why === "missing" ? nearest(name, numbers.map((w) => titles[w] ?? "").slice(0, 1000)) : undefined;
			const meant = near && { near: quote(near) };
			return fail("E_SERIES_COLUMN", { name: this.#name, column: name, why, ...meant, known });
		};
		if (column === undefined) throw wrong("missing");
		if (named.length > 1) throw wrong("twice");
		if (!numbers.includes(column)) throw wrong("text");
		return column;
	}
}

/** Most bytes decoded at once where the text is not kept: short strings are freed sooner than long ones. */
const PIECE_BYTES = 2 ** 16;

/** Decodes the bytes piece by piece without keeping the text. @throws E_UTF8 with its place. */
function checkUtf8(bytes: Uint8Array, name: string): void {
	if (bytes.length > MAX_BYTES) {
		throw fail("E_MEMORY", { need: "series", name, bytes: bytes.length, max: MAX_BYTES });
	}
	try {
		const decoder = new TextDecoder("utf-8", { fatal: true });
		for (let at = 0; at < bytes.length; at += PIECE_BYTES)
			decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true });
		decoder.decode();
	} catch {
		const block = new Int32Array(1 << 16);
		let offset = 0;
		let line = 1;
		for (;;) {
			const { count, used, bad } = decodeUtf8(bytes, offset, bytes.length, block, 0, block.length, true, false);
			for (let i = 0; i < count; i++) if (block[i] === 10) line++;
			if (bad >= 0) throw fail("E_UTF8", { name, byte: bytes[bad]!, offset: bad, line });
			offset += used;
			if (used === 0) throw fail("E_INTERNAL", { what: "text that is not UTF-8 decodes as UTF-8" });
		}
	}
}
