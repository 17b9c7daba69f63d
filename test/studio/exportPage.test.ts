/** The files of an exported page: what they weigh, what they say of runs, and that none says where it comes from. */
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
	nameCell,
	pairs,
	readSequence,
	runDetail,
	type SluiceError,
	series,
	tagRun,
	task as taskData,
	train,
} from "../../src/index.ts";
import { type ExportOptions, exportPage } from "../../studio/server/exporting/exportPage.ts";
import { findLeak } from "../../studio/server/exporting/leakScan.ts";
import { needlesOf } from "../../studio/server/exporting/needles.ts";
import type { RunDetail } from "../../studio/wire.ts";

/** Folder names and names that no file may hold. */
const CANARY = "canary-household-7f3a";
const top = mkdtempSync(join(tmpdir(), "sluice-exporting-"));
const home = join(top, CANARY);
const kept = join(home, "runs-kept");
const book = join(home, "diaries", "diary.txt");
const MACHINE = {
	...{ cwd: join(home, "work"), home, host: "heron-desk.lan", user: "marguerite" },
	env: { HOME: home, EDITOR: "vi", GITLAB_TOKEN: "tok-9f31c0a7", MAILER_PASSWORD: "long-enough-to-look-for-8812" },
};
const SENTENCE = "물은 흐르고 sluice opens; the diary's water waits.\n";
let runs = "";
let folder = "";

