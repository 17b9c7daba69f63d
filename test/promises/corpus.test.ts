/** What the corpus promises as whole processes: memory that does not grow with the text, and fetching side by side. */
import { execFile } from "node:child_process";
import {
	closeSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileForChild } from "../storage/compile.ts";

const LONG = process.env.SLUICE_LONG === "1";
const root = mkdtempSync(join(tmpdir(), "sluice-corpus-"));
let program = { folder: "", path: "" };
beforeAll(() => {
	program = compileForChild("test/promises/corpusChild.ts");
});
afterAll(() => {
	for (const folder of [root, program.folder]) rmSync(folder, { recursive: true, force: true });
});

async function child<T>(...args: string[]): Promise<T> {
	const { stdout } = await promisify(execFile)(process.execPath, [program.path, ...args], { maxBuffer: 1 << 20 });
	return JSON.parse(stdout) as T;
}

/** The least of three peaks, of up to nine while it is not below `bound`: what the machine does beside can only add. */
async function peakMiB(path: string, unit: string, bound = 0): Promise<{ peak: number; symbols: number }> {
	let peak = Number.POSITIVE_INFINITY;
	let symbols = 0;
	for (let i = 0; i < 3 || (i < 9 && bound > 0 && peak >= bound); i++) {
		const got = await child<{ peakKiB: number; symbols: number }>("memory", path, unit, "500");
		peak = Math.min(peak, got.peakKiB / 1024);
		symbols = got.symbols;
	}
	return { peak, symbols };
}

test("a byte corpus of 20 GB (sparse) takes the memory of one of 10 MB within 5 %, under 200 MiB", async () => {
	const small = join(root, "10MB.bin");
	const large = join(root, "20GB.bin");
	for (const [path, bytes] of [
		[small, 10 * 2 ** 20],
		[large, 20 * 2 ** 30],
	] as const) {
		writeFileSync(path, "");
		truncateSync(path, bytes);
	}
	const ten = await peakMiB(small, "byte");
	const twenty = await peakMiB(large, "byte", 1.05 * ten.peak);
	expect(twenty.symbols).toBe(20 * 2 ** 30);
	expect(twenty.peak).toBeLessThan(1.05 * ten.peak);
	expect(twenty.peak).toBeLessThan(200);
});

test(`a scanned corpus of ${LONG ? "2 GB" : "50 MB"} takes the memory of one of 10 MB within 5 %, under 200 MiB`, async () => {
	const block = Buffer.from("한국어와 English, é, \u{1f468}\u200d\u{1f469}.\r\n".repeat(20_000));
	const write = (path: string, times: number) => {
		const file = openSync(path, "w");
		for (let i = 0; i < times; i++) writeSync(file, block);
		closeSync(file);
		return path;
	};
	const ten = await peakMiB(write(join(root, "10MB.txt"), 12), "jamo");
	const large = await peakMiB(write(join(root, "50MB.txt"), LONG ? 2400 : 60), "jamo", 1.05 * ten.peak);
	expect(large.symbols / ten.symbols).toBeCloseTo(LONG ? 200 : 5, 1);
	expect(large.peak).toBeLessThan(1.05 * ten.peak);
	expect(large.peak).toBeLessThan(200);
});

test("two processes that fetch one corpus at once both end well, by one download", async () => {
	let requests = 0;
	const body = "text ".repeat(100_000);
	const server = createServer((_, response) => {
		requests++;
		response.writeHead(200, { etag: '"1"', "content-length": body.length }).write(body.slice(0, 1000));
		setTimeout(() => response.end(body.slice(1000)), 1000);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/t`;
	const cache = join(root, "cache");
	const both = await Promise.all([
		child<{ path: string }>("get", url, cache),
		child<{ path: string }>("get", url, cache),
	]);
	server.close();
	expect(both[0].path).toBe(both[1].path);
	expect(readFileSync(both[0].path, "utf8")).toBe(body);
	expect(requests).toBe(1);
	expect(readdirSync(join(cache, "corpora")).sort()).toEqual(["test.txt", "test.txt.json"]);
});
