/**
 * Splits the bytes of a text into records of fields, each with the line it begins on: RFC 4180 quotes (a field may
 * contain a separator, a line end or a doubled quote), LF, CRLF or CR, spaces around fields dropped, lines that begin
 * with # skipped. Fields are places in the bytes; one becomes a string only where it is asked for.
 */
import { fail } from "../errors/index.ts";

const QUOTE = 34;
const HASH = 35;
const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
/** Candidate separators in order: those not used in writing numbers come first. */
const SEPARATORS = ["\t", ";", "|", ","];

/** Largest numbers of columns and of bytes in a field. */
const MOST_COLUMNS = 2 ** 14;
const MOST_FIELD_BYTES = 2 ** 20;

/**
 * Returns upper bounds for the fields and the lines of a text, from its separators and line ends, those in quotes
 * included. A separator of " " stands for runs of spaces and tabs.
 */
export function countFields(bytes: Uint8Array, separator: string): { fields: number; lines: number } {
	const code = separator.charCodeAt(0);
	let inRun = true;
	let separators = 0;
	let lines = 1;
	for (let i = 0; i < bytes.length; i++) {
		const c = bytes[i]!;
		if (c === LF || (c === CR && bytes[i + 1] !== LF)) lines++;
		if (code === SPACE) {
			const isRun = c <= SPACE;
			if (isRun && !inRun) separators++;
			inRun = isRun;
		} else if (c === code) separators++;
	}
	return { fields: separators + lines, lines };
}

/** The records of a text, one after another. `count` and `text` describe the one that `next` has read. */
export class Records {
	/** Fields of the record. */
	count = 0;
	/** Line that it begins on, from 1. */
	line = 0;
	readonly #bytes: Uint8Array;
	readonly #separator: number;
	readonly #isWords: boolean;
	readonly #name: string;
	/** Place of each field, [count]; a quoted one is without its quotes. */
	#from = new Int32Array(64);
	#to = new Int32Array(64);
	#quoted = new Uint8Array(64);
	#at: number;
	#nextLine = 1;
	#begun = false;
	#blank = 0;

	/** @param separator an ASCII character; " " for runs of spaces and tabs, without quotes. */
	constructor(bytes: Uint8Array, separator: string, name: string) {
		this.#bytes = bytes;
		this.#separator = separator.charCodeAt(0);
		this.#isWords = separator === " ";
		this.#name = name;
		this.#at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0; // byte order mark
	}

