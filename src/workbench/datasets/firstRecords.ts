/** The first records of a file: its fields, and whether it looks like pairs of questions and answers. */
import { likelyPairs } from "../../data/pairs/likelyPairs.ts";
import type { PairFields } from "../../data/pairs/pairRecord.ts";
import { SluiceError } from "../../errors/index.ts";
import type { TextSource } from "../sources/files.ts";
import { eachRecord } from "./recordFile.ts";
import { withRecords } from "./recordSpec.ts";

/** Beginning of a file that is read. */
const LOOK_BYTES = 2 ** 16;

type Fields = ReadonlyMap<string, unknown>;

/** Returns the names of the fields of CSV (.csv, .tsv) or JSON lines, by the first record. @throws what reading throws. */
export async function recordFields(file: string): Promise<string[]> {
	const [first] = await withRecords(file, (source) => firstRecords(source, file));
	return [...(first?.keys() ?? [])];
}

/** Returns the command that trains on the text as pairs if it is one file that looks like pairs of short texts. */
export async function pairsCommand(source: TextSource, path: string): Promise<string | undefined> {
	const found = await pairFieldsOf(source);
	if (!found) return undefined;
	return `sluice train ${quoted(`pairs:${path}`)} --question ${quoted(found.question)} --answer ${quoted(found.answer)}`;
}

/** A word for a POSIX shell. */
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

async function pairFieldsOf(source: TextSource): Promise<PairFields | undefined> {
	const [path = ""] = source.files;
	if (source.files.length !== 1) return undefined;
	return likelyPairs(new TextDecoder().decode(await wholeLines(source)), path);
}

/** The whole lines at the beginning of a file. */
async function wholeLines(source: TextSource): Promise<Uint8Array> {
	const length = Math.min(source.length, LOOK_BYTES);
	const bytes = await source.read(0, length);
	return length === source.length ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1);
}

/** Reads the whole records at the beginning. @throws what reading a record throws, unless others were read before it. */
async function firstRecords(source: TextSource, path: string): Promise<Fields[]> {
	const whole = await wholeLines(source);
	const beginning = { ...source, length: whole.length, read: async (at: number, n: number) => whole.slice(at, at + n) };
	const records: Fields[] = [];
	try {
		await eachRecord({ source: beginning, path, fields: [] }, (_, fields) => records.push(fields));
	} catch (error) {
		if (records.length === 0 || !(error instanceof SluiceError)) throw error; // the beginning may end within quotes
	}
	return records;
}
