/** axe finds nothing in the view Text: reading, table, losses, samples, unit, card; both languages and themes, a phone; and all of it by keys. */
import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plantedText, QUOTES } from "../fixtures/plantedCells.ts";
import { plantedRunOnText } from "../fixtures/plantedRun.ts";
import { freshFolder, openTab, type TestStudio } from "./client.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, launch, openView, violations } from "./studioPage.ts";

const folder = freshFolder("text-axe");
const HASH = `#/text?run=${idOf("planted")}&part=train&u=l0.c.${QUOTES}&pat=quotes`;

/** Presses Tab until what has the focus matches; its tag, label and text are looked at. */
async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
	for (let n = 0; n < most; n++) {
		await page.keyboard.press("Tab");
		const label = (await page.evaluate(
			"(({ ariaLabel, textContent, placeholder }) => [ariaLabel, placeholder, textContent].filter(Boolean).join(' '))(document.activeElement)",
		)) as string;
		if (name.test(label)) return;
	}
	throw new Error(`${name} is not among the next ${most} places of the Tab order`);
}

describe.skipIf("missing" in chromium)("the view Text", () => {
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		({ studio } = await openTab({ runs: await plantedRunOnText(folder, plantedText(5000), { closes: true }) }));
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		studio?.close();
	});

	test.each([
		["en, light", { lang: "en" }],
		["ko, dark", { lang: "ko", dark: true }],
		["en, dark, 390 px", { lang: "en", dark: true, width: 390, height: 844 }],
		["ko, light, 390 px", { lang: "ko", width: 390, height: 844 }],
	] as const)("%s: axe finds no violation in any state, and nothing is wider than the page", async (_, look) => {
		const { page, faults, context } = await openView(browser, studio.newLink(), HASH, look);
		await page.locator(".text-box").waitFor();
		await page.locator(".cursor-panel output").first().waitFor();
		const found: [string, string[]][] = [["read", await violations(page)]];
		await page.locator(".trackers form button").click();
		await page.locator(".trackers-table").waitFor({ timeout: 60_000 });
		await page.locator(".trackers-table button").first().click();
		await page.locator(".hold form button").first().click();
		await page.locator(".losses").waitFor({ timeout: 60_000 });
		await page.locator(".held-sample form button").click();
		await page.locator(".two-samples").waitFor({ timeout: 60_000 });
		await page.locator(".about > button").click();
		await page.locator(".histogram").waitFor({ timeout: 60_000 });
		await page.locator(".claim > button").click();
		await page.locator(".claim-card").waitFor({ timeout: 60_000 });
		for (const summary of await page.locator(".command summary").all()) await summary.click();
		found.push(["all panels", await violations(page)]);
		await page.locator(".unit-name").fill("l9.x.1");
		await page.locator(".unit-name").press("Enter");
		found.push(["no such unit", await violations(page)]);
		expect(found).toEqual(found.map(([name]) => [name, []]));
		expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
			"width" in look ? look.width : 1440,
		);
		expect(faults).toEqual([]);
		await context.close();
	});

	test("by keys alone: choose a unit, go to the end, select a passage, find its cells, hold the first, make its card", async () => {
		const { page, faults, context } = await openView(
			browser,
			studio.newLink(),
			`#/text?run=${idOf("planted")}&part=train`,
		);
		await page.locator(".cursor-panel output").first().waitFor();
		await page.evaluate("document.activeElement.blur()");
		await tabTo(page, /^All units by how much they move/);
		const before = await page.locator(".unit-name").inputValue();
		await page.keyboard.press("ArrowRight");
		await expect.poll(() => page.locator(".unit-name").inputValue()).not.toBe(before);
		await tabTo(page, /^Map of the text/);
		await page.keyboard.press("End");
		await expect.poll(() => page.locator(".cursor-panel b").innerText()).toMatch(/^Symbol 4,\d\d\d$/);
		await page.keyboard.press("Home");
		await tabTo(page, /^The text, coloured by the unit/);
		for (let n = 0; n < 9; n++) await page.keyboard.press("Shift+ArrowRight");
		await tabTo(page, /^Which cells track this\?/);
		await page.keyboard.press("Enter");
		await page.getByText(/It is an instance of|No known pattern/).waitFor();
		await tabTo(page, /^Pattern, or in:/);
		await page.keyboard.press("Control+a");
		await page.keyboard.type("quotes");
		await page.keyboard.press("Enter");
		await page.locator(".trackers-table", { hasText: "quotes" }).waitFor({ timeout: 60_000 });
		await tabTo(page, new RegExp(`^l0\\.[ch]\\.${QUOTES}$`));
		await page.keyboard.press("Enter");
		await page.getByText(/^Underlined: quotes/).waitFor();
		await tabTo(page, /^Measure the loss/);
		await page.keyboard.press("Enter");
		await page.getByText("The network uses it inside the pattern and nowhere else.").waitFor({ timeout: 60_000 });
		await tabTo(page, /^Make the card/);
		await page.keyboard.press("Enter");
		await page.getByText("The evidence supports it.").waitFor({ timeout: 60_000 });
		expect(faults).toEqual([]);
		await context.close();
	});
});
