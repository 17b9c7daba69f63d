/** What moves: runs of the command line in the stream, gaps, slow readers, the amount of it, and a studio that is killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { readRuns, train } from "../../src/index.ts";
import { EventLog } from "../../studio/server/eventLog.ts";
import { idOf } from "../../studio/server/idOf.ts";
import { RunWatch, TICK_MS } from "../../studio/server/runWatch.ts";
import type { Hello, Runs } from "../../studio/wire.ts";
import { freshFolder, openStudio, openTab, PROGRAM, readEvents, Tab, type TestStudio, until } from "./client.ts";

const TASK = { kind: "task", name: "temporal-order", options: {} } as const;
const children: ChildProcess[] = [];
const studios: TestStudio[] = [];
afterEach(async () => {
	for (const child of children.splice(0)) child.kill("SIGKILL");
	for (const studio of studios.splice(0)) await studio.close();
});

function sluice(runs: string, ...args: string[]): ChildProcess {
	const child = spawn(process.execPath, [PROGRAM, ...args, "--runs", runs, "--engine", "reference"], {
		stdio: "ignore",
	});
	children.push(child);
	return child;
}

async function tabOn(runs = join(freshFolder("live"), "runs")) {
	const opened = await openTab({ runs });
	studios.push(opened.studio);
	return { ...opened, runs };
}

const linesOf = (path: string) =>
	readFileSync(path, "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));

test("a run of the command line appears in the stream, each of its lines comes once and in order, and then its end", async () => {
	const { tab, runs } = await tabOn();
	const reading = readEvents(tab, (events) =>
		events.some(({ event, data }) => event === "run" && data.state === "finished"),
	);
	await until(
		async () => studios[0]!.events.readers,
		(readers) => readers === 1,
	);
	sluice(runs, "train", "task:temporal-order", "--hidden", "8", "--batch", "4", "--steps", "400", "--run", "live");
	const events = await reading;
	expect(events[0]!.event).toBe("reset");
	const own = events.filter(({ data }) => data.id === idOf("live"));
	expect(own[0]).toMatchObject({ event: "run", data: { name: "live", state: "running" } });
	for (const log of ["metrics", "records"]) {
		const sent = own.flatMap(({ event, data }) => (event === "lines" && data.log === log ? data.lines : []));
		expect(sent).toEqual(linesOf(join(runs, "live", `${log}.jsonl`)));
	}
	// Lines came while it trained, in more than one piece.
	expect(own.findIndex(({ event }) => event === "lines")).toBeLessThan(own.length - 2);
	expect(own.filter(({ event }) => event === "lines").length).toBeGreaterThan(3);
	const states = own.flatMap(({ event, data }) => (event === "run" ? data.state : []));
	expect(states.filter((state, k) => state !== states[k - 1])).toEqual(["running", "finished"]);
	expect(own.at(-1)).toMatchObject({ event: "run", data: { state: "finished", step: 400 } });
	const ids = events.map(({ id }) => id);
	expect(ids).toEqual(ids.toSorted((a, b) => a - b));
	expect(new Set(ids).size).toBe(ids.length);
});

describe("the watch, tick by tick", () => {
	/** A run that trains as far as the watch can see: its lock is this process's. */
	async function trained(name: string) {
		const runs = join(freshFolder("watch"), "runs");
		await train({ data: TASK, options: { hidden: 3, batch: 2, steps: 20 }, run: name, runs, engine: "reference" });
		const { thisProcess } = await import("../../src/workbench/disk/owner.ts");
		const { mkdirSync } = await import("node:fs");
		const begin = () => {
			writeFileSync(join(runs, name, "status.json"), '{"format":1,"state":"running"}\n');
			mkdirSync(join(runs, name, "lock", "99"), { recursive: true });
			writeFileSync(join(runs, name, "lock", "99", "owner.json"), JSON.stringify(thisProcess()));
		};
		const events: { event: string; data: { lines?: unknown[]; [key: string]: unknown } }[] = [];
		const log = new EventLog("test");
		log.add = ((event: string, data: never) => void events.push({ event, data })) as never;
		const watch = new RunWatch(readRuns(runs), log, (text) => {
			throw new Error(text);
		});
		return { runs, folder: join(runs, name), begin, events, watch, log };
	}

	test("a line is an event one tick of 100 ms after it is in the log, and a tick without news is none", async () => {
		const { folder, begin, events, watch } = await trained("a");
		begin();
		watch.wake();
		watch.close();
		expect(TICK_MS).toBe(100);
		for (let step = 21; step < 40; step++) {
			events.length = 0;
			appendFileSync(join(folder, "metrics.jsonl"), `{"step":${step},"loss":1}\n`);
			watch.tick();
			expect(events.filter(({ event }) => event === "lines").map(({ data }) => data)).toEqual([
				{ id: idOf("a"), log: "metrics", lines: [{ step, loss: 1 }] },
			]);
			events.length = 0;
			watch.tick();
			expect(events.filter(({ event }) => event === "lines")).toEqual([]);
		}
	});

	test("a run that trains again, one that appears and one that goes are events within ten ticks", async () => {
		const { runs, begin, events, watch } = await trained("a");
		watch.wake();
		watch.close();
		const ticks = (fits: () => boolean) => {
			let n = 0;
			for (; n < 50 && !fits(); n++) watch.tick();
			return n;
		};
		begin();
		expect(
			ticks(() => events.some(({ event, data }) => event === "run" && data.state === "running")),
		).toBeLessThanOrEqual(10);
		cpSync(join(runs, "a"), join(runs, "b"), { recursive: true });
		expect(ticks(() => events.some(({ event, data }) => event === "run" && data.name === "b"))).toBeLessThanOrEqual(10);
		const { renameSync } = await import("node:fs");
		renameSync(join(runs, "b"), join(runs, ".gone"));
		expect(
			ticks(() => events.some(({ event, data }) => event === "gone" && data.id === idOf("b"))),
		).toBeLessThanOrEqual(10);
	});

	test("a run that logs 1 MB a second is sent as at most 20 kB a second over a minute, evenly, its last line among them", async () => {
		const { folder, begin, events, watch } = await trained("a");
		begin();
		watch.wake();
		watch.close();
		events.length = 0;
		let step = 20;
		for (let tick = 0; tick < 600; tick++) {
			const lines = Array.from({ length: 500 }, () => `{"step":${++step},"loss":1,"filling":"${"x".repeat(170)}"}\n`);
			if (tick < 550) appendFileSync(join(folder, "metrics.jsonl"), lines.join(""));
			else step -= lines.length;
			watch.tick();
		}
		const sent = events
			.filter(({ event }) => event === "lines")
			.flatMap(({ data }) => data.lines as { step: number }[]);
		const bytes = events.reduce((sum, { data }) => sum + JSON.stringify(data).length + 60, 0);
		expect(bytes).toBeLessThanOrEqual(20_000 * 60);
		expect(bytes).toBeGreaterThan(5_000 * 60);
		expect(sent.at(-1)!.step).toBe(step);
		expect(sent.every((line, k) => k === 0 || line.step > sent[k - 1]!.step)).toBe(true);
	}, 120_000);

	test("S4: line ends, marks and a megabyte in a sample stay inside one line of data", async () => {
		const { runs, folder, begin } = await trained("a");
		begin();
		const { tab } = await tabOn(runs);
		const text = "a\r\nid: 7\r\nevent: gone\r\ndata: {}\r\n\r\n\u2028\u2029\u202e\0<script>";
		const reading = readEvents(tab, (events) => events.some(({ data }) => data.log === "samples"));
		await until(
			async () => studios.at(-1)!.events.readers,
			(readers) => readers === 1,
		);
		appendFileSync(
			join(folder, "samples.jsonl"),
			`${JSON.stringify({ step: 21, text: "x".repeat(2 ** 20) })}\nno json\n${JSON.stringify({ step: 22, text })}\n`,
		);
		const events = await reading;
		expect(events.find(({ data }) => data.log === "samples")!.data.lines).toEqual([{ step: 22, text }]);
		expect(events.map(({ event }) => event)).not.toContain("gone");
	});
});

