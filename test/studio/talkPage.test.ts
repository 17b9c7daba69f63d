/** The view Chat in Chromium: the same replies as the command line, followed symbol by symbol, by keys alone. */
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { percent } from "../../page/kit/numbers.ts";
import * as library from "../../src/index.ts";
import { signOf } from "../../src/views/glyphs.ts";
import type { TalkAttention, TalkLine, TalkSymbol } from "../../studio/wire/chatMessages.ts";
import { sluice } from "../cli/fakes.ts";
import { Studio } from "./builtPage.ts";
import { freshFolder, openStudio, type TestStudio } from "./client.ts";
import { chromium, goTo, LOOKS, launch, type Opened, type openProfile, openView, violations } from "./studioPage.ts";
import { trainTalk } from "./talkRun.ts";

const folder = freshFolder("talk-page");
const runs = join(folder, "runs");

/** A made reply of two letters with weights over the four letters of 값a. */
const MADE: TalkLine[] = [
	...[
		["ㅎ-", ""],
		["-ㅏ", "하"],
	].map(([label, text], n) => ({
		symbol: {
			text: text!,
			label: label!,
			id: n,
			probability: 0.5,
			nats: Math.LN2,
			drawn: 0.25,
			top: [
				{ text: label!, probability: 0.5, drawn: 0.25 },
				{ text: "-ㅇ", probability: 0.03125, drawn: 0, excluded: true as const },
			],
		},
	})),
	{
		reply: {
			...{
				question: "값a",
				text: "하",
				nats: 2 * Math.LN2,
				inTraining: false,
				cut: true,
				unknownSymbols: 1,
				unknown: ["a"],
				seed: 1,
				temperature: 0.5,
				step: 1234,
			},
			attention: {
				question: ["값", " "],
				reply: ["하", "END"],
				first: [0, 1],
				weights: [
					[0.25, 0.75],
					[0.875, 0.125],
				],
			},
		},
	},
];

