/** Catalogue for the command line and the API: which texts exist, which are cached, and how to fetch the others. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache.ts";
import { catalogue, getCorpus, list } from "./catalogue.ts";

export interface ShelfEntry {
	/** Name, with an at sign before it where a text is expected. */
	name: string;
	/** Where it comes from. */
	source: string;
	/** Length in bytes; null if the entry is not pinned. */
	bytes: number | null;
	/** SHA-256 of the file, in hex; null if the entry is not pinned. */
	sha256: string | null;
	/** Licence. */
	licence: string;
	/** The licence in Korean, if it is described in words. */
	licenceKo?: string;
	/** Address of the licence. */
	licenceUrl?: string;
	/** What it is. */
	description: string;
	/** The same in Korean. */
	descriptionKo: string;
	/** Whether the text is in the cache. */
	cached: boolean;
}

/** Lists the catalogue of texts, and which of them are in the cache. */
export function listData(cacheDir = cacheFolder()): ShelfEntry[] {
	return list().map(({ recipe: _, file, ...facts }) => ({
		...facts,
		cached: existsSync(join(cacheDir, "corpora", file)),
	}));
}

export interface GotData {
	/** Name in the catalogue, without the at sign. */
	name: string;
	/** The file in the cache. */
	path: string;
	/** Size of the file. */
	bytes: number;
	/** SHA-256 of the file, in hex; null if the entry is not pinned. */
	sha256: string | null;
}

/** Fetches and verifies a text of the catalogue; `name` with or without "@". totalBytes is 0 if unknown. */
export async function getData(
	name: string,
	{ onProgress = () => {} }: { onProgress?(doneBytes: number, totalBytes: number): void } = {},
): Promise<GotData> {
	const path = await getCorpus(name, { onProgress: (done, total) => onProgress(done, total ?? 0) });
	const bare = name.replace(/^@/, "");
	const entry = catalogue.find((e) => e.name === bare);
	return { name: bare, path, bytes: statSync(path).size, sha256: entry?.sha256 ?? null };
}