test("a page that comes back with the last number it knows gets what it missed; one with a number of long ago, or none, gets reset", async () => {
	const { tab, runs } = await tabOn();
	const [first] = await readEvents(tab, (events) => events.length > 0);
	await until(
		async () => studios[0]!.events.readers,
		(readers) => readers === 0,
	);
	await new Promise((resolve) => setTimeout(resolve, 5 * TICK_MS)); // the watch sleeps when nobody reads
	await train({ data: TASK, options: { hidden: 3, batch: 2, steps: 5 }, run: "missed", runs, engine: "reference" });
	const later = await readEvents(tab, (events) => events.length > 0, { since: first!.id });
	expect(later[0]).toMatchObject({ event: "run", data: { name: "missed" } });
	expect(later[0]!.id).toBe(first!.id + 1);
	expect(await readEvents(tab, (events) => events.length > 0, { since: later[0]!.id, ms: 500 })).toEqual([]);
	for (const since of [0, 1, first!.id - 1000, later[0]!.id + 1000])
		expect((await readEvents(tab, (events) => events.length > 0, { since }))[0]!.event).toBe("reset");
	expect((await tab.get("/api/events?since=x")).status).toBe(400);
});

test("W9: a reader that does not read is dropped when 256 kB wait for it, and the others get every event", async () => {
	const log = new EventLog("test");
	const { createServer } = await import("node:http");
	const server = createServer((_, response) => log.attach(response, undefined));
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as { port: number };
	const slow = connect(port, "127.0.0.1", () => slow.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).pause();
	slow.on("error", () => {});
	let got = 0;
	const fast = connect(port, "127.0.0.1", () => fast.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
	fast.on("data", (part) => (got += part.length));
	await until(
		async () => log.readers,
		(readers) => readers === 2,
	);
	const lines = [{ step: 1, text: "x".repeat(10_000) }];
	for (let n = 0; log.readers === 2 && n < 10_000; n++) {
		log.add("lines", { id: "0".repeat(16), log: "samples", lines });
		if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
	}
	expect(log.readers).toBe(1);
	await until(
		async () => got,
		(bytes) => bytes >= log.sentBytes / 2,
	);
	slow.destroy();
	fast.destroy();
	log.close();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

test("twenty streams are opened, sixteen stay, and other requests are answered meanwhile", async () => {
	const { studio, tab } = await tabOn();
	const aborts = Array.from({ length: 20 }, () => new AbortController());
	for (const { signal } of aborts)
		void fetch(`${tab.base}/api/events`, { headers: tab.headers, signal }).catch(() => {});
	await until(
		async () => studio.events.readers,
		(readers) => readers === 16,
	);
	expect((await tab.get("/api/runs")).status).toBe(200);
	for (const abort of aborts) abort.abort();
	await until(
		async () => studio.events.readers,
		(readers) => readers === 0,
	);
});

test("W16: a studio that is killed with kill -9 leaves its training alone, and the next studio knows it and can stop it", async () => {
	const folder = freshFolder("killed");
	const runs = join(folder, "runs");
	const studio = spawn(process.execPath, [PROGRAM, "studio", "--no-open", "--json", "--runs", runs], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	children.push(studio);
	let told = "";
	studio.stdout.on("data", (part) => (told += part));
	await until(
		async () => told,
		(text) => text.includes("\n"),
	);
	const { url } = JSON.parse(told.split("\n")[0]!);
	expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#start=[\w-]{43}$/);
	const tab = new Tab({ port: Number(new URL(url).port) });
	await tab.open(url);
	const data = { kind: "task", name: "temporal-order" };
	const started = await tab.post("/api/runs", {
		data,
		options: { hidden: 8, batch: 4, steps: 1_000_000 },
		engine: "reference",
		name: "goes-on",
	});
	expect(started.status).toBe(200);
	studio.kill("SIGKILL");
	await new Promise((resolve) => studio.once("close", resolve));
	const steps = () =>
		existsSync(join(runs, "goes-on", "metrics.jsonl"))
			? readFileSync(join(runs, "goes-on", "metrics.jsonl"), "utf8").length
			: 0;
	const before = steps();
	await until(
		async () => steps(),
		(now) => now > before,
	);
	const { tab: next, studio: again } = await tabOn(runs);
	expect(((await next.get("/api/hello")).json as Hello).training).toBe(started.json.id);
	expect((await next.post("/api/runs", { data, options: {} })).status).toBe(409);
	expect((await next.post(`/api/runs/${started.json.id}/stop`)).status).toBe(200);
	const state = async () =>
		((await next.get("/api/runs")).json as Runs).runs.find(({ name }) => name === "goes-on")!.state;
	expect(await until(state, (now) => now !== "running")).toBe("stopped");
	expect(again.logged).toEqual([]);
});

test("SIGTERM ends the studio with 143 and removes its folder; its training goes on", async () => {
	const { readdirSync, mkdirSync } = await import("node:fs");
	const folder = freshFolder("ended");
	const temporary = join(folder, "tmp");
	mkdirSync(temporary);
	const env = { ...process.env, TMPDIR: temporary };
	const studio = spawn(process.execPath, [PROGRAM, "studio", "--no-open", "--json", "--runs", join(folder, "runs")], {
		env,
		stdio: ["ignore", "pipe", "inherit"],
	});
	children.push(studio);
	let told = "";
	studio.stdout.on("data", (part) => (told += part));
	await until(
		async () => told,
		(text) => text.includes("\n"),
	);
	const tab = new Tab({ port: Number(new URL(JSON.parse(told).url).port) });
	await tab.open(JSON.parse(told).url);
	expect(readdirSync(temporary).filter((name) => name.startsWith("sluice-studio-"))).toHaveLength(1);
	const { json } = await tab.post("/api/runs", {
		data: { kind: "task", name: "reber" },
		options: { hidden: 6, steps: 1_000_000 },
		engine: "reference",
		name: "on",
	});
	expect(json.name).toBe("on");
	studio.kill("SIGTERM");
	const [code] = await new Promise<[number]>((resolve) => studio.once("close", (...all) => resolve(all as never)));
	expect(code).toBe(143);
	expect(readdirSync(temporary).filter((name) => name.startsWith("sluice-studio-"))).toEqual([]);
	const log = join(folder, "runs", "on", "metrics.jsonl");
	const length = () => (existsSync(log) ? readFileSync(log, "utf8").length : 0);
	const before = length();
	await until(
		async () => length(),
		(now) => now > before,
	);
	const { tab: next } = await tabOn(join(folder, "runs"));
	await next.post(`/api/runs/${json.id}/stop`);
	const state = async () => ((await next.get("/api/runs")).json as Runs).runs[0]!.state;
	expect(await until(state, (now) => now !== "running")).toBe("stopped");
});

test("1,000 runs are one request", async () => {
	const runs = join(freshFolder("thousand"), "runs");
	await train({ data: TASK, options: { hidden: 3, batch: 2, steps: 30 }, run: "r0", runs, engine: "reference" });
	for (const folder of ["checkpoints", "lock"]) rmSync(join(runs, "r0", folder), { recursive: true }); // fewer files to copy
	for (let n = 1; n < 1000; n++) cpSync(join(runs, "r0"), join(runs, `r${n}`), { recursive: true });
	const studio = await openStudio({ runs });
	studios.push(studio);
	const tab = new Tab(studio);
	await tab.open(studio.newLink());
	const reply = await tab.get("/api/runs");
	expect((reply.json as Runs).runs).toHaveLength(1000);
	expect(reply.bytes.length).toBeLessThan(1 << 20);
	expect((await tab.get("/api/runs.csv")).text.split("\r\n")).toHaveLength(1002);
});
