/** Reads the first records of a text, of CSV or JSON lines, and guesses whether they are pairs of questions and answers. */
import { SluiceError } from "../../errors/index.ts";
import { CsvRecords } from "../labels/csvRecords.ts";
import { guessPairs } from "./guessPairs.ts";
import type { PairFields } from "./pairRecord.ts";

/** Pairs as the beginning of a file shows them. */
export interface LikelyPairs extends PairFields {
	/** Names of all columns or fields of the first record, in its order. */
	fields: string[];
}

/** Records that are looked at. */
const MOST_RECORDS = 200;
const SEPARATORS = [",", "\t", ";", "|"];

/**
 * Returns the two columns of a CSV file (.csv, .tsv) or fields of JSON lines, and the names of all; undefined if it does
 * not look like pairs.
 * @param text beginning of the file; a last line that is cut does no harm.
 * @param name of the file: its ending tells CSV from JSON lines.
 */
export function likelyPairs(text: string, name: string): LikelyPairs | undefined {
	const lines = text.replace(/^\ufeff/, "").match(/[^\n]*\n|[^\n]+$/g) ?? [];
	if (/\.(csv|tsv)(\.gz)?$/i.test(name)) {
		for (const separator of SEPARATORS) {
			const found = pairsIn(rowsOf(lines, separator));
			if (found) return found;
		}
		return undefined;
	}
	return /\.(jsonl|ndjson)(\.gz)?$/i.test(name) ? pairsIn(objectsOf(lines)) : undefined;
}

type Records = readonly ReadonlyMap<string, unknown>[];

function pairsIn(records: Records): LikelyPairs | undefined {
	const found = guessPairs(records);
	return found && { ...found, fields: [...records[0]!.keys()] };
}

/** Rows by title, those after a row of another length left out; none if titles are missing or equal. */
function rowsOf(lines: readonly string[], separator: string): Records {
	const reader = new CsvRecords("", separator);
	let titles: readonly string[] | undefined;
	const rows: Map<string, string>[] = [];
	try {
		for (const line of lines) {
			if (rows.length === MOST_RECORDS) break;
			const fields = reader.push(line)?.fields;
			if (!fields) continue;
			if (!titles) {
				titles = fields;
				if (fields.length < 2 || fields.includes("") || new Set(fields).size < fields.length) return [];
			} else if (fields.length !== titles.length) break;
			else rows.push(new Map(titles.map((title, n) => [title, fields[n]!])));
		}
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error; // a quote in the wrong place: the rows before it are enough, or not
	}
	return rows;
}

/** Objects of JSON lines up to the first line that is none. */
function objectsOf(lines: readonly string[]): Records {
	const objects: Map<string, unknown>[] = [];
	for (const line of lines.slice(0, MOST_RECORDS)) {
		if (line.trim() === "") continue;
		const value = parsed(line);
		if (typeof value !== "object" || value === null || Array.isArray(value)) break;
		objects.push(new Map(Object.entries(value)));
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
