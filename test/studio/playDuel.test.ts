/** The duel in the view Play: by keys alone, with the bits of the copied command, and the same passage from its link. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bitsOfBet, candidatesOf, frequenciesOf } from "../../page/studio/play/duel/bets.ts";
import type { Vocabulary } from "../../src/data/vocabulary.ts";
import { readOwn } from "../../src/interop/portable.ts";
import { Studio } from "./builtPage.ts";
import { freshFolder, PROGRAM } from "./client.ts";
import { chromium, LOOKS, violations } from "./studioPage.ts";

const folder = freshFolder("play-duel");
const BETS = ["eit", "n", "", " ", "ㅏㅣ", "x"];

describe.skipIf("missing" in chromium)("Duel in the view Play", () => {
	let studio: Studio;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		studio = await Studio.open(chromium);
	});
	afterAll(() => studio?.close());
	const open = (more: string, look = {}) =>
		studio.page({ hash: `/play?game=duel&${more}`, reducedMotion: "reduce", ...look }, ".bet-field input");

	async function savedBy(page: Page, name: string, file: string): Promise<string> {
		const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
		await download.saveAs(join(folder, file));
		return readFileSync(join(folder, file), "utf8");
	}
	async function play(page: Page, bets: readonly string[]) {
		await page.locator(".bet-field input").focus();
		for (const [n, bet] of bets.entries()) {
			await page.keyboard.insertText(bet);
			await page.keyboard.press(n % 2 ? "ArrowUp" : "ArrowDown");
			await page.keyboard.press("Enter");
			await page.getByRole("heading", { name: `Bits per symbol, ${n + 1} of` }).waitFor();
		}
	}

	test.each(["ko", "c"])(
		"%s: six rounds by keys; the bits of network and 5-grams are those of the copied command, the reader's those of the bet",
		async (net) => {
			const { page, complaints, close } = await open(`net=${net}&pass=7&n=10`);
			await play(page, BETS);
			const rows = (await savedBy(page, "Save the rounds (CSV)", `${net}.csv`))
				.trim()
				.split("\n")
				.slice(1)
				.map((row) => row.split(","));
			expect(rows).toHaveLength(6);
			await page.locator(".play-command summary").click();
			for (const file of [`sluice-${net}.safetensors`, "held-out.txt", "training.txt"])
				await savedBy(page, `Save ${file}`, file);
			const command = (await page.locator(".play-command pre").textContent())!;
			const line = command.replaceAll("npx sluice", `"${process.execPath}" "${PROGRAM}"`).replaceAll("\n", " && ");
			const { stdout, stderr, status } = spawnSync("sh", ["-c", line], {
				cwd: folder,
				encoding: "utf8",
				maxBuffer: 1 << 28,
			});
			expect([status, stderr]).toEqual([0, expect.any(String)]);
			const printed = new Map(
				stdout
					.split("\n")
					.filter((one) => one.includes('"prediction"'))
					.map((one) => [JSON.parse(one).at, JSON.parse(one)]),
			);
			const { vocabulary } = readOwn(readFileSync(join(folder, `sluice-${net}.safetensors`)), net);
			const labels = Array.from({ length: vocabulary!.size }, (_, id) => (vocabulary as Vocabulary).label(id));
			const q = frequenciesOf(vocabulary!.encode(readFileSync(join(folder, "training.txt"), "utf8")), labels.length);
			const sures = [0.5, 0.7, 0.5, 0.7, 0.5, 0.7];
			for (const [n, row] of rows.entries()) {
				const at = Number(row[0]);
				const [sure, you, network, ngram, frequencies] = row.slice(-5).map(Number) as [
					number,
					number,
					number,
					number,
					number,
				];
				const said = printed.get(at)!;
				// A sum of V exponentials and one logarithm: browsers and Node round their own.
				expect(network / said.bits).toBeCloseTo(1, 13);
				expect(ngram).toBe(said.ngramBits);
				const candidates = candidatesOf(BETS[n]!, labels)
					.map(({ ids }) => ids)
					.filter((ids) => ids.length > 0);
				expect(sure).toBe(candidates.length === 0 ? 0 : sures[n]);
				expect(you).toBeCloseTo(bitsOfBet({ candidates, sure: sures[n]! }, q, said.id), 12);
				expect(frequencies).toBeCloseTo(-Math.log2(q[said.id]!), 12);
			}
			const mean = rows.reduce((sum, row) => sum + Number(row.at(-3)), 0) / 6;
			expect(await page.locator(".duel-scores tr").nth(1).innerText()).toContain(mean.toFixed(2));
			const card = await savedBy(page, "Save the card (SVG)", `${net}.svg`);
			expect(
				JSON.parse(/<metadata>(.*)<\/metadata>/.exec(card)![1]!.replaceAll("&quot;", '"').replaceAll("&amp;", "&")),
			).toMatchObject({ seed: 7, symbols: 10, order: 5, network: net, part: "valid" });
			expect(complaints).toEqual([]);
			await close();
		},
	);

	test("its link opens the same passage; another seed, another one; after the last symbol the verdict is there", async () => {
		const texts = [];
		for (const seed of [3, 3, 4]) {
			const { page, close } = await open(`net=c&pass=${seed}&n=3`);
			texts.push(await page.locator(".passage-text").innerText());
			if (seed === 4) {
				await play(page, ["a", "e", ""]);
				expect(await page.locator(".bet").count()).toBe(0);
				expect(await page.locator(".duel-scores [role=status]").innerText()).toMatch(/n = 3/);
			}
			await close();
		}
		expect(texts[0]).toBe(texts[1]);
		expect(texts[2]).not.toBe(texts[0]);
	});

	test("Enter that ends a composition places the bet of the composed letter", async () => {
		const { page, close } = await open("net=ko&n=3");
		await page.locator(".bet-field input").focus();
		const cdp = await page.context().newCDPSession(page);
		await cdp.send("Input.imeSetComposition", { text: "ㄱ", selectionStart: 1, selectionEnd: 1 });
		await page.keyboard.press("Enter");
		await cdp.send("Input.insertText", { text: "ㄱ" });
		await page.getByRole("heading", { name: "Bits per symbol, 1 of" }).waitFor();
		await page.getByText("Rounds as a table").click();
		expect(await page.locator(".number-table tbody td").nth(2).innerText()).toBe("ㄱ");
		await close();
	});

	test.each(LOOKS)(
		"%s, %s, %d px: axe finds nothing, and nothing is wider than the page",
		async (lang, colorScheme, width) => {
			const { page, complaints, close } = await open("net=ko&n=10", {
				lang,
				colorScheme,
				viewport: { width, height: 844 },
			});
			await page.locator(".bet-field input").focus();
			for (const bet of ["ㄴㄱ", "ㅏ", "🙂"]) {
				await page.keyboard.insertText(bet);
				await page.keyboard.press("Enter");
			}
			await page.keyboard.insertText("ㅇa🙂");
			for (const summary of await page.locator(".play-view summary").all()) await summary.click();
			expect(await violations(page)).toEqual([]);
			expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
			expect(complaints).toEqual([]);
			await close();
		},
	);
});
