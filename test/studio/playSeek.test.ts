/** Hide and seek in the view Play: planted cells and those of the network that comes with the page, scored as by the copied commands. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plantedText } from "../fixtures/plantedCells.ts";
import { plantedRunOnText } from "../fixtures/plantedRun.ts";
import { Studio } from "./builtPage.ts";
import { freshFolder, openTab, PROGRAM, type TestStudio } from "./client.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, LOOKS, launch, openView, violations } from "./studioPage.ts";

const folder = freshFolder("play-seek");

async function printed(page: Page): Promise<{ pattern: string; auc: number; chance: number; ci: number[] }[]> {
	await page.locator(".play-command summary").click();
	const command = (await page.locator(".play-command pre").textContent())!;
	const line = command.replaceAll("npx sluice", `"${process.execPath}" "${PROGRAM}"`).replaceAll("\n", " && ");
	const { stdout, stderr, status } = spawnSync("sh", ["-c", line], {
		cwd: folder,
		encoding: "utf8",
		maxBuffer: 1 << 26,
	});
	expect([status, stderr]).toEqual([0, expect.any(String)]);
	const answers = stdout
		.trim()
		.split(/\n(?=\{)/)
		.map((one) => JSON.parse(one.startsWith("{") ? one : one.slice(one.indexOf("{"))));
	return answers
		.filter(({ checkpoints }) => checkpoints)
		.map(({ pattern, checkpoints }) => ({ pattern, ...checkpoints.at(-1) }));
}
async function rowsOf(page: Page): Promise<string[]> {
	const rows = await page.locator(".seek-answer tbody tr").all();
	return Promise.all(rows.map(async (row) => (await row.innerText()).replaceAll("\t", " ")));
}
const words = (who: string, { pattern, auc, ci, chance }: Awaited<ReturnType<typeof printed>>[number]) =>
	`${who}: ${pattern} ${auc.toFixed(3)} [${ci[0]!.toFixed(3)}, ${ci[1]!.toFixed(3)}] ${chance.toFixed(3)}`;

describe.skipIf("missing" in chromium)("planted cells hide", () => {
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		({ studio } = await openTab({ runs: await plantedRunOnText(folder, plantedText(7000), { closes: true }) }));
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		studio?.close();
	});

	test("a guess by keys and one of the reader's own are scored by the hidden unit with the digits of the copied commands", async () => {
		const { page, faults, context } = await openView(
			browser,
			studio.newLink(),
			`#/play?game=seek&run=${idOf("planted")}&part=train`,
		);
		for (let round = 0; ; round++) {
			expect(round).toBeLessThan(8);
			await page.locator(".seek-guess").waitFor({ timeout: 60_000 });
			await page.locator(".seek-guess input[type=radio]").first().focus();
			await page.keyboard.press("Space");
			const chosen = page.locator(".seek-guess label", { has: page.locator(":checked") });
			for (let n = 0; n < 5 && !(await chosen.innerText()).endsWith("quotes"); n++)
				await page.keyboard.press("ArrowDown");
			const right = (await chosen.innerText()).endsWith("quotes");
			await page.keyboard.press("Enter");
			await page.locator(".seek-answer").waitFor({ timeout: 60_000 });
			if (
				right &&
				/^Right: l0\.[\w.]+ tracks between quotes\.$/.test(await page.locator(".seek-answer h2").innerText())
			)
				break;
			await page.getByRole("button", { name: "Hide another unit" }).last().click();
		}
		expect(await page.locator(".seek-worth").innerText()).toContain("100%");
		expect(await rowsOf(page)).toEqual((await printed(page)).map((one) => words("yours", one)));
		await page.getByRole("button", { name: "Hide another unit" }).last().click();
		await page.locator(".seek-own input").fill("in:/[(][^)]*/");
		await page.getByRole("button", { name: "Answer" }).click();
		await page.locator(".seek-answer").waitFor({ timeout: 60_000 });
		const [answer, guess] = await printed(page);
		expect(await rowsOf(page)).toEqual([words("yours", guess!), words("answer", answer!)]);
		expect(faults).toEqual([]);
		await context.close();
	});
});

describe.skipIf("missing" in chromium)("the network that comes with the page", () => {
	let studio: Studio;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		studio = await Studio.open(chromium);
	});
	afterAll(() => studio?.close());
	const open = (more: string, look = {}) =>
		studio.page({ hash: `/play?game=seek&${more}`, reducedMotion: "reduce", ...look }, ".seek-text");

	test("five units of the Korean network can hide, one a round; a link hides the same one", async () => {
		const found = new Map<string, string>();
		const { page, complaints, close } = await open("net=ko&pass=5");
		for (let n = 0; n < 5; n++) {
			await page.locator(".seek-guess input[type=radio]").first().check();
			await page.getByRole("button", { name: "Answer" }).click();
			await page.locator(".seek-answer").waitFor();
			const [, unit, pattern] = /(l0\.[\w.]+).*tracks (.*)\.$/.exec(await page.locator(".seek-answer h2").innerText())!;
			found.set(pattern!, unit!);
			await page.getByRole("button", { name: "Hide another unit" }).last().click();
			await page.locator(".seek-guess").waitFor();
		}
		expect([...found.keys()].sort()).toEqual([
			...["a Korean ending", "a Korean particle", "digits of a number"],
			...["letters of a word", "the final consonant of a syllable"],
		]);
		const again = await open("net=ko&pass=7");
		await again.page.locator(".seek-guess input[type=radio]").first().check();
		await again.page.getByRole("button", { name: "Answer" }).click();
		await again.page.locator(".seek-answer").waitFor();
		expect(await again.page.locator(".seek-answer h2").innerText()).toContain([...found.values()][2]!);
		expect([...complaints, ...again.complaints]).toEqual([]);
		await again.close();
		await close();
	});

	test.each(LOOKS)(
		"%s, %s, %d px: axe finds nothing before and after the answer, and nothing is wider than the page",
		async (lang, colorScheme, width) => {
			const { page, complaints, close } = await open("net=ko", { lang, colorScheme, viewport: { width, height: 844 } });
			await page.locator(".seek-own input").fill("in:/(/");
			await page.locator(".seek-guess button").click();
			await page.locator(".seek-guess [role=alert]").waitFor();
			expect(await violations(page)).toEqual([]);
			await page.locator(".seek-guess input[type=radio]").nth(1).check();
			await page.locator(".seek-guess button").click();
			await page.locator(".seek-answer").waitFor();
			for (const summary of await page.locator(".play-view summary").all()) await summary.click();
			expect(await violations(page)).toEqual([]);
			expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
			expect(complaints).toEqual([]);
			await close();
		},
	);
});
