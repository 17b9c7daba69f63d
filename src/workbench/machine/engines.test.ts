import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import type { Engine } from "../../kernels/kernels.ts";
import { ENGINE_CHOICES, type EngineChoice, engineNotice, openEngine } from "./engines.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const addon = `${root}prebuilds/${process.platform}-${process.arch}/sluice.node`;
const built = existsSync(addon);

function sumOfTen(engine: Engine): number {
	return engine.sumSquares(engine.floats(10).fill(2));
}

test("each engine that can be had computes, says its name, and takes only its own", () => {
	for (const choice of ENGINE_CHOICES) {
		if (choice === "native" && !built) continue;
		const engine = openEngine({ engine: choice, memoryBytes: 2 ** 26 });
		if (choice !== "auto" && choice !== "wasm") expect(engine.name).toBe(choice);
		expect(sumOfTen(engine)).toBe(40);
		engine.close();
	}
});

test("auto takes native where it is built and says nothing, else says in one line what it took instead", () => {
	const engine = openEngine();
	expect(engine.name === "native").toBe(built);
	if (built) expect(engineNotice(engine)).toBeUndefined();
	else expect(engineNotice(engine)?.message).toMatch(/^running on wasm .*\(E_ENGINE\) \(E_ENGINE_SLOW\)$/);
	engine.close();
});

test("an unknown engine, 0 or 65 threads, an instruction set of another processor and too little memory are coded errors", () => {
	expect(() => openEngine({ engine: "gpu" as EngineChoice })).toThrow(/E_ENGINE/);
	for (const threads of [0, 65, 1.5, Number.NaN]) expect(() => openEngine({ threads })).toThrow(/E_SIZE/);
	const foreign = process.arch === "x64" ? "neon" : "avx2";
	if (built) expect(() => openEngine({ engine: "native", isa: foreign })).toThrow(/It has /);
	expect(() => openEngine({ engine: "wasm-plain", memoryBytes: 1000 })).toThrow(/E_SIZE/);
});

test("a full wasm memory is E_MEMORY, and free() makes room again", () => {
	const engine = openEngine({ engine: "wasm-plain", memoryBytes: 2 ** 24 });
	const large = engine.floats(3_000_000).fill(1);
	expect(() => engine.floats(3_000_000)).toThrow(/E_MEMORY/);
	expect(engine.sumSquares(large)).toBe(3_000_000);
	engine.free(large);
	expect(engine.floats(3_000_000)[0]).toBe(0);
});

test("scratch that does not fit the wasm memory is E_MEMORY and leaves the engine usable", () => {
	const engine = openEngine({ engine: "wasm-plain", memoryBytes: 2 ** 24 });
	const [N, D, V] = [4, 1024, 1024];
	const a = { N, D, V, x: engine.floats(N * D), w: engine.floats(V * D), b: engine.floats(V), y: engine.floats(N * V) };
	const rest = engine.floats(2_500_000);
	expect(() => engine.denseForward(a)).toThrow(/E_MEMORY/);
	engine.free(rest);
	engine.denseForward(a);
	expect(sumOfTen(engine)).toBe(40);
});

test("an array of another engine's memory is refused by wasm", () => {
	const engine = openEngine({ engine: "wasm-plain", memoryBytes: 2 ** 24 });
	expect(() => engine.sumSquares(new Float32Array(8))).toThrow(/floats\(\) or ints\(\) of the same engine/);
});

test.runIf(built)(
	"the addon lives in 3 workers at once, one ended in the middle of its work",
	{ timeout: 60_000 },
	async () => {
		const code = `
		const { createRequire } = require("node:module");
		const addon = createRequire(${JSON.stringify(root)})(${JSON.stringify(addon)});
		const handle = addon.open(3, addon.isas[0], true);
		const [numbers, x, y] = [new Float64Array(16), new Float32Array(1000).fill(0.5), new Float32Array(1000)];
		const DROPOUT = 9;
		for (let i = 0; i < (workerData ? 300 : Infinity); i++) {
			numbers.set([1000, 0.25, 1, 2, 0]);
			if (addon.call(handle, DROPOUT, numbers, x, y) !== 0) throw new Error("call failed");
		}
		parentPort.postMessage(y.filter((value) => value > 0).length);
	`;
		const start = (finite: boolean) =>
			new Worker(`const { parentPort, workerData } = require("node:worker_threads"); ${code}`, {
				eval: true,
				workerData: finite,
			});
		const endless = start(false);
		const answers = [start(true), start(true)].map(
			(worker) =>
				new Promise((done, failed) => {
					worker.on("message", done);
					worker.on("error", failed);
				}),
		);
		const [a, b] = await Promise.all(answers);
		expect(a).toBe(b);
		await endless.terminate();
	},
);

test.runIf(built)("a process with sleeping threads exits by itself, and may call a closed engine without harm", () => {
	const code = `
		const addon = require(${JSON.stringify(addon)});
		const handle = addon.open(4, addon.isas[0], true);
		const closed = addon.open(2, addon.isas[0], true);
		addon.close(closed);
		addon.close(closed);
		console.log(addon.call(closed, 11, new Float64Array(16), new Float32Array(4)), addon.call({}, 11, new Float64Array(16)),
			addon.call(handle, 99, new Float64Array(16)), addon.call(handle, 11, new Float64Array(2)), addon.call(handle, 11, new Float64Array(16), "x"));
	`;
	const child = spawnSync(process.execPath, ["-e", code], { encoding: "utf8", timeout: 30_000 });
	expect(child.stdout).toBe("3 3 2 3 3\n");
	expect(child.status).toBe(0);
});

test("the committed wasm binaries were built from the sources as they stand", () => {
	const child = spawnSync(process.execPath, [`${root}scripts/build-wasm.mjs`, "--check"], { encoding: "utf8" });
	expect(child.stderr).toBe("");
	expect(child.status).toBe(0);
});

test("without a compiler on the PATH the build says so in one line and exits 0", () => {
	const script = `${root}scripts/build-native.mjs`;
	const env = { PATH: "/nowhere", SLUICE_NATIVE_OUT: `${root}node_modules/.sluice-none` };
	const child = spawnSync(process.execPath, [script], { encoding: "utf8", env });
	expect(child.stdout).toMatch(/^sluice: no C compiler found, so the wasm engine will be used.*\n$/);
	expect(child.status).toBe(0);
});
