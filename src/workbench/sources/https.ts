/**
 * Fetches one URL into a file. Continues where an earlier try stopped (Range with If-Range), retries after a broken
 * connection, follows a few redirects, and gives up when too few bytes arrive or the whole takes too long. An incomplete download is kept for the next
 * call.
 */
import { constants } from "node:fs";
import { type FileHandle, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { fail, SluiceError } from "../../errors/index.ts";
import type { FetchReason } from "../../errors/sources.ts";
import { errno } from "../disk/disk.ts";
import { cacheError } from "./cache.ts";

export interface FetchOptions {
	/** Reports the bytes so far and in total; the total is 0 if the server does not send it. */
	onProgress?(doneBytes: number, totalBytes: number): void;
	/** Expected size in bytes, if known before the download. */
	wantedBytes?: number;
	/** Maximum size in bytes if `wantedBytes` is unknown. Default: 4 GiB. */
	maxBytes?: number;
	/** Milliseconds without a byte after which a connection is closed. Default: 30,000. */
	timeoutMs?: number;
	/** Lowest rate, in bytes per second over `timeoutMs`, below which a connection is closed. Default: 1024. */
	leastRate?: number;
	/** Milliseconds for the whole download, all tries together. Default: one hour. */
	deadlineMs?: number;
	/**
	 * Consecutive tries that bring no progress before giving up, with waits of 0.5 s, 1 s, 2 s, ... between them.
	 * Default: 4. Progress is a file longer than ever by as much as the lowest rate brings in one `timeoutMs`.
	 */
	tries?: number;
	/** Shortest wait between tries, in ms. Default: 500. */
	waitMs?: number;
	/** Also allows http: to this machine; for tests. Default: false. */
	allowLoopbackHttp?: boolean;
}

const MOST_REDIRECTS = 5;
/** Flags for opening the partial file; links are not followed. */
const WRITE = constants.O_WRONLY | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
const ANEW = WRITE | constants.O_TRUNC;
const AGAIN = WRITE | constants.O_APPEND;

/** A failure that another try may fix. */
class Cut extends Error {
	readonly why: FetchReason;
	constructor(why: FetchReason) {
		super(why.reason);
		this.why = why;
	}
}
/** A failure after which the next try starts from the first byte, because the bytes on disk are unusable. */
class Restart extends Cut {}

/** Fetches `url` into `path` and returns its length in bytes. `path` may hold the beginning from an earlier try. */
export async function fetchInto(url: string, path: string, options: FetchOptions = {}): Promise<number> {
	const { tries = 4, waitMs = 500, deadlineMs = 60 * 60_000 } = options;
	const ends = performance.now() + deadlineMs;
	let longest = await sizeOf(path);
	let idle = 0;
	for (;;) {
		try {
			return await fetchOnce(url, path, options, ends);
		} catch (error) {
			if (!(error instanceof Cut)) throw error;
			const size = await sizeOf(path);
			idle = size >= longest + leastOf(options) ? 0 : idle + 1;
			longest = Math.max(longest, size);
			if (performance.now() >= ends)
				throw fail("E_FETCH", { url, why: { reason: "late", seconds: deadlineMs / 1000 } }, { cause: error });
			if (idle >= tries) throw fail("E_FETCH", { url, why: error.why }, { cause: error });
			await new Promise((resolve) => setTimeout(resolve, waitMs * 2 ** Math.max(0, idle - 1)));
		}
	}
}

/** Bytes that a connection must bring in each `timeoutMs`. */
function leastOf({ leastRate = 1024, timeoutMs = 30_000 }: FetchOptions): number {
	return Math.max(1, Math.ceil((leastRate * timeoutMs) / 1000));
}

/** @param ends when the whole download must be done, by performance.now(). */
async function fetchOnce(url: string, path: string, options: FetchOptions, ends: number): Promise<number> {
	const notes = `${path}.from`; // version of the resource that the bytes in `path` belong to
	const version = await readFile(notes, "utf8").catch(() => "");
	const have = version === "" ? 0 : await sizeOf(path);
	if (have > 0 && have === options.wantedBytes) return have;
	const timer = new Watch(options.timeoutMs ?? 30_000, leastOf(options), ends);
	try {
		const headers: Record<string, string> = { "accept-encoding": "identity" };
		if (have > 0) Object.assign(headers, { range: `bytes=${have}-`, "if-range": version });
		const response = await follow(url, headers, timer, options);
		if (response.status === 416 && have > 0 && response.headers.get("content-range") === `bytes */${have}`) {
			await response.body?.cancel();
			return have;
		}
		const { from, total } = judge(url, response, have, version);
		const wanted = options.wantedBytes ?? total;
		const most = options.wantedBytes ?? options.maxBytes ?? 4 * 2 ** 30;
		if (total !== undefined && (total > most || (options.wantedBytes !== undefined && total !== options.wantedBytes))) {
			await response.body?.cancel();
			throw fail("E_FETCH_LENGTH", { name: url, got: total, wanted: most });
		}
		const file = await openPart(path, from);
		let done = from;
		try {
			if (from === 0) await writeFile(notes, versionOf(response), { flag: ANEW });
			options.onProgress?.(done, wanted ?? 0);
			for await (const chunk of chunksOf(response, timer)) {
				done += chunk.length;
				if (done > most) {
					await forget(path);
					throw fail("E_FETCH_LENGTH", { name: url, got: done, wanted: most });
				}
				await file.writeFile(chunk);
				options.onProgress?.(done, wanted ?? 0);
			}
		} catch (error) {
			throw errno(error) === "ENOSPC" || errno(error) === "EIO" ? cacheError(path, error) : error;
		} finally {
			await file.close();
		}
		if (total !== undefined && done !== total) throw new Cut({ reason: "short", bytes: done, total });
		return done;
	} catch (error) {
		if (error instanceof Restart) await forget(path);
		throw asCut(error, timer);
	} finally {
		timer.stop();
	}
}

/** Opens the partial file and keeps its first `from` bytes. */
async function openPart(path: string, from: number): Promise<FileHandle> {
	try {
		return await open(path, from > 0 ? AGAIN : ANEW, 0o644);
	} catch (error) {
		throw cacheError(path, error);
	}
}

/** Deletes the partial download. */
export async function forget(path: string): Promise<void> {
	await rm(path, { force: true });
	await rm(`${path}.from`, { force: true });
}

/** Sends a request and follows redirects itself: each target must be https: too. */
async function follow(
	url: string,
	headers: Record<string, string>,
	timer: Watch,
	options: FetchOptions,
): Promise<Response> {
	let at = url;
	for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
		checkScheme(url, at, options.allowLoopbackHttp ?? false);
		const response = await fetch(at, { headers, redirect: "manual", signal: timer.signal });
		timer.heard();
		const location = response.headers.get("location");
		if (response.status < 300 || response.status > 399 || location === null) return response;
		await response.body?.cancel();
		if (!URL.canParse(location, at)) throw fail("E_FETCH", { url, why: { reason: "redirect" } });
		at = new URL(location, at).href;
	}
	throw fail("E_FETCH", { url, why: { reason: "redirects", most: MOST_REDIRECTS } });
}

