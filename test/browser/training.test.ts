/**
 * Training in a browser: the bundle of sluice/browser in workers of headless Chromium, against `train()` in Node on the
 * same wasm build.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkReceipt, type GivenOptions, lstm, makeReceipt, series, task, text, train } from "../../src/index.ts";
import * as training from "../../src/training/index.ts";
import { recipeDigest } from "../../src/training/receipts/certify.ts";
import { sha256 } from "../../src/workbench/disk/sha256.ts";
import { findChromium, launchChromium } from "./chromium.ts";
import { type Served, serve } from "./serve.ts";

const BUNDLE = join(import.meta.dirname, "../../dist/browser/index.js");
const found = await findChromium("training in a browser");

/** A worker that opens an engine, trains, and answers with digest, lines and the newest checkpoint. */
const WORKER = `
import { checkReceipt, MemoryKeeper, openEngine, train } from "/dist/browser/index.js";
onmessage = async ({ data: { build, threads, data, options, from, stopAt, receipt, text } }) => {
	try {
		if (receipt) {
			const { reason, ...checked } = await checkReceipt({ wasm: "/wasm/", threads, receipt, text });
			return postMessage({ checked, why: reason?.message });
		}
		const engine = await openEngine({ wasm: "/wasm/", build, threads });
		const stop = new AbortController();
		const types = new Set();
		const onEvent = (event) => {
			types.add(event.type);
			if (event.type === "step" && event.step === stopAt) stop.abort();
		};
		const { result, keeper } = await train({ engine, data, options, from, onEvent, signal: stop.signal });
		const { metrics, samples, records, checkpoints, newest, state } = keeper;
		postMessage({
			...{ result, state, build: engine.build, threads: engine.threads, types: [...types], metrics, samples },
			...{ records: records.length, steps: checkpoints.map(({ step }) => step), snapshot: newest.snapshot },
		});
	} catch (error) {
		postMessage({ failed: String(error.message ?? error) });
	}
};
`;
const PAGE = `<!doctype html><meta charset="utf-8"><title>training</title><script type="module">
/** One run in a worker of its own; what it answers is kept for the next. */
globalThis.kept = {};
globalThis.run = (name, request) => new Promise((resolve, reject) => {
	const worker = new Worker("/worker.js", { type: "module" });
	worker.onerror = ({ message }) => reject(new Error(message));
	worker.onmessage = ({ data }) => {
		const { snapshot, ...rest } = data;
		globalThis.kept[name] = snapshot;
		worker.terminate();
		resolve(rest);
	};
	const { fromRun, ...message } = request;
	worker.postMessage({ ...message, from: fromRun && globalThis.kept[fromRun] });
});
globalThis.ready = true;
</script>`;

interface Answer {
	result: { weightsSha256: string; steps: number; ended: string; lossNats: { train: number; valid: number } };
	state: string;
	build: string;
	threads: number;
	types: string[];
	metrics: { step: number; [key: string]: unknown }[];
	samples: { step: number; text: string }[];
	records: number;
	steps: number[];
	checked: { same: boolean; update: number | null; tensor: string | null; code: string | null; weightsSha256: string };
	why?: string;
	failed?: string;
}

const folder = mkdtempSync(join(tmpdir(), "sluice-page-"));
const input = Array.from({ length: 700 }, (_, n) => `line ${(n * n) % 97} of ${(7 * n) % 31}: 수문이 열린다.\n`).join(
	"",
);
writeFileSync(join(folder, "input.txt"), input);
const options = {
	...{ layers: 2, hidden: 24, dropout: 0.1, batch: 6, k1: 16, k2: 24, lr: 0.01, clipNorm: 1, steps: 200, seed: 5 },
	recordEvery: 50,
};
const CLOCK = ["seconds", "tokensPerSecond", "sequencesPerSecond"];
const timeless = (lines: readonly object[]) =>
	lines.map((line) => Object.fromEntries(Object.entries(line).filter(([key]) => !CLOCK.includes(key))));
