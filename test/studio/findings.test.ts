/** What was found in the view Text stays found: another language or another view takes nothing of it away. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { train } from "../../src/index.ts";
import { freshFolder, openTab, type TestStudio } from "./client.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, goTo, launch, openRuns } from "./studioPage.ts";

const folder = freshFolder("findings");
const runs = join(folder, "runs");
const LINE = 'the water "is never still" and the wind\nasks "where does it go" of the stones\n';

describe.skipIf("missing" in chromium)("findings of the view Text", () => {
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		const file = join(folder, "book.txt");
		writeFileSync(file, LINE.repeat(900));
		const options = { hidden: 8, batch: 4, k1: 16, k2: 16, steps: 60 };
		await train({ data: { texts: [file] }, options, run: "book", runs, engine: "wasm-plain" });
		({ studio } = await openTab({ runs }));
		browser = await launch();
	}, 60_000);
	afterAll(async () => {
		await browser?.close();
		studio?.close();
	});

	async function open(hash: string) {
		const opened = await openRuns(browser, studio.newLink());
		await goTo(opened.page, `#/text?${hash}`);
		await opened.page.locator(".text-box").waitFor();
		return opened;
	}
	const search = async (page: Page, pattern: string) => {
		await page.getByRole("combobox", { name: /^Pattern/ }).fill(pattern);
		await page.getByRole("button", { name: "Find its cells" }).click();
		await page.locator(".trackers-table tbody tr").first().waitFor();
	};
	const hash = (page: Page) => page.evaluate("location.hash") as Promise<string>;

	test("a table of 3 rows and a checked card are the same after another language and after another view", async () => {
		const { page, faults, context } = await open(`run=${idOf("book")}&part=train`);
		await search(page, "quotes");
		const rows = page.locator(".trackers-table tbody tr");
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
			await page.locator(".claim-verdict").waitFor();
			expect(await rows.allInnerTexts()).toEqual(table);
			expect(await page.locator(".claim-card .numbers").allInnerTexts()).toEqual(figures);
			expect((await hash(page)).match(words)).toEqual(chosen);
		}
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);
});
