/** The view Text on a run of the server: its digits are the command line's, and a megabyte costs no more than a page. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { train } from "../../src/index.ts";
import { freshFolder, openTab, type TestStudio } from "./client.ts";
import { runCopied } from "./copiedCommand.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, goTo, launch, openText } from "./studioPage.ts";

const folder = freshFolder("text");
const runs = join(folder, "runs");
const PARTS = { book: '물은 흐르고 "sluice" opens;\tthe water waits.\n\n', lines: "void f(int x) { return x; }\n" };

describe.skipIf("missing" in chromium)("the view Text", () => {
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		const options = { hidden: 4, batch: 3, k1: 7, k2: 7, steps: 30 };
		const texts = {
			book: PARTS.book.repeat(400),
			lines: PARTS.lines.repeat(43_000),
			one: PARTS.lines.replace("\n", " ").repeat(43_000),
		};
		for (const [run, text] of Object.entries(texts)) {
			const file = join(folder, `${run}.txt`);
			writeFileSync(file, text);
			await train({ data: { texts: [file] }, options, run, runs, engine: "wasm-plain" });
		}
		const data = { texts: [join(folder, "book.txt")] };
		await train({ data, options: { ...options, seed: 2 }, run: "book-two", runs, engine: "wasm-plain" });
		await train({ data, options: { ...options, seed: 3, k1: 5, k2: 5 }, run: "book-else", runs, engine: "wasm-plain" });
		({ studio } = await openTab({ runs }));
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		studio?.close();
	});

	const open = (words: string) => openText(browser, studio.newLink(), words);
	const outputs = (page: Page) => page.locator(".cursor-panel output").allInnerTexts();
	const digits = (value: number) => String(Number(value.toPrecision(6))).replace("-", "−");

	test("value, probability, nats and rank at symbol 1,500 are those of the copied commands, and 2 units on as well", async () => {
		const { page, faults, context } = await open(`run=${idOf("book")}&part=train&u=l0.gate.f.3&at=1500`);
		const panel = page.locator(".cursor-panel");
		const commands = page.locator(".cursor-commands");
		for (const unit of ["l0.gate.f.3", "l0.gate.g.1"]) {
			await panel.locator("p", { hasText: unit }).waitFor();
			await runCopied(commands, 0, folder);
			const [head, ...rows] = readFileSync(join(folder, `${unit}.csv`), "utf8").split("\n");
			const value = Number(rows[1500]!.split(",").at(-1));
			expect([head!.split(",").at(-1), rows[1500]!.split(",")[0]]).toEqual([unit, "1500"]);
			const lines = (await runCopied(commands, 1, folder)).split("\n").map((line) => JSON.parse(line || "{}"));
			const said = lines.find(({ at }) => at === 1501);
			await expect
				.poll(() => outputs(page))
				.toEqual([digits(value), digits(said.probability), digits(said.nats), String(said.rank + 1)]);
			await page.getByRole("button", { name: "Next unit" }).click();
			await page.getByRole("button", { name: "Next unit" }).click();
		}
		expect(await page.evaluate("location.hash")).toContain("u=l0.gate.g.3");
		expect(faults).toEqual([]);
		await context.close();
	});

	test.each([
		["lines", ""],
		["one", ""],
		["lines", " and the page trains"],
	])("%s: while 1 MB scrolls%s, 1,500 nodes at most and no more layouts than frames", async (run, trains) => {
		const { page, faults, context } = await open(`run=${idOf(run)}&part=train`);
		if (trains) await trainMeanwhile(page, `#/text?run=${idOf(run)}&part=train`);
		await page.getByText(/1,048,576 symbols read/).waitFor({ timeout: 120_000 });
		const cdp = await page.context().newCDPSession(page);
		await cdp.send("Performance.enable");
		await page.evaluate("globalThis.frames = 0; (function count() { frames++; requestAnimationFrame(count); })()");
		await page.locator(".text-box").hover();
		const before = await countsOf(cdp, page);
		for (let n = 0; n < 40; n++) {
			await page.mouse.wheel(0, n % 2 ? 337 : 4000);
			await page.waitForTimeout(16);
		}
		const after = await countsOf(cdp, page);
		expect(after.layouts - before.layouts).toBeLessThanOrEqual(after.frames - before.frames);
		expect(after.styles - before.styles).toBeLessThanOrEqual(after.frames - before.frames + 2);
		expect(after.nodes).toBeLessThanOrEqual(1500);
		if (trains) await stillTrains(page);
		await page.locator(".text-map").focus();
		await page.keyboard.press("End");
		await expect.poll(() => page.locator(".cursor-panel b").innerText()).toBe("Symbol 1,048,575");
		expect(await page.locator(".text-row:not([hidden])").allInnerTexts()).not.toEqual([]);
		expect(faults).toEqual([]);
		await context.close();
	});

	test("a letter is painted once: rows that come back are copied, and another unit paints the letters in sight without their predictions", async () => {
		const { page, context } = await open(`run=${idOf("one")}&part=train`);
		await page.getByText(/1,048,576 symbols read/).waitFor({ timeout: 120_000 });
		await page.evaluate(COUNT_LETTERS);
		const painted = async (act: () => Promise<void>) => {
			await page.evaluate(LETTERS_REST);
			await page.evaluate("globalThis.letters = 0");
			await act();
			await page.evaluate(LETTERS_REST);
			return Number(await page.evaluate("letters"));
		};
		await page.locator(".text-box").hover();
		const wheel = async (by: number) => {
			for (let n = 0; n < 20; n++) {
				await page.mouse.wheel(0, by);
				await page.waitForTimeout(16);
			}
		};
		const rows = await page.locator(".text-row:not([hidden])").allInnerTexts();
		const inSight = rows.reduce((sum, row) => sum + row.length, 0);
		expect(inSight).toBeGreaterThan(300);
		const down = await painted(() => wheel(90));
		expect(down).toBeGreaterThan(6 * inSight); // new rows: a letter and its 5 predictions each
		expect(await painted(() => wheel(-90))).toBe(0);
		const other = await painted(() => page.getByRole("button", { name: "Next unit" }).click());
		expect(other).toBeGreaterThan(0.5 * inSight);
		expect(other).toBeLessThanOrEqual(inSight);
		await context.close();
	}, 60_000);

	test("the text stands in rows that can be selected by keys, and is copied as it is, without predictions", async () => {
		const { page, context } = await open(`run=${idOf("book")}&part=train`);
		await context.grantPermissions(["clipboard-read", "clipboard-write"]);
		await page.locator(".text-row", { hasText: "sluice" }).first().waitFor();
		await page.locator(".text-box").focus();
		for (let n = 0; n < 47; n++) await page.keyboard.press("Shift+ArrowRight");
		await expect
			.poll(async () => {
				await page.keyboard.press("Control+c");
				return page.evaluate("navigator.clipboard.readText()");
			})
			.toBe((PARTS.book + PARTS.book).slice(0, 48));
		await context.close();
	});

	test("a passage of the training part has the command that computes the run without it, as it stands in the text", async () => {
		const { page, faults, context } = await open(`run=${idOf("book")}&part=train`);
		await page.locator(".text-row", { hasText: "sluice" }).first().waitFor();
		await page.locator(".text-box").focus();
		for (let n = 0; n < 11; n++) await page.keyboard.press("Shift+ArrowRight");
		await page.locator(".without summary").click();
		const printed = JSON.parse(await runCopied(page.locator(".without"), 0, folder, " --json"));
		expect([printed.without, printed.last]).toEqual([PARTS.book.slice(0, 12), 30]);
		expect(printed.places).toBeGreaterThan(300);
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("3 of 3 other units by correlation, and the best match in the run of the other seed: the digits of the copied command", async () => {
		const { page, faults, context } = await open(`run=${idOf("book")}&part=train&u=l0.c.1`);
		const panel = page.locator(".similar");
		await panel.getByRole("button", { name: "Find them, here and in other seeds" }).click();
		await panel.getByText(/^Best match of l0\.c\.1 in 1 of 1 runs/).waitFor();
		const found = JSON.parse(await runCopied(panel, 0, folder, " --json"));
		const three = (value: number) => value.toFixed(3).replace("-", "−");
		const rows = (await panel.locator("tbody tr").allInnerTexts()).map((row) => row.trim().split(/\s+/));
		const [{ run, seed, unit, r, chance, differs }] = found.beside;
		expect([found.beside.length, run, seed, differs]).toEqual([1, "book-two", 2, []]);
		expect(rows.slice(0, 3)).toEqual(found.best.map((one: { unit: string; r: number }) => [one.unit, three(one.r)]));
		expect(rows[3]!.slice(0, 3)).toEqual(["2", "book-two", unit]);
		expect(rows[3]!.slice(-2)).toEqual([three(r), three(chance)]);
		await panel.getByText(`3 of 3 units of its kind`).waitFor();
		await panel.getByText(`above chance, which is ${three(found.chance)}.`).waitFor();
		await panel.getByRole("button", { name: found.best[0].unit }).click();
		await expect.poll(() => page.evaluate("location.hash")).toContain(`u=${found.best[0].unit}`);
		await panel.getByRole("button", { name: "Find them, here and in other seeds" }).waitFor();
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("find counts all places, goes to the next, and stops an expression that would never end after 2 s", async () => {
		const { page, faults, context } = await open(`run=${idOf("book")}&part=train`);
		const field = page.getByPlaceholder("Text, or /expression/flags");
		await field.fill("SLUICE");
		await field.press("Enter");
		const status = page.locator(".find-bar [role=status]");
		await expect.poll(() => status.innerText()).toMatch(/^1 of 3\d\d$/);
		const of = Number(/\d+$/.exec(await status.innerText()));
		await field.press("Enter");
		await expect.poll(() => status.innerText()).toBe(`2 of ${of}`);
		await field.fill("/(\\w|\\w\\w|[^!])+!/");
		await field.press("Enter");
		await page.getByText("Stopped after 2 seconds").waitFor();
		await field.fill("/wat(er|)/");
		await field.press("Enter");
		await expect.poll(() => status.innerText()).toMatch(/of 3\d\d$/);
		await field.fill("/(/");
		await field.press("Enter");
		await page.getByText("not a regular expression").waitFor();
		expect(faults).toEqual([]);
		await context.close();
	});
});

/** Resolves when no letter was painted in 40 frames, which are as slow as the machine. */
const LETTERS_REST = `new Promise((resolve) => {
	let [seen, still] = [-1, 0];
	(function look() {
		still = letters === seen ? still + 1 : 0;
		seen = letters;
		if (still < 40) requestAnimationFrame(look);
		else resolve();
	})();
})`;
/** Counts the letters that are painted into the rows' bitmaps. */
const COUNT_LETTERS = `
globalThis.letters = 0;
const { fillText } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.fillText = function (...what) {
	if (!this.canvas.isConnected) letters++;
	return fillText.apply(this, what);
};`;

