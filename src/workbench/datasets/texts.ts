/** Opens a corpus from what a user names: files, folders, @NAME. */
import { resolve } from "node:path";
import { type Corpus, openCorpus } from "../../data/corpus.ts";
import { DEFAULT_SPLIT, parseSplit } from "../../data/split.ts";
import type { Unit } from "../../data/units.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { DataEvent } from "../../training/run/events.ts";
import { getCorpus } from "../sources/catalogue.ts";
import { withGuess } from "../sources/encodings.ts";
import { type Fingerprint, openText, type TextSource } from "../sources/files.ts";
import type { Source } from "./trainSource.ts";

export interface TextSpec {
	/**
	 * Files, folders and catalogue names (@NAME), joined in this order. Optional only with `from`, which supplies that
	 * run's texts.
	 */
	texts?: string[];
	/** Symbol unit. Default: codepoint. */
	unit?: Unit;
	/** Percentages of the bytes for training, validation and test: "90/5/5" or three numbers. Default: 90/5/5. */
	split?: string | readonly [number, number, number];
	/** Replaces malformed UTF-8 by U+FFFD instead of raising an error. Default: false. */
	lossy?: boolean;
	/** Encoding of the files, such as "cp949" or "utf-16le". Default: UTF-8, or UTF-16 with its byte order mark. */
	encoding?: string;
}

/**
 * Describes the text to train on: `text("input.txt")`, `text(["src", "@sqlite"], { unit: "byte", split: [90, 10, 0]
 * })`.
 */
export function text(paths: string | readonly string[], options: Omit<TextSpec, "texts"> = {}): TextSpec {
	return { texts: typeof paths === "string" ? [paths] : [...paths], ...options };
}

/** Arguments of `sluice train` that select the same text. */
export function sourceOfText({ texts = [], unit, split, lossy, encoding }: TextSpec): Source {
	const percentages = splitOf(split).join("/");
	const options = {
		...(unit !== undefined && unit !== "codepoint" && { unit }),
		...(percentages !== DEFAULT_SPLIT.join("/") && { split: percentages }),
		...(encoding !== undefined && { encoding }),
	};
	return { words: [...texts, ...(lossy ? ["--lossy"] : [])], options };
}

export function splitOf(split: TextSpec["split"]): [number, number, number] {
	return typeof split === "string" ? parseSplit(split) : [...(split ?? DEFAULT_SPLIT)];
}

/**
 * Makes paths absolute, so that they stay valid from another folder. @throws E_OPTION if `texts` is not a list of
 * strings.
 */
export function lasting(texts: readonly string[]): string[] {
	if (!Array.isArray(texts) || texts.some((path) => typeof path !== "string")) {
		const why = { reason: "list", of: "paths", such: "book.txt, corpus/ or @sqlite", got: shown(texts) } as const;
		throw fail("E_OPTION", { option: "texts", why, where: "request" });
	}
	return texts.map((path) => (path.startsWith("@") ? path : resolve(path)));
}

/** Fetches the catalogue names among `texts` and opens everything as one text. */
export async function openTexts(
	texts: readonly string[],
	onEvent: (event: DataEvent) => void,
	{ encoding, unit }: Pick<TextSpec, "encoding" | "unit"> = {},
): Promise<TextSource> {
	const paths: string[] = [];
	for (const path of texts) {
		if (!path.startsWith("@")) paths.push(path);
		else {
			const onProgress = (doneBytes: number, totalBytes = 0) =>
				onEvent({ type: "data", phase: "download", name: path, doneBytes, totalBytes });
			paths.push(await getCorpus(path, { onProgress }));
		}
	}
	return openText(paths, { ...(encoding !== undefined && { encoding }), raw: unit === "byte" });
}

/** Scans an opened text into a corpus. */
export async function scan(
	source: TextSource,
	spec: { unit?: Unit; split: readonly [number, number, number]; lossy: boolean; vocabulary?: Vocabulary },
	onEvent: (event: DataEvent) => void,
): Promise<Corpus> {
	const onProgress = (doneBytes: number, totalBytes: number) =>
		onEvent({ type: "data", phase: "scan", name: source.name, doneBytes, totalBytes });
	try {
		return await openCorpus(source, { ...spec, onProgress });
	} catch (error) {
		throw await withGuess(error, source);
	}
}

/** Largest vocabulary of a new model: a text of Chinese, Japanese and Korean together has some 20,000 characters. */
const MOST_SYMBOLS = 2 ** 15;

/** @throws E_LIMIT for a vocabulary that is too large to train on. */
export function checkSymbols({ name, vocabulary }: Corpus): void {
	const got = vocabulary.size;
	if (got > MOST_SYMBOLS) throw fail("E_LIMIT", { where: name, limit: "symbols", got, max: MOST_SYMBOLS });
}

/** @throws E_FILE_CHANGED unless the text is the one that the run was trained on. */
export function sameText(
	source: TextSource,
	{ fingerprint: was, texts }: { fingerprint: Fingerprint; texts: readonly string[] },
): void {
	const now = source.fingerprint;
	if (now.bytes === was.bytes && now.sha256 === was.sha256) return;
	const facts = ({ bytes, sha256 }: Fingerprint) => ({ bytes, sha256 });
	throw fail("E_FILE_CHANGED", { path: texts.join(", "), now: facts(now), was: facts(was) });
}

/** Stem of default run names: "input" for ".../input.txt", "sqlite" for "@sqlite". */
export function corpusName(path: string): string {
	const last = path
		.replace(/[/\\]+$/, "")
		.split(/[/\\]/)
		.at(-1)!;
	return last.replace(/^@/, "").replace(/(\.[A-Za-z0-9]{1,8}){1,2}$/, "") || "text";
}
