/** Workers as threads of the wasm engine: how they come, how they go, and what becomes of an engine that gets none. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test, vi } from "vitest";
import { compileForChild } from "../../../test/storage/compile.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { createWasm, type WasmOptions } from "../../kernels/wasm.ts";
import { WebAssembly } from "../../kernels/wasmMemory.ts";
import type { WasmThreadStart } from "../../kernels/wasmThreads.ts";
import { openEngine } from "./engines.ts";
import { spawnWorker } from "./wasmWorkers.ts";

const wasmFolder = fileURLToPath(new URL("../../../wasm", import.meta.url));
const module = (name: string) => readFileSync(join(wasmFolder, `sluice-${name}.wasm`));
const options = { build: "plain", memoryBytes: 2 ** 26, alwaysThreads: true, now: () => performance.now() } as const;
const open = (more: Partial<WasmOptions>) => createWasm(module("plain-threads"), { ...options, ...more });

/** A product whose every number is known: 64 rows of ones by 48 columns of 1 to 48, on as many threads as there are. */
function columns(engine: Engine): number[] {
	const [N, D, V] = [64, 10, 48];
	const [x, w, b] = [engine.floats(N * D).fill(1), engine.floats(V * D), engine.floats(V)];
	const y = engine.floats(N * V).fill(Number.NaN);
	for (let v = 0; v < V; v++) w.fill(v + 1, v * D, (v + 1) * D);
	engine.denseForward({ N, D, V, x, w, b, y });
	const wrong = y.findIndex((sum, j) => sum !== D * ((j % V) + 1));
	expect(wrong).toBe(-1);
	engine.free(x, w, b, y);
	return Array.from(y.subarray(0, V));
}

/** Waits, with the event loop free, until it holds; the test's own time limit is the end of its patience. */
async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await after(5);
}

const tasks = () => readdirSync("/proc/self/task").length;

afterEach(() => vi.restoreAllMocks());

test.runIf(process.platform === "linux")("50 openings and closings of 3 threads leave none behind", async () => {
	const most = tasks() + 4; // Node starts up to four of its own when it first needs them
	for (let round = 0; round < 50; round++) {
		const engine = open({ threads: 3, spawn: spawnWorker, startMs: round % 2 === 0 ? 10_000 : 0 });
		if (round % 2 === 0) expect(engine.threads).toBe(3);
		columns(engine);
		engine.close();
		expect(engine.threads).toBe(1);
		if (round % 10 === 9) await until(() => tasks() <= most);
	}
});

test("a call before any worker has come runs on one thread, the next ones on those that have", async () => {
	const starts: WasmThreadStart[] = [];
	const engine = open({ threads: 4, spawn: (start) => ({ terminate() {}, kept: starts.push(start) }) });
	expect(engine.threads).toBe(1);
	columns(engine);
	for (const [n, start] of starts.slice(1).entries()) {
		spawnWorker(start);
		await until(() => engine.threads === 2 + n);
		for (let round = 0; round < 20; round++) columns(engine);
	}
	engine.close();
	const tooLate = spawnWorker(starts[0]!) as Worker;
	expect(await once(tooLate, "exit")).toEqual([0]);
});

test("a spawn that throws at the first worker leaves 1 thread, at the second 2, and the engine computes", () => {
	for (const most of [0, 1]) {
		let asked = 0;
		const spawn = (start: WasmThreadStart) => {
			if (asked++ === most) throw new Error("no more workers");
			return spawnWorker(start);
		};
		const engine = open({ threads: 4, spawn, startMs: 10_000 });
		expect(engine.threads).toBe(1 + most);
		columns(engine);
		engine.close();
	}
});

test("workers that never come are waited for no longer than startMs each, and the engine computes on 1 thread", () => {
	const engine = open({ threads: 3, spawn: () => ({ terminate() {} }), startMs: 1 });
	expect(engine.threads).toBe(1);
	columns(engine);
	engine.close();
});

test("where the calling thread may not sleep, opening does not wait, and calls spin to the same numbers", async () => {
	const wait = vi.spyOn(Atomics, "wait").mockImplementation(() => {
		throw new TypeError("Atomics.wait cannot be called in this context");
	});
	const engine = open({ threads: 2, spawn: spawnWorker, startMs: 10_000 });
	expect(wait).toHaveBeenCalledTimes(1);
	await until(() => engine.threads === 2);
	for (let round = 0; round < 20; round++) columns(engine);
	engine.close();
});

