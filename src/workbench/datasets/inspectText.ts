/** What a file is before anything is trained on it: a text, a table of numbers and its columns, or pairs of questions and answers. */
import { basename } from "node:path";
import { likelyPairs } from "../../data/pairs/likelyPairs.ts";
import { parseSeries } from "../../data/seriesText.ts";
import { fail, SluiceError } from "../../errors/index.ts";
import { type OpenTextOptions, openText, type TextSource } from "../sources/files.ts";
import { corpusName } from "./texts.ts";

export { recordFields } from "./firstRecords.ts";

export interface InspectedText {
	/** File name without folder and extension. */
	name: string;
	/** Size in bytes. */
	bytes: number;
	/** "series" for a .csv or .tsv file whose beginning is a table of numbers. */
	kind: "text" | "series";
	/** Columns of numbers of a series. */
	columns?: string[];
	/**
	 * Columns or fields of the questions and the answers, if the beginning of a .csv, .tsv or .jsonl file looks like pairs:
	 * two texts that differ from line to line, or texts with names such as Q and A. A guess. `fields`: names of all columns or
	 * fields, in the order of the first record.
	 */
	pairs?: { question: string; answer: string; fields: string[] };
}

/** Beginning of a file by which a table of numbers, and pairs, are recognised. */
const LOOK_BYTES = 2 ** 16;
/** Bytes that are checked at once. */
const PIECE_BYTES = 2 ** 20;

/**
 * Opens a file or folder as training does, and reads it to its end if it is no longer than `checkBytes`.
 * @throws what opening a text throws; E_UTF8 with the first byte that is not UTF-8.
 */
export async function inspectText(
	path: string,
	{ checkBytes = 0, ...options }: Pick<OpenTextOptions, "encoding"> & { checkBytes?: number } = {},
): Promise<InspectedText> {
	const source = await openText(path, options);
	try {
		const beginning = source.files.length === 1 ? await beginningOf(source) : undefined;
		const pairs = beginning && likelyPairs(new TextDecoder().decode(beginning), path);
		const facts = { name: corpusName(path), bytes: source.length, ...(pairs && { pairs }) };
		const columns = beginning && columnsOf(beginning, path);
		if (columns) return { ...facts, kind: "series", columns };
		if (source.length <= checkBytes) await checkUtf8(source);
		return { ...facts, kind: "text" };
	} finally {
		await source.close();
	}
}

/** The first lines, whole. */
async function beginningOf(source: TextSource): Promise<Uint8Array> {
	const bytes = await source.read(0, Math.min(source.length, LOOK_BYTES));
	return bytes.length === source.length ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1);
}

function columnsOf(lines: Uint8Array, path: string): string[] | undefined {
	if (!/\.(csv|tsv)$/i.test(path)) return undefined;
	try {
		const { columns, rows } = parseSeries(lines, { name: basename(path) });
		return rows < 3 ? undefined : [...columns];
	} catch (error) {
		if (error instanceof SluiceError) return undefined;
		throw error;
	}
}

async function checkUtf8(source: TextSource): Promise<void> {
	const decoder = new TextDecoder("utf-8", { fatal: true });
	let line = 1;
	for (let at = 0; at < source.length; at += PIECE_BYTES) {
		const bytes = await source.read(at, Math.min(PIECE_BYTES, source.length - at));
		try {
			decoder.decode(bytes, { stream: at + bytes.length < source.length });
		} catch {
			const bad = firstBad(bytes);
			for (let k = 0; k < bad; k++) if (bytes[k] === 10) line++;
			throw fail("E_UTF8", { name: source.name, byte: bytes[bad] ?? 0, offset: at + bad, line });
		}
		for (const byte of bytes) if (byte === 10) line++;
	}
}

/** Offset of the first byte that begins no character of UTF-8, by halving. A character cut by the end is none. */
function firstBad(bytes: Uint8Array): number {
	let [good, bad] = [0, bytes.length];
	while (bad - good > 1) {
		const middle = (good + bad) >> 1;
		try {
			new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
			good = middle;
		} catch {
			bad = middle;
		}
	}
	return good;
}
