/** The view Runs before the studio's own server and runs that the command line trains. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { train } from "../../src/index.ts";
import { freshFolder, openStudio, openTab, PROGRAM, type TestStudio } from "./client.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, goTo, launch, type Opened, openRuns } from "./studioPage.ts";

const TEXT = "The sluice opens, the water runs; it closes, the water waits.\n".repeat(200);
const SMALL = { hidden: 6, batch: 3, k1: 7, steps: 60 };

describe.skipIf("missing" in chromium)("runs of the studio's server", { timeout: 60_000 }, () => {
	const folder = freshFolder("runsview");
	const runs = join(folder, "runs");
	const book = join(folder, "book.txt");
	let browser: Browser;
	let studio: TestStudio;
	let opened: Opened;
	let page: Page;
	let training: ChildProcess | undefined;

	beforeAll(async () => {
		writeFileSync(book, TEXT);
		await train({ data: { texts: [book] }, options: SMALL, run: "kept", runs, engine: "reference" });
		browser = await launch();
		studio = await openStudio({ runs });
		opened = await openRuns(browser, studio.newLink());
		page = opened.page;
	}, 60_000);
	afterAll(async () => {
		training?.kill();
		await browser?.close();
		await studio?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	test("an open run shows the last line of its log, its seed and the digest of its weights", async () => {
		await page.locator(".rows tr", { hasText: "kept" }).getByRole("link").click();
		await page.waitForSelector("text=update 60 of 60");
		const lines = readFileSync(join(runs, "kept/metrics.jsonl"), "utf8").trim().split("\n");
		const valid = lines.map((line) => JSON.parse(line).validLossNats).findLast((value) => value !== undefined);
		await page.waitForSelector(`text=validation ${valid.toFixed(3)}`);
		const words = await page.locator(".provenance").textContent();
		expect(words).toMatch(/seed \d+, update 60, [\d,]+ parameters, weights [0-9a-f]{8}$/);
	});

	test("its weights come as a file that holds its tensors", async () => {
		const download = page.waitForEvent("download");
		await page.getByRole("button", { name: "Weights" }).click();
		const file = await download;
		expect(file.suggestedFilename()).toBe("kept.safetensors");
		const bytes = readFileSync(await file.path());
		const length = Number(bytes.readBigUInt64LE(0));
		expect(Object.keys(JSON.parse(bytes.subarray(8, 8 + length).toString()))).toContain("weight_hh_l0");
	});

	test("tags and a name that the page gives are on the disk, and the address follows the run", async () => {
		await page.getByLabel("Add a tag").fill("긴-실행");
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Remove the tag 긴-실행" }).waitFor();
		await page.getByRole("button", { name: "Rename" }).click();
		await page.getByLabel("Name of the run").fill("named");
		await page.keyboard.press("Enter");
		await page.locator("h1", { hasText: "named" }).waitFor();
		expect(page.url()).toContain(idOf("named"));
		expect(readFileSync(join(runs, "named/tags.json"), "utf8")).toContain("긴-실행");
	});

	test("a run that the command line starts appears, moves while it is open, and stops when the page says so", async () => {
		await goTo(page, "#/runs");
		const words = ["train", book, "--run", "live", "--runs", runs, "--hidden", "8", "--batch", "3"];
		const more = ["--steps", "100000", "--engine", "wasm", "--quiet"];
		training = spawn(process.execPath, [PROGRAM, ...words, ...more], { stdio: "ignore" });
		await page.getByRole("button", { name: "1 newer" }).click({ timeout: 30_000 });
		await page.locator(".rows tr", { hasText: "live" }).getByRole("link").click();
		const at = async () =>
			Number(/update ([\d,]+)/.exec((await page.locator(".transport").textContent())!)![1]!.replaceAll(",", ""));
		await page.waitForSelector(".transport");
		const first = await at();
		await expect.poll(at, { timeout: 20_000 }).toBeGreaterThan(first);
		await page.getByRole("button", { name: "Stop" }).click();
		await page.getByRole("button", { name: "Resume" }).waitFor();
		await new Promise((resolve) => (training!.exitCode === null ? training!.on("close", resolve) : resolve(0)));
		expect(studio.events.readers).toBe(1);
	});

	test("a stream that goes on from the last event is answered before anything happens", async () => {
		const { studio: quiet, tab } = await openTab({ runs: join(folder, "none") });
		const stream = (since?: string) =>
			new Promise<IncomingMessage>((resolve, reject) => {
				const path = `/api/events${since === undefined ? "" : `?since=${since}`}`;
				const sent = request(
					{ host: "127.0.0.1", port: tab.studio.port, path, headers: tab.headers, agent: false },
					resolve,
				);
				sent.on("error", reject).setTimeout(10_000, () => sent.destroy(new Error("no answer in 10 s"))); // of 15
				sent.end();
			});
		const first = await stream();
		const [reset] = (await once(first, "data")) as [Buffer];
		const again = await stream(/^id: (\d+)/.exec(reset.toString())![1]!);
		expect(again.statusCode).toBe(200);
		first.destroy();
		again.destroy();
		await quiet.close();
	});

	test("another tab takes the stream over from one that closes, and nothing was reported", async () => {
		const other = await opened.context.newPage();
		await other.goto(`${studio.base}/#/runs`);
		await other.locator(".rows tr", { hasText: "named" }).waitFor();
		await page.close();
		await expect.poll(() => studio.events.readers).toBe(1);
		expect(await other.locator(".notice").count()).toBe(0);
		expect(opened.faults).toEqual([]);
	});
});
