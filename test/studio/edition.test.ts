/** An exported page in Chromium, from a host that knows nothing but files, in a folder below its root. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runDetail, task, train } from "../../src/index.ts";
import { exportPage } from "../../studio/server/exporting/exportPage.ts";
import { idOf } from "../../studio/server/idOf.ts";
import { type PlainHost, plainHost } from "../browser/plainHost.ts";
import { ended, SHORT } from "./builtPage.ts";
import { copiedRun } from "./copied.ts";
import { chromium, goTo, launch, violations } from "./studioPage.ts";

const top = mkdtempSync(join(tmpdir(), "sluice-edition-"));
const [runs, site] = [join(top, "runs"), join(top, "site")];
const MACHINE = { cwd: top, home: "/nowhere/home", host: "nowhere-host", user: "nowhere-user", env: {} };
const OWN = { hidden: 8, batch: 3, k1: 7, steps: 120, saveEvery: 40, validEvery: 40, recordEvery: 40 };
const TEXT = idOf("own-text");
const TASK = idOf("a-task");

interface Opened {
	context: BrowserContext;
	page: Page;
	/** Requests to anywhere but the folder. */
	outside: string[];
	/** Violations of the policy, errors and warnings of the console, errors that nobody caught. */
	complaints: string[];
}

describe.skipIf("missing" in chromium)("an exported page", () => {
	let browser: Browser;
	let host: PlainHost;
	beforeAll(async () => {
		const book = join(top, "book.txt");
		writeFileSync(book, '물은 흐르고 sluice opens; "the water" waits.\n'.repeat(300));
		const shared = { runs, engine: "wasm-plain" } as const;
		await train({ data: { texts: [book] }, options: OWN, run: "own-text", ...shared });
		await train({ data: task("copying"), options: { hidden: 4, steps: 10 }, run: "a-task", ...shared });
		await exportPage({ to: site, runs, names: ["own-text", "a-task"], machine: MACHINE });
		host = await plainHost(site);
		browser = await launch();
	}, 120_000);
	afterAll(async () => {
		await browser?.close();
		host?.close();
		rmSync(top, { recursive: true, force: true });
	});

	async function open(hash: string, look: BrowserContextOptions = {}, at = host): Promise<Opened> {
		const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...look });
		const [outside, complaints]: [string[], string[]] = [[], []];
		context.on("request", (request) => {
			if (!request.url().startsWith(at.address) && !/^(blob|data):/.test(request.url())) outside.push(request.url());
		});
		context.on("weberror", (error) => complaints.push(error.error().message));
		const page = await context.newPage();
		page.on("console", (message) => {
			if (/error|warning/.test(message.type())) complaints.push(message.text());
		});
		await page.exposeFunction("complain", (what: string) => complaints.push(what));
		await page.addInitScript(
			"addEventListener('securitypolicyviolation', (event) => complain(event.violatedDirective + ' ' + event.blockedURI))",
		);
		await page.goto(`${at.address}#${hash}`);
		return { context, page, outside, complaints };
	}
	const saved = (page: Page, words = "Saved for offline use.") =>
		page.locator(".about-export", { hasText: words }).waitFor({ timeout: 30_000 });
	const clean = { outside: [], complaints: [], missing: [] };
	const seen = ({ outside, complaints }: Opened, at = host) => ({ outside, complaints, missing: at.missing });

	test("without runs the view Runs says what it is for, how to add runs, and what can be done here", async () => {
		const bare = join(top, "bare");
		await exportPage({ to: bare, runs, names: [], machine: MACHINE });
		const bareHost = await plainHost(bare);
		const opened = await open("/runs", { reducedMotion: "reduce" }, bareHost);
		const state = opened.page.locator(".state", { hasText: "This page was exported without runs." });
		await state.getByText("Runs shows trainings that were saved with Sluice").waitFor();
		await state.getByText("drop a file of weights on the page").waitFor();
		expect(await state.locator("code").innerText()).toBe("sluice studio --export DIR RUN");
		await state.getByRole("button", { name: "Train a network" }).click();
		await opened.page.locator(".transport").waitFor();
		expect(seen(opened, bareHost)).toEqual(clean);
		await opened.context.close();
		bareHost.close();
	});

	test("trains in the page to the bits of the copied command, and asks for nothing outside its folder", async () => {
		const copied = copiedRun();
		const opened = await open("/train?steps=100");
		expect(await ended(opened.page)).toMatch(/^update 100 of 100 · finished/);
		const taken = await copied.take(opened.page);
		expect(taken.ofCommand().slice(0, 8)).toBe(taken.digest);
		expect(await opened.page.locator("#blank-place option[value=machine]").isDisabled()).toBe(true);
		expect(seen(opened)).toEqual(clean);
		await opened.context.close();
		copied.close();
	});

	const views: [view: string, hash: string, there: string][] = [
		["a lesson", "/lab?lesson=1.1", ".teaching .lesson-panel, .teaching"],
		["the lessons", "/lessons", "main h1"],
		["a document", "/docs?doc=chat", ".document-words h1"],
		["the lab", "/lab", ".lab-nav"],
		["a cell of a run", `/cell?run=${TEXT}`, ".provenance"],
		["the text of a run", `/text?run=${TEXT}`, ".provenance"],
		["a run", `/runs?open=${TEXT}`, ".open-run h2"],
		["the runs", "/runs", ".rows a"],
		["two runs compared", `/runs?with=${TEXT},${TASK}`, ".compared h1"],
	];
	test.each(views)(
		"opens %s, without a violation of axe, in English and in Korean on 390 px",
		async (_, hash, there) => {
			for (const look of [
				{ locale: "en-GB" },
				{ locale: "ko-KR", colorScheme: "dark", viewport: { width: 390, height: 844 } },
			] as const) {
				const opened = await open(hash, { reducedMotion: "reduce", ...look });
				await opened.page.locator(there).first().waitFor();
				await opened.page.locator(".about-export").waitFor();
				expect(await violations(opened.page)).toEqual([]);
				const width = await opened.page.evaluate("document.documentElement.scrollWidth");
				expect(width).toBeLessThanOrEqual(look.locale === "ko-KR" ? 390 : 1280);
				expect(seen(opened)).toEqual(clean);
				await opened.context.close();
			}
		},
	);

	test("a run has its losses, options, weights and digest; what needs a server is not offered, and the page says so", async () => {
		const opened = await open(`/runs?open=${TEXT}`);
		const { page } = opened;
		await page.getByText("What this page cannot do").waitFor();
		expect(await page.locator(".provenance").innerText()).toContain(
			`weights ${runDetail({ run: "own-text", runs }).weightsSha256!.slice(0, 8)}`,
		);
		for (const name of ["Rename", "Delete", "Report", "Resume", "Replay this update", "Fork", "Copy receipt link"])
			expect([name, await page.getByRole("button", { name, exact: true }).count()]).toEqual([name, 0]);
		const [file] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Weights", exact: true }).click(),
		]);
		expect(file.suggestedFilename()).toMatch(/\.safetensors$/);
		await goTo(page, `#/text?run=${TEXT}&cp=last`);
		await page.getByText("it reads one of the page's texts").waitFor();
		await page
			.locator(".provenance", { hasText: runDetail({ run: "own-text", runs }).weightsSha256!.slice(0, 8) })
			.waitFor();
		await goTo(page, "#/runs");
		await page.locator(".rows a").first().focus();
		await page.keyboard.press("Delete");
		expect(await page.locator(".rows a").count()).toBe(2);
		expect(seen(opened)).toEqual(clean);
		await opened.context.close();
	});

	test("without a network, after one visit, every view is there, also those that were never opened; and it trains", async () => {
		const ending = await plainHost(site);
		const opened = await open(SHORT, {}, ending);
		const { page, context } = opened;
		await saved(page);
		await context.setOffline(true);
		ending.close(); // also for what the browser itself asks
		await page.reload();
		await ended(page);
		for (const [, hash, there] of views) {
			await goTo(page, `#${hash}`);
			await page.locator(there).first().waitFor();
		}
		await page.getByRole("button", { name: "한국어" }).click();
		await goTo(page, "#/lessons");
		await page.locator("main h1").waitFor();
		expect(seen(opened, ending)).toEqual(clean);
		await context.close();
	});

	test("says on how many threads it trains: one at first from a plain host, several when its own worker or the host isolates it", async () => {
		const opened = await open(SHORT);
		const { page } = opened;
		await saved(page);
		expect(await page.evaluate("crossOriginIsolated")).toBe(false);
		await page.locator(".transport", { hasText: "1 thread" }).waitFor();
		await page.getByText("Training uses one thread until the page is loaded again.").waitFor();
		await ended(page);
		const digest = await page.locator(".provenance").innerText();
		await page.reload();
		expect(await page.evaluate("crossOriginIsolated")).toBe(true);
		await page.getByText(/Training uses up to \d threads\./).waitFor();
		await ended(page);
		expect((await page.locator(".provenance").innerText()).split("weights")[1]).toBe(digest.split("weights")[1]);
		expect(seen(opened)).toEqual(clean);
		await opened.context.close();
		const isolating = await plainHost(site, { isolated: true });
		const second = await open(SHORT, {}, isolating);
		expect(await second.page.evaluate("crossOriginIsolated")).toBe(true);
		await second.page.locator(".transport", { hasText: /\d threads/ }).waitFor();
		expect(seen(second, isolating)).toEqual(clean);
		await second.context.close();
		isolating.close();
	});

	test("a newer version is fetched whole next to the old one, and loaded when asked; half of one is never kept", async () => {
		const [old, next, broken] = ["old", "next", "broken"].map((name) => join(top, name)) as [string, string, string];
		await exportPage({ to: old, runs, names: ["own-text"], machine: MACHINE });
		await exportPage({ to: next, runs, names: ["own-text", "a-task"], machine: MACHINE });
		mkdirSync(broken);
		cpSync(next, broken, { recursive: true });
		writeFileSync(join(broken, "texts/ko.txt"), "the host is still copying");
		const changing = await plainHost(old);
		const opened = await open("/runs", {}, changing);
		const { page } = opened;
		const rows = () => page.locator(".rows a").count();
		await saved(page);
		await page.reload();
		await page.locator(".rows a").first().waitFor();
		changing.folder = broken;
		await page.reload();
		await page.locator(".rows a").first().waitFor();
		await page.waitForTimeout(1500);
		await saved(page);
		expect(await rows()).toBe(1);
		changing.folder = next;
		await page.reload();
		await saved(page, "A newer version is ready.");
		expect(await rows()).toBe(1); // still whole and the old one
		await page.getByRole("button", { name: "Load it" }).click();
		await page.locator(".rows a").nth(1).waitFor();
		expect(await page.evaluate("caches.keys().then((names) => names.length)")).toBe(1);
		expect(opened.outside).toEqual([]);
		await opened.context.close();
		changing.close();
	});
});
