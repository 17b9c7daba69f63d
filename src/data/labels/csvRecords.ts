/**
 * CSV records (RFC 4180) from text that arrives in pieces, each with the line it begins on. Unlike a series, a field is
 * taken literally: blanks and a leading # belong to it. Blank lines are skipped.
 */
import { fail } from "../../errors/index.ts";

export interface CsvRecord {
	fields: string[];
	/** Line of its first character, from 1. */
	line: number;
}

export class CsvRecords {
	readonly #name: string;
	readonly #separator: string;
	/** What ends a run of plain characters. */
	readonly #plainEnd: RegExp;
	#line = 1;
	#began = 1;
	#fields: string[] = [];
	#field = "";
	/** Where the current field is: before or in a plain field, in quotes, after a closing quote. */
	#in: "plain" | "quotes" | "closed" = "plain";

	constructor(name: string, separator: string) {
		this.#name = name;
		this.#separator = separator;
		this.#plainEnd = new RegExp(`[${separator}"]|\\r?\\n|\\r$`, "g");
	}

	/** Takes one line with its line break and returns the record that it completes, if any. */
	push(line: string): CsvRecord | undefined {
		const plainEnd = this.#plainEnd;
		for (let at = 0; at < line.length; ) {
			if (this.#in === "quotes") at = this.#quoted(line, at);
			else {
				plainEnd.lastIndex = at;
				const found = plainEnd.exec(line);
				const end = found?.index ?? line.length;
				if (end > at) this.#plain(line.slice(at, end));
				if (found?.[0] === '"') this.#open();
				else if (found?.[0] === this.#separator) this.#endField();
				at = end + (found?.[0].length ?? 0);
			}
		}
		this.#line++;
		return this.#in === "quotes" ? undefined : this.#endRecord();
	}

	/** @throws E_LABELLED_LINE if a quote is still open. */
	end(): void {
		if (this.#in === "quotes") throw fail("E_LABELLED_LINE", { name: this.#name, line: this.#began, why: "open" });
	}

	#quoted(line: string, at: number): number {
		const quote = line.indexOf('"', at);
		this.#field += line.slice(at, quote < 0 ? line.length : quote);
		if (quote < 0) return line.length;
		if (line[quote + 1] === '"') {
			this.#field += '"';
			return quote + 2;
		}
		this.#in = "closed";
		return quote + 1;
	}

	#plain(text: string): void {
		if (this.#in === "closed") throw this.#badQuote();
		this.#field += text;
	}

	#open(): void {
		if (this.#in === "closed" || this.#field !== "") throw this.#badQuote();
		this.#in = "quotes";
	}

	#badQuote() {
		return fail("E_LABELLED_LINE", { name: this.#name, line: this.#line, why: "quote" });
	}

	#endField(): void {
		this.#fields.push(this.#field);
		this.#field = "";
		this.#in = "plain";
	}

	#endRecord(): CsvRecord | undefined {
		const blank = this.#fields.length === 0 && this.#field === "" && this.#in === "plain";
		this.#endField();
		const record = { fields: this.#fields, line: this.#began };
		this.#fields = [];
		this.#began = this.#line;
		return blank ? undefined : record;
	}
}
