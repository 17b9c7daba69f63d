/** The first records of a file: its fields, and whether it looks like pairs of questions and answers. */
import { guessPairs } from "../../data/pairs/guessPairs.ts";
import type { PairFields } from "../../data/pairs/pairRecord.ts";
import { SluiceError } from "../../errors/index.ts";
import type { TextSource } from "../sources/files.ts";
import { eachRecord } from "./recordFile.ts";
import { withRecords } from "./recordSpec.ts";

/** Beginning of a file that is read. */
const LOOK_BYTES = 2 ** 16;
const RECORDS = /\.(csv|tsv|jsonl|ndjson)(\.gz)?$/i;

type Fields = ReadonlyMap<string, unknown>;

/** Returns the names of the fields of CSV (.csv, .tsv) or JSON lines, by the first record. @throws what reading throws. */
export async function recordFields(file: string): Promise<string[]> {
	const [first] = await withRecords(file, (source) => firstRecords(source, file));
	return [...(first?.keys() ?? [])];
}

/** Returns the fields of the question and the answer if the text is one file of pairs of short texts. */
export async function pairFieldsOf(source: TextSource): Promise<PairFields | undefined> {
	const [path = ""] = source.files;
	if (source.files.length !== 1 || !RECORDS.test(path)) return undefined;
	try {
		return guessPairs(await firstRecords(source, path));
	} catch (error) {
		if (error instanceof SluiceError) return undefined;
		throw error;
	}
}

/** Reads the whole records at the beginning. @throws what reading a record throws, unless others were read before it. */
async function firstRecords(source: TextSource, path: string): Promise<Fields[]> {
	const length = Math.min(source.length, LOOK_BYTES);
	const bytes = await source.read(0, length);
	const whole = length === source.length ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1);
	const beginning = { ...source, length: whole.length, read: async (at: number, n: number) => whole.slice(at, at + n) };
	const records: Fields[] = [];
	try {
		await eachRecord({ source: beginning, path, fields: [] }, (_, fields) => records.push(fields));
	} catch (error) {
		if (records.length === 0 || !(error instanceof SluiceError)) throw error; // the beginning may end within quotes
	}
	return records;
}
