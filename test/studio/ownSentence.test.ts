/** A sentence of the reader's own in Text and Cell: the network at hand reads it, and characters it never saw are named. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Studio } from "./builtPage.ts";

const found = await Studio.found("the reader's own sentence");

describe.skipIf("missing" in found)("the reader's own sentence", { timeout: 120_000 }, () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test("Cell steps through it, on the phone too, names the two characters without a symbol, and goes back to the text", async () => {
		const look = { hash: "/cell", reducedMotion: "reduce", viewport: { width: 390, height: 844 } } as const;
		const { page, complaints, close } = await studio.page(look, ".valves");
		await page.getByLabel("Your own sentence").fill("for (나는 i");
		await page.keyboard.press("Enter");
		await page.getByText("The network has no symbol for 나 는. It reads zeros there.").waitFor();
		await expect.poll(() => page.locator(".cell-text").innerText()).toContain("for (나는 i");
		const slider = page.locator(".cell input[type=range]").first();
		await expect.poll(() => slider.getAttribute("max")).toBe("8"); // 9 symbols and a newline; the last one predicts nothing
		await expect.poll(() => page.evaluate("location.hash")).toContain("at=0");
		const command = await page.locator(".cell-command pre").first().textContent();
		expect(command).toMatch(
			/^npx sluice train .*\nprintf '%s\\n' 'for \(나는 i' > own\.txt\nnpx sluice trace page-c own\.txt /s,
		);
		await page.getByRole("button", { name: "Back to the network's text" }).click();
		await expect.poll(async () => Number(await slider.getAttribute("max"))).toBeGreaterThan(1000);
		expect(complaints).toEqual([]);
		await close();
	});

	test("Text paints such characters as they are and leads to the same sentence in Cell", async () => {
		const { page, complaints, close } = await studio.page(
			{ hash: "/text?u=l0.c.3", reducedMotion: "reduce" },
			".try textarea",
		);
		await page.locator(".try textarea").fill("int 나");
		await page.locator(".try button[type=submit]").click();
		await page.getByText("The network has no symbol for 나.").waitFor();
		expect(await page.locator(".tried span").allInnerTexts()).toEqual(["i", "n", "t", "\u00a0", "나"]);
		await page.getByRole("button", { name: "Step through it in Cell" }).click();
		await page.getByText("The network has no symbol for 나. It reads zeros there.").waitFor();
		expect(await page.getByLabel("Your own sentence").inputValue()).toBe("int 나");
		expect(complaints).toEqual([]);
		await close();
	});
});