	/**
	 * Reads the next record; false at the end. Blank lines before the first row of data and after the last are ignored.
	 * @throws E_SERIES_VALUE for a blank line in between, E_SERIES_QUOTE, E_LIMIT.
	 */
	next(): boolean {
		for (;;) {
			if (!this.#read()) return false;
			const isBlank = this.count === 1 && this.#from[0] === this.#to[0] && this.#quoted[0] === 0;
			if (!isBlank) {
				if (this.#blank === 0) return true;
				throw fail("E_SERIES_VALUE", { name: this.#name, line: this.#blank, column: 1, got: "", why: "gap" });
			}
			if (this.#begun && this.#blank === 0) this.#blank = this.line;
		}
	}

	/** Says that the record was a row of data, so that a blank line after it is a gap. */
	isRow(): void {
		this.#begun = true;
	}

	/** Returns a field as a string. */
	text(field: number): string {
		const raw = this.#bytes.subarray(this.#from[field]!, this.#to[field]!);
		const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(raw);
		return (this.#quoted[field] === 1 ? text.replaceAll('""', '"') : text).trim();
	}

	/** Returns every field as a string. */
	texts(): string[] {
		return Array.from({ length: this.count }, (_, field) => this.text(field));
	}

	/**
	 * Returns a field that is a plain decimal of at most 15 digits, exactly as Number reads it: its digits and the power
	 * of ten are exact in float64, so their quotient is rounded once. NaN for any other field.
	 */
	number(field: number): number {
		const bytes = this.#bytes;
		const to = this.#to[field]!;
		let at = this.#from[field]!;
		const sign = bytes[at] === 45 ? -1 : 1;
		if (at < to && (bytes[at] === 45 || bytes[at] === 43)) at++;
		if (to - at > 16 || at === to) return Number.NaN;
		let digits = 0;
		let value = 0;
		let decimals = -1;
		for (; at < to; at++) {
			const c = bytes[at]!;
			if (c === 46 && decimals < 0) decimals = 0;
			else if (c >= 48 && c <= 57) {
				value = value * 10 + (c - 48);
				digits++;
				if (decimals >= 0) decimals++;
			} else return Number.NaN;
		}
		if (digits === 0 || digits > 15) return Number.NaN;
		return (sign * value) / POWERS[Math.max(0, decimals)]!;
	}

	/** Whether a field has no bytes. */
	isEmpty(field: number): boolean {
		return this.#from[field] === this.#to[field];
	}

	#read(): boolean {
		const bytes = this.#bytes;
		while (bytes[this.#at] === HASH) {
			while (this.#at < bytes.length && !isLineEnd(bytes[this.#at]!)) this.#at++;
			this.#endLine();
		}
		if (this.#at >= bytes.length) return false;
		this.line = this.#nextLine;
		this.count = 0;
		for (;;) {
			this.#skipSpaces();
			if (!this.#isWords && bytes[this.#at] === QUOTE) this.#readQuoted();
			else this.#readPlain();
			if (this.#isWords) this.#skipSpaces();
			const isMore = this.#isWords
				? this.#at < bytes.length && !isLineEnd(bytes[this.#at]!)
				: bytes[this.#at] === this.#separator;
			if (!isMore) break;
			if (!this.#isWords) this.#at++;
		}
		this.#endLine();
		return true;
	}

	#skipSpaces(): void {
		for (;;) {
			const code = this.#bytes[this.#at];
			if (code !== SPACE && code !== TAB) return;
			if (code === this.#separator && !this.#isWords) return;
			this.#at++;
		}
	}

	#readPlain(): void {
		const bytes = this.#bytes;
		const from = this.#at;
		while (this.#at < bytes.length) {
			const code = bytes[this.#at]!;
			if (code === this.#separator || isLineEnd(code) || (this.#isWords && code === TAB)) break;
			this.#at++;
		}
		let to = this.#at;
		while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) to--;
		this.#put(from, to, 0);
	}

	#readQuoted(): void {
		const bytes = this.#bytes;
		const from = this.#at + 1;
		const column = this.count + 1;
		let lines = 0;
		for (let at = from; ; at++) {
			const code = bytes[at];
			if (code === undefined) throw fail("E_SERIES_QUOTE", { name: this.#name, line: this.line, column, why: "open" });
			if (code === LF || (code === CR && bytes[at + 1] !== LF)) lines++;
			if (code !== QUOTE) continue;
			if (bytes[at + 1] === QUOTE) at++;
			else {
				this.#put(from, at, 1);
				this.#at = at + 1;
				break;
			}
		}
		this.#nextLine += lines;
		this.#skipSpaces();
		const next = bytes[this.#at];
		if (next === undefined || next === this.#separator || isLineEnd(next)) return;
		throw fail("E_SERIES_QUOTE", { name: this.#name, line: this.#nextLine, column, why: "after" });
	}

	#put(from: number, to: number, quoted: 0 | 1): void {
		const where = this.#name;
		if (to - from > MOST_FIELD_BYTES)
			throw fail("E_LIMIT", { where, limit: "fieldBytes", got: to - from, max: MOST_FIELD_BYTES });
		if (this.count === MOST_COLUMNS)
			throw fail("E_LIMIT", { where, limit: "columns", got: MOST_COLUMNS + 1, max: MOST_COLUMNS });
		if (this.count === this.#from.length) {
			this.#from = longer(this.#from, new Int32Array(2 * this.count));
			this.#to = longer(this.#to, new Int32Array(2 * this.count));
			this.#quoted = longer(this.#quoted, new Uint8Array(2 * this.count));
		}
		this.#from[this.count] = from;
		this.#to[this.count] = to;
		this.#quoted[this.count++] = quoted;
	}

	/** Skips CRLF, LF or CR. */
	#endLine(): void {
		if (this.#at >= this.#bytes.length) return;
		if (this.#bytes[this.#at] === CR && this.#bytes[this.#at + 1] === LF) this.#at++;
		this.#at++;
		this.#nextLine++;
	}
}

/** Powers of ten that float64 holds exactly. */
const POWERS = Array.from({ length: 16 }, (_, k) => Number(`1e${k}`));

function longer<A extends Int32Array | Uint8Array>(short: A, long: A): A {
	long.set(short);
	return long;
}

function isLineEnd(code: number): boolean {
	return code === LF || code === CR;
}

/**
 * Guesses the separator from the beginning of a text: one that divides the first two rows into equally many fields,
 * else one in the first row, else spaces.
 */
export function guessSeparator(beginning: string): string {
	const lines = beginning
		.split(/\r\n|\n|\r/, 1 << 16)
		.filter((line) => line.trim() !== "" && !line.startsWith("#"))
		.slice(0, 2);
	const [first = "", second = first] = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, '""'));
	const times = (line: string, separator: string) => {
		let n = 1;
		for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, at + 1)) n++;
		return n;
	};
	const alike = SEPARATORS.find((s) => times(first, s) > 1 && times(first, s) === times(second, s));
	const words = (line: string) => line.trim().split(/[ \t]+/).length;
	if (alike !== undefined && alike !== "\t") return alike;
	if (alike === "\t") return words(first) > times(first, "\t") && words(first) === words(second) ? " " : alike;
	const any = SEPARATORS.find((s) => times(first, s) > 1);
	if (any !== undefined && any !== "\t") return any;
	return words(first) > 1 && words(second) > 1 ? " " : (any ?? ",");
}
