/** A series and echo state networks in the studio's page: Node finds the same weights by the copied command. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ended, Studio } from "./builtPage.ts";
import { type Copied, copiedRun } from "./copied.ts";

const found = await Studio.found("series and echo state networks");
const CSV = `date,close,"traded, volume"\n${Array.from(
	{ length: 240 },
	(_, n) => `2026-${n},${(Math.sin(n / 6) + n / 100).toFixed(4)},${(Math.cos(n / 9) * 50).toFixed(2)}`,
).join("\n")}\n`;

describe.skipIf("missing" in found)("a series in the page", () => {
	let studio: Studio;
	let copied: Copied;
	beforeAll(async () => {
		studio = await Studio.open(found);
		copied = copiedRun();
	});
	afterAll(async () => {
		await studio?.close();
		copied?.close();
	});

	/** Drops a file on the page, as a reader would. */
	const drop = (page: Page, name: string, text: string) =>
		page.evaluate(
			([name, text]) => {
				const data = new DataTransfer();
				data.items.add(new File([text!], name!, { type: "text/csv" }));
				document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
			},
			[name, text],
		);

	test("a dropped CSV trains on its last column; another column is chosen in the sentence; an LSTM's and a reservoir's commands give the page's weights", async () => {
		const { page, outside, complaints, close } = await studio.page({
			hash: "/train?hidden=8&batch=4&steps=40&length=20&validEvery=20",
			reducedMotion: "reduce",
		});
		await drop(page, "prices.csv", CSV);
		await page.locator("#blank-target").waitFor();
		await ended(page);
		expect(await page.locator("#blank-data option:checked").textContent()).toBe("prices.csv");
		expect(await page.locator("#blank-target option").allTextContents()).toEqual([
			"close",
			"traded, volume",
			"all columns",
		]);
		const last = await copied.take(page);
		expect(last.command).toContain("sluice train sluice-series.csv --target 'traded, volume' ");
		expect(readFileSync(join(copied.folder, last.file!), "utf8")).toBe(CSV);
		expect(last.ofCommand().slice(0, 8)).toBe(last.digest);
		expect(last.ofProgram().slice(0, 8)).toBe(last.digest);
		await page.keyboard.press("Escape");

		await page.locator("#blank-target").selectOption("1");
		const weights = () => page.locator(".provenance").innerText();
		await expect.poll(weights).not.toContain(last.digest);
		await ended(page);
		const first = await copied.take(page);
		expect(first.command).toContain("--target close ");
		expect(first.ofCommand().slice(0, 8)).toBe(first.digest);
		expect(first.digest).not.toBe(last.digest);
		await page.keyboard.press("Escape");

		await page.locator("#blank-cell").selectOption("esn");
		await page.locator("#blank-lr").waitFor({ state: "detached" });
		await page.locator(".panel-eigen", { hasText: "Eigenvalues of the reservoir" }).waitFor();
		await ended(page);
		const echo = await copied.take(page);
		expect(echo.command).toBe(
			"npx sluice train sluice-series.csv --target close --cell esn --hidden 8 --seed 1 --engine wasm-plain",
		);
		expect(echo.ofCommand().slice(0, 8)).toBe(echo.digest);
		await page.keyboard.press("Escape");
		expect(await page.locator(".panel-eigen .numbers").textContent()).toBe("radius 0.900");
		for (const [panel, why] of [
			["loss", "The readout is found in one step"],
			["norm", "no gradient to clip"],
			["lag", "No gradient travels back"],
		])
			expect(await page.locator(`.panel-${panel}`).textContent()).toContain(why);
		expect(await page.locator(".panel-loss .numbers").textContent()).toMatch(/^validation [\d.]+ .*; a guess without/);
		expect([outside, complaints]).toEqual([[], []]);
		await close();
	});

	test("a table with a gap is refused with its line in the reader's language, and a link to a series that is gone says what to do", async () => {
		const { page, complaints, close } = await studio.page({ hash: "/train?data=series&steps=20", lang: "ko" });
		await expect.poll(() => page.locator(".transport .numbers").textContent()).toMatch(/시계열이 이 페이지에 없습니다/);
		await drop(page, "gap.csv", CSV.replace("2026-5,", "2026-5,NA").replace(/NA[^,]*,/, ","));
		await page.locator(".toast", { hasText: "7" }).waitFor();
		expect(await page.locator(".toast").textContent()).toMatch(/E_SERIES_VALUE/);
		expect(complaints).toEqual([]);
		await close();
	});
});
