/** Training on pairs by the studio's server: the same run as the command, and what is refused before anything is kept. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandsFor } from "../../cli/verbs/studio/commands.ts";
import { pairs, train } from "../../src/index.ts";
import { runsWord } from "../../studio/server/nearPath.ts";
import type { Hello, RunDetail, RunRow, Runs } from "../../studio/wire.ts";
import { freshFolder, openTab, type Tab, type TestStudio } from "./client.ts";

const rows = Array.from({ length: 60 }, (_, n) => `질문 ${n}?,대답 ${n % 40}.,${n % 3}`);
const CSV = `물음,답,"label, too"\n${rows.join("\n")}\n`;
const OPTIONS = { hidden: 4, batch: 4, steps: 3 };

describe("training on pairs by the studio", () => {
	const folder = freshFolder("pairs-training");
	let studio: TestStudio;
	let tab: Tab;
	beforeAll(async () => ({ studio, tab } = await openTab({ runs: join(folder, "runs") })));
	afterAll(() => studio?.close());
	const start = (data: object, options: object = OPTIONS) =>
		tab.post("/api/runs", { data, options, engine: "reference" });
	const ended = async (id: string): Promise<RunDetail> => {
		for (;;) {
			const { runs } = (await tab.get("/api/runs")).json as Runs;
			const row: RunRow | undefined = runs.find((one) => one.id === id);
			if (row && row.state !== "running" && row.state !== "interrupted") break;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		return (await tab.get(`/api/runs/${id}`)).json as RunDetail;
	};

	test("a dropped file of pairs has its columns and keeps its ending; a text has none", async () => {
		const { json } = await tab.drop(Buffer.from(CSV), "../my talk.csv");
		expect(json).toMatchObject({ name: "my-talk.csv", kind: "series", columns: ["label, too"] });
		expect(json.pairs).toEqual({ question: "물음", answer: "답", fields: ["물음", "답", "label, too"] });
		const lines = Array.from({ length: 9 }, (_, n) => JSON.stringify({ q: `ask ${n}`, n, a: `say ${n}` })).join("\n");
		const named = await tab.drop(Buffer.from(lines), "talk.JSONL");
		expect(named.json).toMatchObject({
			name: "talk.jsonl",
			pairs: { question: "q", answer: "a", fields: ["q", "n", "a"] },
		});
		expect((await tab.drop(Buffer.from("A text. ".repeat(9)), "text.txt")).json.pairs).toBeUndefined();
	});

	test.each([
		["language", {}],
		["dot", { model: "encoder-decoder", attention: "dot" }],
	] as const)(
		"3 updates of my-talk-%s-1 on a dropped CSV end with the weights of sluice train pairs: on the same file, which is kept in the folder of runs alone",
		async (word, model) => {
			const { id } = (await tab.drop(Buffer.from(CSV), "my talk.csv")).json;
			const options = { ...OPTIONS, ...model };
			const started = await start({ kind: "pairs", id, question: "물음", answer: "답" }, options);
			expect([started.status, started.json.name]).toEqual([200, `my-talk-${word}-1`]);
			const detail = await ended(started.json.id);
			expect([detail.kind, detail.data, detail.step]).toEqual(["pairs", "my-talk.csv:물음>답", 3]);
			const kept = join(studio.runs, ".texts", createHash("sha256").update(CSV).digest("hex"), "my-talk.csv");
			expect(readFileSync(kept, "utf8")).toBe(CSV);
			writeFileSync(join(folder, "same.csv"), CSV);
			const same = await train({
				data: pairs(join(folder, "same.csv"), { question: "물음", answer: "답" }),
				...{ options, run: `same-${word}`, runs: studio.runs, engine: "reference" },
			});
			expect(detail.weightsSha256).toBe(same.weightsSha256);
		},
		120_000,
	);

	test("a column that is no column, the same one twice, a text without pairs, a path and an unknown id are refused, and nothing of them is kept or trained", async () => {
		const csv = `Q,A\n${rows.map((row) => row.split(",").slice(0, 2).join(",")).join("\n")}\n`;
		const { id } = (await tab.drop(Buffer.from(csv), "refused.csv")).json;
		const text = (await tab.drop(Buffer.from("A text. ".repeat(9)), "text.txt")).json.id;
		const before = ((await tab.get("/api/runs")).json as Runs).runs.length;
		const own = { kind: "pairs", id, question: "Q", answer: "A" };
		const refusals: [data: object, code: string, words: RegExp][] = [
			[{ ...own, question: "B" }, "E_STUDIO_REQUEST", /"question" must be Q\|A/],
			[{ ...own, answer: "Q" }, "E_STUDIO_REQUEST", /"answer" must be A/],
			[{ ...own, answer: "A --runs=/tmp" }, "E_STUDIO_REQUEST", /"answer"/],
			[{ ...own, answer: "" }, "E_STUDIO_REQUEST", /"answer"/],
			[{ ...own, answer: ["A"] }, "E_STUDIO_REQUEST", /"answer"/],
			[{ ...own, id: text }, "E_STUDIO_REQUEST", /"id"/],
			[{ ...own, id: "0123456789abcdef" }, "E_STUDIO_TEXT", /0123456789abcdef/],
			[{ ...own, id: "../../etc/passwd" }, "E_STUDIO_TEXT", /./],
			[{ ...own, file: "/etc/passwd" }, "E_STUDIO_REQUEST", /"file"/],
			[{ kind: "pairs", id, question: "Q" }, "E_STUDIO_REQUEST", /"answer"/],
		];
		for (const [data, code, words] of refusals) {
			const { status, json } = await start(data);
			expect([data, status >= 400, json.code]).toEqual([data, true, code]);
			expect(json.message.en).toMatch(words);
		}
		expect(existsSync(join(studio.runs, ".texts", createHash("sha256").update(csv).digest("hex")))).toBe(false);
		const attention = await start(own, { ...OPTIONS, model: "encoder-decoder", attention: "most" });
		expect(attention.json.code).toBe("E_OPTION");
		expect(((await tab.get("/api/runs")).json as Runs).runs.length).toBe(before);
	});

	test("names of columns are one word of the command each, whatever is in them; a name with a control character or more than 200 characters is not offered", async () => {
		const plan = {
			words: ["pairs:/t/a.csv"],
			options: {},
			run: "r",
			pairs: { question: "--runs=/tmp $(x)", answer: "'a' \"b\"" },
		};
		const { train: words } = commandsFor({ program: "p", runs: "/r", studies: "/s", io: { cwd: "/", env: {} } });
		expect(words(plan)).toEqual([
			...["train", "--json", "--runs", "/r", "--run", "r"],
			...["--question=--runs=/tmp $(x)", "--answer='a' \"b\"", "--", "pairs:/t/a.csv"],
		]);
		const titles = ["Q", "A", "a\u0007b", "n".repeat(201), "n".repeat(200)];
		const csv = `${titles.join(",")}\n${rows.map((row) => `${row},1,2`).join("\n")}\n`;
		const { pairs: found } = (await tab.drop(Buffer.from(csv), "odd.csv")).json;
		expect(found).toEqual({ question: "Q", answer: "A", fields: ["Q", "A", "n".repeat(200)] });
		const control = `Q,a\u0007b\n${rows.map((row) => row.split(",").slice(0, 2).join(",")).join("\n")}\n`;
		expect((await tab.drop(Buffer.from(control), "control.csv")).json.pairs).toBeUndefined();
	});

	test("the folder of runs is named as a command of the studio's folder names it, and not if it is the default", async () => {
		expect(((await tab.get("/api/hello")).json as Hello).runs).toBe(studio.runs);
		const words = ["runs", "lab/runs", "", "../runs"].map((path) => runsWord(join(process.cwd(), path)));
		expect(words).toEqual([null, "lab/runs", process.cwd(), join(process.cwd(), "../runs")]);
	});
});
