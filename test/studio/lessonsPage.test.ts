/** The lessons in the page: a guess is committed, every screen shows its figure, and the lesson comes back to the guess. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { STUDIO } from "../browser/serve.ts";
import { FIRST_UPDATE, past, Studio, updateOf } from "./builtPage.ts";
import { violations } from "./studioPage.ts";

const found = await Studio.found("lessons");

describe.skipIf("missing" in found)("the lessons in the page", { timeout: 120_000 }, () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test("lesson 2 by keys alone: a guess out of range is refused, 60 is committed, the dial turns with the screens, and the lesson says 60", async () => {
		const { page, outside, complaints, close } = await studio.page(
			{ hash: "/lessons", reducedMotion: "reduce" },
			".lessons li",
		);
		const start = page.getByRole("link", { name: "Why the gradient vanishes and explodes" });
		await start.focus();
		await page.keyboard.press("Enter");
		const guess = page.getByLabel("Your guess (steps)");
		await guess.fill("9999");
		await page.keyboard.press("Enter");
		await page.getByRole("alert").getByText("A number from 1 to 500.").waitFor();
		await guess.fill("60");
		await page.keyboard.press("Enter");
		await page.getByText("Your guess: 60 steps.").waitFor();
		const next = page.getByRole("button", { name: "Next", exact: true });
		const radii: string[] = [];
		for (let screen = 2; screen <= 5; screen++) {
			await next.focus();
			await page.keyboard.press("Enter");
			await page.getByText(`${screen} of 7`).waitFor();
			radii.push(/radius=([\d.]+)/.exec(await page.evaluate("location.hash"))![1]!);
			if (screen === 3) await page.getByText("You said 60.").waitFor();
		}
		expect(radii).toEqual(["0.9", "0.5", "1.3", "1.5"]);
		expect(await page.locator(".lesson h2").evaluate((heading) => heading === document.activeElement)).toBe(true);
		await page.goBack();
		await page.getByText("4 of 7").waitFor();
		await page.getByRole("button", { name: "Close the lesson" }).click();
		await page.locator(".lesson").waitFor({ state: "detached" });
		expect(await page.evaluate("location.hash")).toMatch(/^#\/lab\?/);
		expect([outside, complaints]).toEqual([[], []]);
		await close();
	});

	test("every figure of every lesson opens: all 37 addresses one after the other, none fails and none complains", async () => {
		const figures = new Set(
			["en", "ko"].flatMap((lang) => {
				const lessons = readFileSync(join(STUDIO, `lessons/${lang}.json`), "utf8");
				return [...lessons.matchAll(/#(\/\w+(?:\?[^"\\)]*)?)/g)].map(([, address]) => address!);
			}),
		);
		expect(figures.size).toBe(37);
		const { page, complaints, close } = await studio.page({ hash: "/lessons", reducedMotion: "reduce" }, ".lessons li");
		const views: Record<string, string> = {
			train: ".sentence",
			lab: ".lab-command",
			cell: ".cell-diagram, .provenance",
			chat: ".chat-parts",
		};
		for (const figure of figures) {
			await page.evaluate((hash) => {
				location.hash = hash;
			}, figure);
			await page
				.locator(views[/\w+/.exec(figure)![0]] ?? ".provenance")
				.first()
				.waitFor();
			await page.waitForTimeout(300); // for the worker's answer
			expect([figure, await page.locator("[role=alert]").allInnerTexts()]).toEqual([figure, []]);
			expect([figure, complaints]).toEqual([figure, []]);
		}
		await close();
	});

	test("the last screen of lesson 9 has two links to documents, which the page shows with a way back, and two to papers, each to a tab of its own", async () => {
		const { page, close } = await studio.page({ hash: "/chat?lesson=9.9", reducedMotion: "reduce" }, ".lesson-words a");
		const links = await page.locator(".lesson-words a").all();
		const found = await Promise.all(
			links.map(async (link) => [
				await link.innerText(),
				await link.getAttribute("href"),
				await link.getAttribute("target"),
			]),
		);
		expect(found.slice(2)).toEqual([
			["chat.md", "#/docs?doc=chat&lesson=9.9", null],
			["attention.md", "#/docs?doc=attention&lesson=9.9", null],
		]);
		const papers = found.slice(0, 2).map(([, href, target]) => [new URL(href!).host, target]);
		expect(papers).toEqual([
			["arxiv.org", "_blank"],
			["arxiv.org", "_blank"],
		]);
		await close();
	});

	test("lesson 3 shows its walk from the start: update 0 of 60 until Play is pressed, and outside a lesson the whole walk", async () => {
		const { page, close } = await studio.page(
			{ hash: "/lab?lab=wall&at=b=-2.5", reducedMotion: "reduce" },
			".lab-ball .play",
		);
		const shown = page.locator(".lab-ball input[type=range]").nth(2);
		expect(await shown.inputValue()).toBe("60");
		await page.evaluate(`location.hash = "#/lab?lab=wall&at=b=-2.5&lesson=3.1"`);
		await page.locator(".lesson .guess").waitFor();
		await expect.poll(() => shown.inputValue()).toBe("0");
		await page.locator(".lab-ball .play").click();
		await expect.poll(async () => Number(await shown.inputValue())).toBeGreaterThan(5);
		await close();
	});

	test("while a lesson is open, Lessons is lit next to the view of its figure; its last screen puts a mark into the list, also after a reload", async () => {
		const { page, close } = await studio.page({ hash: "/lessons", reducedMotion: "reduce" }, ".lessons li");
		expect(await page.locator(".lessons .done").count()).toBe(0);
		await page.locator(".lessons li button").nth(2).click();
		const lit = page.locator("header nav [aria-current]");
		await page.locator(".lesson").waitFor();
		expect(await lit.allInnerTexts()).toEqual(["Gradient lab", "Lessons"]);
		for (let screen = 2; screen <= 6; screen++) {
			await page.getByRole("button", { name: "Next", exact: true }).click();
			await page.getByText(`${screen} of 6`).waitFor();
			if (screen === 4) expect(await page.evaluate("location.hash")).toContain("lab=arcs&at=horizon=10");
		}
		await page.getByRole("button", { name: "All lessons" }).click();
		await page.locator(".lessons li").nth(2).getByText("✓ finished").waitFor();
		expect(await lit.allInnerTexts()).toEqual(["Lessons"]);
		await page.reload();
		await page.locator(".lessons li").first().waitFor();
		expect(await page.locator(".lessons .done").count()).toBe(1);
		await close();
	});

	test.each(["en", "ko"] as const)(
		"next to a lesson at 1440 by 900 pixels the bar, the whole diagram and the valves of Cell are on the first screen, and the diagram is drawn at its own size (%s)",
		async (lang) => {
			const look = {
				hash: "/cell?lesson=5.2",
				reducedMotion: "reduce",
				lang,
				viewport: { width: 1440, height: 900 },
			} as const;
			const { page, close } = await studio.page(look, ".cell-strip");
			await page.locator(".valves input").first().waitFor();
			for (const part of [".cell-bar", ".cell-picture", ".predictions", ".valves"]) {
				const { y, height } = (await page.locator(part).boundingBox())!;
				expect([part, y >= 0, y + height <= 900]).toEqual([part, true, true]);
			}
			const svg = page.locator(".cell-picture svg");
			const shown = (await svg.boundingBox())!.width;
			const [, , drawn] = (await svg.getAttribute("viewBox"))!.split(" ").map(Number);
			expect(Math.abs(shown - drawn!)).toBeLessThan(1);
			await close();
		},
	);

	test("a figure that trained continues after a reload from its last checkpoint, and the reader's own training after the lesson", async () => {
		const own = "/train?hidden=8&k2=8&batch=4&steps=900000&saveEvery=100";
		const { page, complaints, close } = await studio.page({ hash: own, before: FIRST_UPDATE });
		await past(page, 300);
		await page.evaluate(`location.hash = "#/lessons"`);
		await page.locator(".lessons li button").first().click(); // trains a plain network, with a checkpoint every 100 updates
		await expect.poll(() => page.evaluate("location.hash")).toContain("cell=rnn");
		await past(page, 300);
		await expect
			.poll(() => page.evaluate("localStorage.getItem('sluice.keptFigure')"))
			.toBe("#/train?cell=rnn&hidden=32");
		await page.reload();
		await page.locator(".transport .numbers", { hasText: "left" }).waitFor();
		const first = await page.evaluate<number>("firstUpdate");
		expect(first).toBeGreaterThanOrEqual(100);
		await past(page, first);
		await page.getByRole("button", { name: "Close the lesson" }).click();
		await expect.poll(() => page.evaluate("location.hash")).toBe(`#${own}`);
		const again = await updateOf(page);
		expect(again).toBeGreaterThan(300);
		await past(page, again);
		expect(complaints).toEqual([]);
		await close();
	});

	test.each([
		{ lang: "en" },
		{ lang: "ko", colorScheme: "dark" },
		{ lang: "en", viewport: { width: 390, height: 844 } },
		{ lang: "ko", viewport: { width: 390, height: 844 }, forcedColors: "active" },
	] as const)(
		"axe finds nothing in the list and in a lesson next to its instrument, and nothing is cut off: %o",
		async (look) => {
			const { page, close } = await studio.page({ hash: "/lessons", reducedMotion: "reduce", ...look }, ".lessons li");
			expect(await violations(page)).toEqual([]);
			await page.locator(".lessons li button").nth(1).click();
			await page.locator(".lesson .guess").waitFor();
			await page.locator(".lab canvas").first().waitFor();
			expect(await violations(page)).toEqual([]);
			const width = look.viewport?.width ?? 1280;
			expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
			await close();
		},
	);
});
