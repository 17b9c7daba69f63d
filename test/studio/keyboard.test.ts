/** The studio without a pointer: keys, also under a Korean input method, and where the focus is. */
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENDLESS, past, Studio, updateOf } from "./builtPage.ts";

const found = await Studio.found("keys");

/** What has the focus: its name for assistive technology, else its tag. */
const focused = (page: Page): Promise<string> =>
	page.evaluate(
		"document.activeElement.ariaLabel ?? (document.activeElement.textContent || document.activeElement.tagName).trim()",
	);
const hashOf = (page: Page): Promise<string> => page.evaluate("location.hash.split('?')[0]");

/** Presses Tab until what has the focus is called `name`. */
async function tabTo(page: Page, name: RegExp, most = 30): Promise<void> {
	for (let n = 0; n < most; n++) {
		await page.keyboard.press("Tab");
		if (name.test(await focused(page))) return;
	}
	throw new Error(`${name} is not among the next ${most} places of the Tab order`);
}

async function key(cdp: CDPSession, code: string, letter: string): Promise<void> {
	const windowsVirtualKeyCode = code.charCodeAt(3);
	await cdp.send("Input.dispatchKeyEvent", { type: "keyDown", code, key: letter, windowsVirtualKeyCode });
	await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", code, key: letter, windowsVirtualKeyCode });
}

