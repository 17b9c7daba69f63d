/** The page opens at the address of any view: what a link leads to needs no visit of another view first. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Studio } from "./builtPage.ts";

const found = await Studio.found("addresses that it opens at");

describe.skipIf("missing" in found)("the page opens at the address of", { timeout: 60_000 }, () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test.each([
		["/train", "Train"],
		["/text?part=train", "Text"],
		["/cell?s=2", "Cell"],
		["/lab", "Gradient lab"],
		["/runs", "Runs"],
		["/lessons", "Lessons"],
	])("%s: its header is there, %s is marked as the view that is shown, and nothing complains", async (hash, name) => {
		const look = { hash, reducedMotion: "reduce" } as const;
		const { page, complaints, close } = await studio.page(look, 'header [aria-current="page"]');
		expect(await page.locator('header [aria-current="page"]').innerText()).toBe(name);
		await page.locator("h1").first().waitFor({ state: "attached" });
		expect(complaints).toEqual([]);
		await close();
	});
});
