/** Studies in the view Runs: what a reader sees of them, with which keys, and what the buttons ask of the server. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeServer, idOf } from "./fakeServer.ts";
import { rowOf } from "./runSamples.ts";
import { chromium, goTo, LOOKS, launch, openRuns, violations } from "./studioPage.ts";
import { studyOf } from "./studySamples.ts";

describe.skipIf("missing" in chromium)("studies in the view Runs", { timeout: 120_000 }, () => {
	let browser: Browser;
	beforeAll(async () => {
		browser = await launch();
	});
	afterAll(() => browser?.close());

	const served = async () => {
		const server = await new FakeServer().start();
		server.put(rowOf("alone"));
		const study = studyOf("rates");
		server.studies.set(study.id, study);
		return { server, study };
	};

	test.each(LOOKS)(
		"break no rule of axe as a list and opened, and never scroll sideways: %s, %s, %i",
		async (lang, theme, width) => {
			const { server } = await served();
			const { context, page, faults } = await openRuns(browser, server.link(), { lang, dark: theme === "dark", width });
			for (const [address, part] of [
				["#/runs", ".study-list"],
				[`#/runs?study=${idOf("rates")}`, ".setting-table"],
			]) {
				await goTo(page, address!);
				await page.waitForSelector(part!);
				expect([part, await violations(page)]).toEqual([part, []]);
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
			}
			expect(faults).toEqual([]);
			await context.close();
			await server.kill();
		},
	);

	test("the list opens a study by Enter, whose 12 settings have 35 losses, a line each in the picture, and links to the runs of trials", async () => {
		const { server } = await served();
		const { context, page } = await openRuns(browser, server.link());
		await page.locator(".study-name a").focus();
		await page.keyboard.press("Enter");
		await page.waitForSelector(".setting-table");
		expect(await page.locator(".setting-table tbody tr").count()).toBe(12);
		expect(await page.locator(".by-seed a").count()).toBe(35);
		expect(await page.locator(".parallel path").count()).toBe(12);
		expect(await page.locator(".parallel path.best").count()).toBe(1);
		expect(await page.locator(".study-now .spark").count()).toBe(2);
		const href = await page.locator(".by-seed a").first().getAttribute("href");
		expect(href).toMatch(new RegExp(`^#/runs\\?study=${idOf("rates")}&open=[0-9a-f]{16}$`));
		await page.keyboard.press("Escape");
		await page.waitForSelector(".study-list");
		await context.close();
		await server.kill();
	});

	test("an event moves the row and the open study, stop is undone by the toast, and a refusal is said", async () => {
		const { server, study } = await served();
		const { context, page } = await openRuns(browser, server.link());
		await page.waitForSelector(".study-list");
		server.emit("study", { ...study, counts: { ...study.counts, done: 40 } });
		await page.getByText("41 of 49").waitFor();
		await goTo(page, `#/runs?study=${study.id}`);
		await page.locator(".open-study .play").click();
		await page.locator(".open-study .is-stopped").waitFor();
		expect(server.count("POST /api/studies/:id/stop")).toBe(1);
		await page.locator(".toast button").first().click();
		await page.locator(".open-study .is-running").first().waitFor();
		expect(server.count("POST /api/studies/:id/resume")).toBe(1);
		const message = { en: "Not parked.", ko: "보류된 것이 아닙니다." };
		server.refusals.set("POST /api/studies/:id/retry", { status: 400, body: { code: "E_STUDY_TRIAL", message } });
		await page.locator(".study-now .parked button").click();
		await page.getByText("Not parked.").waitFor();
		server.emit("studyGone", { id: study.id });
		await page.getByText("This study is not here any more.").waitFor();
		await context.close();
		await server.kill();
	});

	test("without studies there is a command that makes one, and a study that is missing says so", async () => {
		const server = await new FakeServer().start();
		server.put(rowOf("alone"));
		const { context, page } = await openRuns(browser, server.link());
		await page.locator(".studies-none summary").click();
		await page.getByText("sluice study run addition", { exact: false }).waitFor();
		await goTo(page, `#/runs?study=${idOf("none")}`);
		await page.getByText("There is no such study.", { exact: false }).waitFor();
		await context.close();
		await server.kill();
	});
});
