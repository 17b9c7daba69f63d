/** The two figures of lesson 9 in the page, without a studio: their numbers, their keys, their looks. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { questionGain } from "../../page/studio/chat/listen/gain.ts";
import { listening } from "../../page/studio/chat/listen/stored.ts";
import { Studio } from "./builtPage.ts";
import { FOUR_LOOKS, violations } from "./studioPage.ts";

const found = await Studio.found("the figures of lesson 9");
const { updates, en, paths } = listening;

describe.skipIf("missing" in found)("the figures of lesson 9", { timeout: 120_000 }, () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	const open = (hash: string, look = {}) => studio.page({ hash, reducedMotion: "reduce", ...look }, ".listen h2");

	test("each of 14 updates by keys: 25 losses and the gain are those that come with the page, by own and by shuffled questions", async () => {
		const { page, outside, complaints, close } = await open("/chat?part=listen&upd=0");
		const slider = page.locator(".listen-bar input");
		await slider.focus();
		for (const [n, update] of updates.entries()) {
			if (n > 0) await page.keyboard.press("ArrowRight");
			await page.locator("output", { hasText: new RegExp(`^${update}$`) }).waitFor();
			expect(await page.evaluate("location.hash")).toContain(`upd=${update}`);
			const cells = (await page.locator(".listen-table td").allInnerTexts()).map(Number);
			expect(cells).toEqual(en.nats[n]!.flat().map((nats) => Number(nats.toFixed(2))));
			const { gain } = questionGain(en.nats[n]!, false);
			const said = (await page.locator(".listen-gain dd").innerText()).replace("−", "-");
			expect(Math.abs(Number.parseFloat(said) - gain)).toBeLessThanOrEqual(0.00501);
		}
		await page.locator(".listen-bar select").selectOption("1");
		const { given, gain } = questionGain(en.nats.at(-1)!, true);
		expect(await page.locator(".listen-sums dd").nth(1).innerText()).toBe(`${given.toFixed(2)} nats per answer`);
		const said = (await page.locator(".listen-gain dd").innerText()).replace("−", "-");
		expect(Math.abs(Number.parseFloat(said) - gain)).toBeLessThanOrEqual(0.00501);
		expect([outside, complaints]).toEqual([[], []]);
		await close();
	});

	test("the two paths are said in powers of ten, and the table has all 40 symbols", async () => {
		const { page, close } = await open("/chat?part=paths");
		const state = (-paths.state.at(-1)!).toFixed(1);
		const attention = paths.attention.at(-1)!.toFixed(1).replace("-", "−");
		expect(await page.locator(".paths-figure").getAttribute("aria-label")).toBe(
			`From the last symbol of the question to the first, the gradient through the last state falls by a factor of 10^${state}, and through attention it changes by a factor of 10^${attention}.`,
		);
		await page.locator(".play-table summary").click();
		expect(await page.locator(".play-table tbody tr").count()).toBe(40);
		await close();
	});

	test.each(FOUR_LOOKS)(
		"axe finds nothing in %s, %s at %i pixels, and nothing is wider than the page",
		async (lang, theme, width) => {
			const look = { lang, colorScheme: theme, viewport: { width, height: width === 390 ? 844 : 900 } };
			for (const part of ["listen&upd=800", "paths"]) {
				const { page, close } = await open(`/chat?part=${part}`, look);
				if (part === "paths") await page.locator(".play-table summary").click();
				expect([part, await violations(page)]).toEqual([part, []]);
				expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
				await close();
			}
		},
	);
});
