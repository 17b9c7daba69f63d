/** What was found in the view Text stays found: another language or another view takes nothing of it away. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { train } from "../../src/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { freshFolder, openTab, type TestStudio } from "./client.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, launch, openText } from "./studioPage.ts";

const folder = freshFolder("findings");
const runs = join(folder, "runs");
const LINE = 'the water "is never still" and the wind\nasks "where does it go" of the stones\n';
/** No two lines need be alike: what repeats itself exactly is above no chance level. */
const random = new RandomStream(5, "findings");
const some = (words: string, most: number) =>
	Array.from({ length: 1 + random.below(most) }, () => words.split(" ")[random.below(words.split(" ").length)]).join(
		" ",
	);
const TEXT = `${LINE}${Array.from(
	{ length: 1200 },
	() => `${some("the water and wind of stones", 9)} "${some("IS NEVER STILL SO IT", 4)}"\n`,
).join("")}`;

describe.skipIf("missing" in chromium)("findings of the view Text", () => {
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		const file = join(folder, "book.txt");
		writeFileSync(file, TEXT);
		const options = { hidden: 8, batch: 4, k1: 16, k2: 16, steps: 60 };
		await train({ data: { texts: [file] }, options, run: "book", runs, engine: "wasm-plain" });
		({ studio } = await openTab({ runs }));
		browser = await launch();
	}, 60_000);
	afterAll(async () => {
		await browser?.close();
		studio?.close();
	});

	const open = (words: string) => openText(browser, studio.newLink(), words);
	const search = async (page: Page, pattern: string) => {
		await page.getByRole("combobox", { name: /^Pattern/ }).fill(pattern);
		await page.getByRole("button", { name: "Find its cells" }).click();
		await page.locator(".trackers-table tbody tr").first().waitFor();
	};
	const hash = (page: Page) => page.evaluate("location.hash") as Promise<string>;

	test("a table of 3 rows and a checked card are the same after another language and after another view", async () => {
		const { page, faults, context } = await open(`run=${idOf("book")}&part=train`);
		await search(page, "quotes");
		const rows = page.locator(".trackers-table tbody tr:not(.of-pattern)");
		await rows.first().getByRole("button").click();
		await page.locator(".claim > button").click();
		await page.locator(".claim-card .main").click();
		await page.locator(".claim-verdict", { hasText: /again|Confirmed/ }).waitFor();
		const [table, figures] = [await rows.allInnerTexts(), await page.locator(".claim-card .numbers").allInnerTexts()];
		expect(table.length).toBe(3);
		const words = /[?&](u|pat)=[^&]+/g;
		const chosen = (await hash(page)).match(words);
		await page.getByRole("button", { name: "한국어" }).click();
		await page.locator(".claim-verdict", { hasText: "다시 잰" }).waitFor();
		await page.getByRole("button", { name: "English" }).click();
		for (const view of ["Gradient lab", "Train", "Cell"]) {
			await page.getByRole("link", { name: view }).click();
			await page.locator(".text-view").waitFor({ state: "detached" });
			await page.getByRole("link", { name: "Text" }).click();
			const cards = page.locator(".claim-card .numbers");
			await expect.poll(() => cards.allInnerTexts(), { timeout: 20_000 }).toEqual(figures);
			await expect.poll(() => rows.allInnerTexts(), { timeout: 20_000 }).toEqual(table);
			expect((await hash(page)).match(words)).toEqual(chosen);
		}
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("a card is offered for the best row of a new table, and a row goes to the first of its places", async () => {
		const { page, faults, context } = await open(`run=${idOf("book")}&part=train&u=l0.h.0`);
		const offer = page.locator(".claim > button");
		await expect.poll(() => page.locator(".claim > button, .claim > p").count()).toBeGreaterThan(0);
		for (const pattern of ["quotes", "word"]) {
			await search(page, pattern);
			await page.locator(".trackers-table tbody th", { hasText: pattern }).first().waitFor();
			const best = (await page.locator(".trackers-table tbody button").first().innerText()).replace("−", "");
			await expect.poll(() => offer.innerText()).toBe(`Make the card: ${best} tracks ${pattern}`);
		}
		await page.locator(".trackers-table tbody button").nth(1).click();
		const second = (await page.locator(".trackers-table tbody button").nth(1).innerText()).replace("−", "");
		await expect.poll(() => offer.innerText()).toBe(`Make the card: ${second} tracks word`);
		await expect.poll(() => page.locator(".find-bar [role=status]").innerText()).toMatch(/^1 of /);
		await search(page, "quotes");
		await page.locator(".trackers-table tbody button").first().click();
		await expect.poll(() => page.locator(".find-bar [role=status]").innerText()).toMatch(/^1 of /);
		expect(Number(/at=(\d+)/.exec(await hash(page))?.[1])).toBe(LINE.indexOf('"'));
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("a link of a claim shows it above the text; without a session it says what it claims, and opens once there is one", async () => {
		const { page, faults, context } = await open(`run=${idOf("book")}&part=train&hidden=64&k2=9`);
		await context.grantPermissions(["clipboard-read", "clipboard-write"]);
		await search(page, "quotes");
		await page.locator(".trackers-table tbody button").first().click();
		await page.locator(".claim > button").click();
		await page.getByRole("button", { name: "Copy link" }).click();
		await page.getByText("it opens in this browser only").last().waitFor();
		expect(await page.locator(".send-claim code").allInnerTexts()).toEqual([
			expect.stringMatching(/^npx sluice claim check l0\.\S+-quotes\.claim\.json --run book$/),
			"npx sluice studio --export site book --with-text",
		]);
		const link = (await page.evaluate("navigator.clipboard.readText()")) as string;
		expect(link).not.toMatch(/hidden|k2/);
		expect(link).toMatch(/&lang=en$/);
		const [, unit] = /u=([^&]+)/.exec(link)!;
		const stranger = await browser.newContext();
		const other = await stranger.newPage();
		await other.goto(link);
		await other.getByText(`It claims: ${unit} tracks quotes in the training part of the run`).waitFor();
		expect(await other.locator(".claim-checks li").count()).toBe(4);
		expect(await other.locator(".needs-session code").allInnerTexts()).toEqual([
			"npx sluice studio",
			link.slice(link.indexOf("#")),
		]);
		const session = await stranger.newPage();
		await session.goto(studio.newLink());
		await other.locator(".claim-banner").getByRole("button").click({ timeout: 20_000 });
		await expect.poll(() => other.evaluate("document.activeElement.textContent")).toBe("Check");
		const named = other.locator(".model-bar select").first();
		await named.locator("option", { hasText: "book (lstm 1x8)" }).waitFor({ state: "attached" });
		expect(await named.inputValue()).toBe(idOf("book"));
		await stranger.close();
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("a pattern with few places says how many, F1 is a column, q says its tests, and the page's texts are counted", async () => {
		const { page, faults, context } = await open(`run=${idOf("book")}&part=valid`);
		await search(page, "quotes");
		const text = readFileSync(join(folder, "book.txt"), "utf8");
		await page.locator(".warning", { hasText: /quotes has \d+ places in this text/ }).waitFor();
		const places = Number(/has (\d+) places/.exec(await page.locator(".warning").innerText())![1]);
		const valid = text.slice(0.9 * text.length, 0.95 * text.length);
		expect(Math.abs(places - valid.match(/"[^"]*"/g)!.length)).toBeLessThanOrEqual(1);
		expect(await page.locator(".trackers-table thead").innerText()).toMatch(/F1[\s\S]*q, 48 tests/);
		await page.getByText("q counts 48 tests: 48 units on 1 pattern.").waitFor();
		await page.getByRole("button", { name: "Count them in the page's texts" }).click();
		await page.getByText(/Places in the texts of this page: C source code [\d,]+, English documents [\d,]+/).waitFor();
		await page.locator(".trackers-table tbody button").first().click();
		await page.getByRole("button", { name: "Measure the loss" }).click();
		await page.getByText(/With l0\.\S+ held at its mean outside the pattern \(\S+\): (The|the) /).waitFor();
		expect(await page.locator(".biography").innerText()).not.toContain("Choose a pattern first");
		await page.locator(".trackers summary").first().click();
		expect(await page.locator(".trackers .help dt").allInnerTexts()).toHaveLength(7);
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);
});
