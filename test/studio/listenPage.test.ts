/** The two figures of lesson 9 in the page, without a studio: their numbers, their keys, their looks. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { questionGain } from "../../page/studio/chat/listen/gain.ts";
import { listening } from "../../page/studio/chat/listen/stored.ts";
import { Studio } from "./builtPage.ts";
import { LOOKS, violations } from "./studioPage.ts";

const found = await Studio.found("the figures of lesson 9");
const { updates, en, paths } = listening;

describe.skipIf("missing" in found)("the figures of lesson 9", { timeout: 120_000 }, () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	const open = (hash: string, look = {}) => studio.page({ hash, reducedMotion: "reduce", ...look }, ".listen h2");

	/** Numbers of a row of the means, per answer and per character. */
	const means = async (page: Page, row: number) => {
		const said = await page.locator(".listen-sums tbody tr").nth(row).locator("td").allInnerTexts();
		return said.map((number) => Number(number.replace("−", "-")));
	};
	const CHARACTERS = 12.4; // the mean of 11, 12, 13, 13 and 13

	test("each of 33 updates by keys, from 0: 25 losses and the means are those that come with the page, by own and by shuffled questions", async () => {
		const { page, outside, complaints, close } = await open("/chat?part=listen");
		const slider = page.locator(".listen-bar input");
		await slider.focus();
		for (const [n, update] of updates.entries()) {
			if (n > 0) await page.keyboard.press("ArrowRight");
			await page.locator("output", { hasText: new RegExp(`^${update}$`) }).waitFor();
			if (n > 0) expect(await page.evaluate("location.hash")).toContain(`upd=${update}`);
			const cells = (await page.locator(".listen-table td").allInnerTexts()).map(Number);
			expect(cells).toEqual(en.nats[n]!.flat().map((nats) => Number(nats.toFixed(2))));
			const { given, without, gain, mixture } = questionGain(en.nats[n]!, false);
			for (const [row, nats] of [without, given, gain, mixture].entries()) {
				const [perAnswer, perCharacter] = await means(page, row);
				expect(Math.abs(perAnswer! - nats)).toBeLessThanOrEqual(0.00501);
				expect(Math.abs(perCharacter! - nats / CHARACTERS)).toBeLessThanOrEqual(0.000501);
			}
		}
		await page.getByText("an answer is 1,500 times as likely as after another").waitFor();
		await page.locator(".listen-bar select").selectOption("1");
		await page.getByText("an answer is 0.13 times as likely as after another").waitFor();
		const { given, without, gain } = questionGain(en.nats.at(-1)!, true);
		expect(await page.locator(".listen-sums tbody tr").count()).toBe(3);
		for (const [row, nats] of [without, given, gain].entries())
			expect(Math.abs((await means(page, row))[0]! - nats)).toBeLessThanOrEqual(0.00501);
		expect(await page.locator(".listen-table .asked").count()).toBe(5);
		expect(await page.locator(".listen-table .left-out").count()).toBe(5);
		expect([outside, complaints]).toEqual([[], []]);
		await close();
	});

	test("Play shows all 33 updates from 0 to 800 and stops there; pressed again, it begins at 0", async () => {
		const { page, complaints, close } = await open("/chat?part=listen");
		const shown = page.locator(".listen-bar output");
		expect(await shown.innerText()).toBe("0");
		const play = page.locator(".listen-bar .play");
		await play.click();
		await page.locator(".listen-bar output", { hasText: /^800$/ }).waitFor();
		await page.locator(".listen-bar .play", { hasText: "Play" }).waitFor();
		await play.click();
		await page.locator(".listen-bar output", { hasText: /^25$/ }).waitFor();
		await play.click(); // Pause
		const stopped = await shown.innerText();
		await page.waitForTimeout(600);
		expect(await shown.innerText()).toBe(stopped);
		expect(complaints).toEqual([]);
		await close();
	});

	test.each([
		[
			"en",
			"From the last symbol of the question back to the first, the gradient through the last state falls to 1/740,000. Through attention, 0.87 of it is left.",
		],
		[
			"ko",
			"질문의 마지막 기호에서 첫 기호까지 거슬러 올라가면, 마지막 상태를 지나는 기울기는 74만분의 1로 줄고 어텐션을 지나는 기울기는 0.87배로 거의 그대로입니다.",
		],
	] as const)("the two paths are said in words, and the table has all 40 symbols (%s)", async (lang, words) => {
		expect([10 ** -paths.state.at(-1)!, 10 ** paths.attention.at(-1)!]).toEqual([
			expect.closeTo(741_310, 0),
			expect.closeTo(0.871, 3),
		]);
		const { page, close } = await open("/chat?part=paths", { lang });
		expect(await page.locator(".paths-figure").getAttribute("aria-label")).toBe(words);
		await page.locator(".play-table summary").click();
		expect(await page.locator(".play-table tbody tr").count()).toBe(40);
		await close();
	});

	test.each(LOOKS)(
		"axe finds nothing in %s, %s at %i pixels, and nothing is wider than the page",
		async (lang, theme, width) => {
			const look = { lang, colorScheme: theme, viewport: { width, height: width === 390 ? 844 : 900 } };
			for (const part of ["listen&upd=800", "listen&upd=800&mix=1", "paths"]) {
				const { page, close } = await open(`/chat?part=${part}`, look);
				if (part === "paths") await page.locator(".play-table summary").click();
				expect([part, await violations(page)]).toEqual([part, []]);
				expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
				await close();
			}
		},
	);
});
