/**
 * Splits text into records of fields, each with the line it begins on: RFC 4180 quotes (a field may contain a
 * separator, a line end or a doubled quote), LF, CRLF or CR, spaces around fields dropped, lines that begin with #
 * skipped.
 */
import { fail } from "../errors/index.ts";

const QUOTE = 34;
const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
/** Candidate separators in order: those not used in writing numbers come first. */
const SEPARATORS = ["\t", ";", "|", ","];

/**
 * Calls `onRecord` for every record; it returns true if the record was a row of data. Blank lines before the first such
 * row and after the last are ignored; in between, a blank line is a gap.
 */
export function eachRecord(
	text: string,
	separator: string,
	name: string,
	onRecord: (fields: string[], line: number) => boolean,
): void {
	const reader = separator === " " ? new Words(text) : new Fields(text, separator.charCodeAt(0), name);
	let blank = 0;
	let begun = false;
	for (;;) {
		const record = reader.next();
		if (record === undefined) return;
		const { fields, line, isBlank } = record;
		if (isBlank) {
			if (begun && blank === 0) blank = line;
			continue;
		}
		if (blank > 0) throw fail("E_SERIES_VALUE", { name, line: blank, column: 1, got: "", why: "gap" });
		begun = onRecord(fields, line) || begun;
	}
}

/**
 * Guesses the separator: one that divides the first two rows into equally many fields, else one in the first row, else
 * spaces.
 */
export function guessSeparator(text: string): string {
	const lines = text
		.slice(0, 1 << 20)
		.split(/\r\n|\n|\r/)
		.filter((line) => line.trim() !== "" && !line.startsWith("#"))
		.slice(0, 2);
	const [first = "", second = first] = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, '""'));
	const times = (line: string, separator: string) => line.split(separator).length;
	const alike = SEPARATORS.find((s) => times(first, s) > 1 && times(first, s) === times(second, s));
	const words = (line: string) => line.trim().split(/[ \t]+/).length;
	if (alike !== undefined && alike !== "\t") return alike;
	if (alike === "\t") return words(first) > times(first, "\t") && words(first) === words(second) ? " " : alike;
	const any = SEPARATORS.find((s) => times(first, s) > 1);
	if (any !== undefined && any !== "\t") return any;
	return words(first) > 1 && words(second) > 1 ? " " : (any ?? ",");
}

interface Record {
	fields: string[];
	line: number;
	isBlank: boolean;
}

/** Fields separated by one character, with quotes. */
class Fields {
	readonly #text: string;
	readonly #separator: number;
	readonly #name: string;
	#at = 0;
	#line = 1;

	constructor(text: string, separator: number, name: string) {
		this.#text = text;
		this.#separator = separator;
		this.#name = name;
	}

	next(): Record | undefined {
		const text = this.#text;
		while (text[this.#at] === "#") {
			while (this.#at < text.length && !isLineEnd(text.charCodeAt(this.#at))) this.#at++;
			this.#endLine();
		}
		if (this.#at >= text.length) return undefined;
		const line = this.#line;
		const fields: string[] = [];
		let quoted = false;
		for (;;) {
			this.#skipSpaces();
			if (text.charCodeAt(this.#at) === QUOTE) {
				fields.push(this.#quoted(line, fields.length + 1));
				quoted = true;
			} else fields.push(this.#plain());
			if (text.charCodeAt(this.#at) !== this.#separator) break;
			this.#at++;
		}
		this.#endLine();
		return { fields, line, isBlank: fields.length === 1 && fields[0] === "" && !quoted };
	}

	#skipSpaces(): void {
		for (;;) {
			const code = this.#text.charCodeAt(this.#at);
			if ((code !== SPACE && code !== TAB) || code === this.#separator) return;
			this.#at++;
		}
	}

	#plain(): string {
		const text = this.#text;
		const from = this.#at;
		while (this.#at < text.length) {
			const code = text.charCodeAt(this.#at);
			if (code === this.#separator || isLineEnd(code)) break;
			this.#at++;
		}
		return text.slice(from, this.#at).trim();
	}

	#quoted(line: number, column: number): string {
		const text = this.#text;
		let field = "";
		let from = this.#at + 1;
		for (;;) {
			const end = text.indexOf('"', from);
			if (end < 0) throw fail("E_SERIES_QUOTE", { name: this.#name, line, column, why: "open" });
			field += text.slice(from, end);
			from = end + 1;
			if (text.charCodeAt(from) !== QUOTE) break;
			field += '"';
			from++;
		}
		this.#line += field.match(/\r\n|\n|\r/g)?.length ?? 0;
		this.#at = from;
		this.#skipSpaces();
		const next = text.charCodeAt(this.#at);
		const ends = this.#at >= text.length || next === this.#separator || isLineEnd(next);
		if (!ends) throw fail("E_SERIES_QUOTE", { name: this.#name, line: this.#line, column, why: "after" });
		return field.trim();
	}

	/** Skips CRLF, LF or CR. */
	#endLine(): void {
		if (this.#at >= this.#text.length) return;
		if (this.#text.charCodeAt(this.#at) === CR && this.#text.charCodeAt(this.#at + 1) === LF) this.#at++;
		this.#at++;
		this.#line++;
	}
}

/** Words between runs of spaces and tabs, without quotes. */
class Words {
	readonly #lines: string[];
	#line = 0;

	constructor(text: string) {
		this.#lines = text.split(/\r\n|\n|\r/);
		if (this.#lines.at(-1) === "") this.#lines.pop();
	}

	next(): Record | undefined {
		while (this.#lines[this.#line]?.startsWith("#")) this.#line++;
		const text = this.#lines[this.#line++];
		if (text === undefined) return undefined;
		const words = text.trim();
		return { fields: words.split(/[ \t]+/), line: this.#line, isBlank: words === "" };
	}
}

function isLineEnd(code: number): boolean {
	return code === LF || code === CR;
}
