/** What the routes of the studio answer: the numbers of the library and the command line, and changes that can be undone. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORM_FLAGS } from "../../cli/verbs/studio/form.ts";
import { exportRun, listData, parseOptions, replay, TASK_NAMES, train } from "../../src/index.ts";
import { cellOf } from "../../studio/server/routes/csv.ts";
import type { Form } from "../../studio/wire/form.ts";
import type { Hello, Lines, RunDetail, RunRow, Runs } from "../../studio/wire.ts";
import { freshFolder, openTab, PROGRAM, type Tab, type TestStudio, until } from "./client.ts";

const folder = freshFolder("routes");
const runs = join(folder, "runs");
const book = join(folder, "book.txt");
const TEXT = "The sluice opens, the water runs; it closes, the water waits.\n".repeat(200);
const SMALL = { hidden: 6, batch: 3, k1: 7, steps: 60 };
const ENGINE = { engine: "reference" } as const;

let studio: TestStudio;
let tab: Tab;
beforeAll(async () => {
	writeFileSync(book, TEXT);
	writeFileSync(
		join(folder, "prices.csv"),
		`day,close\n${Array.from({ length: 50 }, (_, k) => `${k},${Math.sin(k)}`).join("\n")}\n`,
	);
	await train({ data: { texts: [book] }, options: SMALL, run: "text", runs, ...ENGINE });
	const task = { kind: "task", name: "temporal-order", options: {} } as const;
	await train({ data: task, options: { hidden: 4, batch: 3, steps: 40, cell: "gru" }, run: "task", runs, ...ENGINE });
	({ studio, tab } = await openTab({ runs, paths: [book, join(folder, "prices.csv"), "@sqlite"] }));
});
afterAll(() => studio.close());

const rows = async () => ((await tab.get("/api/runs")).json as Runs).runs;
const rowOf = async (name: string) => (await rows()).find((row) => row.name === name)!;
const logOf = (run: string, log = "metrics"): Record<string, number>[] =>
	readFileSync(join(runs, run, `${log}.jsonl`), "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
const sluice = (...args: string[]) =>
	spawnSync(process.execPath, [PROGRAM, ...args], { cwd: folder, encoding: "utf8" });

describe("reading", () => {
	test("hello names the engine, the given texts with their columns, and no run that trains", async () => {
		const hello = (await tab.get("/api/hello")).json as Hello;
		expect(hello).toMatchObject({ version: "0.1.0", instance: tab.instance, lang: "en", training: null });
		expect(hello.texts.map(({ id: _, ...facts }) => facts)).toEqual([
			{ name: "book.txt", bytes: TEXT.length, kind: "text" },
			{ name: "prices.csv", bytes: expect.any(Number), kind: "series", columns: ["day", "close"] },
			{ name: "@sqlite", bytes: 9_489_690, kind: "text" },
		]);
		expect(hello.texts.every(({ id }) => /^[0-9a-f]{16}$/.test(id))).toBe(true);
		const { runs: named, ...others } = hello;
		expect(named).toBe(runs); // for the commands that the page prints
		expect(JSON.stringify(others)).not.toContain(folder);
	});

	test("the catalogue is that of data list", async () => {
		const { json } = await tab.get("/api/catalogue");
		const listed = listData().map(({ name, description, licence, bytes, cached }) => ({
			name,
			about: description,
			licence,
			bytes,
			cached,
		}));
		expect(json).toEqual(listed);
	});

	test("the form holds every option of a training in both languages, with the library's defaults, and none that holds a path", async () => {
		const form = (await tab.get("/api/form")).json as Form;
		const options = form.groups.flatMap((group) => group.options);
		expect(options.map(({ key }) => key).sort()).toEqual(Object.keys(FORM_FLAGS).sort());
		for (const path of ["data", "from", "run", "runs", "config", "target", "text", "label"])
			expect(options.map(({ key }) => key)).not.toContain(path);
		const defaults = new Map<string, unknown>(Object.entries(parseOptions({})));
		for (const { key, value, about, unset } of options) {
			expect([key, /[가-힣]/.test(about.ko), about.en !== about.ko]).toEqual([key, true, true]);
			if (value !== null && defaults.has(key) && unset === undefined)
				expect([key, value]).toEqual([key, defaults.get(key)]);
		}
		expect(form.tasks.map(({ name }) => name)).toEqual(TASK_NAMES.filter((name) => name !== "music"));
		expect(options.find(({ key }) => key === "variant")!.choicesBy!.lists.gru).toEqual(["reset-after", "reset-before"]);
	});

	test("a row has the figures of the log: last step, lowest validation, smoothed loss, extremes of the drawing", async () => {
		for (const [name, loss, valid] of [
			["text", "lossNats", "validLossNats"],
			["task", "loss", "validLoss"],
		] as const) {
			const row = await rowOf(name);
			const lines = logOf(name);
			const losses = lines.flatMap((line) => line[loss] ?? []);
			const best = Math.min(...lines.flatMap((line) => line[valid] ?? []));
			expect(row.best).toEqual({ loss: best, step: lines.find((line) => line[valid] === best)!.step });
			expect(row.step).toBe(name === "text" ? 60 : 40);
			let [sum, weight] = [0, 0];
			for (const [age, value] of losses.toReversed().entries()) {
				sum += 0.1 * 0.9 ** age * value;
				weight += 0.1 * 0.9 ** age;
			}
			expect(row.last).toBeCloseTo(sum / weight, 12);
			expect(row.spark).toHaveLength(2 * losses.length);
			expect(Math.min(...row.spark)).toBe(Number(Math.min(...losses).toPrecision(4)));
			expect(Math.max(...row.spark)).toBe(Number(Math.max(...losses).toPrecision(4)));
			expect(row.id).toBe(createHash("sha256").update(name).digest("hex").slice(0, 16));
		}
		expect(await rowOf("text")).toMatchObject({
			model: "lstm 1x6",
			data: "book.txt",
			kind: "text",
			state: "finished",
			lossUnit: "nats",
			tags: [],
		});
		expect(await rowOf("task")).toMatchObject({ model: "gru reset-after 1x4", data: "temporal-order", kind: "task" });
		const listed = JSON.parse(sluice("runs", "--json").stdout).runs;
		for (const { name, parameters, bytes, step } of listed)
			expect(await rowOf(name)).toMatchObject({ parameters, bytes, step });
	});

	test("the detail has the digest of the newest weights, and a command that trains to the same digest", async () => {
		const row = await rowOf("text");
		const detail = (await tab.get(`/api/runs/${row.id}`)).json as RunDetail;
		const { id: _, ...own } = row;
		expect(detail).toMatchObject(own);
		expect(detail.seed).toBe(1);
		expect(detail.textSha256).toBe(createHash("sha256").update(TEXT).digest("hex"));
		expect(detail.checkpoints.at(-1)).toBe(60);
		expect(detail.command).toContain("--hidden 6");
		const [, ...words] = detail.command.split(" ");
		const again = JSON.parse(sluice(...words, "--run", "again", "--json").stdout);
		expect(again.weightsSha256).toBe(detail.weightsSha256);
		const other = (await tab.get(`/api/runs/${(await rowOf("task")).id}`)).json as RunDetail;
		expect([other.textSha256, other.options.cell]).toEqual([null, "gru"]);
		expect(
			JSON.parse(sluice(...other.command.split(" ").slice(1), "--run", "again-task", "--json").stdout).weightsSha256,
		).toBe(other.weightsSha256);
	});

	test("the lines of a log are those of the file after a step, with their number", async () => {
		const { id } = await rowOf("text");
		const all = (await tab.get(`/api/runs/${id}/lines?log=metrics`)).json as Lines;
		expect(all).toEqual({ lines: logOf("text"), of: logOf("text").length });
		const later = (await tab.get(`/api/runs/${id}/lines?log=metrics&from=30`)).json as Lines;
		expect(later.lines).toEqual(logOf("text").filter(({ step }) => step! > 30));
		for (const query of ["log=config", "log=metrics&from=x", "from=1e9"])
			expect((await tab.get(`/api/runs/${id}/lines?${query}`)).status).toBe(400);
		expect((await tab.get(`/api/runs/${id}/lines?log=records`)).json.lines).toEqual(logOf("text", "records"));
	});

	test("S7: weights and reports are files to save, with the bytes of export and report, in a sandbox", async () => {
		const { id } = await rowOf("text");
		const weights = await tab.get(`/api/runs/${id}/weights`);
		const file = join(folder, "w.safetensors");
		await exportRun({ run: "text", runs, to: "safetensors", file });
		expect(weights.bytes.equals(readFileSync(file))).toBe(true);
		expect(weights.headers["content-disposition"]).toBe("attachment; filename*=UTF-8''text.safetensors");
		const report = await tab.get(`/api/runs/${id}/report?lang=ko`);
		expect(report.status).toBe(200);
		expect(report.text).toContain('<html lang="ko"');
		expect(report.headers["content-disposition"]).toBe("attachment; filename*=UTF-8''text.html");
		for (const { headers } of [weights, report, await tab.get("/api/runs.csv")])
			expect(headers["content-security-policy"]).toBe("sandbox; default-src 'none'");
		expect(readdirSync(studio.privateFolder).filter((name) => name.startsWith("file-"))).toEqual([]);
		const task = await tab.get(`/api/runs/${(await rowOf("task")).id}/weights`);
		expect([task.status, task.json.code]).toEqual([400, "E_RUN_TASK"]);
	});

	test("W10: the table has a line for each run, and no cell that a spreadsheet would compute", async () => {
		const lines = (await tab.get("/api/runs.csv")).text.trim().split("\r\n");
		expect(lines).toHaveLength(1 + (await rows()).length);
		expect(lines.find((line) => line.startsWith("text,"))).toContain(",lstm 1x6,text,book.txt,");
		for (const [text, cell] of [
			...[
				["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
				["+1", "'+1"],
				["-1+1", "'-1+1"],
				["@SUM(A1)", "'@SUM(A1)"],
			],
			...[
				["\t=1", "'\t=1"],
				["a,b", '"a,b"'],
				['say "x"', '"say ""x"""'],
				["=1\n2", '"\'=1\n2"'],
				["plain", "plain"],
			],
		] as const)
			expect(cellOf(text)).toBe(cell);
		expect([cellOf(-1.5), cellOf(null), cellOf(undefined)]).toEqual(["-1.5", "", ""]);
	});
});

describe("changing", () => {
	test("a run is tagged, renamed, removed and restored; each time the list says so, and its id follows its name", async () => {
		await train({ data: { texts: [book] }, options: { ...SMALL, steps: 1 }, run: "moved", runs, ...ENGINE });
		const { id } = await rowOf("moved");
		expect((await tab.post(`/api/runs/${id}/tag`, { add: ["b", "가"] })).json).toEqual({ id, tags: ["b", "가"] });
		expect((await tab.post(`/api/runs/${id}/tag`, { remove: ["b"] })).json.tags).toEqual(["가"]);
		const renamed = (await tab.post(`/api/runs/${id}/rename`, { name: "새-이름" })).json;
		expect([(await rowOf("새-이름")).id, (await rowOf("새-이름")).tags]).toEqual([renamed.id, ["가"]]);
		expect((await tab.get(`/api/runs/${id}`)).status).toBe(404);
		expect((await tab.post(`/api/runs/${renamed.id}/delete`)).json).toEqual({ id: renamed.id });
		const listed = (await tab.get("/api/runs")).json as Runs;
		expect(listed.runs.map(({ name }) => name)).not.toContain("새-이름");
		expect(listed.bin).toEqual([{ id: renamed.id, name: "새-이름", removedMs: expect.any(Number) }]);
		expect((await tab.post(`/api/runs/${renamed.id}/restore`)).json).toEqual({ id: renamed.id, name: "새-이름" });
		expect((await tab.get("/api/runs")).json.bin).toEqual([]);
		expect((await tab.post(`/api/runs/${renamed.id}/restore`)).status).toBe(404);
	});

	test("W16: of two tabs that rename one run the second gets 404, and a name that is taken is 409", async () => {
		await train({ data: { texts: [book] }, options: { ...SMALL, steps: 1 }, run: "two-tabs", runs, ...ENGINE });
		const { id } = await rowOf("two-tabs");
		const replies = await Promise.all(["one", "two"].map((name) => tab.post(`/api/runs/${id}/rename`, { name })));
		expect(replies.map(({ status }) => status).sort()).toEqual([200, 404]);
		const taken = await tab.post(`/api/runs/${(await rowOf("task")).id}/rename`, { name: "text" });
		expect([taken.status, taken.json.code]).toEqual([409, "E_RUN_EXISTS"]);
	});

	test("S9: names that are paths, and fields that nobody reads, are refused", async () => {
		const { id } = await rowOf("task");
		for (const name of [
			"../x",
			"a/b",
			"/tmp/x",
			".hidden",
			"a\\b",
			"",
			" ",
			"a\nb",
			"x".repeat(65),
			"\u202ea",
			7,
			null,
			["a"],
		])
			expect([name, (await tab.post(`/api/runs/${id}/rename`, { name })).status]).toEqual([name, 400]);
		for (const body of [{ name: "a", runs: "/tmp" }, { name: "a", run: "b" }, { path: "/tmp" }])
			expect((await tab.post(`/api/runs/${id}/rename`, body)).json.code).toBe("E_STUDIO_REQUEST");
		for (const [verb, body] of [
			["tag", { add: "x" }],
			["tag", { add: [1] }],
			["delete", { force: true }],
			["stop", { pid: 1 }],
		] as const)
			expect([verb, (await tab.post(`/api/runs/${id}/${verb}`, body)).status]).toEqual([verb, 400]);
	});

	test("a replay gives the digest that the run ended with, a receipt a link of at most 2,048 characters, and a fork without a change its parent's weights", async () => {
		const { id, step } = await rowOf("task");
		const { weightsSha256 } = (await tab.get(`/api/runs/${id}`)).json;
		const again = await tab.post(`/api/runs/${id}/replay`, { update: step });
		expect([again.status, again.json]).toEqual([200, expect.objectContaining({ update: step, weightsSha256 })]);
		expect(again.json).not.toHaveProperty("values");
		const made = await tab.post(`/api/runs/${id}/receipt`, { updates: 5 });
		expect(made.json).toMatchObject({ updates: 5, link: expect.stringMatching(/^#receipt=[\w-]{40,2040}$/) });
		const forked = await tab.post(`/api/runs/${id}/fork`, { update: 3, change: {}, name: "second" });
		expect([forked.status, forked.json.name]).toEqual([200, "second"]);
		await expect.poll(async () => (await rowOf("second"))?.state, { timeout: 60_000 }).toBe("finished");
		expect((await tab.get(`/api/runs/${forked.json.id}`)).json.weightsSha256).toBe(weightsSha256);
		expect(await rowOf("second")).toMatchObject({ parent: { run: "task", update: 3, change: {} } });
		for (const [verb, body, code] of [
			["replay", { update: -1 }, "E_STUDIO_REQUEST"],
			["replay", { update: 1, run: "/etc" }, "E_STUDIO_REQUEST"],
			["replay", {}, "E_STUDIO_REQUEST"],
			["fork", { update: 1, change: { hidden: 9 } }, "E_OPTION"],
			["fork", { update: 1, change: { runs: "/tmp" } }, "E_OPTION"],
			["receipt", { updates: 0 }, "E_STUDIO_REQUEST"],
		] as const)
			expect([verb, (await tab.post(`/api/runs/${id}/${verb}`, body)).json.code]).toEqual([verb, code]);
	});
});

describe("blocks of a replayed update", () => {
	test("the batch, states and gradients that a page gets are those of the library: 3 sequences of update 2, in blocks of at most 1 MB", async () => {
		const { id, name } = await rowOf("task");
		const { values, layers, tensors } = await replay({ run: name, runs, update: 2 });
		const [{ steps, lanes, ids, losses, targets, layers: states }] = values.windows as [(typeof values.windows)[0]];
		const ask = (body: object) => tab.post(`/api/runs/${id}/replay/block`, { update: 2, ...body });
		const facts = (await tab.post(`/api/runs/${id}/replay`, { update: 2 })).json;
		expect([facts.tensors, facts.layers]).toEqual([tensors, layers]);
		for (const lane of [0, 1, lanes - 1]) {
			const at = (t: number) => t * lanes + lane;
			const { json, text } = await ask({ of: "batch", lane });
			expect([json.steps, json.lanes, json.from, text.length < 1e6]).toEqual([steps, lanes, lane, true]);
			expect(json.shown[0].inputs).toEqual(Array.from({ length: steps }, (_, t) => String(ids![at(t)])));
			const scored = (t: number) => targets[at(t)]! >= 0;
			expect(json.shown[0].losses).toEqual(Array.from({ length: steps }, (_, t) => (scored(t) ? losses[at(t)] : null)));
			for (const unit of [0, 2]) {
				const block = (await ask({ of: "h", lane, unit, step: 1 })).json;
				const H = states[0]!.h.length / (steps + 1) / lanes;
				expect([block.units, block.shape, block.quantities.at(-1)]).toEqual([H, [H - unit, steps - 1], "h"]);
				const got = new Float32Array(Uint8Array.from(Buffer.from(block.values, "base64")).buffer);
				// the first value is that of step 1, whose state is the third in h: index 0 is the state before the batch
				const h = states[0]!.h;
				const want = Array.from({ length: (H - unit) * (steps - 1) }, (_, n) => {
					const [k, t] = [unit + Math.floor(n / (steps - 1)), 1 + (n % (steps - 1))];
					return h[((t + 1) * lanes + lane) * H + k]!;
				});
				expect(Array.from(got)).toEqual(want.map(Math.fround));
			}
		}
	});

	test("what is not there is refused: a layer, sequence, unit or quantity beyond the last one, and a path", async () => {
		const { id } = await rowOf("task");
		for (const body of [
			...[{ of: "h", layer: 1 }, { of: "h", lane: 999 }, { of: "h", unit: 999 }, { of: "h", step: 999 }, { of: "q" }],
			...[{ of: "batch", lane: 999 }, { of: "h", lane: -1 }, { of: "h", lane: 0.5 }, { of: "h", runs: "/etc" }, {}],
		]) {
			const { status, json } = await tab.post(`/api/runs/${id}/replay/block`, { update: 2, ...body });
			expect([body, status, json.code]).toEqual([body, 400, "E_STUDIO_REQUEST"]);
		}
		expect((await tab.post(`/api/runs/${id}/replay/block`, { update: 0, of: "h" })).status).toBe(400);
	});
});

describe("texts", () => {
	test("dropped bytes become a text with an id; bytes that are not UTF-8 are refused with their place", async () => {
		const { status, json } = await tab.drop(Buffer.from(TEXT), "../../etc/my book.txt.gz");
		expect(status).toBe(200);
		expect(json).toEqual({
			id: createHash("sha256").update(TEXT).digest("hex").slice(0, 16),
			name: "etc-my-book.txt.txt",
			bytes: TEXT.length,
			kind: "text",
		});
		const table = await tab.drop(Buffer.from("a;b\n1;2\n3;4\n5;6\n7;8\n"), "t.CSV");
		expect(table.json).toMatchObject({ name: "t.csv", kind: "series", columns: ["a", "b"] });
		const bad = await tab.drop(Buffer.from([0x61, 0x0a, 0xff, 0x62]), "bad.txt");
		expect([bad.status, bad.json.code]).toEqual([400, "E_UTF8"]);
		expect(bad.json.message.en).toMatch(/FF.*byte 2|byte 2.*FF|0xff/i);
		expect(bad.text).not.toContain(studio.privateFolder);
		expect((await tab.drop(Buffer.alloc(0), "empty.txt")).json.code).toBe("E_FILE_EMPTY");
		for (const magic of ["PK\x03\x04", "\x1f\x8b\x08"]) {
			const reply = await tab.drop(Buffer.from(`${magic}\xff\xfe`, "latin1"), "x.gz");
			expect(reply.status).toBe(400);
		}
	});
});

describe("training", () => {
	const start = (body: object) => tab.post("/api/runs", body);
	const ended = (name: string) =>
		until(
			() => rowOf(name),
			(row) => row !== undefined && !["running", "interrupted"].includes(row.state),
		);

	test("a dropped text is kept beside the runs, and its run has the bits of sluice train on the same file", async () => {
		const { json } = await tab.drop(Buffer.from(TEXT), "book.txt");
		const started = await start({
			data: { kind: "given", id: json.id },
			options: { ...SMALL, cell: "gru" },
			engine: "reference",
		});
		expect([started.status, started.json.name]).toEqual([200, "book-gru-1"]);
		await ended("book-gru-1");
		const kept = join(runs, ".texts", createHash("sha256").update(TEXT).digest("hex"), "book.txt");
		expect(readFileSync(kept, "utf8")).toBe(TEXT);
		const detail = (await tab.get(`/api/runs/${started.json.id}`)).json as RunDetail;
		const same = await train({
			data: { texts: [book] },
			options: { ...SMALL, cell: "gru" },
			run: "same",
			runs,
			...ENGINE,
		});
		expect(detail.weightsSha256).toBe(same.weightsSha256);
		expect(detail.data).toBe("book.txt");
	});

	test("a series and a task train with their own options", async () => {
		const { texts } = (await tab.get("/api/hello")).json as Hello;
		const { id } = texts.find(({ name }) => name === "prices.csv")!;
		const series = await start({
			data: { kind: "given", id, target: "close" },
			options: { hidden: 3, steps: 4, length: "5" },
			engine: "reference",
			name: "시계열",
		});
		expect([series.status, series.json.name]).toEqual([200, "시계열"]);
		expect((await ended("시계열")).kind).toBe("series");
		const task = await start({
			data: { kind: "task", name: "delayed-recall", options: { delay: 5 } },
			options: { hidden: 3, steps: 4, length: "11" },
			engine: "reference",
			threads: 1,
		});
		expect([task.status, task.json.name]).toEqual([200, "delayed-recall-lstm-1"]);
		expect((await ended("delayed-recall-lstm-1")).data).toBe("delayed-recall:delay=5");
	});

	test("what the command line would refuse is refused in its words before anything starts", async () => {
		const task = { kind: "task", name: "reber" };
		const refusals: [body: object, code: string][] = [
			[{ data: task, options: { hidden: 0 } }, "E_OPTION"],
			[{ data: task, options: { hidden: "6; rm -rf /" } }, "E_OPTION"],
			[{ data: task, options: { hiden: 6 } }, "E_OPTION"],
			[{ data: task, options: { cell: "transformer" } }, "E_OPTION"],
			...["from", "data", "run", "runs", "config", "json", "target"].map((key): [object, string] => [
				{ data: task, options: { [key]: "/etc/passwd" } },
				"E_OPTION",
			]),
			[{ data: task, options: { init: "a\nb" } }, "E_OPTION"],
			[{ data: task, options: { init: "x".repeat(300) } }, "E_OPTION"],
			[{ data: task, options: { init: { a: 1 } } }, "E_OPTION"],
			[{ data: task, engine: "rm" }, "E_OPTION"],
			[{ data: task, threads: 65 }, "E_STUDIO_REQUEST"],
			[{ data: task, name: "../up" }, "E_RUN_NAME"],
			[{ data: task, name: "text" }, "E_RUN_EXISTS"],
			[{ data: { kind: "task", name: "none" } }, "E_TASK"],
			[{ data: { kind: "task", name: "reber", options: { delay: 3 } } }, "E_OPTION"],
			[{ data: { kind: "task", name: "reber --from /etc" } }, "E_STUDIO_REQUEST"],
			[{ data: { kind: "task", name: "copying", options: { values: "4,positions=3" } } }, "E_STUDIO_REQUEST"],
			[{ data: { kind: "catalogue", name: "../sqlite" } }, "E_STUDIO_REQUEST"],
			[{ data: { kind: "catalogue", name: "https://evil.test/x" } }, "E_STUDIO_REQUEST"],
			[{ data: { kind: "given", id: "/etc/passwd" } }, "E_STUDIO_TEXT"],
			[{ data: { kind: "given", path: "/etc/passwd" } }, "E_STUDIO_REQUEST"],
			[{ data: { kind: "url", url: "http://evil.test" } }, "E_STUDIO_REQUEST"],
			[{}, "E_STUDIO_REQUEST"],
		];
		const before = readdirSync(runs).sort();
		for (const [body, code] of refusals) {
			const { status, json } = await start(body);
			expect([body, status >= 400, json.code]).toEqual([body, true, code]);
			expect(json.message.ko).not.toBe(json.message.en);
		}
		expect(readdirSync(runs).sort()).toEqual(before);
	});

	test("an error of the training itself comes back as the answer", async () => {
		const { json } = await tab.drop(Buffer.from("ab"), "short.txt");
		const { status, json: refused } = await start({
			data: { kind: "given", id: json.id },
			options: SMALL,
			engine: "reference",
		});
		expect(status).toBe(400);
		expect(refused.message.en).toMatch(/E_CORPUS/);
		expect(JSON.stringify(refused)).not.toContain(folder);
	});

	test("S16: a second training is 409 with the running one named; stopped and resumed, it ends with the bits of one that was not", async () => {
		const long = {
			data: { kind: "task", name: "temporal-order" },
			options: { hidden: 8, batch: 4, steps: 500, saveEvery: 50 },
			engine: "reference",
		};
		const { json: started } = await start({ ...long, name: "long" });
		const second = await start({ ...long, name: "second" });
		expect([second.status, second.json.code, second.json.running]).toEqual([409, "E_STUDIO_BUSY", started.id]);
		expect(((await tab.get("/api/hello")).json as Hello).training).toBe(started.id);
		expect((await tab.post(`/api/runs/${started.id}/resume`)).status).toBe(409);
		expect((await tab.post(`/api/runs/${started.id}/delete`)).status).toBe(409);
		await until(
			() => rowOf("long"),
			({ step }) => step > 20,
		);
		expect((await tab.post(`/api/runs/${started.id}/stop`)).json).toEqual({ id: started.id });
		const stopped = await ended("long");
		expect(stopped.state).toBe("stopped");
		expect(stopped.step).toBeLessThan(500);
		expect((await tab.post(`/api/runs/${started.id}/stop`)).json.code).toBe("E_RUN_IDLE");
		await until(
			() => tab.get("/api/hello"),
			({ json }) => json.training === null,
		);
		expect((await tab.post(`/api/runs/${started.id}/resume`, { steps: "x" })).json.code).toBe("E_OPTION");
		const resumed = await tab.post(`/api/runs/${started.id}/resume`);
		expect([resumed.status, resumed.json]).toEqual([200, { id: started.id, name: "long" }]);
		expect((await ended("long")).state).toBe("finished");
		const detail = (await tab.get(`/api/runs/${started.id}`)).json as RunDetail;
		const task = { kind: "task", name: "temporal-order", options: {} } as const;
		const whole = await train({ data: task, options: long.options, run: "whole", runs, ...ENGINE });
		expect(detail.weightsSha256).toBe(whole.weightsSha256);
	});

	test("a lock that came with the folder stops no process: neither one without its start time nor one with a wrong one", async () => {
		const victim = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
		try {
			await train({ data: { texts: [book] }, options: { ...SMALL, steps: 1 }, run: "planted", runs, ...ENGINE });
			writeFileSync(join(runs, "planted", "status.json"), '{"format":1,"state":"running"}\n');
			const lock = join(runs, "planted", "lock", "9");
			mkdirSync(lock, { recursive: true });
			for (const started of ["", "x 1"]) {
				const owner = { pid: victim.pid, host: hostname(), started, machine: "", boot: "", namespace: "" };
				writeFileSync(join(lock, "owner.json"), `${JSON.stringify(owner)}\n`);
				const { status, json } = await tab.post(`/api/runs/${(await rowOf("planted")).id}/stop`);
				expect([started, status, json.code]).toEqual([started, 409, started === "" ? "E_RUN_OWNER" : "E_RUN_IDLE"]);
			}
			expect(victim.exitCode).toBeNull();
			expect(existsSync(`/proc/${victim.pid}`) || process.platform !== "linux").toBe(true);
		} finally {
			victim.kill("SIGKILL");
		}
	});
});

test("a run that is a link, one with a damaged config and one with a damaged log are rows that say so", async () => {
	const { symlinkSync } = await import("node:fs");
	const outside = freshFolder("outside");
	mkdirSync(join(outside, "r"));
	writeFileSync(join(outside, "r", "config.json"), readFileSync(join(runs, "text", "config.json")));
	symlinkSync(join(outside, "r"), join(runs, "linked"));
	for (const name of ["bad-config", "bad-log"]) {
		await train({ data: { texts: [book] }, options: { ...SMALL, steps: 1 }, run: name, runs, ...ENGINE });
		writeFileSync(join(runs, name, name === "bad-config" ? "config.json" : "metrics.jsonl"), '{"a":\n');
	}
	const found = new Map((await rows()).map((row: RunRow) => [row.name, row.damage ?? ""]));
	expect(found.get("linked")).toContain("E_LINK");
	expect(found.get("bad-config")).toContain("E_JSON");
	expect(found.get("bad-log")).toContain("E_LOG_DAMAGED");
	expect(JSON.stringify([...found.values()])).not.toContain(runs);
	const { id } = await rowOf("linked");
	expect((await tab.get(`/api/runs/${id}`)).status).toBeGreaterThanOrEqual(400);
});
