/** Pairs of questions and answers in Train, in the empty view Chat and on the page of a run. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import type { Runs } from "../../studio/wire.ts";
import { freshFolder, openStudio, openTab, type TestStudio } from "./client.ts";
import { chromium, goTo, LOOKS, launch, openProfile, openView, violations } from "./studioPage.ts";
import { trainTalk } from "./talkRun.ts";

const folder = freshFolder("pairs-page");
const file = join(folder, "my talk.csv");
const rows = Array.from({ length: 300 }, (_, n) => `질문 ${n}?,대답 ${n % 70}.,${n % 3}`);
const CSV = `물음,답,label\n${rows.join("\n")}\n`;
const COMMANDS = (path: string, run: string, runs = "") => [
	`npx sluice train 'pairs:${path}' --question '물음' --answer '답' --hidden 256 --batch 32 --steps 2400 --run ${run}-language${runs}`,
	`npx sluice train 'pairs:${path}' --question '물음' --answer '답' --model encoder-decoder --attention dot --hidden 128 --batch 32 --steps 2400 --run ${run}-dot${runs}`,
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
		const opened = await openView(browser, studio.newLink(), hash, look);
		await opened.page.locator(ready).first().waitFor();
		return opened;
	}
	const commands = (page: Page, where: string) => page.locator(`${where} code`).allInnerTexts();
	/** Options of the commands that are on more than one line; a folder of runs may be longer than any. */
	const broken = (page: Page) =>
		page.evaluate(() =>
			[...document.querySelectorAll(".copy-line code > span")]
				.filter((part) => /^--(?!runs )/.test(part.textContent!) && part.getBoundingClientRect().height > 30)
				.map((part) => part.textContent),
		);

	const drop = (page: Page, name: string, content: string) =>
		page.evaluate(
			([name, content]) => {
				const data = new DataTransfer();
				data.items.add(new File([content!], name!));
				document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
			},
			[name, content],
		);
	const values = (page: Page) =>
		page.locator(".pairs-note select").evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value));

	test("a dropped CSV of 300 pairs starts nothing: the form asks first, trains an encoder-decoder with the columns that were chosen in it on this machine, and Talk to it opens Chat, which answers; while a second run trains Chat opens on the first", async () => {
		const { page, context, faults } = await open({}, "#/train", ".sentence");
		await drop(page, "my talk.csv", CSV);
		await page.locator(".pairs-note .blank").first().waitFor();
		expect(await page.locator("#blank-data").inputValue()).toBe("c");
		expect((await page.locator(".pairs-note p").first().innerText()).trim()).toBe(
			"my talk.csv looks like pairs of questions and answers.",
		);
		expect(await values(page)).toEqual(["dot", "128", "3", "물음", "답"]);
		const column = page.getByLabel("Column of the answers");
		expect(await column.locator("option").allInnerTexts()).toEqual(["물음", "답", "label"]);
		const startButton = page.getByRole("button", { name: "Train on the pairs" });
		await column.selectOption("물음");
		await page.getByText("in the same column. Choose two.").waitFor();
		expect(await startButton.isDisabled()).toBe(true);
		await column.selectOption("답");
		await page.getByLabel("Hidden units").last().selectOption("64");
		await page.getByLabel("Model").selectOption("additive");
		await page.getByLabel("Minutes").selectOption("1");
		await startButton.click();
		await page.locator(".open-run h1", { hasText: "my-talk-additive-1" }).waitFor();
		const asked = page.locator(".open-run .panel-sample .replies caption", { hasText: "질문" });
		expect(await asked.innerText()).toContain("Asked at each validation:");
		const runs = studios.at(-1)!.runs;
		expect(await commands(page, ".panel-sample")).toEqual([`npx sluice eval my-talk-additive-1 --chat --runs ${runs}`]);
		await page.getByRole("button", { name: "Stop", exact: true }).click();
		await page.getByRole("button", { name: "Talk to it" }).click();
		await page.locator(".chat-ask form input").fill("질문 12?");
		await page.keyboard.press("Enter");
		await page.locator(".chat-reply .numbers").filter({ hasText: "nats" }).waitFor();
		expect(await page.locator(".chat-run option").allInnerTexts()).toEqual([
			expect.stringMatching(/^my-talk-additive-1 \(.*additive.*, my-talk\.csv:물음>답, \d+\.\d+ nats\)$/),
		]);
		const { options } = library.runDetail({ run: "my-talk-additive-1", runs });
		expect(options).toMatchObject({
			model: "encoder-decoder",
			attention: "additive",
			hidden: 64,
			minutes: 1,
			batch: 32,
		});
		// of a run that trains and one that has ended Chat opens on the latter
		const of = (name: string) => page.locator(".chat-run option", { hasText: name });
		const ended = await of("additive").getAttribute("value");
		await goTo(page, "#/train");
		await drop(page, "my talk.csv", CSV);
		await startButton.click();
		await page.locator(".open-run h1", { hasText: "my-talk-dot-1" }).waitFor();
		await goTo(page, "#/chat");
		await of("my-talk-dot-1").waitFor({ state: "attached" });
		expect(await of("my-talk-dot-1").innerText()).toMatch(/, training\)$/);
		expect(await page.locator(".chat-run select").inputValue()).toBe(ended);
		await goTo(page, `#/runs?open=${await of("my-talk-dot-1").getAttribute("value")}`);
		await page.getByRole("button", { name: "Stop", exact: true }).click();
		await page.getByRole("button", { name: "Talk to it" }).waitFor();
		expect(faults).toEqual([]);
		await context.close();
	});

	test("of two dropped files of pairs in Korean the newer one is asked about; read as a series it is trained on as such in the page, with a note that goes with the view; closed the form goes", async () => {
		const { page, context } = await open({}, "#/train", ".sentence", { lang: "ko" });
		await drop(page, "my talk.csv", CSV);
		await page.locator(".pairs-note .blank").first().waitFor();
		const lines = Array.from({ length: 9 }, (_, n) => JSON.stringify({ q: `질문 ${n}`, a: `대답 ${n}` })).join("\n");
		await drop(page, "talk.jsonl", lines);
		await page.locator(".pairs-note", { hasText: "talk.jsonl 파일은 질문과 대답의 쌍으로 보입니다." }).waitFor();
		expect(await values(page)).toEqual(["dot", "128", "3", "q", "a"]);
		// 9 pairs are too short for a text, so only the pairs are offered
		expect(await page.locator(".pairs-note button").allInnerTexts()).toEqual(["쌍으로 학습 시작", "닫기"]);
		await page.locator(".pairs-note").getByRole("button", { name: "닫기" }).click();
		await page.locator(".pairs-note").waitFor({ state: "detached" });
		await drop(page, "my talk.csv", CSV);
		await page.getByRole("button", { name: "대신 숫자 열을 예측하기" }).click();
		await page.locator(".pairs-note").waitFor({ state: "detached" });
		await page.locator(".toast", { hasText: "데이터" }).waitFor();
		expect(await page.locator("#blank-data").inputValue()).toBe("series");
		// the note of the start goes with Train
		await goTo(page, "#/chat");
		await page.locator(".toast").waitFor({ state: "hidden" });
		await context.close();
	});

	test("a CSV of pairs that sluice studio was given is offered by the empty view Chat, whose button shows the form; the commands name file, columns, run and folder of runs", async () => {
		const { page, context, faults } = await open({ paths: [file] }, "#/chat", ".chat-view .state code");
		const runs = studios.at(-1)!.runs;
		expect(await commands(page, ".chat-view")).toEqual(COMMANDS(file, "my-talk", ` --runs ${runs}`));
		await page.getByRole("button", { name: "Train on it" }).click();
		await page.locator(".pairs-note .blank").first().waitFor();
		expect(await values(page)).toEqual(["dot", "128", "3", "물음", "답"]);
		expect(await page.locator(".play:not(.second)").allInnerTexts()).toEqual(["Train on the pairs"]); // one stands out
		expect(await page.locator(".pairs-note p").last().innerText()).toBe(
			"The sentence above reads the file as a series: it forecasts a column of numbers.",
		);
		await page.locator("#blank-data").selectOption("en");
		await page.locator(".pairs-note").waitFor({ state: "detached" });
		expect(faults).toEqual([]);
		await context.close();
	});

	test("a page without a studio says that pairs need one, with the command that opens it with the file, and those of the terminal", async () => {
		const studio = await openStudio({});
		studios.push(studio);
		const { page, context } = await openProfile(browser, studio.base);
		await page.locator(".sentence").waitFor();
		await drop(page, "my talk.csv", CSV);
		await page.locator(".pairs-note code").first().waitFor();
		expect(await page.locator(".pairs-note p").nth(1).innerText()).toBe(
			"Training on pairs needs sluice studio on your machine. Start it in the folder of the file:",
		);
		expect(await commands(page, ".pairs-note")).toEqual([
			"npx sluice studio 'my talk.csv'",
			...COMMANDS("my talk.csv", "my-talk"),
		]);
		expect(await page.locator(".pairs-note select").count()).toBe(0);
		await context.close();
	});

	test.each(LOOKS)(
		"in %s, %s at %i pixels the form of pairs is no wider than the page, and axe finds nothing",
		async (lang, theme, width) => {
			const look = { lang, dark: theme === "dark", width, height: width === 390 ? 844 : 900 };
			const { page, context } = await open({}, "#/train", ".sentence", look);
			await drop(page, "my talk.csv", CSV);
			await page.locator(".pairs-note .blank").first().waitFor();
			expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
			expect(await violations(page)).toEqual([]);
			await context.close();
		},
	);

	test.each(LOOKS)(
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
		expect(await commands(page, ".panel-sample")).toEqual([`npx sluice eval two --chat --runs ${runs}`]);
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
		// the time machine: numbers, and no receipt
		await page.getByRole("button", { name: "Replay this update" }).click();
		await page.getByText("Of an encoder-decoder, a replay has the loss, the gradient and the weights.").waitFor();
		const own = await library.replay({ run: "two", runs, update: 60 });
		expect(await page.locator(".moment .itself td").last().innerText()).toBe(own.weightsSha256.slice(0, 8));
		expect(await page.locator(".tensors tbody th").allInnerTexts()).toEqual(own.tensors.map(({ name }) => name));
		expect(await page.locator(".replayed canvas").count()).toBe(0);
		expect(await page.locator(".replay-act .bad-notice").count()).toBe(0);
		expect(await page.locator(".receipt button").count()).toBe(0);
		expect(await page.locator(".receipt").innerText()).toMatch(/^No receipt: /);
		await goTo(page, `#/runs?open=${idOf.talk}`);
		await page
			.locator(".panel-eigen")
			.getByText(/update 400/)
			.waitFor();
		expect(await page.locator(".open-run").innerText()).toMatch(/update 400 of 400/);
		await context.close();
	});
});
