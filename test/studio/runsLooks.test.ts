/** Each state of the view Runs for who uses a screen reader, a phone, the dark or Korean. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeServer, idOf } from "./fakeServer.ts";
import { linesOf, recordsOf, rowOf, rowsOf, samplesOf } from "./runSamples.ts";
import { chromium, goTo, launch, openProfile, openRuns, violations } from "./studioPage.ts";

const PROFILES = [
	{ lang: "en", dark: false, width: 1440, height: 900 },
	{ lang: "ko", dark: true, width: 390, height: 844 },
] as const;

describe.skipIf("missing" in chromium)("the view Runs", { timeout: 120_000 }, () => {
	let browser: Browser;
	beforeAll(async () => {
		browser = await launch();
	});
	afterAll(() => browser?.close());

	test.each(PROFILES)(
		"breaks no rule of axe in 7 states, and never scrolls sideways: $lang, $width pixels",
		async (profile) => {
			const server = await new FakeServer().start();
			const logs = { metrics: linesOf(900), records: recordsOf(900), samples: samplesOf() };
			const without = await openProfile(browser, `${server.address}/#/runs`, profile);
			await without.page.waitForSelector(".state h1");
			const { context, page, faults } = await openRuns(browser, server.link(), profile);
			const good = async (state: string, of = page) => {
				expect([state, await violations(of)]).toEqual([state, []]);
				const wide = await of.evaluate(() => document.documentElement.scrollWidth);
				expect([state, wide]).toEqual([state, profile.width]);
			};
			await good("no session", without.page);
			await page.waitForSelector(".state h1");
			await good("empty");
			for (const row of rowsOf(40)) server.emit("run", row);
			server.put(rowOf("base", 0, { state: "running", tags: ["baseline"] }), logs);
			server.put(rowOf("fork", 1, { parent: { run: "base", update: 400, change: { lr: 0.003 } } }), logs);
			for (const row of server.rows.values()) server.emit("run", row);
			await page.locator(".chip").click();
			await page.waitForSelector(".rows tr");
			await good("table");
			await page.locator(".filters .check input").check();
			await page.locator(".rows input").nth(0).check();
			await page.locator(".rows input").nth(1).check();
			await good("tree");
			await goTo(page, `#/runs?open=${idOf("fork")}`);
			await page.locator(".fork > button").click();
			await good("one run");
			await goTo(page, `#/runs?with=${idOf("fork")},${idOf("base")}`);
			await page.waitForSelector(".differences");
			await good("compared");
			const breaks = await page.evaluate(() => getComputedStyle(document.querySelector("main h1")!).wordBreak);
			expect(breaks).toBe(profile.lang === "ko" ? "keep-all" : "normal");
			await server.kill();
			await page.waitForSelector(".notice");
			await good("lost");
			expect(faults).toEqual([]);
			await context.close();
			await without.context.close();
		},
	);
});