/** Starts a training of the page that no test outlives, and comes back. */
async function trainMeanwhile(page: Page, back: string): Promise<void> {
	await goTo(page, "#/train?hidden=8&k2=8&batch=4&steps=900000");
	await page.locator(".play").click();
	await page.locator(".transport .numbers", { hasText: /update [1-9]/ }).waitFor();
	await goTo(page, back);
}

async function stillTrains(page: Page): Promise<void> {
	const back = String(await page.evaluate("location.hash"));
	const update = async () => /update ([\d,]+)/.exec(await page.locator(".transport .numbers").innerText())?.[1];
	await goTo(page, "#/train?hidden=8&k2=8&batch=4&steps=900000");
	const before = await update();
	await expect.poll(update).not.toBe(before);
	await goTo(page, back);
	await page.getByText(/1,048,576 symbols read/).waitFor({ timeout: 120_000 });
}

async function countsOf(cdp: CDPSession, page: Page) {
	const { metrics } = await cdp.send("Performance.getMetrics");
	const value = (name: string) => metrics.find((one) => one.name === name)!.value;
	const [frames, nodes] = (await page.evaluate(
		"(() => { const all = document.createTreeWalker(document); let n = 1; while (all.nextNode()) n++; return [frames, n]; })()",
	)) as [number, number];
	return { layouts: value("LayoutCount"), styles: value("RecalcStyleCount"), frames, nodes };
}
