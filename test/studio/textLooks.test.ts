/** How the view Text looks: nothing of the table is cut, the text stays in sight, and what a press changes is next to it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { train } from "../../src/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { freshFolder, openTab, type TestStudio } from "./client.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, goTo, launch, openView } from "./studioPage.ts";

const folder = freshFolder("text-looks");
const runs = join(folder, "runs");
const random = new RandomStream(3, "letters");
const letters = (n: number) => Array.from({ length: n }, () => "abc d\n"[random.below(6)]).join("");
/** Digits are in the second half alone. */
const TEXT = letters(12_000) + letters(12_000).replaceAll("cd", "47");
const TRAIN = 21_600; // symbols of the training part

describe.skipIf("missing" in chromium)("the view Text", () => {
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		const file = join(folder, "letters.txt");
		writeFileSync(file, TEXT);
		const options = { hidden: 5, batch: 4, k1: 16, k2: 16, steps: 40 };
		await train({ data: { texts: [file] }, options, run: "letters", runs, engine: "wasm-plain" });
		({ studio } = await openTab({ runs }));
		browser = await launch();
	}, 60_000);
	afterAll(async () => {
		await browser?.close();
		studio?.close();
	});

	async function open(more = "", look: Parameters<typeof openView>[3] = {}) {
		const opened = await openView(browser, studio.newLink(), `#/text?run=${idOf("letters")}&part=train${more}`, look);
		await opened.page.locator(".cursor-panel output").first().waitFor();
		return opened;
	}
	async function search(page: Page, pattern: string): Promise<void> {
		await page.locator(".trackers form input").fill(pattern);
		await page.locator(".trackers form button").click();
		await page.locator(".trackers-table").waitFor({ timeout: 60_000 });
	}
	const box = async (page: Page, place: string) => (await page.locator(place).first().boundingBox())!;

	test.each([
		["en", 1440],
		["ko", 1440],
		["en", 390],
		["ko", 390],
	] as const)(
		"%s, %i px: the table of all patterns has its rivals and its last column in sight",
		async (lang, width) => {
			const { page, context } = await open("", { lang, width, height: 900 });
			await search(page, "");
			expect(await page.locator(".trackers-table .rival").count()).toBeGreaterThan(0);
			for (const place of await page.locator(".trackers-table .of-pattern th, .trackers-table td:last-child").all()) {
				const { x, width: wide } = (await place.boundingBox())!;
				expect(x + wide).toBeLessThanOrEqual(width);
			}
			expect(await page.locator(".trackers .table-box.more").count()).toBe(0);
			await context.close();
		},
		60_000,
	);

	test("a pattern of the symbol 8 steps ahead has no unit above chance, and no card is offered for it; a second one with a unit has its card", async () => {
		const { page, context } = await open();
		await search(page, "at:/[^](?=[^]{7}a)/");
		await page.getByText("No unit is above chance").waitFor();
		await page.locator(".claim", { hasText: "so there is no card to make" }).waitFor();
		expect(await page.getByRole("button", { name: /^Make the card/ }).count()).toBe(0);
		await page.locator(".trackers-table tbody button").first().click();
		expect(await page.getByRole("button", { name: /^Make the card/ }).count()).toBe(0);
		await search(page, "word");
		await page.getByRole("button", { name: /^Make the card: l0\.\S+ tracks word/ }).waitFor();
		await context.close();
	}, 60_000);

	test("a pattern that the half for selecting lacks is said to never hold in symbols 0 to 10,799", async () => {
		const { page, context } = await open();
		await search(page, "word,number");
		await page
			.getByText(
				`number (never holds in symbols 0 to ${(TRAIN / 2 - 1).toLocaleString("en")}, on which units are selected)`,
			)
			.waitFor();
		await page.getByText("Figures of symbols 10,800 to 21,599, on which the units were not selected").waitFor();
		await context.close();
	}, 60_000);

	test("a pattern that does not exist or never holds is named by no address, no Hold and no card; those of the search before stay", async () => {
		const { page, context } = await open();
		const field = page.locator(".trackers form input");
		const hold = page.locator(".hold input[list]");
		const card = page.getByRole("button", { name: /^Make the card/ });
		const pattern = async () => /pat=([^&]*)/.exec((await page.evaluate("location.hash")) as string)?.[1];
		const refused = async (typed: string) => {
			await field.fill(typed);
			await field.press("Enter");
			await page.locator(".trackers [role=alert]").waitFor();
		};
		await refused("no-such-pattern");
		await page.locator(".claim", { hasText: "Choose a row of the table above" }).waitFor();
		expect([await pattern(), await hold.inputValue(), await card.count()]).toEqual([undefined, "", 0]);
		await search(page, "word,number");
		await card.filter({ hasText: "tracks word" }).waitFor();
		for (const typed of ["no-such-pattern", "number"]) {
			await refused(typed);
			expect([await pattern(), await hold.inputValue(), await card.count()]).toEqual(["word", "word", 1]);
		}
		await goTo(page, `#/text?run=${idOf("letters")}&part=train&pat=no-such-pattern`);
		await page.reload();
		await expect.poll(() => field.inputValue()).toBe("no-such-pattern");
		await refused("no-such-pattern");
		await expect.poll(pattern).toBe(undefined);
		expect(await hold.inputValue()).toBe("");
		await context.close();
	}, 60_000);

	test("a scale around the unit's mean is one choice, is said on the scale, and is in the address", async () => {
		const { page, context } = await open("&u=l0.c.2");
		const choice = page.locator(".text-looks select").first();
		await choice.locator("option", { hasText: /^around its mean: −?[\d.]+ ± [\d.]+$/ }).waitFor({ state: "attached" });
		await choice.selectOption("mean");
		const [, mean, reach] = /mean: (\S+) ± (\S+)/.exec(await choice.locator("option[value=mean]").innerText())!;
		const legend = page.locator(".unit-bar .text-legend");
		await legend.filter({ hasText: `neutral at its mean, ${mean}` }).waitFor();
		const number = (text: string) => Number(text.replace("−", "-"));
		const [low, high] = (await legend.innerText()).match(/−?\d+(?:\.\d+)?/g)!.map(number);
		expect([low! + high!, high! - low!].map((x) => x / 2)).toEqual([
			expect.closeTo(number(mean!), 9),
			expect.closeTo(number(reach!), 9),
		]);
		expect(await page.evaluate("location.hash")).toContain("scale=mean");
		await page.reload();
		await legend.filter({ hasText: `neutral at its mean, ${mean}` }).waitFor();
		await context.close();
	}, 60_000);

	test("1440 x 900: next to the panels the text is as high as the window, and a press of Compare brings that panel to the top", async () => {
		const { page, context } = await open();
		await search(page, "");
		await page.locator(".panel-nav button", { hasText: "Compare" }).click();
		await expect.poll(async () => (await box(page, "#against")).y).toBeLessThan(120);
		const { y, height } = await box(page, ".text-left");
		expect([y, y + height]).toEqual([expect.closeTo(8, 0), expect.closeTo(892, 0)]);
		await context.close();
	}, 60_000);

	test("1440 x 900: the numbers of the cursor are on the first screen, and no symbol of the text moves the text", async () => {
		const { page, context } = await open();
		const panel = await box(page, ".cursor-panel");
		expect(panel.y + panel.height).toBeLessThanOrEqual(900);
		expect(await page.locator(".cursor-panel .expected").count()).toBe(5);
		await page.locator(".text-box").focus();
		const first = await box(page, ".text-box");
		const others: (typeof first)[] = [];
		for (let n = 0; n < 8; n++) {
			await page.keyboard.press("ArrowRight");
			others.push(await box(page, ".text-box"));
		}
		expect(others).toEqual(Array(8).fill(first));
		await context.close();
	}, 60_000);

	test.each([
		["en", "text"],
		["en", "lab"],
		["ko", "lab"],
	] as const)(
		"%s, 360 px wide: the eight views are on one line of the header, that of %s in bold letters",
		async (lang, view) => {
			const { page, context } = await open("", { lang, width: 360, height: 780 });
			await goTo(page, `#/${view}`);
			await page.locator(`.top [aria-current]`).waitFor();
			const tops = await page
				.locator(".top nav a")
				.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
			expect([tops.length, new Set(tops).size]).toEqual([8, 1]);
			await context.close();
		},
		60_000,
	);

	test("390 x 844: units, map and text are in sight together, and a place that is pressed below brings the text back", async () => {
		const { page, context } = await open("", { width: 390, height: 844 });
		const [strip, map, text] = [
			await box(page, ".unit-strip"),
			await box(page, ".text-map"),
			await box(page, ".text-box"),
		];
		expect([strip.y + strip.height < map.y, map.y + map.height < text.y, text.y < 844 / 2]).toEqual([true, true, true]);
		expect(text.y + text.height).toBeLessThanOrEqual(844);
		await page.locator(".text-map").click({ position: { x: map.width / 2, y: 10 } });
		await expect.poll(() => page.locator(".cursor-panel b").innerText()).toMatch(/^Symbol 10,\d\d\d$/);
		await page.locator(".about > button").click();
		await page.locator(".about .places button").first().click({ timeout: 60_000 });
		await expect.poll(async () => Math.abs((await box(page, ".text-box")).y)).toBeLessThan(844 / 2);
		await context.close();
	}, 60_000);
});