beforeAll(async () => {
	mkdirSync(join(home, "diaries"), { recursive: true });
	writeFileSync(book, SENTENCE.repeat(200));
	const options = { hidden: 6, batch: 3, k1: 7, steps: 60, saveEvery: 20, validEvery: 20, recordEvery: 20 };
	await train({ data: { texts: [book] }, options, run: "text", runs: kept, engine: "wasm-plain" });
	await train({
		data: taskData("copying"),
		options: { hidden: 4, steps: 10 },
		run: "task",
		runs: kept,
		engine: "wasm-plain",
	});
}, 60_000);
beforeEach(() => {
	folder = mkdtempSync(join(home, "case-"));
	runs = join(folder, "runs");
	cpSync(kept, runs, { recursive: true });
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

const exported = (some: Partial<ExportOptions> = {}) =>
	exportPage({ to: join(folder, "site"), runs, names: ["text", "task"], machine: MACHINE, ...some });
const refusal = async (some: Partial<ExportOptions> = {}) => {
	const error = (await exported(some).then(
		() => undefined,
		(thrown) => thrown,
	)) as SluiceError | undefined;
	return error && { code: error.code, ...(error.params as object) };
};
const filesIn = (site: string) =>
	readdirSync(site, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
const read = <T>(path: string) => JSON.parse(readFileSync(join(folder, "site", path), "utf8")) as T;
const idOf = (name: string) =>
	read<{ runs: { id: string; name: string }[] }>("api/runs.json").runs.find((run) => run.name === name)!.id;

describe("an echo state network", () => {
	const options = { cell: "esn", hidden: 5, density: 1 } as const;
	const filesOf = (name: string) =>
		filesIn(join(folder, "site", "api", "runs", idOf(name))).map((path) => path.split("/").at(-1)!);
	const partsOf = (name: string) => read<RunDetail>(`api/runs/${idOf(name)}.json`).published!.echo!.parts;

	test("on a generated task is published with its reservoir and the sequence that it reads, bit for bit", async () => {
		await train({
			data: taskData("reber"),
			options: { ...options, steps: 9 },
			run: "reber",
			runs,
			engine: "reference",
		});
		await exported({ names: ["reber"] });
		expect(partsOf("reber")).toEqual(["valid"]);
		expect(filesOf("reber")).toEqual(expect.arrayContaining(["reservoir-9.safetensors", "sequence-valid.safetensors"]));
		const file = readFileSync(join(folder, "site", "api", "runs", idOf("reber"), "sequence-valid.safetensors"));
		expect(file.equals((await readSequence({ run: "reber", runs })).file)).toBe(true);
	}, 60_000);

	test("on a series keeps its numbers and the names of its columns to itself, but for --with-text", async () => {
		const table = join(home, "diaries", "tides.csv");
		writeFileSync(
			table,
			`hour,marshgauge\n${Array.from({ length: 90 }, (_, n) => `${n},${Math.sin(n)}`).join("\n")}\n`,
		);
		const data = series(table, { target: "2" });
		await train({ data, options, run: "tides", runs, engine: "reference" });
		await exported({ names: ["tides"] });
		expect(partsOf("tides")).toEqual([]);
		expect(filesOf("tides").filter((name) => /sequence/.test(name))).toEqual([]);
		const all = filesIn(join(folder, "site")).map((path) => readFileSync(path).toString("latin1"));
		expect(all.filter((content) => content.includes("marshgauge"))).toEqual([]);
		await exported({ names: ["tides"], withText: true });
		expect(partsOf("tides")).toEqual(["train", "valid", "test"]);
		expect(filesOf("tides").filter((name) => /sequence/.test(name))).toHaveLength(3);
	}, 60_000);
});

describe("the page without runs", () => {
	test("is at most 3.1 MB in files that are all needed, as many and as large as the answer says", async () => {
		const made = await exported({ names: [] });
		const sizes = filesIn(join(folder, "site")).map((path) => statSync(path).size);
		expect(sizes.reduce((a, b) => a + b, 0)).toBe(made.bytes);
		expect(sizes.length).toBe(made.files);
		expect(made.bytes).toBeLessThanOrEqual(3_100_000);
		expect(made.pageBytes).toBeLessThan(made.bytes);
		const names = filesIn(join(folder, "site")).join("\n");
		expect(names).not.toMatch(/\.map$|manifest\.json|relaxed|\.ts$/m);
		expect(read("api/runs.json")).toEqual({ runs: [], bin: [], results: [] });
	});

	test("has the number of files that docs/publish.md names, and the size to a tenth of a megabyte", async () => {
		const made = await exported({ names: [] });
		const said = { en: "docs/publish.md", ko: "docs/ko/publish.md" };
		const forms = { en: /about (\d+) files of ([\d.]+) MB/, ko: /파일이 (\d+)개쯤이고 모두 합쳐 ([\d.]+) MB/ };
		for (const lang of ["en", "ko"] as const) {
			const [, files, megabytes] = forms[lang].exec(readFileSync(said[lang], "utf8"))!;
			expect(Math.abs(made.files - Number(files))).toBeLessThanOrEqual(10);
			expect(megabytes).toBe((made.bytes / 1e6).toFixed(1));
		}
	});

	test("names no address but its own, and its policy is the server's but for what only a header can say", async () => {
		await exported({ names: [] });
		const html = readFileSync(join(folder, "site/index.html"), "utf8");
		const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!;
		expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<script"));
		expect(policy).toBe(
			"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; worker-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types sluice-worker",
		);
		expect(html.match(/(?:src|href)="[^"]+"/g)!.filter((one) => !/="\.\/assets\//.test(one))).toEqual([]);
	});

	test("two exports of the same page are the same bytes", async () => {
		const [a, b] = [await exported(), await exported({ to: join(folder, "again") })];
		expect(a).toEqual(b);
		for (const path of filesIn(join(folder, "site")))
			expect(readFileSync(path).equals(readFileSync(path.replace("/site/", "/again/")))).toBe(true);
	});
});

describe("chosen runs", () => {
	test("are what the library says of them, without folders: options, losses, weights, and the command by base names", async () => {
		await exported();
		const detail = read<RunDetail>(`api/runs/${idOf("text")}.json`);
		const known = runDetail({ run: "text", runs });
		expect(detail.options).toEqual(JSON.parse(JSON.stringify(known.options)));
		expect([detail.weightsSha256, detail.seed, detail.build]).toEqual([known.weightsSha256, known.seed, known.build]);
		expect(known.command).toContain(book);
		expect(detail.command).toBe(known.command.replace(book, "diary.txt"));
		expect([detail.data, detail.textSha256]).toEqual(["diary.txt", null]);
		expect(detail.checkpoints).toEqual([...new Set(Object.values(detail.published!.weights!))].sort((a, b) => a - b));
		const lines = read<{ lines: { step: number; lossNats?: number }[] }>(`api/runs/${idOf("text")}/metrics.json`).lines;
		const logged = readFileSync(join(runs, "text/metrics.jsonl"), "utf8")
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(lines.map(({ step, lossNats }) => [step, lossNats])).toEqual(
			logged.map(({ step, lossNats }) => [step, lossNats]),
		);
		expect(read<RunDetail>(`api/runs/${idOf("task")}.json`).published).toEqual({ weights: null, sample: null });
	});

	test("no file holds the folder, account, computer or secret, although the runs' own files do", async () => {
		expect(readFileSync(join(runs, "text/config.json"), "utf8")).toContain(CANARY);
		await exported();
		for (const path of filesIn(join(folder, "site"))) {
			const bytes = readFileSync(path);
			for (const word of [CANARY, "heron-desk", "marguerite", ...Object.values(MACHINE.env).slice(2)])
				expect([path, bytes.includes(word)]).toEqual([path, false]);
		}
	});

	test("of a run on pairs the replies are published, and the question of its data only if asked", async () => {
		const table = join(home, "diaries", "talk.csv");
		const rows = Array.from({ length: 60 }, (_, n) => `marshmallow ${n}?,yes ${n % 3}.`);
		writeFileSync(table, `Q,A\n${rows.join("\n")}\n`);
		const data = pairs(table, { question: "Q", answer: "A" });
		const options = { hidden: 4, batch: 5, steps: 20, validEvery: 10 };
		await train({ data, options, run: "talk", runs, engine: "wasm-plain" });
		const samples = () =>
			read<{ lines: { text: string }[] }>(`api/runs/${idOf("talk")}/samples.json`).lines.map(({ text }) => text);
		await exported({ names: ["talk"], withText: true });
		const whole = samples();
		expect(whole.length).toBeGreaterThan(0);
		for (const text of whole) expect(text).toMatch(/^marshmallow \d+\? → /);
		await exported({ names: ["talk"] });
		expect(samples()).toEqual(whole.map((text) => text.slice(text.indexOf(" → ") + 3)));
	}, 60_000);

	test("their text is published only if asked: the ids of each part, and its digest", async () => {
		await exported();
		const published = read<RunDetail>(`api/runs/${idOf("text")}.json`).published!;
		const known = new Set(SENTENCE);
		const shares = ["c", "en", "ko"].map((name) => {
			const first = [...gunzipSync(readFileSync(join(folder, `site/texts/${name}.txt`))).toString("utf8")].slice(
				0,
				20_000,
			);
			return { name, share: first.filter((character) => known.has(character)).length };
		});
		expect(published.sample).toBe(shares.toSorted((a, b) => b.share - a.share)[0]!.name);
		expect(filesIn(join(folder, "site")).filter((path) => path.endsWith(".i32"))).toEqual([]);
		await exported({ withText: true });
		const detail = read<RunDetail>(`api/runs/${idOf("text")}.json`);
		expect([detail.published!.sample, detail.textSha256]).toEqual([null, runDetail({ run: "text", runs }).textSha256]);
		const parts = ["train", "valid", "test"].map((part) => {
			const words = new Int32Array(
				new Uint8Array(readFileSync(join(folder, `site/api/runs/${detail.id}/${part}.i32`))).buffer,
			);
			expect([words[0], words[1]]).toEqual([words.length - 2, 0]);
			return words.length - 2;
		});
		expect(parts.reduce((a, b) => a + b, 0)).toBe([...SENTENCE].length * 200);
	});

	test("a field that a log or a file of weights holds beyond the known ones is left out, not searched", async () => {
		const line = { step: 60, lossNats: 1, note: `see ${home}/x`, layers: `${home}` };
		appendFileSync(join(runs, "text/metrics.jsonl"), `${JSON.stringify(line)}\n`);
		appendFileSync(join(runs, "text/records.jsonl"), `${JSON.stringify({ ...line, lags: [1, `${home}`] })}\n`);
		await exported();
		expect(read<{ lines: object[] }>(`api/runs/${idOf("text")}/metrics.json`).lines.at(-1)).toEqual({
			step: 60,
			lossNats: 1,
		});
		const record = read<{ lines: object[] }>(`api/runs/${idOf("text")}/records.json`).lines.at(-1);
		expect(record).toEqual({ step: 60, lags: [1, null], layers: null });
	});
});

describe("a canary is found, and nothing is written:", () => {
	const name = (words: string) =>
		nameCell({ run: "text", runs, unit: "l0.c.1", name: words, engine: "wasm-plain" } as never);
	const cases: [string, () => unknown, object][] = [
		["a path of the home in the name of a cell", () => name(`see ${home}/notes`), { kind: "path" }],
		["a folder of data in the name of a cell", () => name(`of ${home}/diaries`), { kind: "path" }],
		["anybody's home in the name of a cell", () => name("see /home/somebody/notes"), { kind: "path" }],
		["a home on Windows in the name of a cell", () => name("C:\\Users\\Somebody"), { kind: "path" }],
		["the account in the name of a cell", () => name("Marguerite's cell"), { kind: "user" }],
		["the computer in a tag", () => tagRun({ run: "text", runs, add: ["heron-desk"] }), { kind: "host" }],
		[
			"a secret of the environment in a tag",
			() => tagRun({ run: "text", runs, add: [MACHINE.env.GITLAB_TOKEN] }),
			{ kind: "secret" },
		],
		[
			"a token by its form in a tag",
			() => tagRun({ run: "text", runs, add: [`ghp_${"a1B2".repeat(8)}`] }),
			{ kind: "secret" },
		],
		[
			"a secret in what the network writes",
			() =>
				appendFileSync(
					join(runs, "text/samples.jsonl"),
					`${JSON.stringify({ step: 60, text: `x ${MACHINE.env.MAILER_PASSWORD}` })}\n`,
				),
			{ kind: "secret" },
		],
	];
	test.each(cases)("%s", async (_, plant, { kind }: { kind?: string }) => {
		expect(await refusal()).toBeUndefined();
		rmSync(join(folder, "site"), { recursive: true });
		await plant();
		const found = (await refusal()) as { code: string; kind: string; file: string; shown: string; place: object };
		expect([found.code, found.kind]).toEqual(["E_PUBLISH_FOUND", kind]);
		expect(found.file).toMatch(/^api\//);
		expect(found.shown.length).toBeLessThanOrEqual(11); // 8 characters and an ellipsis
		expect(Object.values(found.place)[0]).toBeGreaterThanOrEqual(1);
		expect(readdirSync(folder)).toEqual(["runs"]);
	});

	test("a path in the published text of a run, and none without the text", async () => {
		const own = join(home, "diaries", "with-path.txt");
		writeFileSync(own, `${SENTENCE.repeat(100)}${home}/letters\n${SENTENCE.repeat(100)}`);
		await train({
			data: { texts: [own] },
			options: { hidden: 4, batch: 2, k1: 7, steps: 10 },
			run: "path",
			runs,
			engine: "wasm-plain",
		});
		expect(await refusal({ names: ["path"] })).toBeUndefined();
		const found = await refusal({ names: ["path"], withText: true });
		expect(found).toMatchObject({ code: "E_PUBLISH_FOUND", kind: "path", place: { line: 101 } });
	});

	test("in each kind of file, in words of an address and of JSON, at the right place", () => {
		const needles = needlesOf({ ...MACHINE, home: "C:\\Users\\Marguerite R", cwd: "/srv/a b/c" }, []);
		const found = (path: string, text: string, kind: "page" | "run" | "text") =>
			findLeak([{ path, bytes: Buffer.from(text), kind }], needles);
		expect(found("assets/a.js", "\n\nx='/srv/a b/c/d'", "page")).toMatchObject({ kind: "path", place: { line: 3 } });
		expect(found("assets/a.js", "file:///srv/a%20b/c", "page")).toMatchObject({ kind: "path" });
		expect(found("api/a.json", '{"a":"C:\\\\Users\\\\Marguerite R"}', "run")).toMatchObject({ kind: "path" });
		expect(found("wasm/a.wasm", "\0\0/srv/a b/c", "page")).toMatchObject({ kind: "path", place: { byte: 2 } });
		expect(found("api/a.json", '{"a":"/opt/data/x"}', "run")).toMatchObject({ kind: "path" });
		for (const clean of ["marguerites", "heron-desktop", "tok-9f31c0a", "1/2/3", "and/or"])
			expect([clean, found("api/a.json", `{"a":"${clean}"}`, "run")]).toEqual([clean, undefined]);
	});
});

describe("where it is written", () => {
	test("an earlier export is replaced as a whole; a folder of anything else, a file and a link are refused and stay", async () => {
		const site = join(folder, "site");
		await exported();
		const before = filesIn(site).length;
		await exported({ names: [] });
		expect(filesIn(site).length).toBeLessThan(before);
		expect(readdirSync(folder).sort()).toEqual(["runs", "site"]);

		writeFileSync(join(site, "CNAME"), "example.org");
		expect(await refusal()).toEqual({ code: "E_PUBLISH_PLACE", folder: site, why: "foreign", name: "CNAME" });
		expect(readFileSync(join(site, "CNAME"), "utf8")).toBe("example.org");
		rmSync(join(site, "CNAME"));
		appendFileSync(join(site, "texts/c.txt"), "changed by hand");
		expect(await refusal()).toMatchObject({ code: "E_PUBLISH_PLACE", name: "texts/c.txt" });

		mkdirSync(join(folder, "mine"));
		writeFileSync(join(folder, "mine/thesis.txt"), "mine");
		expect(await refusal({ to: join(folder, "mine") })).toMatchObject({ why: "foreign", name: "thesis.txt" });
		expect(await refusal({ to: join(folder, "mine/thesis.txt") })).toMatchObject({ why: "file" });
		symlinkSync(join(folder, "mine"), join(folder, "link"));
		expect(await refusal({ to: join(folder, "link") })).toMatchObject({ why: "file" });
		expect(await refusal({ to: runs })).toMatchObject({ code: "E_PUBLISH_PLACE" });
		expect(readFileSync(join(folder, "mine/thesis.txt"), "utf8")).toBe("mine");
	});

	test("a run that trains, is damaged or is not there is refused before anything is written", async () => {
		expect(await refusal({ names: ["txt"] })).toMatchObject({ code: "E_RUN_MISSING", suggestion: "text" });
		expect(await refusal({ names: [join(runs, "text")] })).toMatchObject({ code: "E_PUBLISH_RUN", why: "elsewhere" });
		writeFileSync(join(runs, "text/config.json"), "{");
		expect(await refusal()).toMatchObject({ code: "E_PUBLISH_RUN", run: "text", why: "damaged" });
		expect(existsSync(join(folder, "site"))).toBe(false);
	});
});
