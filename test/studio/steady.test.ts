/** While a run grows, the page stays as it is: few nodes, one layout a frame, and what the reader chose does not move. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENDLESS, ended, past, Studio, updateOf } from "./builtPage.ts";

const found = await Studio.found("steadiness");

describe.skipIf("missing" in found)("while it trains", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test("the page has at most 1,500 nodes, and a frame has at most one layout and one recalculation of styles", async () => {
		const { page, complaints, close } = await studio.page({ hash: ENDLESS });
		await past(page, 100);
		const cdp = await page.context().newCDPSession(page);
		await cdp.send("Performance.enable");
		await cdp.send("HeapProfiler.collectGarbage");
		const metrics = async () => {
			const { metrics: all } = await cdp.send("Performance.getMetrics");
			return Object.fromEntries(all.map(({ name, value }) => [name, value]));
		};
		await page.evaluate("globalThis.frames_ = 0; (function tick() { frames_++; requestAnimationFrame(tick); })()");
		const [before, first, from] = [await metrics(), (await page.evaluate("frames_")) as number, await updateOf(page)];
		while ((await page.evaluate("frames_ < 80")) || (await updateOf(page)) < from + 300) await page.waitForTimeout(100);
		const [after, last] = [await metrics(), (await page.evaluate("frames_")) as number];
		const frames = last - first + 1;
		expect(frames).toBeGreaterThan(50);
		const a = (name: string) => (after[name]! - before[name]!) / frames;
		expect(a("LayoutCount")).toBeLessThanOrEqual(1);
		expect(a("RecalcStyleCount")).toBeLessThanOrEqual(1);
		expect(after.Nodes).toBeLessThanOrEqual(1500);
		expect(complaints).toEqual([]);
		await close();
	});

	const SHIFTS = `globalThis.shifts = [];
		new PerformanceObserver((list) => {
			for (const { value, sources, hadRecentInput } of list.getEntries())
				if (!hadRecentInput) shifts.push([value, ...sources.map(({ node }) => (node?.parentElement ? node.className || node.nodeName : "gone"))]);
		}).observe({ type: "layout-shift", buffered: true });`;

	test.each([
		["the end of the run", 1280, undefined, ended],
		["the end of the run", 390, undefined, ended],
		["update 300 of a million", 1280, ENDLESS, (page: Page) => past(page, 300)],
		["update 300 of a million", 390, ENDLESS, (page: Page) => past(page, 300)],
	])(
		"nothing moves: the layout shift from the first paint to %s is at most 0.02, %i pixels wide",
		async (_, width, hash, until) => {
			const { page, close } = await studio.page({
				...(hash && { hash }),
				before: SHIFTS,
				viewport: { width, height: 900 },
			});
			await until(page);
			const shifts = (await page.evaluate("shifts")) as [number, ...string[]][];
			const all = shifts.reduce((sum, [value]) => sum + value, 0);
			expect([all <= 0.02 ? [] : shifts, all]).toEqual([[], expect.any(Number)]);
			await close();
		},
	);

	/** Keeps the numbers that each canvas has written since it was cleared: the labels of its axes, as they are seen. */
	const WATCH = `
		const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
		CanvasRenderingContext2D.prototype.clearRect = function (...at) { this.canvas.said = []; return clearRect.apply(this, at); };
		CanvasRenderingContext2D.prototype.fillText = function (text, ...at) { (this.canvas.said ??= []).push(text); return fillText.call(this, text, ...at); };`;

	test("the stretch of updates that the reader chose in the loss stays when data comes; a double click shows all again", async () => {
		const { page, close } = await studio.page({ hash: ENDLESS, before: WATCH });
		await past(page, 300);
		const said = async () =>
			((await page.evaluate("document.querySelector('.panel-loss canvas').said")) as string[])
				.filter((text) => /^[\d,]+$/.test(text))
				.map((text) => Number(text.replaceAll(",", "")));
		const { x, y, width, height } = (await page.locator(".panel-loss .u-over").boundingBox())!;
		await page.mouse.move(x + 0.25 * width, y + height / 2);
		await page.mouse.down();
		await page.mouse.move(x + 0.4 * width, y + height / 2, { steps: 4 });
		await page.mouse.move(x + 0.5 * width, y + height / 2, { steps: 4 });
		await page.mouse.up();
		await past(page, (await updateOf(page)) + 50);
		const chosen = await said();
		expect(Math.min(...chosen)).toBeGreaterThan(0.2 * 300);
		await past(page, 2 * (await updateOf(page)));
		expect(await said()).toEqual(chosen);
		await page.mouse.dblclick(x + width / 2, y + height / 2);
		await expect.poll(said).not.toEqual(chosen);
		const all = await said();
		expect(Math.max(...all)).toBeGreaterThan(Math.max(...chosen));
		await past(page, 2 * (await updateOf(page)));
		expect(Math.max(...(await said()))).toBeGreaterThan(Math.max(...all));
		await close();
	});

	const SAVE_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });";
	test.each([
		["less motion", { reducedMotion: "reduce" }],
		["less data", { before: SAVE_DATA }],
	] as const)("a reader who asks for %s starts training by hand", async (_, look) => {
		const { page, close } = await studio.page(look);
		const workers: string[] = [];
		page.on("request", (request) => void (/Worker/.test(request.url()) && workers.push(request.url())));
		const said = page.locator(".transport .numbers");
		await expect.poll(() => said.textContent()).toMatch(/^Training does not start by itself/);
		await page.waitForTimeout(500);
		expect([page.workers().length, workers]).toEqual([0, []]);
		await page.getByRole("button", { name: "Train", exact: true }).click();
		expect(await ended(page)).toMatch(/^update 60 of 60 · finished/);
		await close();
	});

	test("back restores the choice before and trains it: the same weights as at first, under the same sentence", async () => {
		const { page, complaints, close } = await studio.page();
		await ended(page);
		const sentence = () =>
			page
				.locator(".sentence select")
				.evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value));
		const provenance = async () => {
			await page.locator(".provenance", { hasText: "weights" }).waitFor();
			return (await page.locator(".provenance").textContent())!;
		};
		const [before, digest] = [await sentence(), await provenance()];
		await page.getByLabel("Cell").selectOption("gru");
		await expect.poll(() => page.evaluate("location.hash")).toMatch(/cell=gru/);
		await page.getByLabel("Cell").selectOption("rnn");
		await expect.poll(() => page.evaluate("location.hash")).toMatch(/cell=rnn/);
		await page.goBack();
		await expect.poll(() => page.evaluate("location.hash")).toMatch(/cell=gru/);
		await page.goBack();
		await expect.poll(sentence).toEqual(before);
		await expect.poll(provenance, { timeout: 60_000 }).toBe(digest);
		expect(complaints).toEqual([]);
		await close();
	});
});
