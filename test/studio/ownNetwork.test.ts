/** The network that the reader has trained: which one the views show, and what takes it away or leaves it where it is. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENDLESS, ended, past, pressWhen, SHORT, Studio, updateOf } from "./builtPage.ts";

const found = await Studio.found("the reader's own network");
const OWN = Array.from({ length: 400 }, (_, n) => `${n} the sluice opens, ${(n * n) % 89}\n`).join("");

const digestOf = async (page: Page) =>
	/(?:weights|가중치) ([0-9a-f]{8})/.exec(await page.locator(".provenance").innerText())?.[1];
const view = (page: Page, name: string) =>
	page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
const hashOf = (page: Page) => page.evaluate("location.hash") as Promise<string>;

describe.skipIf("missing" in found)("the reader's own network", { timeout: 120_000 }, () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());
	const trainOn = async (page: Page, text: string) => {
		await page.locator("#blank-data").selectOption("give");
		await page.locator("#own-text").fill(text);
		await page.getByRole("button", { name: "Train on it" }).click();
		await expect.poll(() => hashOf(page)).toContain("data=own");
		await ended(page);
	};

	test.each(["Text", "Cell"])("%s shows the network that was trained last, its data and its command", async (name) => {
		const { page, complaints, close } = await studio.page();
		await ended(page);
		await view(page, name);
		await page.locator(".model-bar", { hasText: "trained on C source code" }).waitFor();
		await view(page, "Train");
		await trainOn(page, OWN);
		const trained = await digestOf(page);
		await view(page, name);
		await page.locator(".model-bar", { hasText: "trained on your own text" }).waitFor();
		await expect.poll(() => digestOf(page)).toBe(trained);
		const command = page.locator(name === "Text" ? ".command pre" : ".cell-command pre").first();
		await expect.poll(() => command.textContent()).toContain("sluice-own.txt");
		expect(complaints).toEqual([]);
		await close();
	});

	test.each(["Text", "Cell"])("%s opens a network on a text although the one before was on a task", async (name) => {
		const { page, complaints, close } = await studio.page({ hash: `${SHORT}&data=task:temporal-order` });
		await ended(page);
		const ofTask = await digestOf(page);
		await view(page, name);
		await page.locator(".state", { hasText: "was not trained on a text" }).waitFor();
		await view(page, "Train");
		await page.locator("#blank-data").selectOption("c");
		await expect.poll(() => digestOf(page)).not.toBe(ofTask);
		await ended(page);
		const trained = await digestOf(page);
		await view(page, name);
		await page.locator(".model-bar", { hasText: "trained on C source code" }).waitFor();
		await expect.poll(() => digestOf(page)).toBe(trained);
		expect(complaints).toEqual([]);
		await close();
	});

	test("what is shown is named with the options that it was trained with, also while another training replaces it", async () => {
		const { page, close } = await studio.page({ hash: `${ENDLESS}&saveEvery=20&forgetBias=3` });
		await pressWhen(page, { button: ".transport .play", past: 40 });
		await view(page, "Cell");
		await page.locator(".provenance").waitFor();
		const [before, command] = [await digestOf(page), page.locator(".cell-command pre").first()];
		await page.keyboard.press("Control+k");
		await page.locator(".palette-item").first().waitFor();
		await page.keyboard.type("Start again from");
		await page.keyboard.press("Enter");
		await page.locator(".model-bar", { hasText: "before the page's newest training" }).waitFor();
		expect(await digestOf(page)).toBe(before);
		expect(await command.textContent()).toContain("--forget-bias 3");
		await close();
	});

	test("a lesson's figure leaves the reader's network where it was, and Train has all its panels and options again", async () => {
		const { page, complaints, close } = await studio.page({ hash: `${SHORT}&seed=7` });
		await trainOn(page, OWN);
		const trained = await digestOf(page);
		await view(page, "Lessons");
		await page.locator(".lessons li button").nth(4).click();
		await page.locator(".lesson").waitFor();
		for (let screen = 2; screen <= 5; screen++) await page.getByRole("button", { name: "Next", exact: true }).click();
		await page.getByText("5 of 7").waitFor();
		await page.locator(".figure-note", { hasText: "Yours, on your own text, is kept at update 60." }).waitFor();
		await page.locator(".toast", { hasText: "Yours (your own text, update 60) is kept." }).waitFor();
		await past(page, 5);
		expect(await page.locator(".panel-loss").count()).toBe(0);
		await view(page, "Train");
		await page.locator(".transport .numbers", { hasText: "update 60 of 60" }).waitFor();
		expect(await digestOf(page)).toBe(trained);
		expect(await page.locator(".panel-loss, .panel-norm, .panel-sample").count()).toBe(3);
		expect(await hashOf(page)).toBe(`#${SHORT.replace("/train?", "/train?data=own&")}&seed=7`);
		await view(page, "Cell");
		await page.locator(".model-bar", { hasText: "trained on your own text" }).waitFor();
		await expect.poll(() => digestOf(page)).toBe(trained);
		await page.goBack();
		await page.goBack();
		await page.locator(".figure-note").waitFor();
		await page.keyboard.press("t");
		await page.locator(".figure-note").waitFor({ state: "detached" });
		expect(await digestOf(page)).toBe(trained);
		expect(complaints).toEqual([]);
		await close();
	});

	test("Ctrl+Z brings the reader's training back from a figure, and it goes on; going back in the lesson, Cell has it too", async () => {
		const { page, close } = await studio.page({ hash: `${ENDLESS}&saveEvery=20&lesson=5.4` });
		await past(page, 100);
		await page.getByRole("button", { name: "Next", exact: true }).click();
		await page.locator(".figure-note").waitFor();
		await past(page, 1);
		await page.getByRole("button", { name: "Back", exact: true }).click();
		await page.locator(".model-bar", { hasText: "trained on C source code" }).waitFor();
		expect(await page.locator(".provenance").innerText()).toContain("1x8");
		await page.getByRole("button", { name: "Next", exact: true }).click();
		await page.locator(".figure-note").waitFor();
		await page.getByRole("button", { name: "Back to mine" }).click();
		await page.locator(".figure-note").waitFor({ state: "detached" });
		const at = await updateOf(page);
		expect(at).toBeGreaterThan(99);
		await past(page, at + 20);
		await close();
	});

	test("a finished training is trained on from where it is, or started again, which Undo takes back", async () => {
		const { page, complaints, close } = await studio.page();
		await ended(page);
		const trained = await digestOf(page);
		await page.getByRole("button", { name: "Start again" }).click();
		await page.locator(".toast", { hasText: "Started again from update 0." }).waitFor();
		await page.keyboard.press("Control+z");
		await page.locator(".transport .numbers", { hasText: "update 60 of 60" }).waitFor();
		expect(await digestOf(page)).toBe(trained);
		await page.locator("#blank-hidden").selectOption("16");
		await past(page, 1);
		await page.getByRole("button", { name: "Undo" }).click();
		await page.locator(".transport .numbers", { hasText: "update 60 of 60" }).waitFor();
		await expect.poll(async () => [await digestOf(page), await hashOf(page)]).toEqual([trained, `#${SHORT}`]);
		await page.getByRole("button", { name: "Train more", exact: true }).click();
		await page.locator(".transport .numbers", { hasText: "update 120 of 120" }).waitFor();
		expect(await hashOf(page)).toContain("steps=120");
		const further = page.getByRole("button", { name: "Train more", exact: true });
		expect(await further.getAttribute("title")).toBe("Continue to update 240");
		expect(complaints).toEqual([]);
		await close();
	});
});
