/** The link to a view: what another browser shows of it, and what its sender learns before it is copied. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ended, SHORT, Studio } from "./builtPage.ts";

const found = await Studio.found("links to views");
const OWN = Array.from({ length: 120 }, (_, n) => `${n % 7} the sluice opens\n`).join("");
/** No two lines alike, so that it is too long for a link. */
const LONG = Array.from({ length: 900 }, (_, n) => `${Math.sin(n)} ${Math.cos(n * n)}\n`).join("word ");

const digestOf = async (page: Page) =>
	/(?:weights|가중치) ([0-9a-f]{8})/.exec(await page.locator(".provenance").innerText())?.[1];
const view = (page: Page, name: string | RegExp) => page.getByRole("navigation").getByRole("link", { name }).click();

describe.skipIf("missing" in found)("the link to a view", { timeout: 120_000 }, () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());
	const open = (hash: string, look = {}, ready = ".transport") =>
		studio.page({ hash, permissions: ["clipboard-read", "clipboard-write"], ...look }, ready);
	const copied = async (page: Page) => {
		await page.keyboard.press("l");
		await page.locator(".toast", { hasText: /Link copied|링크를 복사했습니다/ }).waitFor();
		const link: string = await page.evaluate(() => navigator.clipboard.readText());
		expect(link.startsWith(studio.served.address)).toBe(true);
		return link.slice(link.indexOf("#") + 1);
	};
	const trainOn = async (page: Page, text: string) => {
		await page.locator("#blank-data").selectOption("give");
		await page.locator("#own-text").fill(text);
		await page.getByRole("button", { name: /Train on it|이 텍스트로 학습/ }).click();
		await expect.poll(() => page.evaluate("location.hash")).toContain("data=own");
		await ended(page);
	};

	test("of Play holds network, typed text and language: a Korean page's link shows the same in an English browser", async () => {
		const { page, close } = await open("/play", { lang: "ko", reducedMotion: "reduce" }, ".typing");
		await page.locator(".typing-field textarea").fill("물이 흐른다, 물이");
		await expect.poll(() => page.locator(".typing").getAttribute("aria-busy")).toBe("false");
		await page.locator("h2").first().click();
		const expected = await page.locator(".typing-side").innerText();
		const hash = await copied(page);
		expect(hash).toMatch(/^\/play\?.*net=ko.*&lang=ko&say=[\w-]+$/);
		const friend = await open(hash, { reducedMotion: "reduce" }, ".typing");
		const field = friend.page.locator(".typing-field textarea");
		await expect.poll(() => field.inputValue()).toBe("물이 흐른다, 물이");
		await expect.poll(() => friend.page.locator(".typing-side").innerText()).toBe(expected);
		expect(friend.complaints).toEqual([]);
		await friend.close();
		await close();
	});

	test.each([
		["Share", { lang: "en", viewport: { width: 1440, height: 900 } }],
		["공유", { lang: "ko", viewport: { width: 390, height: 844 } }],
	] as const)("%s at the top of the page copies what the key L copies; %o", async (name, look) => {
		const { page, complaints, close } = await open("/lab?at=radius=0.5", look, ".lab-command");
		const link = await copied(page);
		await page.evaluate(() => navigator.clipboard.writeText(""));
		await page.getByRole("banner").getByRole("button", { name, exact: true }).click();
		await expect
			.poll(() => page.evaluate(() => navigator.clipboard.readText()))
			.toBe(`${studio.served.address}#${link}`);
		expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(look.viewport.width);
		expect(complaints).toEqual([]);
		await close();
	});

	test("that the browser does not let the page copy is said, with what to do", async () => {
		const before = `Object.defineProperty(navigator, "clipboard", { value: undefined })`;
		const { page, complaints, close } = await open("/lab", { before }, ".lab-command");
		await page.getByRole("button", { name: "Share", exact: true }).click();
		await page.locator(".toast", { hasText: "Copy the address of the page instead." }).waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	test("sets the language until its reader chooses one, also over a reload", async () => {
		const { page, close } = await open(`${SHORT}&lang=ko`, { reducedMotion: "reduce" });
		await page.getByRole("button", { name: "English" }).waitFor();
		await view(page, "놀이");
		await page.locator(".typing").waitFor();
		await page.reload();
		await page.getByRole("button", { name: "English" }).click();
		await page.getByRole("link", { name: "Play" }).waitFor();
		await page.reload();
		await page.getByRole("link", { name: "Play" }).waitFor();
		await close();
	});

	test("of Cell holds position, stage and a dragged valve: f = 0.07 stays 0.07", async () => {
		const { page, close } = await open("/cell?at=60&u=3&s=4", { reducedMotion: "reduce" }, ".valves");
		await page.locator(".valves input").first().fill("0.07");
		await page.locator(".changed").waitFor();
		const shown = await page.locator(".valves").innerText();
		await expect.poll(() => page.evaluate("location.hash")).toContain("set=l0.gate.");
		await page.locator("h2").first().click();
		const friend = await open(await copied(page), { reducedMotion: "reduce" }, ".valves");
		await friend.page.locator(".changed").waitFor();
		await expect.poll(() => friend.page.locator(".valves").innerText()).toBe(shown);
		expect(await friend.page.evaluate("location.hash")).toMatch(/at=60.*u=3.*s=4/);
		await friend.close();
		await close();
	});

	test("holds a short text of the reader's own and says so: another browser trains the same weights from it", async () => {
		const { page, close } = await open(SHORT);
		await trainOn(page, OWN);
		const trained = await digestOf(page);
		await page.locator(".panel-loss h2").click();
		const hash = await copied(page);
		expect(await page.locator(".toast").innerText()).toContain("whoever has it can read the text");
		const friend = await open(hash);
		await ended(friend.page);
		expect([await digestOf(friend.page), await friend.page.locator("#blank-data").inputValue()]).toEqual([
			trained,
			"own",
		]);
		await friend.close();
		await close();
	});

	test("says before it is copied that a long text stays behind and offers the file; the reader's page says what is missing and takes it", async () => {
		const { page, close } = await open(SHORT);
		await trainOn(page, LONG);
		const trained = await digestOf(page);
		await view(page, "Text");
		await page.locator(".model-bar", { hasText: "your own text" }).waitFor();
		await page.keyboard.press("l");
		const dialog = page.getByRole("dialog", { name: "This link cannot hold everything" });
		await dialog.getByText("Send the text as well").waitFor();
		const file = page.waitForEvent("download");
		await dialog.getByRole("button", { name: "Save sluice-own.txt" }).click();
		expect((await file).suggestedFilename()).toBe("sluice-own.txt");
		await dialog.getByRole("button", { name: "Copy the link" }).click();
		await page.locator(".toast", { hasText: "Link copied" }).waitFor();
		const link: string = await page.evaluate(() => navigator.clipboard.readText());
		const friend = await open(link.slice(link.indexOf("#") + 1), { lang: "ko" }, ".state");
		await friend.page.getByText("This page does not have the data that the network was trained on.").waitFor();
		await friend.page.getByRole("button", { name: "Give the text or table" }).click();
		expect(await friend.page.locator("#blank-data option:checked").innerText()).toBe("your own text");
		await friend.page.locator("#own-text").fill(LONG);
		await friend.page.getByRole("button", { name: "Train on it" }).click();
		await ended(friend.page);
		expect(await digestOf(friend.page)).toBe(trained);
		await friend.close();
		await close();
	});
});
