import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { placeHere } from "../disk/owner.ts";
import { type CatalogueEntry, getEntry } from "./catalogue.ts";
import { fetchInto } from "./https.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-https-"));
let server: Server | undefined;
afterEach(() => {
	server?.closeAllConnections();
	server?.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const rng = new RandomStream(10, "body");
const BODY = Buffer.from(Uint8Array.from({ length: 200_003 }, () => 32 + rng.below(90)));
const SHA = createHash("sha256").update(BODY).digest("hex");

let made = 0;
const newPath = () => {
	const at = join(root, `case-${made++}`);
	mkdirSync(at);
	stored = join(at, "text.part");
	return stored;
};

/** Starts a server of this machine; returns its address and the Range header of every request so far. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse, n: number) => void) {
	const ranges: (string | undefined)[] = [];
	server = createServer((request, response) => {
		ranges.push(request.headers.range);
		answer(request, response, ranges.length);
	});
	await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/text`, ranges };
}

/** Answers as a good server does, with ranges; `most` bytes, then the connection is cut. */
function good(
	request: IncomingMessage,
	response: ServerResponse,
	most = Number.POSITIVE_INFINITY,
	etag = '"v1"',
	body = BODY,
): void {
	const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
	const from = asked && request.headers["if-range"] === etag ? Number(asked[1]) : 0;
	if (from >= body.length) {
		response.writeHead(416, { "content-range": `bytes */${body.length}` }).end();
		return;
	}
	const head: Record<string, string | number> = { etag, "content-length": body.length - from };
	if (from > 0) head["content-range"] = `bytes ${from}-${body.length - 1}/${body.length}`;
	response.writeHead(from > 0 ? 206 : 200, head);
	const part = body.subarray(from, Math.min(body.length, from + most));
	if (from + part.length === body.length) response.end(part);
	else response.write(part, () => void cutOnceStored(response, from + part.length));
}

/** Where the client stores what it gets. */
let stored = "";

/** Cuts the connection when the client has stored so many bytes, so that no test hangs on how fast the machine is. */
async function cutOnceStored(response: ServerResponse, bytes: number): Promise<void> {
	const size = () => statSync(stored, { throwIfNoEntry: false })?.size ?? 0;
	for (let i = 0; i < 2000 && size() < bytes; i++) await new Promise((resolve) => setTimeout(resolve, 5));
	response.destroy();
}

const fast = { allowLoopbackHttp: true, waitMs: 1, timeoutMs: 20_000 };

test("a connection that is cut nine times goes on from where it stopped, and progress never falls", async () => {
	const { url, ranges } = await serve((request, response) => good(request, response, 21_000));
	const path = newPath();
	const seen: [number, number][] = [];
	const bytes = await fetchInto(url, path, { ...fast, onProgress: (done, total) => void seen.push([done, total]) });
	expect(bytes).toBe(BODY.length);
	expect(readFileSync(path).equals(BODY)).toBe(true);
	const from = Array.from({ length: 9 }, (_, i) => `bytes=${21_000 * (i + 1)}-`);
	expect(ranges).toEqual([undefined, ...from]);
	expect(seen.at(-1)).toEqual([BODY.length, BODY.length]);
	for (let i = 1; i < seen.length; i++) expect(seen[i]![0]).toBeGreaterThanOrEqual(seen[i - 1]![0]);
});

test("a second run goes on from what the first one left", async () => {
	let up = false;
	const { url, ranges } = await serve((request, response, n) => {
		if (n === 1) good(request, response, 50_000);
		else if (!up) response.destroy();
		else good(request, response);
	});
	const path = newPath();
	await expect(fetchInto(url, path, { ...fast, tries: 3 })).rejects.toThrow(/E_FETCH\)/);
	const left = statSync(path).size;
	expect(left).toBe(50_000);
	up = true;
	expect(await fetchInto(url, path, fast)).toBe(BODY.length);
	expect(ranges.at(-1)).toBe(`bytes=${left}-`);
	expect(readFileSync(path).equals(BODY)).toBe(true);
});

test("a file that changed on the server meanwhile is fetched anew, never glued to the old beginning", async () => {
	const later = Buffer.from(BODY.map((byte) => byte ^ 1));
	const { url } = await serve((request, response, n) =>
		n === 1 ? good(request, response, 50_000) : good(request, response, undefined, '"v2"', later),
	);
	const path = newPath();
	await fetchInto(url, path, fast);
	expect(readFileSync(path).equals(later)).toBe(true);
});

test("a server that ignores If-Range and sends the rest of another version is noticed", async () => {
	const later = Buffer.from(BODY.map((byte) => byte ^ 1));
	const { url } = await serve((request, response, n) => {
		if (n === 1) return good(request, response, 50_000);
		const from = Number(/\d+/.exec(request.headers.range ?? "bytes=0-")![0]);
		const head = { etag: '"v2"', "content-range": `bytes ${from}-${later.length - 1}/${later.length}` };
		response.writeHead(request.headers.range ? 206 : 200, head).end(later.subarray(from));
	});
	const path = newPath();
	await fetchInto(url, path, fast);
	expect(readFileSync(path).equals(later)).toBe(true);
});

test("a server without ranges, or without a version to hold on to, is asked for the whole again", async () => {
	for (const etag of ['"v1"', undefined]) {
		const { url, ranges } = await serve((_, response, n) => {
			response.writeHead(200, { ...(etag ? { etag } : {}), "content-length": BODY.length });
			if (n > 2) response.end(BODY);
			else response.write(BODY.subarray(0, 60_000), () => setTimeout(() => response.destroy(), 80));
		});
		const path = newPath();
		await fetchInto(url, path, fast);
		expect(readFileSync(path).equals(BODY)).toBe(true);
		expect(ranges.length).toBe(3);
		if (etag === undefined) expect(ranges).toEqual([undefined, undefined, undefined]);
		server!.close();
	}
});

test("a Content-Length that promises more than comes is tried again and then E_FETCH; one that promises less never passes for the whole", async () => {
	const more = await serve((_, response) => {
		response.writeHead(200, { "content-length": BODY.length + 10 });
		response.write(BODY, () => setTimeout(() => response.destroy(), 80));
	});
	await expect(fetchInto(more.url, newPath(), { ...fast, tries: 2 })).rejects.toThrow(/E_FETCH\)/);
	server!.close();
	const less = await serve((request) => {
		request.socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 1000\r\nconnection: close\r\n\r\n${BODY}`);
	});
	const path = newPath();
	await fetchInto(less.url, path, { ...fast, tries: 2, wantedBytes: BODY.length }).then(
		() => expect.fail("it must not pass"),
		(error: Error) => expect(error.message).toMatch(/E_FETCH(_LENGTH)?\)/),
	);
});

test("an answer without length is read to its end, and cut off at the most that is allowed", async () => {
	const { url } = await serve((_, response) => {
		response.writeHead(200);
		response.end(BODY);
	});
	const path = newPath();
	expect(await fetchInto(url, path, fast)).toBe(BODY.length);
	await expect(fetchInto(url, newPath(), { ...fast, maxBytes: 1000 })).rejects.toThrow(
		/expected 1,000.*E_FETCH_LENGTH/,
	);
});

test("silence is given up after the time-out, before the headers and within the body", async () => {
	const mute = await serve(() => undefined);
	await expect(fetchInto(mute.url, newPath(), { ...fast, timeoutMs: 100, tries: 1 })).rejects.toThrow(
		/the server sent nothing for 0.1 s.*E_FETCH\)/,
	);
	server!.closeAllConnections();
	server!.close();
	const stalls = await serve((_, response) => {
		response.writeHead(200, { "content-length": BODY.length });
		response.write(BODY.subarray(0, 1000));
	});
	await expect(fetchInto(stalls.url, newPath(), { ...fast, timeoutMs: 100, tries: 1 })).rejects.toThrow(
		/the server sent nothing for 0.1 s/,
	);
});

test("redirects are followed five times, not in a circle, and never to http: elsewhere or file:", async () => {
	let target = "";
	const { url } = await serve((request, response) => {
		const hop = Number(/\d+$/.exec(request.url!)?.[0] ?? 0);
		if (target !== "") response.writeHead(302, { location: target }).end();
		else if (hop < 4) response.writeHead(302, { location: `/hop/${hop + 1}` }).end();
		else good(request, response);
	});
	expect(await fetchInto(url, newPath(), fast)).toBe(BODY.length);
	for (const [location, why] of [
		["/text", /redirects more than 5 times/],
		["http://198.51.100.1/x", /it redirects to http:, but only https: is allowed/],
		["file:///etc/passwd", /it redirects to file:/],
		["http://[", /redirects to an invalid address/],
	] as const) {
		target = location;
		await expect(fetchInto(url, newPath(), fast)).rejects.toThrow(why);
	}
	await expect(fetchInto(url, newPath(), {})).rejects.toThrow(/it is http:, but only https:/);
});

test("404 ends at once; 503 and 429 are tried again", async () => {
	const missing = await serve((_, response) => response.writeHead(404).end());
	await expect(fetchInto(missing.url, newPath(), fast)).rejects.toThrow(/answered 404.*E_FETCH\)/);
	expect(missing.ranges.length).toBe(1);
	server!.close();
	const busy = await serve((request, response, n) =>
		n < 4 ? response.writeHead(n === 1 ? 429 : 503).end() : good(request, response),
	);
	expect(await fetchInto(busy.url, newPath(), fast)).toBe(BODY.length);
	server!.close();
	const packs = await serve((_, response) =>
		response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(BODY)),
	);
	await expect(fetchInto(packs.url, newPath(), fast)).rejects.toThrow(/compresses it \(gzip\)/);
});

function entryOf(url: string, pinned: Partial<CatalogueEntry> = {}): CatalogueEntry {
	return {
		name: "test",
		source: url,
		sha256: SHA,
		bytes: BODY.length,
		licence: "none",
		description: "",
		descriptionKo: "",
		file: "test.txt",
		recipe: { scheme: "https", url },
		...pinned,
	};
}

const corporaOf = (cacheDir: string) => readdirSync(join(cacheDir, "corpora")).sort();

test("a corpus lands whole with its receipt and nothing else beside it; the second time nothing is asked", async () => {
	const { url, ranges } = await serve((request, response) => good(request, response, 70_000));
	const cacheDir = join(root, "get-a");
	stored = join(cacheDir, "corpora/test.txt.part");
	const path = await getEntry(entryOf(url), { cacheDir, fetch: fast });
	expect(readFileSync(path).equals(BODY)).toBe(true);
	expect(corporaOf(cacheDir)).toEqual(["test.txt", "test.txt.json"]);
	const asked = ranges.length;
	expect(await getEntry(entryOf(url), { cacheDir, fetch: fast })).toBe(path);
	expect(ranges.length).toBe(asked);
	writeFileSync(path, "damaged");
	await getEntry(entryOf(url), { cacheDir, fetch: fast });
	expect(readFileSync(path).equals(BODY)).toBe(true);
});

test("a wrong hash and a wrong length are coded errors; neither the text nor the part stays", async () => {
	const { url } = await serve((request, response) => good(request, response));
	const cacheDir = join(root, "get-b");
	const get = (pinned: Partial<CatalogueEntry>) => getEntry(entryOf(url, pinned), { cacheDir, fetch: fast });
	await expect(get({ sha256: "0".repeat(64) })).rejects.toThrow(
		new RegExp(`sha256 ${SHA}, expected 0000.*E_FETCH_HASH`),
	);
	expect(corporaOf(cacheDir)).toEqual([]);
	await expect(get({ bytes: 5 })).rejects.toThrow(/200,003 bytes, expected 5.*E_FETCH_LENGTH/);
	await expect(get({ bytes: 300_000 })).rejects.toThrow(/expected 300,000.*E_FETCH_LENGTH/);
	expect(corporaOf(cacheDir)).toEqual([]);
});

test("a corpus that is not pinned is held to what it hashed to when it was first fetched", async () => {
	const { url, ranges } = await serve((request, response) => good(request, response));
	const cacheDir = join(root, "get-c");
	const open = entryOf(url, { sha256: null, bytes: null });
	const path = await getEntry(open, { cacheDir, fetch: fast });
	expect(JSON.parse(readFileSync(`${path}.json`, "utf8"))).toEqual({ source: url, bytes: BODY.length, sha256: SHA });
	await getEntry(open, { cacheDir, fetch: fast });
	expect(ranges.length).toBe(1);
	writeFileSync(path, BODY.subarray(1));
	await getEntry(open, { cacheDir, fetch: fast });
	expect(ranges.length).toBe(2);
	writeFileSync(`${path}.json`, "{ damaged");
	await getEntry(open, { cacheDir, fetch: fast });
	expect(ranges.length).toBe(3);
});

test("five that want one corpus at once all get it whole, by one download", async () => {
	const { url, ranges } = await serve((request, response) => setTimeout(() => good(request, response), 150));
	const cacheDir = join(root, "get-d");
	const paths = await Promise.all(Array.from({ length: 5 }, () => getEntry(entryOf(url), { cacheDir, fetch: fast })));
	expect(new Set(paths).size).toBe(1);
	expect(readFileSync(paths[0]!).equals(BODY)).toBe(true);
	expect(ranges.length).toBe(1);
	expect(corporaOf(cacheDir)).toEqual(["test.txt", "test.txt.json"]);
});

test("a lock and a scratch folder left by a process that is gone do not stop the next one, and are cleared away", async () => {
	const { url } = await serve((request, response) => good(request, response));
	const cacheDir = join(root, "get-e");
	mkdirSync(join(cacheDir, "corpora"), { recursive: true });
	const lock = join(cacheDir, "locks/test.txt/lock/1");
	mkdirSync(lock, { recursive: true });
	writeFileSync(join(lock, "owner.json"), JSON.stringify({ pid: 999_999_999, host: hostname(), started: "" }));
	mkdirSync(join(cacheDir, `corpora/.get-${placeHere()}.999999999.0-xYz012/y`), { recursive: true });
	await getEntry(entryOf(url), { cacheDir, fetch: fast });
	expect(corporaOf(cacheDir)).toEqual(["test.txt", "test.txt.json"]);
});

test("when the owner of the download fails, the one that waits tries itself", async () => {
	const { url } = await serve((request, response, n) =>
		n === 1 ? setTimeout(() => response.writeHead(404).end(), 100) : good(request, response),
	);
	const cacheDir = join(root, "get-f");
	const both = await Promise.allSettled([1, 2].map(() => getEntry(entryOf(url), { cacheDir, fetch: fast })));
	expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
	expect(corporaOf(cacheDir)).toEqual(["test.txt", "test.txt.json"]);
});
