/** Pairs of questions and answers in Train, in the empty view Chat and on the page of a run. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import type { Runs } from "../../studio/wire.ts";
import { freshFolder, openStudio, openTab, type TestStudio } from "./client.ts";
import { chromium, FOUR_LOOKS, goTo, launch, openProfile, violations } from "./studioPage.ts";
import { trainTalk } from "./talkRun.ts";

const folder = freshFolder("pairs-page");
const file = join(folder, "my talk.csv");
const rows = Array.from({ length: 300 }, (_, n) => `질문 ${n}?,대답 ${n % 70}.,${n % 3}`);
const CSV = `물음,답,label\n${rows.join("\n")}\n`;
const COMMANDS = (path: string) => [
	`npx sluice train 'pairs:${path}' --question '물음' --answer '답' --hidden 256 --batch 32 --steps 2400`,
	`npx sluice train 'pairs:${path}' --question '물음' --answer '답' --model encoder-decoder --attention dot --hidden 128 --batch 32 --steps 2400`,
];

describe.skipIf("missing" in chromium)("pairs in the studio's page", { timeout: 240_000 }, () => {
	let browser: Browser;
	const studios: TestStudio[] = [];
	beforeAll(async () => {
		writeFileSync(file, CSV);
		browser = await launch();
	}, 60_000);
	afterAll(async () => {
		await browser?.close();
		for (const studio of studios) await studio.close();
	});
	async function open(options: Parameters<typeof openStudio>[0], hash: string, ready: string, look = {}) {
		const studio = await openStudio(options);
		studios.push(studio);
		const opened = await openProfile(browser, studio.newLink(), look);
		while (!(await opened.page.evaluate(() => localStorage.getItem("sluice.secret"))))
			await opened.page.waitForTimeout(20);
		await goTo(opened.page, hash);
		await opened.page.locator(ready).first().waitFor();
		return opened;
	}
	const commands = (page: Page, where: string) => page.locator(`${where} code`).allInnerTexts();
	/** Options of the commands that are on more than one line. */
	const broken = (page: Page) =>
		page.evaluate(() =>
			[...document.querySelectorAll(".copy-line code > span")]
				.filter((part) => part.textContent!.startsWith("--") && part.getBoundingClientRect().height > 30)
				.map((part) => part.textContent),
		);

	test("a given CSV of pairs is a series with a note: it looks like pairs, and both commands name its file and columns", async () => {
		const { page, context, faults } = await open({ paths: [file] }, "#/train", ".sentence");
		await page.locator("#blank-data").selectOption({ label: "my talk.csv" });
		await page.locator(".pairs-note").waitFor();
		expect(await page.locator(".pairs-note > p").innerText()).toBe(
			"my talk.csv looks like pairs of questions (물음) and answers (답). Here it is read as a series: a network forecasts a column of numbers. To train a chatbot on it, run one of these commands in the folder of this studio:",
		);
		expect(await commands(page, ".pairs-note")).toEqual(COMMANDS(file));
		await page.locator("#blank-data").selectOption("en");
		await page.locator(".pairs-note").waitFor({ state: "detached" });
		await goTo(page, "#/chat");
		await page.locator(".chat-view .state code").first().waitFor();
		expect(await commands(page, ".chat-view")).toEqual(COMMANDS(file));
		expect(faults).toEqual([]);
		await context.close();
	});

	test("a dropped CSV and dropped JSON lines of pairs are named as well, in Korean, and a dropped text is not", async () => {
		const { page, context } = await open({}, "#/train", ".sentence", { lang: "ko" });
		const drop = (name: string, content: string) =>
			page.evaluate(
				([name, content]) => {
					const data = new DataTransfer();
					data.items.add(new File([content!], name!));
					document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
				},
				[name, content],
			);
		await drop("my talk.csv", CSV);
		await page.locator(".pairs-note").waitFor();
		expect(await page.locator(".pairs-note > p").innerText()).toBe(
			"my talk.csv 파일은 질문(물음)과 대답(답)의 쌍으로 보입니다. 여기서는 시계열로 읽어 숫자 열을 예측하도록 학습시킵니다. 챗봇을 학습시키려면 파일이 있는 폴더에서 다음 가운데 한 명령을 실행하세요.",
		);
		expect(await commands(page, ".pairs-note")).toEqual(COMMANDS("my talk.csv"));
		await drop("words.txt", "말과 글을 배우는 신경망. ".repeat(300));
		await page.locator(".pairs-note").waitFor({ state: "detached" });
		const lines = Array.from({ length: 90 }, (_, n) => JSON.stringify({ q: `질문 ${n}`, a: `대답 ${n}` })).join("\n");
		await drop("talk.jsonl", lines);
		await page.locator(".pairs-note").waitFor();
		expect((await commands(page, ".pairs-note"))[0]).toContain("pairs:talk.jsonl --question q --answer a ");
		await context.close();
	});

	test.each(FOUR_LOOKS)(
		"in %s, %s at %i pixels the empty view Chat breaks no option, is no wider than the page, and axe finds nothing",
		async (lang, theme, width) => {
			const look = { lang, dark: theme === "dark", width, height: width === 390 ? 844 : 900 };
			const { page, context } = await open({}, "#/chat", ".chat-view .state code", look);
			expect((await commands(page, ".chat-view")).map((command) => command.slice(0, 70))).toEqual([
				"npx sluice train pairs:ChatbotData.csv --question Q --answer A --hidde",
				"npx sluice train pairs:ChatbotData.csv --question Q --answer A --model",
			]);
			expect(await broken(page)).toEqual([]);
			expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
			expect(await violations(page)).toEqual([]);
			await context.close();
		},
	);

	test("the page of a run on pairs has no error rate but the command that measures it; an encoder-decoder says that it has no eigenvalues; resumed to 60 of 40 it says 60 of 60", async () => {
		await trainTalk(folder);
		const runs = join(folder, "runs");
		const common = { run: "two", runs, engine: "wasm-plain" } as const;
		await library.train({
			...common,
			data: library.pairs(join(folder, "talk.csv"), { question: "Q", answer: "A" }),
			options: { model: "encoder-decoder", attention: "dot", hidden: 8, batch: 5, steps: 40 },
		});
		await library.resume({ ...common, options: { steps: 60 } });
		const { studio, tab } = await openTab({ runs });
		studios.push(studio);
		const ids = ((await tab.get("/api/runs")).json as Runs).runs.map(({ id, name }) => [name, id] as const);
		const idOf = Object.fromEntries(ids);
		const { page, context } = await openProfile(browser, studio.newLink());
		while (!(await page.evaluate(() => localStorage.getItem("sluice.secret")))) await page.waitForTimeout(20);
		await goTo(page, `#/runs?open=${idOf.two}`);
		await page.locator(".panel-sample code").waitFor();
		expect(await commands(page, ".panel-sample")).toEqual(["npx sluice eval two --chat"]);
		const samples = readFileSync(join(runs, "two", "samples.jsonl"), "utf8")
			.trim()
			.split("\n");
		const written = samples.map((line) => JSON.parse(line) as { step: number; text: string });
		expect(written.length).toBeGreaterThan(0);
		const shown = (reply: string) => (reply.length > 80 ? `${reply.slice(0, 80)}…` : reply).replace(/\s+/g, " ");
		const rows = await page.locator(".replies tr").allInnerTexts();
		expect(rows.map((row) => row.replace(/\s+/g, " "))).toEqual(
			written
				.slice(-6)
				.reverse()
				.map(({ step, text }) => `update ${step} ${shown(text.slice(text.indexOf(" → ") + 3)) || "(nothing)"}`),
		);
		expect(await page.locator(".replies caption").innerText()).toBe(
			`Asked at each validation: ${written[0]!.text.slice(0, written[0]!.text.indexOf(" → "))}`,
		);
		const words = await page.locator(".open-run").innerText();
		expect(words).toContain("update 60 of 60");
		expect(words).not.toMatch(/Wrong sequences|waiting/i);
		expect(await page.locator(".panel-eigen").innerText()).toContain(
			"An encoder-decoder has two recurrent matrices, W_hh of the encoder and of the decoder. Their eigenvalues are not computed.",
		);
		expect(await page.locator(".panel-eigen canvas").count()).toBe(0);
		await goTo(page, `#/runs?open=${idOf.talk}`);
		await page
			.locator(".panel-eigen")
			.getByText(/update 400/)
			.waitFor();
		expect(await page.locator(".open-run").innerText()).toMatch(/update 400 of 400/);
		await context.close();
	});
});
