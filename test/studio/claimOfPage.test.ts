/** A claim about the network of the page itself: its link in a browser that trains the network first, and its commands. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ended, pressWhen, Studio } from "./builtPage.ts";
import { printedBy } from "./copiedCommand.ts";

const found = await Studio.found("a claim about the page's network");
const NETWORK = "cell=gru&hidden=16&k2=24&batch=4&steps=4000&saveEvery=200";

describe.skipIf("missing" in found)("a claim about the page's own network", { timeout: 120_000 }, () => {
	let studio: Studio;
	let link = "";
	const folder = mkdtempSync(join(tmpdir(), "sluice-claim-"));
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(async () => {
		await studio?.close();
		rmSync(folder, { recursive: true, force: true });
	});
	const text = { permissions: ["clipboard-read", "clipboard-write"] };
	const updateOf = (page: Page) => page.locator(".model-bar .quiet", { hasText: /^update 4,000$/ });
	const keep = async (page: Page, name: string | RegExp) => {
		const saved = page.waitForEvent("download");
		await page.locator(".claim").getByRole("button", { name }).first().click();
		const download = await saved;
		await download.saveAs(join(folder, download.suggestedFilename()));
	};

	test("its link names update and weights; its commands train the network in an empty folder and find every figure the same", async () => {
		const { page, complaints, close } = await studio.page({ hash: `/train?${NETWORK}`, ...text });
		await ended(page);
		await page.evaluate(`location.hash = "#/text?${NETWORK}&part=train&u=l0.h.1&pat=quotes"`);
		await updateOf(page).waitFor();
		await page.locator(".claim > button", { hasText: "Make the card" }).click();
		await page.locator(".claim-card").waitFor({ timeout: 60_000 });
		await page.getByRole("button", { name: "Copy link to the claim" }).click();
		await page
			.getByText(/opens only here, while the studio runs/)
			.first()
			.waitFor();
		link = (await page.evaluate("navigator.clipboard.readText()")) as string;
		const weights = /weights ([0-9a-f]{8})/.exec(await page.locator(".provenance").innerText())![1];
		expect(link).toMatch(new RegExp(`claim=[0-9]+\\.[0-9a-f]{16}\\.[pfn]{4}\\.4000w${weights}`));
		await keep(page, "Save as file");
		await keep(page, "Save sluice-c.txt");
		const commands = await page.locator(".send-claim code").allInnerTexts();
		expect(commands.length).toBe(2);
		printedBy(commands[0]!, folder);
		const checked = JSON.parse(printedBy(commands[1]!, folder, " --json"));
		expect([checked.differs, checked.evidence.search.units]).toEqual([null, 64]);
		expect(checked.trouble).not.toContain("weights");
		expect(complaints).toEqual([]);
		await close();
	});

	test("in a browser that trains the network first, the view says so, and Check waits for the claim's update", async () => {
		const { page, complaints, close } = await studio.page({ hash: link.slice(link.indexOf("#") + 1) }, ".model-bar");
		await pressWhen(page, { button: ".claim-banner button" });
		await page.getByText(/^Not checked: this view shows update [\d,]+ .* the claim is about update 4,000/).waitFor();
		await page.locator(".claim-card .main").click();
		await page.getByText("The check begins by itself when it is there.").waitFor();
		await page.locator(".claim-verdict", { hasText: /every figure is the same/ }).waitFor({ timeout: 90_000 });
		await updateOf(page).waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	test("as long as the reader touches nothing, the view shows the end of the training by itself", async () => {
		const { page, close } = await studio.page({ hash: link.slice(link.indexOf("#") + 1) }, ".model-bar");
		await page.locator(".model-bar", { hasText: "This view shows the end by itself." }).waitFor();
		await updateOf(page).waitFor({ timeout: 90_000 });
		await expect.poll(() => page.locator(".model-bar button").count()).toBe(0);
		await close();
	});
});
