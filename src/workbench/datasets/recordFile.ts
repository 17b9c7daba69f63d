/** Reads a file of records with named fields line by line: JSON lines, or CSV by the file's name (.csv, .tsv, also as .gz). */
import { basename } from "node:path";
import { type CsvRecord, CsvRecords } from "../../data/labels/csvRecords.ts";
import { MOST_BYTES } from "../../data/labels/labelSurvey.ts";
import { type FieldFlags, unnamed } from "../../data/labels/missingField.ts";
import type { ByteSource } from "../../data/source.ts";
import type { ParamsOf } from "../../errors/define.ts";
import { type catalogue, fail, SluiceError } from "../../errors/index.ts";
import { parseStrictJson } from "../../interop/strictJson.ts";
import type { TextSource } from "../sources/files.ts";

const BLOCK_BYTES = 1 << 20;
const LONGEST_LINE = 1 << 22;
const LF = 10;
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** Separators of CSV: the first that divides the titles so that all fields are among them; without fields, into most. */
const SEPARATORS = [",", "\t", ";", "|"];

/** A file of records, as it is read again and again. */
export interface RecordFile {
	source: TextSource;
	/** Path as it was named: its ending tells CSV from JSON lines. */
	path: string;
	/** Fields that are read. In CSV each must be the title of one column. */
	fields: readonly string[];
	/** One of them that lines may lack. Default: none. */
	optional?: string;
	/** Options that name the fields, for messages. Default: --text and --label. */
	flags?: FieldFlags;
}

/** Calls with the line of a record, from 1, and all its fields by name. */
export type TakeRecord = (line: number, fields: ReadonlyMap<string, unknown>) => void;

const isCsv = (path: string) => /\.(csv|tsv)(\.gz)?$/i.test(path);

/** Number of records, without looking into them. @throws E_LABELLED_LINE, E_LABELLED_SIZE. */
export async function countRecords(file: RecordFile): Promise<number> {
	const { source, path } = file;
	const name = basename(path);
	if (source.length > MOST_BYTES) {
		throw fail("E_LABELLED_SIZE", { name, what: "bytes", got: source.length, max: MOST_BYTES });
	}
	let count = 0;
	if (isCsv(path)) {
		await eachCsvRecord(file, name, () => count++);
		return Math.max(0, count - 1);
	}
	await eachLine(source, name, (text) => {
		if (text.trim() !== "") count++;
	});
	return count;
}

/** Calls `take` with every record in file order. */
export async function eachRecord(file: RecordFile, take: TakeRecord): Promise<void> {
	const { source, path } = file;
	const name = basename(path);
	if (isCsv(path)) return eachRow(file, name, take);
	await eachLine(source, name, (text, line) => {
		if (text.trim() !== "") take(line, objectOf(text, name, line));
	});
}

function objectOf(text: string, name: string, line: number): Map<string, unknown> {
	const value = readJson(text, name, line);
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw fail("E_LABELLED_LINE", { name, line, why: "object" });
	}
	return new Map(Object.entries(value));
}

/** Each line is a document of its own: its errors name the line of the file. */
function readJson(text: string, name: string, line: number) {
	try {
		return parseStrictJson(text, name);
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error;
		if (error.code === "E_JSON")
			throw fail("E_JSON", { ...(error.params as ParamsOf<(typeof catalogue)["E_JSON"]>), line });
		if (error.code === "E_JSON_KEY")
			throw fail("E_JSON_KEY", { ...(error.params as ParamsOf<(typeof catalogue)["E_JSON_KEY"]>), line });
		throw error;
	}
}

async function eachRow(file: RecordFile, name: string, take: TakeRecord): Promise<void> {
	let titles: string[] | undefined;
	await eachCsvRecord(file, name, ({ fields: row, line }) => {
		if (!titles) {
			titles = checkTitles(row, name, line, file);
			return;
		}
		const wanted = titles.length;
		if (row.length !== wanted) {
			const column = Math.min(row.length, wanted) + 1;
			throw fail("E_SERIES_RAGGED", { name, line, got: row.length, wanted, column });
		}
		take(line, new Map(titles.map((title, w) => [title, row[w]!])));
	});
}

/** The first record holds the titles. */
async function eachCsvRecord({ source, fields }: RecordFile, name: string, take: (record: CsvRecord) => void) {
	let csv: CsvRecords | undefined;
	await eachLine(source, name, (text) => {
		csv ??= new CsvRecords(name, separatorOf(text, fields));
		const record = csv.push(text);
		if (record) take(record);
	});
	csv?.end();
}

function separatorOf(header: string, fields: readonly string[]): string {
	const has = (separator: string, title: string) =>
		header
			.trim()
			.split(separator)
			.some((field) => field.replace(/^"(.*)"$/, "$1") === title);
	if (fields.length === 0) {
		const pieces = (separator: string) => header.split(separator).length;
		return SEPARATORS.reduce((best, separator) => (pieces(separator) > pieces(best) ? separator : best));
	}
	const best = SEPARATORS.find((separator) => fields.every((field) => has(separator, field)));
	return best ?? SEPARATORS.find((separator) => has(separator, fields[0]!)) ?? ",";
}

function checkTitles(titles: string[], name: string, line: number, { fields, optional, flags }: RecordFile): string[] {
	for (const field of fields) {
		const times = titles.filter((title) => title === field).length;
		if (times > 1) throw fail("E_LABELLED_NAME", { name, line, field, known: titles.join(", "), twice: true });
		if (times === 0 && field !== optional) throw unnamed(name, line, field, titles, flags);
	}
	return titles;
}

/** Calls `take` with each line and its line break; a byte order mark is left out. @throws E_LABELLED_LINE. */
async function eachLine(source: ByteSource, name: string, take: (text: string, line: number) => void): Promise<void> {
	let line = 0;
	let rest = new Uint8Array(0);
	const end = (bytes: Uint8Array) => {
		line++;
		if (bytes.length > LONGEST_LINE) throw fail("E_LABELLED_LINE", { name, line, why: "long" });
		const text = decoded(bytes);
		if (text === undefined) throw fail("E_LABELLED_LINE", { name, line, why: "utf8" });
		take(line === 1 && text.startsWith("\ufeff") ? text.slice(1) : text, line);
	};
	for (let at = 0; at < source.length; at += BLOCK_BYTES) {
		const block = await source.read(at, Math.min(BLOCK_BYTES, source.length - at));
		let from = 0;
		for (let lf = block.indexOf(LF); lf >= 0; lf = block.indexOf(LF, from)) {
			const part = block.subarray(from, lf + 1);
			end(rest.length > 0 ? joined(rest, part) : part);
			rest = new Uint8Array(0);
			from = lf + 1;
		}
		rest = joined(rest, block.subarray(from));
		if (rest.length > LONGEST_LINE) throw fail("E_LABELLED_LINE", { name, line: line + 1, why: "long" });
	}
	if (rest.length > 0) end(rest);
}

function joined(a: Uint8Array, b: Uint8Array) {
	const all = new Uint8Array(a.length + b.length);
	all.set(a);
	all.set(b, a.length);
	return all;
}

/** The text, or undefined if the bytes are not UTF-8. */
function decoded(bytes: Uint8Array): string | undefined {
	try {
		return DECODER.decode(bytes);
	} catch {
		return undefined;
	}
}
