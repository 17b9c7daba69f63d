/**
 * The planted cells in the page: found by selecting a passage, held, scaled, and each number compared with the command
 * that the panel gives to copy.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { minus } from "../../src/views/minus.ts";
import { DEPTH, plantedText, QUOTES } from "../fixtures/plantedCells.ts";
import { plantedRunOnText } from "../fixtures/plantedRun.ts";
import { freshFolder, openTab, type TestStudio } from "./client.ts";
import { runCopied } from "./copiedCommand.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, goTo, launch, openRuns, openText, openView } from "./studioPage.ts";

const folder = freshFolder("planted");
const UNIT = `l0.c.${QUOTES}`;
const text = plantedText(7000);

/** The first opening quote from `at` on whose passage has at least 8 symbols, with no quote within 12 symbols of it. */
function quoteAfter(at: number): number {
	let open = -1;
	for (let k = 0; ; k++) {
		if (text[k] === "\n") open = -1;
		if (text[k] !== '"') continue;
		const alone = !text.slice(open - 13, open).includes('"') && !text.slice(k + 1, k + 13).includes('"');
		if (open >= at && k - open >= 8 && alone) return open;
		open = open < 0 ? k : -1;
	}
}

describe.skipIf("missing" in chromium)("planted cells", () => {
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		({ studio } = await openTab({ runs: await plantedRunOnText(folder, text, { closes: true }) }));
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		studio?.close();
	});
	const open = (more = "") => openText(browser, studio.newLink(), `run=${idOf("planted")}&part=train${more}`);
	/** Numbers of a row of a table, as they stand there. */
	const numbers = async (row: Locator) =>
		((await row.innerText()).replaceAll("−", "-").match(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g) ?? []).map(Number);
	async function selectPassage(page: Page, from: number, symbols: number) {
		await page.getByPlaceholder("Text, or /expression/flags").fill(text.slice(from, from + symbols));
		await page.keyboard.press("Enter");
		await page
			.getByRole("status")
			.filter({ hasText: /^1 of / })
			.waitFor();
		await page.locator(".text-box").focus();
		for (let n = 1; n < symbols; n++) await page.keyboard.press("Shift+ArrowRight");
		await page.locator(".passage", { hasText: `${symbols} symbols` }).waitFor();
	}

	test("selecting a passage in quotes finds the quote cell first, with the command's area, chance, q, probe and rival", async () => {
		const { page, faults, context } = await open();
		const from = quoteAfter(600);
		await selectPassage(page, from, text.indexOf('"', from + 1) - from);
		await page.getByRole("button", { name: "Which cells track this?" }).click();
		const pattern = page.locator(".trackers-table .of-pattern");
		await pattern.waitFor({ timeout: 60_000 });
		expect(await pattern.innerText()).toMatch(/^quotes\s/);
		const first = page.locator(".trackers-table tbody tr:not(.of-pattern)").first();
		expect(await first.innerText()).toMatch(new RegExp(`^l0\\.[ch]\\.${QUOTES}\\s`));
		const found = JSON.parse(await runCopied(page.locator(".trackers"), 0, folder, " --json"));
		const [{ best, probe, rivals }] = found.patterns;
		const rows = await page.locator(".trackers-table tbody tr:not(.of-pattern)").all();
		expect(rows).toHaveLength(3);
		for (const [n, unit] of best.entries()) {
			const shown = await numbers(rows[n]!.locator("td:nth-child(2)"));
			expect(shown).toEqual([unit.auc, ...unit.ci].map((value: number) => Number(value.toFixed(3))));
			expect(await numbers(rows[n]!.locator("td:nth-child(3)"))).toEqual([Number(unit.f1.toFixed(2))]);
			expect(await numbers(rows[n]!.locator("td:nth-child(4)"))).toEqual([Number(unit.chance.toFixed(3))]);
			const q = Number(unit.q < 1e-3 ? unit.q.toExponential(0) : unit.q.toFixed(3));
			expect(await numbers(rows[n]!.locator("td:nth-child(5)"))).toEqual([q]);
		}
		const rival = Math.max(...rivals.map(({ auc }: { auc: number }) => auc));
		expect(await numbers(pattern.locator(".probe"))).toEqual([Number(probe.auc.toFixed(3))]);
		expect(await numbers(pattern.locator(".rival"))).toEqual([Number(rival.toFixed(3))]);
		await first.getByRole("button").click();
		await page.getByText(/^Underlined: quotes, \d+ places/).waitFor();
		await page.getByRole("button", { name: "Show where it fires" }).click();
		await page.getByText(new RegExp(`^Underlined: l0\\.[ch]\\.${QUOTES} fires, \\d+ places`)).waitFor();
		const deep = text.indexOf("(", 900);
		await selectPassage(page, deep, text.indexOf(")", deep) - deep);
		await page.getByRole("button", { name: "Which cells track this?" }).click();
		await page.locator(".passage button", { hasText: "brackets" }).click();
		await pattern.filter({ hasText: /^brackets/ }).waitFor({ timeout: 60_000 });
		expect(await first.innerText()).toMatch(new RegExp(`^l0\\.[ch]\\.${DEPTH}`));
		expect(faults).toEqual([]);
		await context.close();
	});

	test("held at its mean outside it costs over 2 nats inside quotes; every figure is that of the copied command, and of the card", async () => {
		const { page, faults, context } = await open(`&u=${UNIT}&pat=quotes`);
		expect(await page.locator(".hold select").inputValue()).toBe("outside");
		await page.getByRole("button", { name: "Measure the loss" }).click();
		await page.locator(".losses").waitFor({ timeout: 60_000 });
		const { heldAt, change, verdict, lossNats } = JSON.parse(
			await runCopied(page.locator(".hold"), 0, folder, " --json"),
		);
		expect(verdict).toBe("onlyInside");
		const rows = await page.locator(".losses tbody tr").all();
		for (const [n, kind] of (["inside", "outside", "difference", "all"] as const).entries()) {
			const { mean, low, high } = change[kind];
			const cells = await rows[n]!.locator("td:nth-child(3)").innerText();
			const shown = (cells.replaceAll("−", "-").match(/[+-]\d+\.\d+/g) ?? []).map(Number);
			expect(shown).toEqual([mean, low, high].map((value: number) => Number(value.toFixed(4))));
			if (kind !== "difference")
				expect(await numbers(rows[n]!.locator("td:nth-child(2)"))).toEqual([Number(lossNats[kind].toFixed(4))]);
		}
		expect(change.inside.low).toBeGreaterThan(2);
		await page
			.getByText(`held at its mean outside the pattern (${minus(String(Number(heldAt.toPrecision(5))))}`)
			.waitFor();
		await page.getByRole("button", { name: /^Make the card/ }).click();
		const card = page.locator(".claim-card");
		await card.waitFor({ timeout: 60_000 });
		const inside = (await rows[0]!.locator("td:nth-child(3)").innerText()).split(/\s/)[0]!;
		expect(await card.innerText()).toContain(`loss ${inside} [`);
		await page.locator(".unit-name").fill("l0.c.1");
		await page.locator(".unit-name").press("Enter");
		await card.waitFor({ state: "detached" });
		await page.getByRole("button", { name: "Make the card: l0.c.1 tracks quotes" }).waitFor();
		expect(faults).toEqual([]);
		await context.close();
	});

	test("multiplied by 1 it changes no bit of what is written; held at 0 the text is that of the copied command", async () => {
		const { page, faults, context } = await open(`&u=${UNIT}`);
		await page.locator(".hold select").selectOption("factor");
		await page.getByRole("button", { name: "Write with it" }).click();
		await page.getByText("every probability the same bit for bit").waitFor({ timeout: 60_000 });
		await page.locator(".hold select").selectOption("zero");
		await page.getByRole("button", { name: "Write with it" }).click();
		await page.getByText(/^First difference: character \d+/).waitFor({ timeout: 60_000 });
		const changed = await page.locator(".two-samples pre").nth(1).textContent();
		const { text: written } = JSON.parse(await runCopied(page.locator(".held-sample"), 0, folder, " --json"));
		expect(changed!.replace("↵\n", "\n")).toBe(written);
		expect(faults).toEqual([]);
		await context.close();
	});

	test("its page has the distribution, the strongest places and the effect of cells show", async () => {
		const { page, faults, context } = await open(`&u=${UNIT}`);
		await page.getByRole("button", { name: `Read the text for ${UNIT}` }).click();
		await page.locator(".histogram").waitFor({ timeout: 60_000 });
		const shown = JSON.parse(await runCopied(page.locator(".about"), 0, folder, " --json"));
		const four = (value: number) => String(Number(value.toPrecision(4))).replace("-", "−");
		const { mean, deviation, least, most } = shown.values;
		await page
			.getByText(`mean ${four(mean)}, standard deviation ${four(deviation)}, from ${four(least)} to ${four(most)}`)
			.waitFor();
		const places = await page.locator(".places").first().getByRole("button").all();
		expect(places).toHaveLength(shown.snippets.high.length);
		for (const [n, { at, value }] of shown.snippets.high.entries()) {
			expect(await places[n]!.textContent()).toMatch(new RegExp(`symbol ${at.toLocaleString("en")}$`));
			expect(await places[n]!.innerText()).toContain(four(value));
		}
		await page.getByText(`the next symbol changes by ${four(shown.effect.klNats)} nats`).waitFor();
		expect(faults).toEqual([]);
		await context.close();
	});

	test("its claim card is that of the copied command; a second browser confirms link and file, and refutes forged ones", async () => {
		const first = await open(`&u=${UNIT}&pat=quotes`);
		await first.page.getByRole("button", { name: /^Make the card/ }).click();
		const card = first.page.locator(".claim-card");
		await card.waitFor({ timeout: 60_000 });
		expect(await card.locator(".claim-verdict").innerText()).toBe("The evidence supports it.");
		const [download] = await Promise.all([
			first.page.waitForEvent("download"),
			first.page.getByRole("button", { name: "Save as file" }).click(),
		]);
		const file = join(folder, "quotes.json");
		await download.saveAs(file);
		const saved = JSON.parse(readFileSync(file, "utf8"));
		expect(JSON.parse(await runCopied(card, 0, folder, " --json")).claim).toEqual(saved);
		await first.context.grantPermissions(["clipboard-write"]);
		await first.page.getByRole("button", { name: "Copy link" }).click();
		await expect.poll(() => first.page.evaluate("location.hash")).toMatch(/claim=\d+\.[0-9a-f]{16}/);
		const hash = (await first.page.evaluate("location.hash")) as string;
		await first.context.close();

		const verdict = async (page: Page) => {
			await page.locator(".claim-card").waitFor({ timeout: 60_000 });
			return page.locator(".claim-verdict").innerText();
		};
		for (const [link, wanted] of [
			[hash, /^Confirmed/],
			[hash.replace(/\.[0-9a-f]{16}/, ".0123456789abcdef"), /^Not confirmed/],
			[hash.replace(/\.pppp/, ".pppf"), /^Not confirmed/],
			[hash.replace(`u=${UNIT}`, "u=l0.h.2"), /^Not confirmed/],
		] as const) {
			const { page, context, faults } = await openView(browser, studio.newLink(), link);
			await page.getByText(/^This link claims: /).waitFor();
			await page.getByRole("button", { name: "Check", exact: true }).click();
			expect(await verdict(page)).toMatch(wanted);
			expect(faults).toEqual([]);
			await context.close();
		}
		const forged = join(folder, "forged.json");
		saved.evidence.held.change.inside.mean += 1;
		writeFileSync(forged, JSON.stringify(saved));
		for (const [path, wanted, why] of [
			[file, /^Confirmed/, ""],
			[forged, /^Not confirmed/, "held.change.inside.mean"],
		] as const) {
			const { page, context } = await open();
			await page.locator(".claim input[type=file]").setInputFiles(path);
			expect(await verdict(page)).toMatch(wanted);
			expect(await page.locator(".claim-card").innerText()).toContain(why);
			await context.close();
		}
	});

	test("a claim about an expression keeps it in its link, which a second browser confirms; one too long for a link has the file", async () => {
		const pattern = 'in:/(?<=")[^"]+/';
		const { page, context } = await open(`&u=${UNIT}`);
		const search = async (typed: string) => {
			await page.getByLabel(/^Pattern, or in:/).fill(typed);
			await page.getByLabel(/^Pattern, or in:/).press("Enter");
			await page.locator(".trackers-table tbody button").first().click({ timeout: 60_000 });
			await page.getByRole("button", { name: `tracks ${typed}` }).click();
			await page.locator(".claim-verdict").waitFor({ timeout: 60_000 });
		};
		await context.grantPermissions(["clipboard-write"]);
		await search(pattern);
		await page.getByRole("button", { name: "Copy link" }).click();
		await expect.poll(() => page.evaluate("location.hash")).toMatch(/claim=\d+\.[0-9a-f]{16}/);
		const hash = (await page.evaluate("location.hash")) as string;
		await search(`${pattern.slice(0, -1)}${"|a{9}".repeat(30)}/`);
		await page.getByRole("button", { name: "Copy link" }).click();
		await page.getByRole("alert").filter({ hasText: "too long for a link. Save the card as a file" }).waitFor();
		await context.close();
		const second = await openRuns(browser, studio.newLink());
		await goTo(second.page, hash);
		await second.page.getByText(` tracks ${pattern}. Nobody has checked it`).waitFor();
		await second.page.getByRole("button", { name: "Check", exact: true }).click();
		const verdict = second.page.locator(".claim-verdict");
		await verdict.waitFor({ timeout: 60_000 });
		expect(await verdict.innerText()).toMatch(/every figure is the same/);
		expect(second.faults).toEqual([]);
		await second.context.close();
	}, 120_000);

	test("a card that fails lists the failed check first, with a way out, and so does its link, which confirms that it fails", async () => {
		const { page, context } = await open("&u=l0.c.1&pat=quotes");
		await page.getByRole("button", { name: /^Make the card/ }).click();
		const checks = page.locator(".claim-checks li");
		await checks.first().waitFor({ timeout: 60_000 });
		const failed = /^✗\s+Failed:\s+The unit is better than a simpler explanation.*Try another unit, above all a c/s;
		expect(await checks.first().innerText()).toMatch(failed);
		expect(await checks.count()).toBe(4);
		await context.grantPermissions(["clipboard-write"]);
		await page.getByRole("button", { name: "Copy link" }).click();
		await expect.poll(() => page.evaluate("location.hash")).toMatch(/claim=\d+\.[0-9a-f]{16}\.ppfn/);
		const hash = (await page.evaluate("location.hash")) as string;
		await context.close();
		const second = await openRuns(browser, studio.newLink());
		await goTo(second.page, hash);
		await second.page.getByText("Its card says that it does not hold:").waitFor();
		expect(await second.page.locator(".claim-checks li").first().innerText()).toMatch(
			/^✗\s+Failed:\s+The unit is better than a simpler explanation/,
		);
		await second.page.getByRole("button", { name: "Check", exact: true }).click();
		await second.page
			.getByText("Measured again: every figure is the same, and the claim does not hold.")
			.waitFor({ timeout: 60_000 });
		await second.page.locator(".unit-name").fill("l0.c.2");
		await second.page.locator(".unit-name").press("Enter");
		await second.page.getByRole("button", { name: "Make the card: l0.c.2 tracks quotes" }).waitFor();
		expect(await second.page.locator(".claim-card").count()).toBe(0);
		expect(await second.page.evaluate("location.hash")).not.toContain("claim=");
		expect(second.faults).toEqual([]);
		await second.context.close();
	});

	test("its score at the kept checkpoint and its value after a text of one's own are those of the copied commands", async () => {
		const { page, faults, context } = await open(`&u=${UNIT}&pat=quotes`);
		await page.getByRole("button", { name: "Score it at each checkpoint" }).click();
		const row = page.locator(".biography tbody tr");
		await row.first().waitFor({ timeout: 60_000 });
		const { checkpoints } = JSON.parse(await runCopied(page.locator(".biography"), 0, folder, " --json"));
		expect(await row.count()).toBe(checkpoints.length);
		const [{ step, auc, ci, chance, q, best }] = checkpoints;
		const shown = (await row.first().innerText()).replaceAll("−", "-").split("\t");
		const three = (value: number) => value.toFixed(3);
		expect(shown.slice(0, 3)).toEqual([
			String(step),
			`${three(auc)} [${three(ci[0])}, ${three(ci[1])}]`,
			three(chance),
		]);
		expect([Number(shown[3]), shown[4]]).toEqual([
			q < 1e-3 ? Number(q.toExponential(0)) : Number(three(q)),
			`${best.sign < 0 ? "-" : ""}${best.unit} ${three(best.auc)}`,
		]);
		await page.getByLabel("Your text").fill('ab "CD');
		await page.getByRole("button", { name: "Read it" }).click();
		await page.getByText(/^After the last symbol/).waitFor();
		await runCopied(page.locator(".try"), 0, folder);
		const lines = readFileSync(join(folder, "own.csv"), "utf8").trim().split("\n");
		const last = Number(lines.at(-1)!.split(",").at(-1));
		await page.getByText(`After the last symbol: ${minus(String(Number(last.toPrecision(6))))}`).waitFor();
		expect([lines.length, await page.locator(".tried span").count()]).toEqual([7, 6]);
		expect(faults).toEqual([]);
		await context.close();
	});
});