function checkScheme(url: string, at: string, allowLoopbackHttp: boolean): void {
	const { protocol, hostname } = new URL(at);
	const loopback = ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
	if (protocol === "https:" || (protocol === "http:" && loopback && allowLoopbackHttp)) return;
	throw fail("E_FETCH", {
		url,
		why: { reason: "scheme", scheme: protocol, redirected: at !== url },
	});
}

/** Evaluates a response: the offset of its first byte and the total length. */
function judge(
	url: string,
	response: Response,
	have: number,
	version: string,
): { from: number; total: number | undefined } {
	const packed = response.headers.get("content-encoding");
	if (packed !== null && packed !== "identity")
		throw fail("E_FETCH", { url, why: { reason: "packed", encoding: packed } });
	const length = number(response.headers.get("content-length"));
	if (response.status === 200) return { from: 0, total: length };
	if (response.status === 206 && have > 0) {
		const [, first, , whole] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "") ?? [];
		const now = versionOf(response);
		if (Number(first) !== have) throw new Restart({ reason: "range" });
		if (now !== "" && now !== version) throw new Restart({ reason: "changed" });
		return { from: have, total: number(whole ?? null) ?? (length === undefined ? undefined : have + length) };
	}
	if (response.status === 416 && have > 0) throw new Restart({ reason: "rest" });
	if (response.status === 408 || response.status === 429 || response.status >= 500) {
		throw new Cut({ reason: "status", status: response.status });
	}
	throw fail("E_FETCH", { url, why: { reason: "status", status: response.status } });
}

/**
 * The ETag if it is strong, otherwise the modification date; "" if the response has neither, so that it cannot be
 * resumed.
 */
function versionOf(response: Response): string {
	const etag = response.headers.get("etag");
	if (etag !== null && !etag.startsWith("W/")) return etag;
	return response.headers.get("last-modified") ?? "";
}

async function* chunksOf(response: Response, timer: Watch): AsyncGenerator<Uint8Array> {
	if (response.body === null) return;
	for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
		timer.heard(chunk.length);
		yield chunk;
	}
}

/** Closes a connection that brings too few bytes in a time, or lasts too long. */
class Watch {
	readonly #abort = new AbortController();
	readonly #timeoutMs: number;
	readonly #least: number;
	readonly #ends: number;
	#bytes = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(timeoutMs: number, least: number, ends: number) {
		this.#timeoutMs = timeoutMs;
		this.#least = least;
		this.#ends = ends;
		this.heard();
	}
	get signal(): AbortSignal {
		return this.#abort.signal;
	}
	get timedOut(): boolean {
		return this.#abort.signal.aborted;
	}
	get why(): FetchReason {
		const seconds = this.#timeoutMs / 1000;
		return this.#bytes === 0 ? { reason: "silent", seconds } : { reason: "slow", seconds, bytes: this.#least };
	}
	/** Starts the time again: for an answer, or after enough bytes. */
	heard(bytes?: number): void {
		this.#bytes += bytes ?? 0;
		if (bytes !== undefined && this.#bytes < this.#least) return;
		this.#bytes = 0;
		clearTimeout(this.#timer);
		const left = Math.max(0, this.#ends - performance.now());
		this.#timer = setTimeout(() => this.#abort.abort(), Math.min(this.#timeoutMs, left));
	}
	stop(): void {
		clearTimeout(this.#timer);
	}
}

/** Converts connection errors to Cut; coded and system errors are returned unchanged. */
function asCut(error: unknown, timer: Watch): unknown {
	if (error instanceof SluiceError || error instanceof Cut) return error;
	if (timer.timedOut) return new Cut(timer.why);
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	const code = errno(cause);
	const message = cause instanceof Error ? cause.message || code : String(error);
	const ended = message === undefined || message === "terminated" || message === "other side closed";
	return new Cut(ended ? { reason: "ended" } : { reason: "network", message });
}

function number(text: string | null): number | undefined {
	return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

async function sizeOf(path: string): Promise<number> {
	return stat(path).then(
		(at) => at.size,
		() => 0,
	);
}
