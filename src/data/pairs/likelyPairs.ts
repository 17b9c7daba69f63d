/**
 * Guesses from the beginning of a file whether it holds pairs of questions and answers, and in which columns or fields.
 * A file of numbers, of texts with a few labels, or of more than two texts whose names say nothing is none.
 */
import { SluiceError } from "../../errors/index.ts";
import { CsvRecords } from "../labels/csvRecords.ts";
import type { PairFields } from "./pairRecord.ts";

/** Records that are looked at, and fewest of them. */
const MOST_RECORDS = 200;
const LEAST_RECORDS = 8;
/** Longest text of a pair on average, in UTF-16 units: longer ones are documents. */
const LONGEST_MEAN = 400;
/** Smallest fraction of different texts: fewer are labels. */
const LEAST_DIFFERENT = 0.2;
const SEPARATORS = [",", "\t", ";", "|"];
const QUESTION = /^(q|questions?|ask(ed)?|prompt|input|source|src|human|user|질문|물음)$/i;
const ANSWER = /^(a|answers?|repl(y|ies)|responses?|completion|output|target|tgt|bot|답|답변|대답|응답)$/i;

/**
 * Returns the two columns of a CSV file (.csv, .tsv) or fields of JSON lines; undefined if it does not look like pairs.
 * @param text beginning of the file; a last line that is cut does no harm.
 * @param name of the file: its ending tells CSV from JSON lines.
 */
export function likelyPairs(text: string, name: string): PairFields | undefined {
	const lines = text.replace(/^\ufeff/, "").match(/[^\n]*\n|[^\n]+$/g) ?? [];
	if (/\.(csv|tsv)(\.gz)?$/i.test(name)) {
		for (const separator of SEPARATORS) {
			const found = pairIn(rowsOf(lines, separator));
			if (found) return found;
		}
		return undefined;
	}
	return /\.(jsonl|ndjson)(\.gz)?$/i.test(name) ? pairIn(objectsOf(lines)) : undefined;
}

type Records = readonly Readonly<Record<string, unknown>>[];

/** Rows by title, those after a row of another length left out; none if titles are missing or equal. */
function rowsOf(lines: readonly string[], separator: string): Records {
	const reader = new CsvRecords("", separator);
	let titles: readonly string[] | undefined;
	const rows: Record<string, string>[] = [];
	try {
		for (const line of lines) {
			if (rows.length === MOST_RECORDS) break;
			const fields = reader.push(line)?.fields;
			if (!fields) continue;
			if (!titles) {
				titles = fields;
				if (fields.length < 2 || fields.includes("") || new Set(fields).size < fields.length) return [];
			} else if (fields.length !== titles.length) break;
			else rows.push(Object.fromEntries(titles.map((title, n) => [title, fields[n]!])));
		}
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error; // a quote in the wrong place: the rows before it are enough, or not
	}
	return rows;
}

/** Objects of JSON lines up to the first line that is none. */
function objectsOf(lines: readonly string[]): Records {
	const objects: Record<string, unknown>[] = [];
	for (const line of lines.slice(0, MOST_RECORDS)) {
		if (line.trim() === "") continue;
		const value = parsed(line);
		if (typeof value !== "object" || value === null || Array.isArray(value)) break;
		objects.push(value as Record<string, unknown>);
	}
	return objects;
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}

function pairIn(records: Records): PairFields | undefined {
	if (records.length < LEAST_RECORDS) return undefined;
	const texts = Object.keys(records[0]!).filter((field) => isText(records.map((record) => record[field])));
	const [question, answer] = [texts.find((field) => QUESTION.test(field)), texts.find((field) => ANSWER.test(field))];
	if (question !== undefined && answer !== undefined) return { question, answer };
	const [first, second, ...more] = texts;
	if (second === undefined || more.length > 0) return undefined;
	const differ = [first!, second].every(
		(field) => new Set(records.map((record) => record[field])).size >= LEAST_DIFFERENT * records.length,
	);
	return differ ? { question: first!, answer: second } : undefined;
}

/** Whether nearly all are short texts with letters, no numbers and no dates. */
function isText(values: readonly unknown[]): boolean {
	const texts = values.filter((value): value is string => typeof value === "string");
	const worded = texts.filter((text) => /\p{L}/u.test(text) && Number.isNaN(Number(text)));
	const length = texts.reduce((sum, text) => sum + text.length, 0);
	return worded.length >= 0.9 * values.length && length <= LONGEST_MEAN * texts.length;
}
