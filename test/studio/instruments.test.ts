/** The networks that the instruments of the studio open: this page's own, and runs of the server, with their very bits. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSymbols, runDetail, train } from "../../src/index.ts";
import { ended, Studio } from "./builtPage.ts";
import { freshFolder, openTab, type Tab, type TestStudio } from "./client.ts";
import { chromium, launch, openView } from "./studioPage.ts";

const folder = freshFolder("instruments");
const runs = join(folder, "runs");
const book = join(folder, "book.txt");
const digestOf = async (page: Page) =>
	/(?:weights|가중치) ([0-9a-f]{8})/.exec(await page.locator(".provenance").innerText())![1];

describe.skipIf("missing" in chromium)("in the page", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(chromium);
	});
	afterAll(() => studio?.close());

	test("the network of the page opens with the weights that its training ended with", async () => {
		const { page, complaints, close } = await studio.page();
		await ended(page);
		const trained = await digestOf(page);
		for (const view of ["Text", "Cell"]) {
			await page.getByRole("link", { name: view, exact: true }).click();
			await page.locator(".model-bar").waitFor();
			await page.locator(".provenance", { hasText: /weights [0-9a-f]{8}/ }).waitFor();
			expect(await digestOf(page)).toBe(trained);
		}
		expect(complaints).toEqual([]);
		await close();
	});

	test("a page without a network on text says so and offers the way to one", async () => {
		const { page, close } = await studio.page({ hash: "/train?data=task:addition&hidden=8&steps=900000" });
		await page.getByRole("link", { name: "Text", exact: true }).click();
		await page.getByText("was not trained on a text").waitFor();
		await page.getByRole("button", { name: "Go to Train" }).click();
		await page.locator(".transport").waitFor();
		await close();
	});
});

describe("runs of the server", () => {
	let studio: TestStudio;
	let tab: Tab;
	let browser: Browser | undefined;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		writeFileSync(book, "물은 흐르고 sluice opens; the water waits.\n".repeat(200));
		const options = { hidden: 6, batch: 3, k1: 7, steps: 60, saveEvery: 20 };
		await train({ data: { texts: [book] }, options, run: "text", runs, engine: "wasm-plain" });
		({ studio, tab } = await openTab({ runs, paths: [book] }));
		if (!("missing" in chromium)) browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		studio.close();
	});
	const id = async () => (await tab.get("/api/runs")).json.runs[0].id as string;

	test("a stretch of a run's text comes as the ids that the library reads, with the symbols of the whole part", async () => {
		for (const [part, from, count] of [
			["valid", 0, 1000],
			["train", 8000, 64],
			["test", 429, 5],
		] as const) {
			const { bytes } = await tab.get(`/api/runs/${await id()}/symbols?part=${part}&from=${from}&count=${count}`);
			const [symbols, first, ...ids] = new Int32Array(new Uint8Array(bytes).buffer);
			const read = await readSymbols({ run: "text", runs, part, from, count });
			expect([symbols, first, ids]).toEqual([read.symbols, from, [...read.ids]]);
		}
		for (const query of ["part=all", "from=-1", "count=1048577", "count=x"])
			expect((await tab.get(`/api/runs/${await id()}/symbols?${query}`)).status).toBe(400);
		await expect(readSymbols({ run: "text", runs, count: 0 })).rejects.toMatchObject({ code: "E_OPTION" });
	});

	test.skipIf("missing" in chromium)(
		"a run opens by its address with the weights of its newest checkpoint",
		async () => {
			const { page, context, faults } = await openView(browser!, studio.newLink(), `#/cell?run=${await id()}&cp=last`);
			await page.locator(".provenance", { hasText: /weights [0-9a-f]{8}/ }).waitFor();
			expect(await digestOf(page)).toBe(runDetail({ run: "text", runs }).weightsSha256!.slice(0, 8));
			const { symbols } = await readSymbols({ run: "text", runs, part: "valid", from: 0, count: 1 });
			await page.locator(".position", { hasText: `of ${symbols.toLocaleString("en")} symbols` }).waitFor();
			await page.getByRole("link", { name: "Text", exact: true }).click();
			await page.getByText(`${symbols.toLocaleString("en")} symbols read`).waitFor();
			expect(faults).toEqual([]);
			await context.close();
		},
	);
});
