/** Reports in a browser, from disk. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unitColour } from "../../src/views/palettes.ts";
import { predictions } from "../../src/workbench/readings/predictions.ts";
import { reportCells } from "../../src/workbench/readings/report/report.ts";
import { hostileRun, MARKUP } from "../fixtures/hostileRun.ts";
import { plantedText } from "../fixtures/plantedCells.ts";
import { plantedRun } from "../fixtures/plantedRun.ts";
import { findChromium, launchChromium } from "./chromium.ts";

const found = await findChromium("reports in a browser");
const folder = mkdtempSync(join(tmpdir(), "sluice-browser-"));
const at = (name: string) => join(folder, name);
const planted = plantedText(3000);
let browser: Browser;

interface Opened {
	page: Page;
	/** Addresses that were asked for, but for the page itself. */
	asked: string[];
	/** What the page complained of: violations of its policy, errors. */
	complaints: string[];
}

async function open(file: string, look: { colorScheme?: "light" | "dark"; width?: number } = {}): Promise<Opened> {
	const { colorScheme = "light", width = 1280 } = look;
	const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, acceptDownloads: true });
	const page = await context.newPage();
	const url = pathToFileURL(file).href;
	const [asked, complaints]: [string[], string[]] = [[], []];
	context.on("request", (request) => {
		if (request.url() !== url && !/^(data|blob):/.test(request.url())) asked.push(request.url());
	});
	page.on("console", (message) => complaints.push(message.text()));
	page.on("pageerror", (error) => complaints.push(error.message));
	page.on("dialog", (dialog) => complaints.push(`dialog ${dialog.message()}`));
	await page.exposeFunction("complain", (what: string) => complaints.push(what));
	await page.addInitScript(
		`addEventListener("securitypolicyviolation", (event) => complain(event.violatedDirective + " " + event.blockedURI))`,
	);
	await page.goto(url);
	await page.waitForSelector(".s i");
	return { page, asked, complaints };
}

const rgb = (colour: string) => `rgb(${[1, 3, 5].map((k) => Number.parseInt(colour.slice(k, k + 2), 16)).join(", ")})`;
/** Colour of a symbol, and all that the symbols say. */
const colourOf = (page: Page, k: number): Promise<string> =>
	page.evaluate(`getComputedStyle(document.querySelector('.s[data-k="${k}"] .c')).backgroundColor`);
const textOf = (page: Page) =>
	page.locator(".s .c").evaluateAll((letters) => letters.map((letter) => letter.textContent).join(""));

