/** Reads what the reader gave: a text, or a table of numbers. Nothing of it is read by the page's own thread. */
import type { LikelyPairs } from "../../../src/data/pairs/likelyPairs.ts";
import { parseSeries } from "../../../src/data/seriesText.ts";
import { failureOf } from "./failureOf.ts";

/** Fewest rows of a table, most of whose columns are numbers: lines of words with numbers among them are a text. */
const LEAST_ROWS = 8;
const TABLE = /\.(csv|tsv)$/i;
/** Beginning of a file, in UTF-16 units, by which pairs are recognised. */
const LOOK = 2 ** 16;

/** `name`: of the file, "" for a pasted text. `title`: what to call a table without a name. */
export interface GivenAsked {
	given: string | ArrayBuffer;
	name: string;
	title: string;
	/** Fewest characters of a text. */
	least: number;
}

export type GivenAnswer =
	| { kind: "series"; text: string; columns: string[]; pairs: LikelyPairs | undefined }
	| { kind: "text"; text: string; pairs: LikelyPairs | undefined }
	/** A text of n characters, too few, unless it is trained on as pairs. */
	| { kind: "short"; n: number; text: string; pairs: LikelyPairs | undefined }
	| { kind: "notUtf8" }
	/** A table that cannot be read, by its error. */
	| { kind: "refused"; code: string; params: unknown };

addEventListener("message", async ({ data }: MessageEvent<GivenAsked>) => postMessage(await readGiven(data)));

async function readGiven({ given, name, title, least }: GivenAsked): Promise<GivenAnswer> {
	const text = textIn(given);
	if (text === undefined) return { kind: "notUtf8" };
	const pairs = await pairsIn(text, name);
	try {
		const { columns, rows, skipped } = readTable(text, name || title);
		if (TABLE.test(name) || (rows >= LEAST_ROWS && skipped < columns.length))
			return { kind: "series", text, columns, pairs };
	} catch (error) {
		if (TABLE.test(name) && !pairs) return { kind: "refused", ...failureOf(error) };
	}
	const n = [...text.slice(0, 2 * least)].length;
	return n < least ? { kind: "short", n, text, pairs } : { kind: "text", text, pairs };
}

/** The code comes with the first file that may hold pairs. */
async function pairsIn(text: string, name: string): Promise<LikelyPairs | undefined> {
	if (!/\.(csv|tsv|jsonl|ndjson)$/i.test(name)) return undefined;
	const { likelyPairs } = await import("../../../src/data/pairs/likelyPairs.ts");
	return likelyPairs(text.slice(0, LOOK), name);
}

function textIn(given: string | ArrayBuffer): string | undefined {
	if (typeof given === "string") return given;
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(given);
	} catch {
		return undefined;
	}
}

/** Columns of numbers, as `--target` names them: by title, or by number where a title would not say which. */
function readTable(text: string, name: string) {
	const { columns, places, rows, header, skipped } = parseSeries(text, { name });
	const named = (title: string) => header && columns.filter((one) => one === title).length === 1 && title !== "all";
	return {
		rows,
		skipped: skipped.length,
		columns: columns.map((title, c) => (named(title) ? title : String(places[c]))),
	};
}
