/** What users of the view Train stumbled over. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ended, FIRST_UPDATE, past, pressWhen, Studio, updateOf } from "./builtPage.ts";

const found = await Studio.found("the view Train");

/** In the page: the store of the training that is kept. */
const STORE = `await new Promise((resolve, reject) => {
	const opened = indexedDB.open("sluice-studio", 1);
	opened.onerror = reject;
	opened.onsuccess = () => resolve(opened.result.transaction("trainings", "readwrite").objectStore("trainings"));
})`;
const done = (request: string) =>
	`await new Promise((resolve) => { const request = ${request}; request.onsuccess = () => resolve(request.result); })`;
const keptUpdate = `(async () => { const store = ${STORE}; return (${done('store.get("last")')})?.numbers.step; })()`;
const ofAnotherBuild = `(async () => {
	const store = ${STORE};
	const kept = ${done('store.get("last")')};
	${done('store.put({ ...kept, build: "/assets/older.js" }, "last")')};
})()`;

describe.skipIf("missing" in found)("the view Train", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test("arrow keys on a chart stay within the run's own updates, though the stored run under it has 2,000", async () => {
		const { page, complaints, close } = await studio.page({ hash: "/train" });
		await pressWhen(page, { button: ".transport .play", past: 20 });
		await page.locator(".transport .numbers", { hasText: "paused" }).waitFor();
		const at = await updateOf(page);
		expect(at).toBeLessThan(1900);
		for (const panel of ["loss", "norm"]) {
			await page.locator(`.panel-${panel} .chart`).focus();
			await page.keyboard.press("End");
			await page.keyboard.press("ArrowRight");
			const read = (await page.locator(`.panel-${panel} .chart-read`).textContent()) ?? "";
			const update = Number(/^update ([\d,]+)/.exec(read)![1]!.replaceAll(",", ""));
			expect([panel, update <= at, update > at - 11]).toEqual([panel, true, true]);
		}
		expect(complaints).toEqual([]);
		await close();
	});

	test("a start link that the server does not take is said in Train, with what to do, and training goes on", async () => {
		const { page, close } = await studio.page({ hash: "start=abcdefghijklmnopqrst", lang: "ko" });
		const told = page.getByRole("alert");
		await told.waitFor();
		expect(await told.textContent()).toMatch(/sluice studio.*Enter/);
		expect(await page.evaluate("location.hash")).toBe("#/train");
		await past(page, 5);
		await told.getByRole("button").click();
		await told.waitFor({ state: "detached" });
		await close();
	});

	test("a place that cannot be chosen says why in its own words", async () => {
		const { page, close } = await studio.page({ reducedMotion: "reduce" });
		const machine = page.locator("#blank-place option[value=machine]");
		expect(await machine.isDisabled()).toBe(true);
		expect(await machine.textContent()).toBe("on this machine (needs the link of sluice studio)");
		await close();
	});

	test("a changed rate is told with its name, the rate of now and its schedule while it trains", async () => {
		const { page, complaints, close } = await studio.page({ hash: "/train?hidden=8&k2=8&batch=4&steps=900000" });
		await past(page, 20);
		expect(await page.locator(".panel-norm .panel-head .numbers").textContent()).toMatch(
			/; learning rate now [\d.e−]+ \(warm-up, then cosine\)$/,
		);
		await page.locator("#blank-lr").selectOption("0.03");
		const toast = page.locator(".toast", { hasText: "Peak learning rate: 0.03." });
		await toast.waitFor();
		expect(await toast.textContent()).toMatch(/^Peak learning rate: 0\.03\. Continues from update [\d,]+\.Undo$/);
		expect(complaints).toEqual([]);
		await close();
	});

	test("a paused training of the reader's own text is there again after a reload, and goes on to the weights of one that was never stopped", async () => {
		const own = Array.from({ length: 400 }, (_, n) => `${n} the sluice opens, ${(n * n) % 89}\n`).join("");
		const hash = "/train?hidden=8&k2=8&batch=4&steps=10000";
		const digestOf = async (page: Page) => {
			await ended(page);
			return /weights ([0-9a-f]{8})/.exec((await page.locator(".provenance").textContent()) ?? "")![1];
		};
		const { page, complaints, close } = await studio.page({ hash, reducedMotion: "reduce" });
		await page.getByRole("button", { name: "More options" }).click();
		await page.locator("#own-text").fill(own);
		await page.getByRole("button", { name: "Train on it" }).click();
		await past(page, 50);
		await page.getByRole("button", { name: "Pause" }).click();
		await page.locator(".transport .numbers", { hasText: "paused" }).waitFor();
		const [at, panel] = [await updateOf(page), await page.locator(".panel-loss .numbers").textContent()];
		expect(at).toBeLessThan(10_000);
		await expect.poll(() => page.evaluate("localStorage.getItem('sluice.kept')")).toContain("data=own");
		await page.reload();
		await page.locator(".transport .numbers", { hasText: "paused" }).waitFor();
		expect([await updateOf(page), await page.locator(".panel-loss .numbers").textContent()]).toEqual([at, panel]);
		await page.getByRole("button", { name: "Continue" }).click();
		const stopped = await digestOf(page);
		await page.getByRole("button", { name: "Start again" }).click();
		await past(page, 1);
		expect(await digestOf(page)).toBe(stopped);
		expect(complaints).toEqual([]);
		await close();
	});

	test("a training that runs continues after a reload from its last checkpoint, to the weights of one that was never stopped; a reader who asks for less motion finds it paused", async () => {
		const hash = "/train?hidden=8&k2=8&batch=4&steps=6000&saveEvery=200";
		for (const reducedMotion of ["no-preference", "reduce"] as const) {
			const { page, complaints, close } = await studio.page({ hash, reducedMotion, before: FIRST_UPDATE });
			if (reducedMotion === "reduce") await page.getByRole("button", { name: "Train" }).click();
			await past(page, 1000);
			await expect.poll(() => page.evaluate("localStorage.getItem('sluice.kept')")).toBe(`#${hash}`);
			await page.reload();
			if (reducedMotion === "reduce") {
				await page.locator(".transport .numbers", { hasText: "paused" }).waitFor();
				expect((await updateOf(page)) % 200).toBe(0);
				await page.getByRole("button", { name: "Continue" }).click();
			}
			const digest = async () => {
				await ended(page);
				return /weights ([0-9a-f]{8})/.exec((await page.locator(".provenance").textContent()) ?? "")![1];
			};
			const reloaded = await digest();
			expect(await page.evaluate<number>("firstUpdate")).toBeGreaterThanOrEqual(200);
			await page.getByRole("button", { name: "Start again" }).click();
			await past(page, 1);
			expect(await digest()).toBe(reloaded);
			expect(complaints).toEqual([]);
			await close();
		}
	});

	const ENDLESS_SAVED = "/train?hidden=8&k2=8&batch=4&steps=900000&saveEvery=100";
	const view = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name }).click();

	test("'Load it again' after a view's file is gone keeps the training that runs, also over a new build of the page, and it goes on by itself", async () => {
		const { page, close } = await studio.page({ hash: ENDLESS_SAVED });
		await past(page, 200);
		await page.route(/TextView-/, (route) => route.abort());
		await view(page, "Text");
		const before = await page.evaluate("performance.timeOrigin");
		await page.getByRole("alert").getByRole("button", { name: "Load it again" }).click();
		await expect.poll(() => page.evaluate("performance.timeOrigin").catch(() => before)).not.toBe(before);
		await view(page, "Train");
		await page.locator(".transport .numbers", { hasText: "left" }).waitFor();
		const at = await updateOf(page);
		expect(at).toBeGreaterThan(200);
		await past(page, at + 20);
		await page.getByRole("button", { name: "Pause" }).click();
		await page.locator(".transport .numbers", { hasText: "paused" }).waitFor();
		const paused = await updateOf(page);
		await expect.poll(() => page.evaluate(keptUpdate)).toBe(paused);
		await page.evaluate(ofAnotherBuild);
		await page.reload();
		await page.locator(".transport .numbers", { hasText: "paused" }).waitFor();
		expect(await updateOf(page)).toBe(paused);
		await page.getByRole("button", { name: "Continue" }).click();
		await past(page, paused + 20);
		await close();
	}, 60_000);

	test("a training whose worker fails is paused at its last checkpoint, and continues from there", async () => {
		const { page, close } = await studio.page({ hash: ENDLESS_SAVED });
		await past(page, 250);
		await page.workers()[0]!.evaluate("setTimeout(() => { throw new Error('gone') })");
		await page.locator(".transport .numbers", { hasText: "paused" }).waitFor();
		const at = await updateOf(page);
		expect([at >= 200, at % 100]).toEqual([true, 0]);
		await page.getByRole("button", { name: "Continue" }).click();
		await past(page, at + 120);
		await close();
	}, 60_000);

	test("what the page cannot load is told in both languages", async () => {
		const { page, close } = await studio.page({ hash: "/train?data=own", lang: "en" });
		const said = page.locator(".transport .numbers");
		await expect.poll(() => said.textContent()).toMatch(/^This page does not have the text\. Paste or drop it/);
		await page.getByRole("button", { name: "한국어" }).click();
		await expect.poll(() => said.textContent()).toMatch(/^텍스트가 이 페이지에 없습니다\. 붙여 넣거나/);
		await close();
	});
});