describe.skipIf("missing" in found)("by keys alone", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test("t and r go to Train and to Runs, by their place as well where Hangul is on: ㅅ and ㄱ", async () => {
		const { page, complaints, close } = await studio.page({ reducedMotion: "reduce", lang: "ko" });
		const cdp = await page.context().newCDPSession(page);
		for (const [code, letter, hash] of [
			["KeyR", "r", "#/runs"],
			["KeyT", "t", "#/train"],
			["KeyR", "ㄱ", "#/runs"],
			["KeyT", "ㅅ", "#/train"],
			["KeyR", "Process", "#/runs"],
		] as const) {
			await key(cdp, code, letter);
			await expect.poll(() => hashOf(page)).toBe(hash);
		}
		expect(complaints).toEqual([]);
		await close();
	});

	test("in a field of text the same keys write, and go nowhere", async () => {
		const { page, close } = await studio.page({ reducedMotion: "reduce" });
		await page.getByRole("button", { name: "More options" }).click();
		await page.locator("#own-text").focus();
		await page.keyboard.type("rtl");
		expect([await hashOf(page), await page.locator("#own-text").inputValue()]).toEqual(["#/train", "rtl"]);
		await close();
	});

	test("in the palette a syllable being composed filters, Enter ends it and runs nothing, the next Enter runs the command", async () => {
		const { page, complaints, close } = await studio.page({ reducedMotion: "reduce", lang: "ko" });
		await page.keyboard.press("r");
		const cdp = await page.context().newCDPSession(page);
		await page.keyboard.press("Control+k");
		const items = page.locator(".palette-item");
		await items.first().waitFor();
		const all = await items.count();
		expect(all).toBeGreaterThan(8);
		for (const text of ["ㅎ", "하", "학"]) {
			await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
			expect(await page.locator(".palette-input").inputValue()).toBe(text);
		}
		const composing = { code: "Enter", key: "Process", windowsVirtualKeyCode: 229 };
		await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...composing });
		expect([await hashOf(page), await page.locator(".palette").count()]).toEqual(["#/runs", 1]);
		await cdp.send("Input.insertText", { text: "학습" });
		await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...composing });
		await expect.poll(() => items.count()).toBeLessThan(all);
		for (const words of await items.allTextContents()) expect(words).toContain("학습");
		await page.keyboard.press("Enter");
		await expect.poll(() => hashOf(page)).toBe("#/train");
		await page.locator(".palette").waitFor({ state: "detached" });
		expect(complaints).toEqual([]);
		await close();
	});

	test("the main task: change the cell, pause, run a command of the palette; Tab comes to each control in reading order, and the focus is seen", async () => {
		const { page, complaints, close } = await studio.page({ hash: ENDLESS });
		await past(page, 20);
		await page.keyboard.press("Tab");
		expect(await focused(page)).toBe("Skip to the content");
		await tabTo(page, /^Light or dark$/); // past the view of the same name
		await tabTo(page, /^Cell$/);
		const outline: string = await page.evaluate("getComputedStyle(document.activeElement).outline");
		expect(outline).toMatch(/solid 2px/);
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Enter").catch(() => {});
		await expect.poll(() => page.evaluate("location.hash")).toMatch(/cell=gru/);
		expect(await focused(page)).toBe("Cell");
		await tabTo(page, /^Pause$/);
		await past(page, 5);
		await page.keyboard.press("Space");
		await page.locator(".transport .numbers", { hasText: "paused" }).waitFor();
		expect(await focused(page)).toBe("Continue");
		const at = await updateOf(page);
		await page.keyboard.press("Control+k");
		await page.locator(".palette-item").first().waitFor();
		expect(await focused(page)).toBe("Type a command");
		await page.keyboard.type("train or");
		await expect.poll(() => page.locator(".palette-item").count()).toBe(1);
		await page.keyboard.press("Enter");
		await page.locator(".palette").waitFor({ state: "detached" });
		await past(page, at);
		await expect.poll(() => focused(page)).toBe("Pause");
		expect(complaints).toEqual([]);
		await close();
	});

	test("the gradient lab: make the gradient explode, choose another cost, walk the wall, all by Tab and arrows", async () => {
		const { page, complaints, close } = await studio.page({ reducedMotion: "reduce" });
		const press = async (key: string, times: number) => {
			for (let n = 0; n < times; n++) await page.keyboard.press(key);
		};
		const tabToField = async (label: string) => {
			for (let n = 0; n < 20; n++) {
				await page.keyboard.press("Tab");
				if ((await page.evaluate("document.activeElement.labels?.[0]?.textContent")) === label) return;
			}
			throw new Error(`${label} is not among the next 20 places of the Tab order`);
		};
		await page.keyboard.press("g");
		await page.locator(".lab-verdict.lasts").waitFor();
		await tabTo(page, /^Activation$/);
		await page.keyboard.press("ArrowDown");
		await tabToField("Spectral radius of W");
		await press("ArrowRight", 40);
		await page.locator(".lab-verdict.explodes").waitFor();
		await tabTo(page, /^Gradient of the loss of step 50/);
		await press("ArrowLeft", 2);
		await expect.poll(() => focused(page)).toMatch(/^Gradient of the loss of step 48/);
		await page.getByRole("button", { name: /^Error wall/ }).focus();
		await page.keyboard.press("Enter");
		await page.locator(".lab-verdict", { hasText: "step 47" }).waitFor();
		await tabToField("Update");
		await press("ArrowLeft", 30);
		await expect.poll(() => page.locator(".lab-ball output").nth(2).innerText()).toBe("30");
		await tabTo(page, /^Copy$/);
		expect(complaints).toEqual([]);
		await close();
	});

	test("the focus stays where it is when the language changes, when a dialog closes, and while data comes to every control that is there", async () => {
		const hash = "/train?hidden=64&k2=2&batch=16&steps=900000"; // cut after 2 steps, it can always look back further
		const { page, close } = await studio.page({ hash });
		await past(page, 100);
		const language = page.getByRole("button", { name: "한국어" });
		await language.focus();
		await page.keyboard.press("Enter");
		await expect.poll(() => focused(page)).toBe("English");
		await page.keyboard.press("Enter");
		await expect.poll(() => focused(page)).toBe("한국어");
		const remedy = page.locator(".verdict button", { hasText: "Look back" });
		await remedy.focus();
		await page.keyboard.press("Enter");
		await expect.poll(() => page.evaluate("location.hash")).not.toBe(`#${hash}`);
		expect(await focused(page)).toBe("Steps that gradients travel back");
		await past(page, 100);
		await page.locator(".panel-lag .take").focus();
		await page.keyboard.press("Enter");
		await page.locator("dialog[open]").waitFor();
		await page.keyboard.press("Escape");
		expect(await focused(page)).toBe("Take it with you: Gradient by lag");
		const places = "button, select, summary, a, [tabindex='0']";
		const all: number = await page.evaluate(`document.querySelectorAll(".train :is(${places})").length`);
		expect(all).toBeGreaterThan(18);
		for (let n = 0; n < all; n++) {
			const mark = `document.querySelectorAll(".train :is(${places})")[${n}]`;
			await page.evaluate(`globalThis.place = ${mark}; globalThis.place?.focus()`);
			await past(page, (await updateOf(page)) + 1);
			expect(await page.evaluate("document.activeElement !== document.body")).toBe(true);
		}
		await close();
	});
});