describe.skipIf("missing" in chromium)("the view Chat", { timeout: 240_000 }, () => {
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		await trainTalk(folder);
		studio = await openStudio({ runs });
		browser = await launch();
	}, 240_000);
	afterAll(async () => {
		await browser?.close();
		await studio?.close();
	});

	async function open(
		hash = "#/chat",
		look: Parameters<typeof openProfile>[2] = {},
		ready = ".chat-ask form input",
	): Promise<Opened> {
		const opened = await openView(browser, studio.newLink(), hash, look);
		await opened.page.locator(ready).waitFor();
		return opened;
	}
	const replies = (page: Page) => page.locator(".chat-reply button").allInnerTexts();
	async function ask(page: Page, question: string): Promise<void> {
		const before = (await replies(page)).length;
		await page.locator(".chat-ask form input").fill(question);
		await page.keyboard.press("Enter");
		await page.locator(".chat-reply .numbers").nth(before).filter({ hasText: "nats" }).waitFor();
	}
	/** Rows of the open table of the reply. */
	async function table(page: Page): Promise<string[][]> {
		const details = page.locator(".play-table").first();
		if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
		await details.locator("tbody tr").first().waitFor();
		const rows = await details.locator("tbody tr").all();
		return Promise.all(rows.map((row) => row.locator("td").allInnerTexts()));
	}
	/** What the command of the page prints, as JSON. */
	async function printed(command: string): Promise<library.ChatReply> {
		const [, question, words] = /^printf '%s\\n' (.+) \| npx sluice (.+)$/.exec(command)!;
		const typed = question!.startsWith("'") ? question!.slice(1, -1).replaceAll("'\\''", "'") : question!;
		const all = [...words!.split(" "), "--json", "--values", ...(words!.includes(" --runs ") ? [] : ["--runs", runs])];
		const { stdout } = await sluice(all, { library, stdin: [`${typed}\n`] });
		return (JSON.parse(stdout) as { turns: library.ChatReply[] }).turns[0]!;
	}

	test.each([
		["파랑 41?", ""],
		["it's 빨강", "?temp=1.5&draw=41"],
		["/검정 7?", "?temp=2&topp=0.9&draw=3"],
		["하양 1?", "?beams=4"],
	])(
		"%s at %s: the copied command gives the same reply, and its symbols, probabilities and gates are those of the table",
		async (question, words) => {
			const { page, context, faults } = await open(`#/chat${words}`);
			await ask(page, question);
			const command = await page.locator(".chat-command code").innerText();
			const reply = await printed(command);
			expect(await replies(page)).toEqual([reply.text]);
			expect(await page.locator(".chat-reply .numbers").innerText()).toContain(`${reply.nats.toFixed(2)} nats`);
			await page.locator(".chat-choice select").last().selectOption("7");
			const shown = (label: string) => (label === "END" ? "end" : signOf(label));
			const four = (value: number) => String(Number(value.toPrecision(4))).replace("-", "−");
			expect(await table(page)).toEqual(
				reply.symbols.map(({ label, probability, nats, top, values }) => [
					...[shown(label), `${four(100 * probability)}%`, four(nats)],
					top.map((one) => `${shown(one.text)} ${percent(one.probability)}`).join(" · "),
					...["l0.gate.r", "l0.gate.z", "l0.gate.n", "l0.h"].map((name) => four(values![name]![7]!)),
				]),
			);
			expect(faults).toEqual([]);
			await context.close();
		},
	);

	test("by keys alone: a question, its reply, the cursor on its most surprising symbol, from the last to the first and back, and the next seed", async () => {
		const { page, context } = await open("#/train", {}, ".sentence");
		await page.keyboard.press("Escape");
		await page.keyboard.press("a");
		const field = page.locator(".chat-ask form input");
		await field.waitFor();
		await page.waitForFunction(() => document.activeElement?.matches(".chat-ask form input"));
		await page.keyboard.type("blue 1?");
		await page.keyboard.press("Enter");
		await page.locator(".chat-reply .numbers", { hasText: "nats" }).waitFor();
		const tape = page.locator(".chat-tape");
		await tape.focus();
		const said = () => tape.getAttribute("aria-label");
		const last = /Reply of (\d+) symbols\. Symbol (\d+)/.exec((await said())!)!;
		const nats = (await table(page)).map((row) => Number(row[2]));
		expect(Number(last[2]) - 1).toBe(nats.indexOf(Math.max(...nats)));
		await tape.focus();
		await page.keyboard.press("End");
		expect(await said()).toContain(`Symbol ${last[1]},`);
		await page.keyboard.press("Home");
		expect(await said()).toContain("Symbol 1,");
		await page.keyboard.press("ArrowRight");
		expect(await said()).toContain("Symbol 2,");
		await page.keyboard.press("End");
		expect(await said()).toContain(`Symbol ${last[1]},`);
		expect(await page.evaluate("location.hash")).toContain("draw=2");
		expect(await page.getByLabel("Seed", { exact: true }).inputValue()).toBe("2");
		await context.close();
	});

	test("a reply is followed from its first symbol; after a pause it continues at that symbol, and after its end from the first", async () => {
		const { page, context } = await open();
		await ask(page, "파랑 41?");
		const at = async () =>
			Number(/Symbol (\d+),/.exec((await page.locator(".chat-tape").getAttribute("aria-label"))!)![1]);
		const of = Number(/Reply of (\d+)/.exec((await page.locator(".chat-tape").getAttribute("aria-label"))!)![1]);
		const follow = page.getByRole("button", { name: "Follow the reply" });
		await follow.click();
		await expect.poll(at, { interval: 10 }).toBe(3);
		await page.getByRole("button", { name: "Pause", exact: true }).click();
		const paused = await at();
		await page.waitForTimeout(500);
		expect(await at()).toBe(paused);
		await follow.click();
		expect(await at()).toBeGreaterThanOrEqual(paused);
		await expect.poll(at, { interval: 50, timeout: 20_000 }).toBe(of);
		await follow.waitFor();
		await follow.click();
		expect(await at()).toBeLessThan(of);
		await context.close();
	});

	test("a link to a run that this studio does not have says so, and another one can be chosen", async () => {
		const { page, context } = await open("#/chat?run=0123456789abcdef", {}, ".chat-view [role=alert]");
		expect(await page.locator(".chat-ask").count()).toBe(0);
		await page.locator(".chat-run select").selectOption({ index: 1 });
		await ask(page, "파랑 1?");
		await context.close();
	});

	test("the copied command gives the same reply after 40 more updates, for which the divider names other weights", async () => {
		const { page, context } = await open("#/chat?temp=1.5&draw=7");
		const other = join(folder, "other");
		cpSync(runs, other, { recursive: true });
		await ask(page, "파랑 8?");
		const command = await page.locator(".chat-command code").innerText();
		expect(command).toMatch(/--checkpoint 400 --temperature 1\.5 --seed 7/);
		const before = await replies(page);
		await library.resume({ run: "talk", runs, options: { steps: 440 }, engine: "wasm-plain" });
		expect((await printed(command)).text).toBe(before[0]);
		await page.evaluate("location.hash = '#/chat?temp=1.5&draw=7'");
		await ask(page, "파랑 8?");
		const [first, second] = await page.locator(".chat-who").allInnerTexts();
		expect([first, /^talk, update (\d+) · temperature 1\.5$/.test(second!)]).toEqual([
			"talk, update 400 · temperature 1.5",
			true,
		]);
		rmSync(runs, { recursive: true });
		cpSync(other, runs, { recursive: true });
		await context.close();
	});

	test("a conversation outlives a reload and another link, with its gates; a divider where the settings change; saved, it has each command", async () => {
		const { page, context } = await open("#/chat");
		await ask(page, "파랑 1?");
		await ask(page, "빨강 2?");
		await page.getByLabel("Temperature", { exact: true }).fill("2");
		await ask(page, "노랑 3?");
		expect(await page.locator(".chat-who").allInnerTexts()).toEqual([
			"talk, update 400 · temperature 0.5",
			"talk, update 400 · temperature 2",
		]);
		const before = await page.locator(".chat-turns").innerText();
		const gates = (await table(page)).map((row) => row.at(-1));
		await page.reload();
		await page.locator(".chat-ask form input").waitFor();
		expect(await page.locator(".chat-turns").innerText()).toBe(before);
		await page.goto(studio.newLink());
		await goTo(page, "#/chat");
		await page.locator(".chat-ask form input").waitFor();
		expect(await page.locator(".chat-turns").innerText()).toBe(before);
		expect((await table(page)).map((row) => row.at(-1))).toEqual(gates);
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Save conversation" }).click(),
		]);
		const saved = JSON.parse(readFileSync(await download.path(), "utf8"));
		expect([
			saved.schema,
			saved.turns.map(({ run, step, seed }: Record<string, unknown>) => [run, step, seed]),
		]).toEqual([1, [1, 2, 3].map((seed) => ["talk", 400, seed])]);
		expect((await printed(saved.turns[2].command)).text).toBe(saved.turns[2].text);
		const file = join(folder, "terminal.json");
		const { turns } = await library.chat(
			{ run: "talk", runs, engine: "wasm-plain" },
			{ nextQuestion: async (n) => (n ? undefined : "파랑 1?") },
		);
		library.saveChat({ run: "talk", turns: turns.map((reply) => ({ ...reply, command: "" })), file });
		const terminal = JSON.parse(readFileSync(file, "utf8"));
		const fieldsOf = ({ turns: [one] }: { turns: Record<string, unknown>[] }) => Object.keys(one!).sort();
		expect([Object.keys(terminal), fieldsOf(terminal)]).toEqual([Object.keys(saved), fieldsOf(saved)]); // one format
		const seed = page.getByLabel("Seed", { exact: true });
		const beams = page.getByLabel("Beams", { exact: true });
		await seed.fill("4");
		await page.getByRole("button", { name: "New conversation" }).click();
		expect(await replies(page)).toEqual([]);
		expect(await seed.inputValue()).toBe("1");
		await page.locator(".toast").getByRole("button").click();
		expect(await page.locator(".chat-turns").innerText()).toBe(before);
		expect(await seed.inputValue()).toBe("4");
		await beams.fill("8");
		expect([await seed.isDisabled(), await beams.isDisabled()]).toEqual([true, false]);
		await beams.fill("0");
		expect(await seed.isDisabled()).toBe(false);
		await context.close();
	});

	test("after ten replies the last note is in sight at the end of the list, and the command at the top of the page at 1440 by 900", async () => {
		const { page, context } = await open("#/chat?temp=1.5");
		for (let n = 0; n < 9; n++) await ask(page, `파랑 ${n}?`);
		await page.route("**/api/runs/*/chat", (route) =>
			route.fulfill({
				contentType: "application/x-ndjson",
				body: `${MADE.map((line) => JSON.stringify(line)).join("\n")}\n`,
			}),
		);
		await ask(page, "값a");
		const note = (await page.locator(".chat-reply .numbers").last().boundingBox())!;
		const list = (await page.locator(".chat-turns").boundingBox())!;
		expect(note.height).toBeGreaterThan(30); // two lines
		expect(note.y + note.height).toBeLessThanOrEqual(list.y + list.height);
		const command = (await page.locator(".chat-command").boundingBox())!;
		expect(command.y + command.height).toBeLessThanOrEqual(900);
		expect(await page.evaluate("document.documentElement.scrollTop")).toBe(0);
		await context.close();
	});

	test("what is copied is said in the language that is chosen next; the address of Chat has no word of Train, which a reload keeps", async () => {
		const { page, context } = await open("#/train?cell=gru&place=machine", {}, ".sentence");
		await context.grantPermissions(["clipboard-read", "clipboard-write"]);
		await page
			.locator("h1")
			.focus()
			.catch(() => undefined);
		await page.keyboard.press("a");
		await page.locator(".chat-ask form input").waitFor();
		expect(await page.evaluate("location.hash")).toBe("#/chat");
		await page.reload();
		await page.locator(".copy-line button").first().click();
		const toast = page.locator(".toast");
		await toast.waitFor();
		const english = await toast.innerText();
		await page.getByRole("button", { name: "한국어" }).click();
		expect([english, await toast.innerText()]).toEqual(["Copied", "복사됨"]);
		await page.getByRole("link", { name: "학습", exact: true }).click();
		expect(await page.evaluate("location.hash")).toBe("#/train?place=machine&cell=gru");
		await context.close();
	});

	test("a temperature of -1 is not taken and its bounds are said, also after the field has its old value again; a locked seed cannot be changed and says why", async () => {
		const { page, context } = await open("#/chat?draw=5&lock=draw");
		const field = page.getByLabel("Temperature", { exact: true });
		await field.fill("-1");
		await page.getByRole("alert").getByText("Temperature must be a number from 0 to 1000.").waitFor();
		expect(await page.evaluate("location.hash")).not.toContain("temp");
		await field.blur();
		expect(await field.inputValue()).toBe("0.5");
		await page
			.getByRole("alert")
			.getByText("“-1” cannot be used, so temperature stays at 0.5. Temperature must be a number from 0 to 1000.")
			.waitFor();
		await field.fill("");
		await field.blur();
		await page.getByRole("alert").getByText("The field is empty, so temperature stays at 0.5.").waitFor();
		await page.getByRole("button", { name: "한국어" }).click();
		const korean = page.getByLabel("온도", { exact: true });
		await korean.fill("");
		await korean.blur();
		await page.getByText("온도 칸이 비어 있어 값은 다시 0.5입니다. 온도: 0에서 1000 사이의 수를 적으세요.").waitFor();
		await page.getByRole("button", { name: "English" }).click();
		await field.fill("0.25");
		await page.getByRole("alert").waitFor({ state: "detached" });
		await field.fill("0.5");
		expect(await page.getByLabel("Seed", { exact: true }).isDisabled()).toBe(true);
		await ask(page, "파랑 1?");
		expect(await page.evaluate("location.hash")).toContain("draw=5");
		await context.close();
	});

	test("attention of a made answer: the characters of the question as columns, a row for each of the reply, that of the cursor in words", async () => {
		const { page, context } = await open("#/chat?topp=0.9");
		await page.route("**/api/runs/*/chat", (route) =>
			route.fulfill({
				contentType: "application/x-ndjson",
				body: `${MADE.map((line) => JSON.stringify(line)).join("\n")}\n`,
			}),
		);
		await ask(page, "값a");
		expect(await page.locator(".chat-reply .numbers").innerText()).toBe(
			"1.39 nats in 2 symbols · seed 1 · not a training answer · Cut off after 2 symbols. · Not in the run's vocabulary: a.",
		);
		const likeliest = page.locator(".chat-likeliest");
		const drawn = async () => (await likeliest.locator("tr").allInnerTexts()).map((row) => row.split(/\s*\t\s*/));
		await page.locator(".chat-tape").press("End");
		expect(await drawn()).toEqual([
			["Symbol", "model (temperature 1)", "temperature 0.5, top-p 0.9"],
			["-ㅏ", "50%", "25%"],
			["-ㅇ", "3.1%", "left out"],
		]);
		expect(await likeliest.locator("p").innerText()).toBe(
			"Written: “-ㅏ”. Probability at temperature 1: 50%, 0.69 nats. At temperature 0.5, top-p 0.9 its probability was 25%.",
		);
		const picture = page.locator(".chat-attention");
		expect(await picture.getAttribute("aria-label")).toBe("At character 2, end, most attention is on 값: 88%.");
		await page.locator(".play-table summary").last().click();
		const rows = page.locator(".play-table").last().locator("tr");
		await rows.first().waitFor();
		expect((await rows.allInnerTexts()).map((row) => row.split("\t"))).toEqual([
			["Reply", "값", "␣"],
			["하", "25.0%", "75.0%"],
			["end", "87.5%", "12.5%"],
		]);
		await context.close();
	});

	test("an English reply of 40 symbols after a question of 90: tape and attention are in view together at 1440 by 900, also at its last symbol; no word of jamo; where nothing surprises the cursor is on the first symbol; even weights are said to be even", async () => {
		const { page, context } = await open("#/chat?temp=1.5");
		const question = "I am on a boat and look at the sea: why does the horizon look so straight, far away from me";
		const made = Array.from({ length: 40 }, (_, n) => ({
			symbol: {
				...{
					text: "a",
					label: n === 39 ? "END" : "a",
					id: 1,
					probability: 0.999,
					nats: n === 20 ? 0.002 : 0.001,
					drawn: 1,
				},
				top: [{ text: "a", probability: 0.999, drawn: 1 }],
			},
		}));
		const shared = {
			inTraining: false,
			cut: false,
			unknownSymbols: 0,
			unknown: [],
			seed: 1,
			temperature: 1.5,
			step: 9,
		};
		const weights = made.map(() => Array.from(question, () => 1 / question.length));
		const attention = { question: [...question], reply: made.map(() => "a"), first: made.map((_, n) => n), weights };
		const lines = [...made, { reply: { question, text: "a".repeat(39), nats: 0.04, ...shared, attention } }];
		await page.route("**/api/runs/*/chat", (route) =>
			route.fulfill({
				contentType: "application/x-ndjson",
				body: `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`,
			}),
		);
		await ask(page, question);
		const tape = page.locator(".chat-tape");
		expect(await tape.getAttribute("aria-label")).toContain("Symbol 1,");
		const why = await page.locator(".chat-why").innerText();
		expect(why).not.toMatch(/[ㄱ-ㅣ]/);
		expect(why).toContain("the strongest is 1.1%, the largest weight. It is still spread evenly over the question");
		await tape.press("End");
		const [above, picture] = [await tape.boundingBox(), await page.locator(".chat-attention").boundingBox()];
		expect(above!.y).toBeGreaterThan(0);
		expect(picture!.y + picture!.height).toBeLessThanOrEqual(900);
		await context.close();
	});

	test("what the server refuses, and a reply that ends early, is said at its question; the next question is answered", async () => {
		const { page, context } = await open();
		await page.route("**/api/runs/*/chat", (route) =>
			route.fulfill({ contentType: "application/x-ndjson", body: `${JSON.stringify(MADE[0])}\n` }),
		);
		await page.locator(".chat-ask form input").fill("파랑 1?");
		await page.keyboard.press("Enter");
		await page.locator(".chat-turns [role=alert]").waitFor();
		await page.unroute("**/api/runs/*/chat");
		await ask(page, "파랑 2?");
		expect(await replies(page)).toHaveLength(1);
		await context.close();
	});

	test.each(LOOKS)(
		"axe finds nothing in %s, %s at %i pixels, with both tables open; nothing is wider than the page",
		async (lang, theme, width) => {
			const { page, context } = await open("#/chat?temp=1", {
				lang,
				dark: theme === "dark",
				width,
				height: width === 390 ? 844 : 900,
			});
			expect(await violations(page)).toEqual([]);
			await page.route("**/api/runs/*/chat", async (route) => {
				const answer = await route.fetch();
				const lines = (await answer.text())
					.trim()
					.split("\n")
					.map((line) => JSON.parse(line));
				const { reply } = lines.at(-1) as { reply: { attention: TalkAttention | null } };
				const symbols = lines.filter((line): line is { symbol: TalkSymbol } => "symbol" in line);
				reply.attention = {
					...{ question: [..."파랑 41?"], reply: symbols.map(({ symbol }) => symbol.label) },
					first: symbols.map((_, n) => n),
					weights: symbols.map((_, n) => Array.from({ length: 6 }, (_, j) => Math.max(0, 1 - Math.abs(j - n / 2)) / 2)),
				};
				await route.fulfill({
					contentType: "application/x-ndjson",
					body: `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`,
				});
			});
			await ask(page, "파랑 41?");
			await ask(page, "빨강 7?");
			for (const summary of await page.locator(".play-table summary").all()) await summary.click();
			expect(await violations(page)).toEqual([]);
			expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
			await context.close();
		},
	);
});

const found = await Studio.found("Chat without a studio");

test.skipIf("missing" in found)(
	"without a studio the view says that a run on pairs answers on its own machine, and gives two commands",
	async () => {
		const page = await Studio.open(found);
		const opened = await page.page({ hash: "/chat", lang: "ko" }, ".chat-view .state");
		expect(await opened.page.locator(".chat-view code").allInnerTexts()).toEqual([
			"npx sluice studio",
			"npx sluice chat RUN",
		]);
		expect(await opened.page.locator(".state-title").innerText()).toBe(
			"쌍으로 학습한 실행은 그 컴퓨터에서만 대답합니다.",
		);
		expect([opened.outside, opened.complaints]).toEqual([[], []]);
		await opened.close();
		await page.close();
	},
);
