/** Talking with a run through the studio's server: the replies of chat(), streamed, and nothing else. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chat, task, train } from "../../src/index.ts";
import type { TalkLine, TalkSettings, TalkSymbol } from "../../studio/wire/chatMessages.ts";
import type { Runs } from "../../studio/wire.ts";
import { freshFolder, openTab, type Tab, type TestStudio } from "./client.ts";
import { trainTalk } from "./talkRun.ts";

const folder = freshFolder("talk");
const runs = join(folder, "runs");
const SETTINGS: TalkSettings = { temperature: 0.5, topP: 1, topK: 0, beams: 0, length: 200, seed: 1 };
let studio: TestStudio;
let tab: Tab;
let id: string;

beforeAll(async () => {
	await trainTalk(folder);
	await train({ data: task("copying"), options: { hidden: 4, steps: 10 }, run: "task", runs, engine: "wasm-plain" });
	({ studio, tab } = await openTab({ runs }));
	const { runs: rows } = (await tab.get("/api/runs")).json as Runs;
	expect(rows.map(({ name, kind }) => [name, kind]).sort()).toEqual([
		["talk", "pairs"],
		["task", "task"],
	]);
	id = rows.find(({ name }) => name === "talk")!.id;
}, 120_000);
afterAll(() => studio.close());

const ask = (fields: object, run = id) => tab.post(`/api/runs/${run}/chat`, { ...SETTINGS, ...fields });
const linesOf = (text: string) =>
	text
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line) as TalkLine);

/** What chat() replies in a conversation of its own. */
async function said(question: string, settings: Partial<TalkSettings> = {}) {
	const request = { run: "talk", runs, values: true, ...SETTINGS, ...settings };
	const { turns } = await chat(request, { nextQuestion: async (turn) => (turn === 0 ? question : undefined) });
	return turns[0]!;
}

describe("POST /api/runs/:id/chat", () => {
	test.each([
		["파랑 41?", {}],
		["빨강", { temperature: 1.5, seed: 41 }],
		["검정 7?", { temperature: 1.5, topP: 0.9, topK: 4, seed: 41 }],
		["하양 1?", { beams: 4 }],
		["노랑 🙂?", { temperature: 2, length: 3, seed: 3 }],
	])(
		"%s with %j: each symbol of chat() on a line of its own with the same gates and states, then its reply",
		async (question, settings) => {
			const { symbols, ...reply } = await said(question, settings);
			const answer = await ask({ question, ...settings });
			expect(answer.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
			const lines = linesOf(answer.text);
			expect(lines.at(-1)).toEqual({ reply });
			const streamed = lines.slice(0, -1).map((line) => (line as { symbol: TalkSymbol }).symbol);
			expect(streamed.map(({ text: _, ...rest }) => rest)).toEqual(symbols.map(({ text: _, ...rest }) => rest));
			expect(Object.keys(streamed[0]!.values!)).toEqual(["l0.gate.r", "l0.gate.z", "l0.gate.n", "l0.h"]);
			expect(streamed[0]!.values!["l0.gate.z"]).toHaveLength(24);
		},
	);

	test("the same question with the same seed gets the same reply in one conversation, whatever was asked between", async () => {
		const first = (await ask({ question: "파랑 2?", temperature: 1.5, seed: 9 })).text;
		await ask({ question: "빨강 2?", temperature: 0.1, topK: 3, beams: 2, seed: 4 });
		expect((await ask({ question: "파랑 2?", temperature: 1.5, seed: 9 })).text).toBe(first);
	});

	test("a question of 501 characters is refused", async () => {
		expect((await ask({ question: "a".repeat(501) })).json.code).toBe("E_STUDIO_REQUEST");
	});

	test.each([
		[{ question: "" }, "question"],
		[{ question: 3 }, "question"],
		[{ question: "a", temperature: -1 }, "temperature"],
		[{ question: "a", temperature: null }, "temperature"],
		[{ question: "a", topP: 0 }, "topP"],
		[{ question: "a", topK: 1.5 }, "topK"],
		[{ question: "a", beams: 17 }, "beams"],
		[{ question: "a", length: 401 }, "length"],
		[{ question: "a", seed: 2 ** 53 }, "seed"],
		[{ question: "a", engine: "native" }, "engine"],
	])("%j is refused, and the message names %s", async (fields, named) => {
		const { status, json } = await ask(fields);
		expect([status, json.code]).toEqual([400, "E_STUDIO_REQUEST"]);
		expect(json.message.en).toContain(named);
	});

	test("a run on other data is refused as sluice chat refuses it, and the next question to a run on pairs is answered", async () => {
		const { runs: rows } = (await tab.get("/api/runs")).json as Runs;
		const refused = await ask({ question: "a" }, rows.find(({ name }) => name === "task")!.id);
		expect([refused.status, refused.json.code]).toEqual([400, "E_NO_PAIRS"]);
		expect(linesOf((await ask({ question: "파랑 3?", temperature: 0 })).text).at(-1)).toMatchObject({
			reply: { text: "파랑 좋아요" },
		});
	});

	test("of two questions at once one is refused, and a question whose page has gone leaves the run free", async () => {
		const two = await Promise.all([ask({ question: "파랑 4?" }), ask({ question: "빨강 4?" })]);
		expect(two.map(({ status }) => status).sort()).toEqual([200, 409]);
		const gone = new AbortController();
		const request = fetch(`${tab.base}/api/runs/${id}/chat`, {
			...{ method: "POST", headers: tab.writing, signal: gone.signal },
			body: JSON.stringify({ ...SETTINGS, question: "파랑 5?" }),
		});
		gone.abort();
		await expect(request).rejects.toThrow();
		await expect.poll(async () => (await ask({ question: "파랑 6?" })).status).toBe(200);
		expect(studio.logged).toEqual([]);
	});
});
