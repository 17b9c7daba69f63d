/** Every view opens by an address of its own, as a link, a bookmark or a reload opens it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Studio } from "./builtPage.ts";

const found = await Studio.found("direct links");

describe.skipIf("missing" in found)("an address of a view", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test.each([
		["train", ".transport"],
		["text", ".model-bar"],
		["cell", ".model-bar"],
		["text?run=0123456789abcdef&part=train", ".model-bar"],
		["lab", ".lab"],
		["chat", ".chat-parts"],
		["chat?part=listen&upd=300", ".listen-table"],
		["lessons", "h1"],
		["docs", ".document-words h1"],
		["docs?doc=chat&sec=measure", "#measure"],
		["runs", "h1"],
		["receipt", "h1"],
	])("#/%s opens as the first page of a tab and again after a reload, without an error", async (hash, ready) => {
		const { page, complaints, close } = await studio.page({ hash: `/${hash}`, reducedMotion: "reduce" }, ready);
		await page.reload();
		await page.waitForSelector(ready);
		// Without a server, a run's numbers cannot be loaded, which Chromium itself reports.
		expect(complaints.filter((words) => !/Failed to load resource/.test(words))).toEqual([]);
		await close();
	});
});