const linesOf = (run: string, log: string) =>
	readFileSync(join(folder, "runs", run, log), "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));

test("the bundle is one module without an import, below 216 kB gzipped, norms, blocks and their refusals in two languages among it", () => {
	const code = readFileSync(BUNDLE, "utf8");
	expect(code).not.toMatch(/\bfrom\s*"[^"]+"|\bimport\s*\(|\brequire\s*\(|["'`]node:/);
	expect(gzipSync(code, { level: 9 }).length).toBeLessThan(216_000);
});

describe.skipIf("missing" in found)("in Chromium", () => {
	let browser: Browser;
	let served: Served;
	let page: Page;
	beforeAll(async () => {
		browser = await launchChromium(found);
		served = await serve({ "index.html": PAGE, "worker.js": WORKER });
		page = await browser.newPage();
		await page.goto(served.address);
		await page.waitForFunction("globalThis.ready");
	});
	afterAll(async () => {
		await browser?.close();
		served?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	async function inPage(name: string, request: object): Promise<Answer> {
		const answer = (await page.evaluate(`run(${JSON.stringify(name)}, ${JSON.stringify(request)})`)) as Answer;
		expect(answer.failed).toBeUndefined();
		return answer;
	}

	for (const build of ["plain", "relaxed"] as const)
		test(`200 updates of a 2x24 LSTM on ${build} give Node's weights bit for bit, on 1 and 2 threads, and again after a snapshot goes to a fresh worker`, async () => {
			const run = `node-${build}`;
			const node = await train({
				...{ data: text(join(folder, "input.txt")), model: lstm(), options, run, runs: join(folder, "runs") },
				engine: `wasm-${build}`,
			});
			const data = { text: input };
			const whole = await inPage("whole", { build, threads: 1, data, options });
			expect(whole.result).toMatchObject({ weightsSha256: node.weightsSha256, steps: 200, ended: "budget" });
			expect(whole.result.lossNats).toEqual(node.lossNats);
			expect(whole.state).toBe("finished");
			expect(timeless(whole.metrics)).toEqual(timeless(linesOf(run, "metrics.jsonl")));
			expect(whole.samples).toEqual(linesOf(run, "samples.jsonl"));
			expect(whole.records).toBe(5);
			expect(whole.types.sort()).toEqual(
				["checkpoint", "data", "done", "finish", "record", "sample", "start", "step", "valid"].sort(),
			);
			const two = await inPage("two", { build, threads: 2, data, options });
			expect(two.threads).toBe(2);
			expect(two.result.weightsSha256).toBe(node.weightsSha256);
			const half = await inPage("half", { build, threads: 2, data, options, stopAt: 83 });
			expect(half.result).toMatchObject({ ended: "signal", steps: 83 });
			expect(half.steps.at(-1)).toBe(83);
			const rest = await inPage("rest", { build, threads: 1, data, options, fromRun: "half" });
			expect(rest.result).toMatchObject({ weightsSha256: node.weightsSha256, steps: 200 });
			expect(timeless([...half.metrics, ...rest.metrics])).toEqual(timeless(whole.metrics));
		});

	test("a task and an echo state network train there with Node's bits", async () => {
		const common = { engine: "wasm-plain", runs: join(folder, "runs") } as const;
		const rnn: GivenOptions = { cell: "rnn", hidden: 9, length: "10..14", batch: 5, steps: 60, omega: 1, seed: 3 };
		const esn: GivenOptions = { cell: "esn", hidden: 30, length: "12", batch: 4, seed: 2, ridge: 1e-4 };
		for (const [name, options] of [
			["temporal-order", rnn],
			["delayed-recall", esn],
		] as const) {
			const node = await train({ ...common, data: task(name), options, run: `node-${name}` });
			const { result } = await inPage(name, { build: "plain", threads: 1, data: { task: name }, options });
			expect(result.weightsSha256, name).toBe(node.weightsSha256);
		}
	});

	test("a series trains there with Node's bits, by the gradient and as an echo state network, with Node's errors of its forecasts", async () => {
		const rows = Array.from({ length: 260 }, (_, n) => `${n},${Math.sin(n / 5) + 0.01 * n},${Math.cos(n / 7)}`);
		const csv = `day,"up, slowly",down\n${rows.join("\n")}\n`;
		const file = join(folder, "waves.csv");
		writeFileSync(file, csv);
		const gradient: GivenOptions = { hidden: 10, batch: 3, steps: 60, seed: 3, length: 20, validEvery: 30 };
		const echo: GivenOptions = { cell: "esn", hidden: 30, seed: 2 };
		const cases = [
			["by-gradient", { target: "up, slowly", horizon: 2 }, gradient],
			["by-value", { target: "2,3", inputs: "1,2", split: "70/20/10" }, gradient],
			["by-echo", { target: "down" }, echo],
		] as const;
		for (const [run, columns, options] of cases) {
			const node = await train({
				data: series(file, columns),
				options,
				engine: "wasm-plain",
				runs: join(folder, "runs"),
				run,
			});
			if (!("series" in node)) throw new Error("not of a series");
			const data = { series: csv, name: "waves.csv", ...columns };
			const { result } = await inPage(run, { build: "plain", data, options });
			const { weightsSha256, series: errors, loss, task } = result as unknown as typeof node;
			expect([run, weightsSha256, loss, task]).toEqual([run, node.weightsSha256, node.loss, node.task]);
			expect(errors).toEqual(JSON.parse(JSON.stringify(node.series)));
		}
		await expect(inPage("none", { build: "plain", data: { series: csv, target: "upp" } })).rejects.toThrow(
			/the column ."?upp/,
		);
	});

	test("receipts of 60 updates on a text and 30 on a task, made in Node, are checked there with Node's digests on 1 and 2 threads; a changed rate breaks at update 7", async () => {
		const common = { engine: "reference", runs: join(folder, "runs") } as const;
		const onText = { data: text(join(folder, "input.txt")), model: lstm(), options: { ...options, steps: 60 } };
		await train({ ...common, ...onText, run: "certified" });
		await train({ ...common, data: task("copying"), options: { hidden: 8, length: "12", steps: 30 }, run: "copied" });
		for (const [run, of] of [
			["certified", input],
			["copied", undefined],
		] as const) {
			const { link, weightsSha256, updates } = await makeReceipt({ run, runs: common.runs });
			for (const threads of [1, 2]) {
				const { checked, why } = await inPage(run, { receipt: `https://example.org/${link}`, text: of, threads });
				expect(checked).toEqual({ same: true, update: null, tensor: null, code: null, updates, weightsSha256 });
				expect(why).toBeUndefined();
			}
			const {
				reason: _,
				seconds: __,
				...here
			} = await checkReceipt({ receipt: link, text: of && join(folder, "input.txt") });
			expect(here).toMatchObject({ same: true, weightsSha256 });
		}
		const { link } = await makeReceipt({ run: "certified", runs: common.runs });
		const forged = structuredClone(training.parseReceipt(link));
		forged.options.lr = 0.02;
		const changed = await inPage("changed", { receipt: training.receiptLink(forged), text: input, threads: 1 });
		expect(changed.checked).toMatchObject({ same: false, code: "E_RECEIPT_RECIPE" });
		forged.recipe = await recipeDigest(forged, { sha256 });
		const whole = await inPage("forged", { receipt: training.receiptLink(forged), text: input, threads: 1 });
		expect(whole.checked).toMatchObject({ same: false, code: "E_RECEIPT_WEIGHTS", update: 7, tensor: "weight_ih_l0" });
		const other = await inPage("other", { receipt: link, text: `${input}.`, threads: 1 });
		expect(other.checked).toMatchObject({ same: false, code: "E_RECEIPT_TEXT", update: null });
	});

	test("a page that is not isolated trains on one thread, and two threads are refused with what to serve", async () => {
		const other = await serve({ "index.html": PAGE, "worker.js": WORKER }, { isolated: false });
		const plain = await browser.newPage();
		await plain.goto(other.address);
		await plain.waitForFunction("globalThis.ready");
		const ask = (threads?: number) => {
			const request = { build: "plain", threads, data: { text: input }, options: { ...options, steps: 3 } };
			return plain.evaluate(`run("x", ${JSON.stringify(request)})`) as Promise<Answer>;
		};
		expect(await ask()).toMatchObject({ threads: 1, result: { steps: 3 } });
		expect((await ask(2)).failed).toMatch(/not cross-origin isolated.*Cross-Origin-Opener-Policy.*E_ENGINE/);
		other.close();
	});
});
