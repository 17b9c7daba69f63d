/** Two networks on one text in the page: each number is that of the copied command, and a link opens the comparison. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { train } from "../../src/index.ts";
import { minus } from "../../src/views/minus.ts";
import { blindRun } from "../fixtures/blindRun.ts";
import { plantedText, QUOTES } from "../fixtures/plantedCells.ts";
import { ended, Studio } from "./builtPage.ts";
import { freshFolder, openTab, type TestStudio } from "./client.ts";
import { runCopied } from "./copiedCommand.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, launch, openView, violations } from "./studioPage.ts";

const folder = freshFolder("against");
const HASH = `#/text?run=${idOf("planted")}&part=train`;

describe.skipIf("missing" in chromium)("another network in the view Text", () => {
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		const runs = await blindRun(folder, plantedText(5000));
		writeFileSync(join(folder, "bytes.txt"), "void f(int x) { return x; }\n".repeat(40));
		const data = { texts: [join(folder, "bytes.txt")], unit: "byte" as const };
		await train({ data, options: { hidden: 2, batch: 2, k1: 4, steps: 1 }, run: "bytes", runs, engine: "wasm-plain" });
		({ studio } = await openTab({ runs }));
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		studio?.close();
	});
	const cellsOf = async (row: Locator) =>
		(await row.locator("td").allInnerTexts()).map((text) => text.replaceAll("−", "-"));
	const signed = (value: number) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(4)}`;

	test("a link compares with the run without the quote cell: sums, places and units are those of the copied commands", async () => {
		const { page, faults, context } = await openView(
			browser,
			studio.newLink(),
			`${HASH}&pat=quotes&vs=${idOf("blind")}`,
		);
		const panel = page.locator(".against");
		await panel.locator(".against-sums").waitFor({ timeout: 60_000 });
		const { sums, places, leftOut } = JSON.parse(await runCopied(panel, 0, folder, " --json"));
		expect(leftOut).toBe(0);
		const rows = await panel.locator(".against-sums tbody tr").all();
		for (const [n, kind] of (["inside", "outside", "all"] as const).entries()) {
			const { symbols, lossNats, againstNats, gainNats } = sums[kind];
			expect(await cellsOf(rows[n]!)).toEqual([
				...[symbols.toLocaleString("en"), lossNats.toFixed(4), againstNats.toFixed(4), signed(gainNats)],
			]);
		}
		expect(sums.inside.gainNats).toBeGreaterThan(100);
		const first = panel.locator(".two-places tbody tr").first();
		const [{ at, nats, againstNats, gainNats }] = places.better;
		expect((await cellsOf(first)).slice(1)).toEqual([nats.toFixed(4), againstNats.toFixed(4), signed(gainNats)]);
		await first.getByRole("button").click();
		await page.locator(".cursor-panel b", { hasText: `Symbol ${at.toLocaleString("en")}` }).waitFor();
		expect(await page.locator(".difference-at").innerText()).toContain(
			`difference ${minus(String(Number(gainNats.toPrecision(6))))}`,
		);
		await page.getByText("nats: this one is better").waitFor();
		await panel.getByRole("button", { name: "Which units explain it?" }).click();
		const best = panel.locator(".against-units tbody tr").first();
		await best.waitFor({ timeout: 60_000 });
		const { explained } = JSON.parse(await runCopied(panel, 1, folder, " --json"));
		const [{ unit, riseNats, share, correlation, outsideNats }] = explained.units;
		expect(unit).toBe(`l0.c.${QUOTES}`);
		const [name, rise, , r, outside] = await cellsOf(best);
		expect([name, rise, r, outside]).toEqual([unit, signed(riseNats), correlation.toFixed(3), signed(outsideNats)]);
		expect(share).toBeCloseTo(1, 2);
		expect(await violations(page)).toEqual([]);
		expect(faults).toEqual([]);
		await context.close();
	});

	test("chosen in the panel it is in the address; the unit colours the text again when asked, also after a reload", async () => {
		const { page, faults, context } = await openView(browser, studio.newLink(), HASH);
		const network = page.locator(".against select").first();
		await network.waitFor();
		const names = async () => (await network.locator("option").allTextContents()).map((one) => one.split(" (")[0]);
		await expect.poll(async () => (await names()).sort()).toEqual(["blind", "bytes", "none"]);
		await network.selectOption(idOf("blind"));
		await page.locator(".against-sums").waitFor({ timeout: 60_000 });
		await page.getByLabel("Colour the text by the difference").uncheck();
		await page.getByText(/^inactive/).waitFor();
		expect(await page.evaluate("location.hash")).toMatch(new RegExp(`vs=${idOf("blind")}.*by=unit`));
		await page.reload();
		await page.locator(".against-sums").waitFor({ timeout: 60_000 });
		expect(await page.getByLabel("Colour the text by the difference").isChecked()).toBe(false);
		expect(faults).toEqual([]);
		await context.close();
	});

	test("a network that reads other symbols is refused, with the reason in the reader's language", async () => {
		const { page, context } = await openView(browser, studio.newLink(), `${HASH}&vs=${idOf("bytes")}`, { lang: "ko" });
		await page.locator(".against [role=alert]", { hasText: "기호 단위는 codepoint, 다른 하나는 byte" }).waitFor();
		await context.close();
	});
});

test.skipIf("missing" in chromium)(
	"an earlier state of the page's own training: its sums are those of the copied commands, which train it again",
	async () => {
		const own = freshFolder("against-page");
		for (const text of ["c", "en", "ko"])
			copyFileSync(
				new URL(`../../dist/page/studio/texts/${text}.txt`, import.meta.url),
				join(own, `sluice-${text}.txt`),
			);
		const studio = await Studio.open(chromium);
		const { page, complaints, close } = await studio.page({
			hash: "/train?hidden=8&k2=8&batch=4&steps=60&saveEvery=20",
		});
		await ended(page);
		await page.getByRole("link", { name: "Text", exact: true }).click();
		await page.locator(".against select").first().selectOption("page");
		const checkpoint = page.locator(".against select").nth(1);
		const states = () =>
			checkpoint.locator("option").evaluateAll((all) => all.map((one) => (one as never as { value: string }).value));
		await expect.poll(async () => (await states()).length).toBeGreaterThan(1);
		expect((await states()).filter((one) => one === "best" || Number(one) >= 60)).toEqual([]); // 60 is shown
		const step = (await states()).at(-1)!;
		await checkpoint.selectOption(step);
		const all = page.locator(".against-sums tbody tr").last();
		await page.locator(".against-sums thead th", { hasText: `this page@${step}` }).waitFor({ timeout: 60_000 });
		const shown = (await all.locator("td").allInnerTexts()).map((text) => text.replaceAll("−", "-"));
		const printed = (await runCopied(page.locator(".against"), 0, own, " --jsonl")).trim().split("\n").at(-1)!;
		const { sums } = JSON.parse(printed);
		const { symbols, lossNats, againstNats, gainNats } = sums.all;
		expect(shown).toEqual([
			...[symbols.toLocaleString("en"), lossNats.toFixed(4), againstNats.toFixed(4)],
			`${gainNats < 0 ? "-" : "+"}${Math.abs(gainNats).toFixed(4)}`,
		]);
		expect(Math.abs(gainNats)).toBeGreaterThan(1);
		expect(complaints).toEqual([]);
		await close();
		await studio.close();
	},
);
