/** Typing in the view Play by a Korean input method: the composition is driven as Chromium gets it from the system. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../../src/interpretation/model.ts";
import { predictions } from "../../src/interpretation/textPredictions.ts";
import { shortNumber } from "../../src/views/diagrams/look.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
import { Studio } from "./builtPage.ts";
import { freshFolder, PROGRAM } from "./client.ts";
import { openStored } from "./storedNetwork.ts";
import { chromium, LOOKS, violations } from "./studioPage.ts";

/** Resolves in the second frame: what was typed has reached the view. */
const NEXT_FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
const folder = freshFolder("play-type");

describe.skipIf("missing" in chromium)("Type in the view Play", () => {
	let studio: Studio;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		studio = await Studio.open(chromium);
	});
	afterAll(() => studio?.close());

	async function open(hash = "/play?net=ko&u=l0.c.7", look = {}) {
		const opened = await studio.page({ hash, reducedMotion: "reduce", ...look }, ".next-symbols li");
		return { ...opened, cdp: await opened.page.context().newCDPSession(opened.page) };
	}
	const empty = async (page: Page) => {
		await page.locator(".typing-field textarea").fill("");
		await settled(page);
	};
	const settled = (page: Page) => page.locator('.typing[aria-busy="false"]').waitFor();
	const compose = async ({ page, cdp }: { page: Page; cdp: CDPSession }, text: string) => {
		await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
		await page.evaluate(NEXT_FRAME);
		await settled(page);
	};
	const commit = async ({ page, cdp }: { page: Page; cdp: CDPSession }, text: string) => {
		await cdp.send("Input.insertText", { text });
		await page.evaluate(NEXT_FRAME);
		await settled(page);
	};
	const moves = async (page: Page) =>
		(await page.locator(".moves").innerText()).replace(/^Last key:\s*/, "").replace(/\s+/g, " ");
	const likely = async (page: Page) =>
		(await page.locator(".next-symbols li").allInnerTexts()).map((one) => one.split(/\s+/).filter(Boolean));

	test("ㅎ, 하, 한, 하나: one letter forward at each key, and the tail ㄴ back before the lead ㄴ; the syllables follow", async () => {
		const opened = await open();
		const { page } = opened;
		await empty(page);
		await page.locator(".typing-field textarea").focus();
		const seen = [];
		for (const text of ["ㅎ", "하", "한"]) {
			await compose(opened, text);
			seen.push(await moves(page));
		}
		expect(seen).toEqual(["1 forward ㅎ", "1 forward ㅏ", "1 forward ㄴ"]);
		await commit(opened, "하");
		await compose(opened, "나");
		expect(await page.locator(".typing-field textarea").inputValue()).toBe("하나");
		await compose(opened, "");
		await compose(opened, "ㄴ");
		const becomes = page.locator(".next-panel h2").first();
		expect(await becomes.innerText()).toBe("This syllable becomes");
		for (const one of await page.locator(".next-syllables .offer-sign").allInnerTexts()) expect(one).toMatch(/[나-닣]/);
		await commit(opened, "ㄴ");
		expect(await moves(page)).toContain("1 back ㄴ");
		await page.locator(".typing-unknown", { hasText: "ㄴ" }).waitFor();
		expect(opened.complaints).toEqual([]);
		await opened.close();
	});

	test("another network: what it read is written in its own symbols, also when it comes from another view", async () => {
		const { page, complaints, close } = await studio.page({ hash: "/cell", reducedMotion: "reduce" }, ".provenance");
		await page.evaluate("location.hash = '#/play?net=ko'");
		const table = page.locator(".play-table").first();
		const read = async () => {
			if ((await table.getAttribute("open")) === null) await table.locator("summary").click(); // another network is another table
			const rows = await table.locator("tbody tr").allInnerTexts();
			return rows.map((row) => row.split(/\s+/)[1]);
		};
		await page.locator(".next-syllables li").first().waitFor();
		await expect.poll(read).toEqual([..."ㄱㅣㅇㅜㄹㄱㅣㄱㅏ␣ㅅㅏㄹㅏㅈㅣ"]);
		await page.locator(".play-bar select").selectOption("c");
		await page.locator(".typing-field textarea", { hasText: "for (int i = 0" }).waitFor();
		await page.locator(".next-symbols li").first().waitFor();
		await expect.poll(read).toEqual([..."for␣(int␣i␣=␣0"]);
		await page.locator(".typing-field textarea").fill("for (int");
		await expect.poll(read).toEqual([..."for␣(int"]);
		expect(complaints).toEqual([]);
		await close();
	});

	test.each(["한글", "값이", "않는다", "뷁", "ㅋㅋ", "GRU와 LSTM", "물🙂"])(
		"%s composed letter by letter: the five letters expected next are those of the library for the same symbols, to the last digit shown",
		async (word) => {
			const opened = await open();
			const { page } = opened;
			await empty(page);
			await page.locator(".typing-field textarea").focus();
			for (const character of word) {
				if (/[가-힣ㅋ]/.test(character)) for (const part of keysOf(character)) await compose(opened, part);
				await commit(opened, character);
			}
			expect(await page.locator(".typing-field textarea").inputValue()).toBe(word);
			const { top, labels } = await said(word);
			await expect
				.poll(() => likely(page))
				.toEqual(top.map(({ id, probability }) => [labels(id), shortNumber(probability)]));
			expect(opened.complaints).toEqual([]);
			await opened.close();
		},
	);

	test("a caret in the middle, a selection replaced, pasted text and deletion leave what reading the text gives", async () => {
		const opened = await open();
		const { page } = opened;
		const field = page.locator(".typing-field textarea");
		await empty(page);
		await field.focus();
		await page.keyboard.insertText("기울기가 사라진다");
		await settled(page);
		for (let n = 0; n < 5; n++) await page.keyboard.press("ArrowLeft");
		await expect.poll(() => likely(page)).toEqual(await expected("기울기가"));
		await page.keyboard.press("Shift+ArrowLeft");
		await page.keyboard.press("Shift+ArrowLeft");
		await compose(opened, "ㅇ");
		await compose(opened, "이");
		await commit(opened, "이");
		expect(await field.inputValue()).toBe("기울이 사라진다");
		await expect.poll(() => likely(page)).toEqual(await expected("기울이"));
		await page.keyboard.press("Backspace");
		await expect.poll(() => likely(page)).toEqual(await expected("기울"));
		await page.keyboard.insertText("망각 게이트");
		await expect.poll(() => likely(page)).toEqual(await expected("기울망각 게이트"));
		await page.keyboard.press("Control+End");
		await expect.poll(() => likely(page)).toEqual(await expected("기울망각 게이트 사라진다"));
		await field.fill("\ud83d");
		await settled(page);
		await page.locator(".typing-unknown").waitFor();
		expect(opened.complaints).toEqual([]);
		await opened.close();
	});

	test("the copied commands print the probabilities, the bits and the gates that are shown", async () => {
		const { page, complaints, close } = await open();
		await page.locator(".typing-field textarea").fill("값이 '0'이 않는다");
		await settled(page);
		await page.locator(".play-command summary").click();
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Save sluice-ko.safetensors" }).click(),
		]);
		await download.saveAs(join(folder, "sluice-ko.safetensors"));
		const command = (await page.locator(".play-command pre").textContent())!;
		const line = command.replaceAll("npx sluice", `"${process.execPath}" "${PROGRAM}"`).replaceAll("\n", " && ");
		const { stdout, stderr, status } = spawnSync("sh", ["-c", line], { cwd: folder, encoding: "utf8" });
		expect([status, stderr]).toEqual([0, expect.any(String)]);
		const lines = stdout
			.split("\n")
			.filter((one) => one.includes('"prediction"'))
			.map((one) => JSON.parse(one));
		const last = lines.at(-1);
		const labelled = last.top.map(({ symbol, probability }: { symbol: string; probability: number }) => [
			symbol === " " ? "␣" : symbol,
			shortNumber(probability),
		]);
		expect(await likely(page)).toEqual(labelled);
		await page.getByText("Numbers of the text").click();
		await page.locator(".number-table tbody tr").first().waitFor();
		const rows = (await page.locator(".number-table tbody tr").allInnerTexts()).map((row) =>
			row.replaceAll("−", "-").split("\t"),
		);
		expect(rows.map(([, , bits]) => bits)).toEqual([
			"",
			...lines.slice(0, -1).map(({ bits }) => String(Number(bits.toPrecision(6)))),
		]);
		const [head, ...values] = readFileSync(join(folder, "typed.csv"), "utf8")
			.trim()
			.split("\n")
			.map((row) => row.split(","));
		for (const [k, name] of ["gate.i", "gate.f", "gate.g", "gate.o", "c", "h"].entries()) {
			const column = head!.indexOf(`l0.${name}.7`);
			const printed = values.slice(0, -1).map((row) => String(Number(Number(row[column]).toPrecision(6))));
			expect([name, rows.map((row) => row[3 + k])]).toEqual([name, printed]);
		}
		expect(complaints).toEqual([]);
		await close();
	});

	test("a press on what is expected writes it: a syllable takes the place of its first letters", async () => {
		const opened = await open();
		const { page } = opened;
		const field = page.locator(".typing-field textarea");
		await field.fill("기울기가 사라");
		await settled(page);
		const offer = page.locator(".next-syllables button").first();
		const syllable = await offer.locator(".offer-sign").innerText();
		await offer.click();
		expect(await field.inputValue()).toBe(`기울기가 사${syllable}`);
		expect(opened.complaints).toEqual([]);
		await opened.close();
	});

	test.each(LOOKS)(
		"%s, %s, %d px: axe finds nothing, and nothing is wider than the page",
		async (lang, colorScheme, width) => {
			const look = { lang, colorScheme, viewport: { width, height: 844 } };
			const { page, complaints, close } = await open("/play?net=ko", look);
			await page.locator(".typing-field textarea").fill("값이 않는다 🙂");
			await settled(page);
			for (const summary of await page.locator(".play-view summary").all()) await summary.click();
			expect(await violations(page)).toEqual([]);
			expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
			expect(complaints).toEqual([]);
			await close();
		},
	);

	const expected = async (text: string) => {
		const { top, labels } = await said(text);
		return top.map(({ id, probability }) => [labels(id), shortNumber(probability)]);
	};
	let model: ReturnType<typeof openStored> | undefined;
	const engine = openEngine({ engine: "wasm-plain", threads: 1 });
	/** The library's prediction after a text: a newline follows, so that there is one. */
	async function said(text: string) {
		model ??= openStored(engine, "korean.safetensors");
		const { vocabulary } = model;
		const all = [];
		for await (const one of predictions({ engine, ...model }, textOf(vocabulary.encode(`${text}\n`)))) all.push(one);
		const labels = (id: number) =>
			vocabulary.label(id) === " " ? "␣" : vocabulary.label(id) === "\\n" ? "↵" : vocabulary.label(id);
		return { top: all.at(-1)!.top, labels };
	}
});

/** What a two-set keyboard composes on the way to a syllable. */
function keysOf(character: string): string[] {
	const code = character.codePointAt(0)! - 0xac00;
	if (code < 0 || code > 11171) return [character];
	const lead = [..."ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"][Math.floor(code / 588)]!;
	const open = String.fromCodePoint(0xac00 + code - (code % 28));
	const simple: Record<number, number> = { 3: 1, 5: 4, 6: 4, 9: 8, 10: 8, 11: 8, 18: 17 };
	const first = simple[code % 28];
	return [lead, open, ...(first ? [String.fromCodePoint(0xac00 + code - (code % 28) + first)] : []), character];
}