describe.skipIf("missing" in found)("a report in Chromium", () => {
	beforeAll(async () => {
		browser = await launchChromium(found);
		writeFileSync(at("planted.txt"), planted);
		const run = { ...(await plantedRun(folder)), texts: [at("planted.txt")], engine: "reference" as const };
		await reportCells({ ...run, units: ["l0.c.7", "l0.c.3"], html: at("planted.html") });
		await reportCells({ ...run, units: ["l0.c.7"], html: at("ko.html"), limit: 300, lang: "ko" });
	});
	afterAll(async () => {
		await browser?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const inQuotes = planted.search(/"[A-E]/) + 1;
	const bracket = planted.indexOf("(");

	test("shows the text itself, asks for nothing, breaks no rule; a unit changes the colours of known symbols", async () => {
		const { page, asked, complaints } = await open(at("planted.html"));
		expect(await textOf(page)).toBe(planted);
		expect(await colourOf(page, inQuotes)).toBe(rgb(unitColour("karpathy", "light", 20)));
		expect(await colourOf(page, 0)).toBe(rgb(unitColour("karpathy", "light", 0)));
		await page.selectOption("select.unit", "1");
		expect(await colourOf(page, bracket)).not.toBe(rgb(unitColour("karpathy", "light", 0)));
		expect(await colourOf(page, planted.indexOf("\n"))).toBe(rgb(unitColour("karpathy", "light", 0)));
		await page.selectOption("select.unit", "0");
		await page.selectOption("select.palette", "safe");
		expect(await colourOf(page, inQuotes)).toBe(rgb(unitColour("safe", "light", 20)));
		await page.emulateMedia({ colorScheme: "dark" });
		expect(await colourOf(page, inQuotes)).toBe(rgb(unitColour("safe", "dark", 20)));
		expect([asked, complaints]).toEqual([[], []]);
		await page.context().close();
	});

	test("the buttons go to each place where the unit is active and around, and ring the unit among its gates", async () => {
		const { page, complaints } = await open(at("planted.html"));
		const levelAt = async (k: number) =>
			Number(await page.evaluate(`/u(m?)(\\d+)/.exec(document.querySelector('.s[data-k="${k}"] .c').className)[2]`));
		const current = () => page.evaluate("Number(document.activeElement.dataset.k)");
		const said: string[] = [];
		for (const press of ["next", "next", "previous", "previous"]) {
			await page.getByRole("button", { name: press, exact: true }).click();
			said.push(`${await current()} ${await page.locator(".jump span").last().textContent()}`);
		}
		const all = Number(/\d+$/.exec(said[0]!)![0]);
		expect(all).toBeGreaterThan(3);
		const at0 = (n: number) => Number(said[n]!.split(" ")[0]);
		for (const k of [at0(0), at0(1)]) {
			expect(await levelAt(k)).toBeGreaterThanOrEqual(12);
			expect(await levelAt(k - 1)).toBeLessThan(12);
		}
		expect([at0(2), said[2]]).toEqual([at0(0), said[0]]);
		expect(said.map((one) => one.slice(one.indexOf(" ") + 1))).toEqual([1, 2, 1, all].map((n) => `${n} of ${all}`));
		expect(await page.locator('.saturation circle[stroke-width="1.5"]').count()).toBeGreaterThanOrEqual(4);
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("pointing and the arrow keys show symbol, offset, value, probability and surprisal as the library gives them", async () => {
		const { page, complaints } = await open(at("planted.html"));
		const all: { bits: number; top: { symbol: string; probability: number }[] }[] = [];
		await predictions(
			{ run: "planted", runs: at("runs"), texts: [at("planted.txt")], engine: "reference" },
			{ onPrediction: ({ bits, top }) => void all.push({ bits: bits!, top }) },
		);
		const numbers = async () =>
			Object.fromEntries(
				await page.locator(".panel dl").evaluate((list) => {
					const words = [...list.children].map((child) => child.textContent);
					return words.filter((_, k) => k % 2 === 0).map((name, k) => [name, words[2 * k + 1]]);
				}),
			);
		await page.hover(`.s[data-k="${inQuotes}"]`);
		const { bits, top } = all[inQuotes]!; // predicts the symbol after it
		const wanted = {
			symbol: planted[inQuotes],
			offset: expect.stringMatching(`^${inQuotes} \\(`),
			"value l0.c.7": "1",
			next: planted[inQuotes + 1],
			probability: expect.stringMatching(/^\d+(\.\d)?%$/),
			surprisal: expect.stringMatching(/^\d+\.\d\d bits$/),
		};
		expect(await numbers()).toEqual(wanted);
		const { probability, surprisal } = await numbers();
		expect(Math.abs(Number.parseFloat(surprisal) - bits)).toBeLessThan(0.006);
		expect(Math.abs(Number.parseFloat(probability) - 100 * 2 ** -bits)).toBeLessThan(0.6);
		const listed = await page.locator(".panel li .glyph").allTextContents();
		expect(listed).toEqual(top.map(({ symbol }) => symbol));
		const shares = await page.locator(".panel li span:last-child").allTextContents();
		for (const [n, share] of shares.entries())
			expect(Math.abs(Number.parseFloat(share.replace("<", "")) - 100 * top[n]!.probability)).toBeLessThan(1);
		await page.mouse.move(5, 5);
		await page.locator('.s[data-k="0"]').focus();
		for (let k = 0; k < 3; k++) await page.keyboard.press("ArrowRight");
		expect(await numbers()).toMatchObject({ symbol: planted[3], offset: expect.stringMatching(/^3 /) });
		await page.keyboard.press("ArrowDown");
		expect(Number.parseInt((await numbers()).offset, 10)).toBeGreaterThan(20);
		await page.keyboard.press("Escape");
		expect(await page.locator(".panel").isHidden()).toBe(true);
		const marked = await page.locator(`.s[data-k="${inQuotes}"] i.hit`).allTextContents();
		expect(marked).toEqual(top.some(({ symbol }) => symbol === planted[inQuotes + 1]) ? [planted[inQuotes + 1]] : []);
		await page.locator(".saturation svg").focus();
		await page.keyboard.press("ArrowRight");
		expect(await page.locator(".panel dd").first().textContent()).toMatch(/^l0\.gate\.i\.1/);
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("saves both figures as SVG and PNG, made in the page", async () => {
		const { page, asked, complaints } = await open(at("planted.html"), { colorScheme: "dark" });
		for (const [section, name] of [
			["main section >> nth=0", "planted-l0.c.7"],
			["main section >> nth=1", "planted-saturation"],
		] as const) {
			for (const kind of ["SVG", "PNG"]) {
				const [download] = await Promise.all([
					page.waitForEvent("download"),
					page.locator(section).getByRole("button", { name: kind }).click(),
				]);
				expect(download.suggestedFilename()).toBe(`${name}.${kind.toLowerCase()}`);
				const file = at(download.suggestedFilename());
				await download.saveAs(file);
				const bytes = readFileSync(file);
				if (kind === "SVG") expect(bytes.toString()).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
				else expect([bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16)]).toEqual(["PNG", expect.any(Number)]);
				if (kind === "PNG") expect(bytes.readUInt32BE(16)).toBeGreaterThan(500);
			}
		}
		expect([asked, complaints]).toEqual([[], []]);
		await page.context().close();
	});

	test("in Korean, and nothing is wider than a page of 390 pixels", async () => {
		const { page, complaints } = await open(at("ko.html"), { width: 390 });
		expect(await page.locator("html").getAttribute("lang")).toBe("ko");
		expect(await page.locator("h1").textContent()).toBe("planted의 셀");
		for (const words of ["h1", ".help", ".legend"]) {
			const style = `getComputedStyle(document.querySelector("${words}"))`;
			expect(await page.evaluate(`[${style}.wordBreak, ${style}.overflowWrap]`)).toEqual(["keep-all", "anywhere"]);
		}
		expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test.each(["byte", "codepoint"] as const)(
		"unit %s: of a text that means harm no script runs, nothing is asked for, no element is made",
		async (unit) => {
			const { run, runs, text } = await hostileRun(at(unit), unit);
			const html = at(`${unit}.html`);
			await reportCells({ run, runs, texts: [text], lossy: true, units: ["l0.c.0", "l0.h.1"], html, limit: 4000 });
			const { page, asked, complaints } = await open(html);
			expect((await textOf(page)).startsWith(MARKUP)).toBe(true);
			await page.selectOption("select.unit", "1");
			await page.locator('.s[data-k="3999"]').scrollIntoViewIfNeeded();
			await page.hover('.s[data-k="3999"]');
			expect(await page.evaluate("window.harmed")).toBeUndefined();
			const made = await page.evaluate(
				"[document.scripts.length, document.querySelectorAll('img, iframe, base, object, [onload], [onerror]').length]",
			);
			expect(made).toEqual([2, 0]);
			expect(await page.locator(".text").textContent()).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u);
			expect([asked, complaints]).toEqual([[], []]);
			await page.context().close();
		},
	);
});
