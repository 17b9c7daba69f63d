/** Links for a class in the page: which views are left, which words are fixed, and that a link can always be left. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Studio } from "./builtPage.ts";
import { violations } from "./studioPage.ts";

const found = await Studio.found("links for a class");
const CLASS = "/lab?at=radius=0.9,act=linear&show=lab,lessons&lock=act,hidden,seed";

describe.skipIf("missing" in found)("a link for a class", { timeout: 120_000 }, () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());
	const open = (hash: string, look = {}) => studio.page({ hash, reducedMotion: "reduce", ...look }, ".lab canvas");

	test("shows 2 of 8 views in the navigation, the palette and the keys, and says so", async () => {
		const { page, complaints, close } = await open(CLASS);
		expect(await page.locator("header nav a").allInnerTexts()).toEqual(["Gradient lab", "Lessons"]);
		const bar = page.locator(".limits");
		expect(await bar.innerText()).toContain("This link shows Gradient lab, Lessons only.");
		await page.keyboard.press("t"); // the key of Train
		await page.keyboard.press("Control+k");
		await page.locator(".palette-item").first().waitFor();
		const items = (await page.locator(".palette-item").allInnerTexts()).join("\n");
		expect(items).toMatch(/lab/i);
		expect(items).not.toMatch(/Go to Train|Go to Runs|newest run/i);
		await page.keyboard.press("Escape");
		expect(await page.evaluate("location.hash")).toMatch(/^#\/lab\?/);
		expect(complaints).toEqual([]);
		await close();
	});

	test("keeps act, hidden and seed while the radius is turned from 0.90 to 0.95, also on the way back from Lessons", async () => {
		const { page, close } = await open(CLASS);
		for (const name of ["Activation", "Units", "Seed"]) {
			const blank = page.locator(".lab-sentence select").nth({ Activation: 0, Units: 1, Seed: 3 }[name]!);
			expect([name, await blank.isDisabled()]).toEqual([name, true]);
			expect(await blank.getAttribute("aria-description")).toBe("This link keeps this value as it is.");
			expect(await blank.getAttribute("title")).toBe("This link keeps this value as it is.");
			expect(await blank.evaluate((one) => getComputedStyle(one).backgroundImage)).toMatch(/^url\(/); // its mark
		}
		await page.locator(".lab-numbers tbody tr").first().waitFor({ state: "attached" }); // the dial has been computed
		await page.locator(".lab-knob input").focus();
		for (let n = 0; n < 5; n++) await page.keyboard.press("ArrowRight");
		await expect.poll(() => page.evaluate("location.hash"), { timeout: 10_000 }).toContain("radius=0.95");
		expect(await page.evaluate("location.hash")).toContain("act=linear");
		await page.locator("header nav a", { hasText: "Lessons" }).click();
		await page.locator(".lessons li").first().waitFor();
		await page.locator("header nav a", { hasText: "Gradient lab" }).click();
		await page.locator(".lab canvas").first().waitFor();
		const hash = String(await page.evaluate("location.hash"));
		expect(hash).toContain("act=linear");
		expect(hash).toContain("lock=act,hidden,seed");
		await close();
	});

	test("names a word that it does not know, and is left by one button: 8 views, nothing fixed", async () => {
		const { page, close } = await open(`${CLASS},colour`);
		expect(await page.locator(".limits").innerText()).toContain(
			"Ignored, because the studio does not know it: colour.",
		);
		await page.getByRole("button", { name: "Show everything" }).click();
		expect(await page.locator("header nav a").count()).toBe(8);
		expect(await page.locator(".limits").count()).toBe(0);
		expect(await page.locator(".lab-sentence select").first().isDisabled()).toBe(false);
		expect(await page.evaluate("location.hash")).not.toMatch(/show=|lock=/);
		await page.goBack();
		await page.locator(".limits").waitFor();
		await close();
	});

	test("keeps a word of Train: lock=cell disables its blank, and a lesson's figure is shown all the same", async () => {
		const hash = "/train?cell=gru&lock=cell&show=train,lessons&steps=60&hidden=8";
		const { page, close } = await studio.page({ hash, reducedMotion: "reduce" }, ".transport");
		expect(await page.locator("#blank-cell").isDisabled()).toBe(true);
		expect(await page.locator("#blank-hidden").isDisabled()).toBe(false);
		await page.locator("header nav a", { hasText: "Lessons" }).click();
		await page.locator(".lessons li button").nth(1).click();
		await page.locator(".lab canvas").first().waitFor();
		expect(await page.locator("header nav a").allInnerTexts()).toEqual(["Train", "Lessons"]);
		await close();
	});

	test.each([{ lang: "en" }, { lang: "ko", colorScheme: "dark", viewport: { width: 390, height: 844 } }] as const)(
		"axe finds nothing, and nothing is cut off: %o",
		async (look) => {
			const { page, close } = await open(`${CLASS},colour`, look);
			expect(await violations(page)).toEqual([]);
			const width = ("viewport" in look && look.viewport?.width) || 1280;
			expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
			await close();
		},
	);
});
