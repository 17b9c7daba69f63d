/** The view Text on a cell given by equations: planted cells in an LSTM of equations are found, held and claimed with the command's figures. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Weights } from "../../src/cells/weights.ts";
import { saveRun, text as textSpec } from "../../src/index.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { twins } from "../conformance/ownTwins.ts";
import { plantedText, plantedWeights, QUOTES } from "../fixtures/plantedCells.ts";
import { freshFolder, openTab, type TestStudio } from "./client.ts";
import { printedBy, runCopied } from "./copiedCommand.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, launch, openText } from "./studioPage.ts";

const folder = freshFolder("text-own");
const UNIT = `l0.c.${QUOTES}`;
/** An LSTM as equations, whose tensors have the names, shapes and order of the built-in one's. */
const twin = twins.find(({ builtIn }) => builtIn.cell === "lstm" && builtIn.variant === "forget")!.own;

describe.skipIf("missing" in chromium)("the view Text on a cell given by equations", () => {
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		const file = join(folder, "planted.txt");
		writeFileSync(file, plantedText(7000));
		const engine = createReference();
		const planted = plantedWeights(engine, { closes: true });
		const model = new Weights(engine, { ...planted.spec, blocks: undefined, ...twin });
		model.flat.set(planted.flat);
		const runs = join(folder, "runs");
		await saveRun({ model, data: textSpec(file), run: "planted", runs });
		({ studio } = await openTab({ runs }));
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		studio?.close();
	});
	const open = (more = "") => openText(browser, studio.newLink(), `run=${idOf("planted")}&part=train${more}`);
	const numbers = async (row: Locator) =>
		((await row.innerText()).replaceAll("−", "-").match(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g) ?? []).map(Number);

	test("value, probability and nats at symbol 1,500 of a gate, a state and h are those of the copied commands", async () => {
		const { page, faults, context } = await open("&u=l0.gate.f.3&at=1500");
		const panel = page.locator(".cursor-panel");
		const commands = page.locator(".cursor-commands");
		const digits = (value: number) => String(Number(value.toPrecision(6))).replace("-", "−");
		for (const unit of ["l0.gate.f.3", "l0.c.3", "l0.h.3"]) {
			await page.locator(".unit-name").fill(unit);
			await page.locator(".unit-name").press("Enter");
			await panel.locator("p", { hasText: unit }).waitFor();
			await runCopied(commands, 0, folder);
			const rows = readFileSync(join(folder, `${unit}.csv`), "utf8").split("\n");
			const value = Number(rows[1501]!.split(",").at(-1));
			const lines = (await runCopied(commands, 1, folder)).split("\n").map((line) => JSON.parse(line || "{}"));
			const said = lines.find(({ at }) => at === 1501);
			await expect
				.poll(async () => (await page.locator(".cursor-panel output").allInnerTexts()).slice(0, 3))
				.toEqual([digits(value), digits(said.probability), digits(said.nats)]);
		}
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("the quote cell is found first for its pattern, with the command's areas", async () => {
		const { page, faults, context } = await open();
		await page.getByLabel(/^Pattern, or in:/).fill("quotes");
		await page.getByLabel(/^Pattern, or in:/).press("Enter");
		const rows = page.locator(".trackers-table tbody tr:not(.of-pattern)");
		await rows.first().waitFor({ timeout: 60_000 });
		expect(await rows.first().innerText()).toMatch(new RegExp(`^l0\\.[ch]\\.${QUOTES}\\s`));
		const { patterns } = JSON.parse(await runCopied(page.locator(".trackers"), 0, folder, " --json"));
		for (const [n, { auc, ci }] of patterns[0].best.entries())
			expect(await numbers(rows.nth(n).locator("td:nth-child(2)"))).toEqual(
				[auc, ...ci].map((value: number) => Number(value.toFixed(3))),
			);
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("held at its mean outside it costs over 2 nats inside quotes, and a gate held at 0 writes the text of the copied command", async () => {
		const { page, faults, context } = await open(`&u=${UNIT}&pat=quotes`);
		await page.getByRole("button", { name: "Measure the loss" }).click();
		await page.locator(".losses").waitFor({ timeout: 60_000 });
		const { change, verdict } = JSON.parse(await runCopied(page.locator(".hold"), 0, folder, " --json"));
		expect([verdict, change.inside.low > 2]).toEqual(["onlyInside", true]);
		const shown = (await page.locator(".losses tbody tr").first().locator("td:nth-child(3)").innerText())
			.replaceAll("−", "-")
			.match(/[+-]\d+\.\d+/g)!
			.map(Number);
		const { mean, low, high } = change.inside;
		expect(shown).toEqual([mean, low, high].map((value: number) => Number(value.toFixed(4))));
		await page.locator(".unit-name").fill(`l0.gate.f.${QUOTES}`);
		await page.locator(".unit-name").press("Enter");
		await page.locator(".hold select").selectOption("zero");
		await page.getByRole("button", { name: "Write with it" }).click();
		await page.getByText(/^First difference: character \d+/).waitFor({ timeout: 60_000 });
		const changed = await page.locator(".two-samples pre").nth(1).textContent();
		const { text } = JSON.parse(await runCopied(page.locator(".held-sample"), 0, folder, " --json"));
		expect(changed!.replace("↵\n", "\n")).toBe(text);
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("its claim card is that of the copied command, and `sluice claim --check` finds every figure the same; a forged one is refuted", async () => {
		const { page, faults, context } = await open(`&u=${UNIT}&pat=quotes`);
		await page.getByRole("button", { name: /^Make the card/ }).click();
		const card = page.locator(".claim-card");
		await card.waitFor({ timeout: 60_000 });
		expect(await card.locator(".claim-verdict").innerText()).toBe("The evidence supports it.");
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Save as file" }).click(),
		]);
		const file = join(folder, "quotes.json");
		await download.saveAs(file);
		const saved = JSON.parse(readFileSync(file, "utf8"));
		expect(JSON.parse(await runCopied(card, 0, folder, " --json")).claim).toEqual(saved);
		const check = (of: string) =>
			JSON.parse(printedBy(`sluice claim check ${of} --run planted --runs runs --json`, folder));
		expect(check("quotes.json").differs).toBe(null);
		saved.evidence.held.change.inside.mean += 1;
		writeFileSync(join(folder, "forged.json"), JSON.stringify(saved));
		expect(check("forged.json").differs).not.toBe(null);
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);
});
