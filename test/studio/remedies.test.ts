/** The study of remedies in the page: its numbers are those of the copied `sluice compare`, and a stop costs no bit. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CompareResult } from "../../src/index.ts";
import { minus } from "../../src/views/minus.ts";
import { ended, pressWhen, Studio } from "./builtPage.ts";
import { goTo, violations } from "./studioPage.ts";

const BIN = join(import.meta.dirname, "../../dist/cli/bin.js");
const found = await Studio.found("the study of remedies");
const folder = mkdtempSync(join(tmpdir(), "sluice-remedies-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const six = (x: number | null | undefined) =>
	x === null || x === undefined ? "" : minus(String(Number(x.toPrecision(6))));

/** What the command prints that the panel copies, as JSON. */
async function compared(page: Page, out: string): Promise<CompareResult> {
	const command = await page.locator(".lab-command code").first().innerText();
	expect(command).toMatch(/^npx sluice compare /);
	const words = [...command.split(" ").slice(2), "--out", out, "--json"];
	const options = { cwd: folder, encoding: "utf8", maxBuffer: 1 << 26 } as const;
	return JSON.parse(execFileSync(process.execPath, [BIN, ...words], options)) as CompareResult;
}

async function tableOf(page: Page, name: string): Promise<string[][]> {
	const details = page.locator("details.lab-numbers", { hasText: `Numbers: ${name}` });
	if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
	return details
		.locator("tbody tr")
		.evaluateAll((rows: HTMLTableRowElement[]) => rows.map((row) => [...row.cells].map((cell) => cell.textContent!)));
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const allDone = (page: Page) => button(page, "Train again").waitFor({ timeout: 200_000 });

/** Phases of the arms that the browser keeps, once it says for which settings. */
const keptPhases = (page: Page) =>
	page.evaluate(
		() =>
			new Promise<string[]>((resolve) => {
				if (!localStorage.getItem("sluice.keptStudy")) return void resolve([]);
				const opening = indexedDB.open("sluice-remedies");
				opening.onsuccess = () => {
					const reading = opening.result.transaction("studies").objectStore("studies").get("last");
					reading.onsuccess = () => {
						opening.result.close();
						resolve(reading.result.arms.map(({ phase }: { phase: string }) => phase));
					};
				};
			}),
	);

/** The names of the page for those of the command line. */
const NAMES: Record<string, string> = {
	...{ none: "no remedy", truncation: "truncation", "omega:4": "Omega 4", lstm: "LSTM", esn: "echo state" },
};

/** Results, losses by update and gradients by lag of every arm, in the page and as printed. */
async function sameStudy(page: Page, { trials, rows }: CompareResult): Promise<void> {
	const results = await tableOf(page, "results");
	expect(results.map((row) => [row[0], row[2], row[6], row[7], row[8]])).toEqual(
		trials.map(({ remedy, points, weightsSha256, parameters }) => [
			...[NAMES[remedy], six(points.at(-1)!.loss), points.at(-1)!.data, weightsSha256.slice(0, 16), String(parameters)],
		]),
	);
	expect(results.map((row) => row[1])).toEqual(rows.map(({ stepsToSuccess }) => String(stepsToSuccess ?? "-")));
	const losses = await tableOf(page, "validation losses");
	expect(losses).toEqual(
		trials[0]!.points.map(({ step }, n) => [String(step), ...trials.map(({ points }) => six(points[n]!.loss))]),
	);
	const gradients = await tableOf(page, "gradient by steps back");
	expect(gradients).toEqual(
		trials[0]!.after.lags.map((lag, n) => [
			String(lag),
			...trials.map(({ after }) => (after.log10[n] === null ? "−∞" : six(after.log10[n]))),
		]),
	);
}

describe.skipIf("missing" in found)("remedies on one seed", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());
	const open = (at: string) =>
		studio.page({ hash: `/lab?lab=remedies&at=${at}`, reducedMotion: "reduce" }, ".arm-acts .play");

	test("stopped and continued, four arms end with the weights, batches, losses and gradients of the copied command, digit for digit", async () => {
		const { page, complaints, close } = await open(
			"seed=3,steps=240,hidden=8,batch=5,length=10..12,arms=none:omega:lstm:esn",
		);
		expect(await page.locator(".arm").count()).toBe(0); // a link starts nothing
		await button(page, "Train all").click();
		await pressWhen(page, { button: ".arm-acts button", words: "Stop", shown: ".arm progress, .arm-facts span" });
		await button(page, "Continue").waitFor();
		expect(await page.locator(".lab-verdict").innerText()).toMatch(/^Stopped at \d+(\.\d)?%/);
		await button(page, "Continue").click();
		await allDone(page);
		const printed = await compared(page, "stopped");
		expect(printed.trials.map(({ seed }) => seed)).toEqual([3, 3, 3, 3]);
		await sameStudy(page, printed);
		const digests = new Set((await tableOf(page, "results")).map((row) => row[6]));
		expect([...digests]).toEqual([await page.locator("[data-batches]").getAttribute("data-batches")]);
		expect(await page.locator(".lab-verdict").innerText()).toMatch(/Solved by|No better than/);
		expect(await page.locator(".lab-command code").nth(1).innerText()).toContain("--seeds 5 --first-seed 3");
		const chosen = page.locator(".arm-choice label:has(:checked)");
		const names = (await chosen.allInnerTexts()).map((name) => name.trim());
		expect(names).toEqual(["no remedy", "Omega 4", "LSTM", "echo state"]);
		expect(await page.locator(".arm h2").allInnerTexts()).toEqual(names);
		expect((await tableOf(page, "results")).map(([name]) => name)).toEqual(names);
		expect(await violations(page)).toEqual([]);
		await page.setViewportSize({ width: 390, height: 844 });
		await page.emulateMedia({ colorScheme: "dark" });
		await page.getByRole("button", { name: "한국어" }).click();
		await page.getByRole("button", { name: "다시 학습" }).waitFor();
		expect(await violations(page)).toEqual([]);
		expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
		expect(complaints).toEqual([]);
		await close();
	});

	test("after a reload a finished study is there with the same numbers, and a stopped one continues to the digits of the command", async () => {
		const at = "seed=4,steps=1500,hidden=8,batch=5,length=10..12,arms=none:omega:lstm";
		const { page, complaints, close } = await open(at);
		await button(page, "Train all").click();
		await pressWhen(page, { button: ".arm-acts button", words: "Stop", shown: ".arm progress, .arm-facts span" });
		await button(page, "Continue").waitFor();
		await expect.poll(() => keptPhases(page)).toContain("stopped");
		await page.reload();
		await page.getByText("From before the reload. The browser keeps the last study.").waitFor();
		await button(page, "Continue").click();
		await allDone(page);
		await sameStudy(page, await compared(page, "kept"));
		const before = await tableOf(page, "results");
		await expect.poll(() => keptPhases(page)).toEqual(["done", "done", "done"]);
		await page.reload();
		await button(page, "Train again").waitFor();
		expect(await tableOf(page, "results")).toEqual(before);
		await goTo(page, "#/lab?lab=remedies&at=seed=5,arms=none:omega");
		await page.reload();
		await button(page, "Train all").waitFor();
		expect(await page.locator(".arm").count()).toBe(0); // of other settings nothing is kept
		expect(complaints).toEqual([]);
		await close();
	}, 200_000);

	test("on the page's text the truncated arm reads the same symbols, and the command gives the same digits from the saved file", async () => {
		const { page, complaints, close } = await open("on=en,steps=30,hidden=8,batch=4,k2=16,arms=none:truncation:esn");
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Save the text" }).click(),
		]);
		await download.saveAs(join(folder, download.suggestedFilename()));
		await button(page, "Train all").click();
		await allDone(page);
		await sameStudy(page, await compared(page, "text"));
		expect(await page.getByText(/^All read the same batches: digest [0-9a-f]{16} after 30 updates/).count()).toBe(1);
		expect(await page.locator(".lab-verdict").innerText()).toMatch(/^Validation loss at the end, lowest first: /);
		expect(complaints).toEqual([]);
		await close();
	});

	test("a refused setting starts nothing and is named in the words of the command line", async () => {
		const { page, close } = await open("steps=5,hidden=4,batch=2,length=3,arms=none:lstm");
		await button(page, "Train all").click();
		await expect.poll(() => page.locator(".lab-verdict").innerText()).toMatch(/length/);
		expect(await page.locator(".arm").count()).toBe(0);
		await close();
	});

	test("a finding of Train leads to the study of its own seed and sizes, and the remedy that it names is marked", async () => {
		const { page, complaints, close } = await studio.page({
			hash: "/train?data=task:temporal-order&cell=rnn&hidden=8&batch=4&steps=120&lr=0.003&seed=2&length=20",
		});
		await ended(page); // what is advised depends on how far it is
		await page.getByRole("button", { name: "Compare remedies on this seed" }).click();
		await page.locator(".arm .suggested").waitFor();
		const command = await page.locator(".lab-command code").first().innerText();
		for (const word of [
			"compare temporal-order",
			"--first-seed 2",
			"--hidden 8",
			"--batch 4",
			"--steps 120",
			"--length 20..22",
		])
			expect(command).toContain(word);
		await button(page, "Stop").click();
		await button(page, "Continue").waitFor();
		await goTo(page, "#/lab");
		await page.locator(".lab-mountain").waitFor();
		expect(complaints).toEqual([]);
		await close();
	});
});