test("more than one thread without spawn, clock or the build for it is E_ENGINE; 0, 65 and 1.5 threads are E_SIZE", () => {
	expect(() => open({ threads: 2 })).toThrow(/Pass spawn.*E_ENGINE/);
	expect(() => createWasm(module("plain"), { ...options, threads: 2, spawn: spawnWorker })).toThrow(
		/sluice-plain-threads\.wasm.*E_ENGINE/,
	);
	for (const threads of [0, 65, 1.5]) expect(() => open({ threads, spawn: spawnWorker })).toThrow(/E_SIZE/);
});

test("openEngine gives wasm the threads asked for, and one where the host has no shared memory", () => {
	const two = openEngine({ engine: "wasm-plain", threads: 2, memoryBytes: 2 ** 26 });
	expect(two.floats(1).buffer).toBeInstanceOf(SharedArrayBuffer);
	expect(two.threads).toBe(2);
	two.close();
	const one = openEngine({ engine: "wasm-plain", threads: 1, memoryBytes: 2 ** 26 });
	expect(one.floats(1).buffer).toBeInstanceOf(ArrayBuffer);
	const { Memory } = WebAssembly;
	WebAssembly.Memory = function unshared(pages: { initial: number; maximum: number; shared?: boolean }) {
		if (pages.shared) throw new RangeError("no shared memory");
		return new Memory(pages);
	} as unknown as typeof Memory;
	const without = openEngine({ engine: "wasm-plain", threads: 2, memoryBytes: 2 ** 26 });
	WebAssembly.Memory = Memory;
	expect(without.threads).toBe(1);
	columns(without);
});

describe("a process that never closes its engine", () => {
	const { folder, path } = compileForChild("src/workbench/machine/engines.ts");
	symlinkSync(wasmFolder, join(folder, "wasm"));
	const code = (rest: string) => `
		const { openEngine } = await import(${JSON.stringify(path)});
		const engine = openEngine({ engine: "wasm-plain", threads: 3, alwaysThreads: true, memoryBytes: 2 ** 26 });
		const x = engine.floats(50_000).fill(2);
		const calls = (n) => { for (let k = 0; k < n; k++) engine.dropout({ n: x.length, rate: 0.5, key: [1, 2], counter: 0, x, y: x }); };
		${rest}`;
	const node = (rest: string) => [process.execPath, ["--expose-gc", "--input-type=module", "-e", code(rest)]] as const;
	const endings: [how: string, rest: string, status: number][] = [
		["ends by itself with threads that spin", "calls(1); console.log(engine.threads);", 0],
		[
			"ends by itself with threads that sleep",
			"calls(1); await new Promise((done) => setTimeout(done, 200)); console.log(engine.threads);",
			0,
		],
		["ends by itself without a call", "console.log(engine.threads);", 0],
		["ends at process.exit(3)", "calls(5); console.log(engine.threads); process.exit(3);", 3],
		["ends with the error thrown after a call", "calls(5); console.log(engine.threads); throw new Error('ours');", 1],
	];
	test.each(endings)("%s", (_, rest, status) => {
		const [command, args] = node(rest);
		const child = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
		expect([child.stdout, child.status, child.signal]).toEqual(["3\n", status, null]);
	});

	test.runIf(process.platform === "linux")("loses the threads of engines that it has forgotten", () => {
		const [command, args] = node(`
			const { readdirSync } = await import("node:fs");
			const tasks = () => readdirSync("/proc/self/task").length;
			(() => { for (let n = 0; n < 5; n++) openEngine({ engine: "wasm-plain", threads: 3, memoryBytes: 2 ** 26 }); })();
			const most = tasks();
			while (tasks() > most - 10) {
				gc();
				await new Promise((done) => setTimeout(done, 10));
			}
			console.log(engine.threads);`);
		const child = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
		expect([child.stdout, child.stderr]).toEqual(["3\n", ""]);
	});

	test("ends at SIGTERM in the middle of its calls", async () => {
		const [command, args] = node("console.log(engine.threads); for (;;) calls(100);");
		const child = spawn(command, args);
		const ended = new Promise((resolve) => child.on("close", (_code, signal) => resolve(signal)));
		child.stdout.once("data", () => child.kill("SIGTERM"));
		expect(await ended).toBe("SIGTERM");
		rmSync(folder, { recursive: true, force: true });
	});
});
