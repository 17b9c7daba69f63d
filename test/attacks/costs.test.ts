/** Files that would cost many times their size are refused by a limit that the message states, and nothing is made. */
import { existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../cli/configFile.ts";
import { Records } from "../../src/data/seriesRecords.ts";
import * as library from "../../src/index.ts";
import { writeSafetensors } from "../../src/interop/safetensors.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { openSeries, series } from "../../src/workbench/datasets/seriesData.ts";
import { openTask, task } from "../../src/workbench/datasets/taskData.ts";
import { costlyFiles } from "./costlyFiles.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-costs-"));
const runs = join(folder, "runs");
const small = { cell: "lstm", hidden: 4, batch: 2, k1: 8, steps: 2 } as const;
beforeAll(async () => {
	writeFileSync(join(folder, "book.txt"), "the water runs. ".repeat(400));
	const data = library.text(join(folder, "book.txt"));
	await library.train({ data, options: small, engine: "reference", run: "book", runs });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readers: Record<string, (path: string) => Promise<unknown>> = {
	weights: (file) => library.importRun({ file, runs }),
	series: (file) => openSeries(series(file, { target: "all" })),
	settings: (path) => readConfig(path, ["layers"]),
	songs: (path) => openTask(task("music", {}, path)),
	train: (path) => library.train({ data: library.text(path), options: small, engine: "reference", run: "huge", runs }),
};

/** The error that ends `work`. */
async function refusal(work: Promise<unknown>): Promise<string> {
	return work.then(
		() => "none",
		(error: unknown) => (error instanceof library.SluiceError ? error.message : `uncoded: ${error}`),
	);
}

test("18 files whose cost is many times their size are refused by a stated limit, and no run is made", async () => {
	for (const { name, kind, content, code } of costlyFiles(0.3)) {
		const path = join(folder, name);
		writeFileSync(path, content());
		expect([name, await refusal(readers[kind]!(path))]).toEqual([name, expect.stringContaining(`(${code})`)]);
		rmSync(path);
	}
	expect(existsSync(join(runs, "huge"))).toBe(false);
});

test("hidden or layers raised in a run's config is refused before weights are drawn, by 5 verbs", async () => {
	const path = join(runs, "book/config.json");
	const config = await readFile(path, "utf8");
	for (const [from, to] of [
		['"hidden":4', '"hidden":16384'],
		['"layers":1', '"layers":64'],
	] as const) {
		await writeFile(path, config.replace(from, to));
		const request = { run: "book", runs, engine: "reference" } as const;
		for (const work of [
			() => library.sample({ ...request, length: 3 }),
			() => library.evaluate(request),
			() => library.diagnose(request),
			() => library.resume(request),
			() => library.train({ from: "book", runs, engine: "reference", options: { steps: 1 } }),
		])
			expect(await refusal(work())).toMatch(/weight_\w+ .*E_SHAPE/);
	}
	await writeFile(path, config);
});

test("a config, a status, a log or a list of cells of 1.9 GB (sparse) is refused without being read", async () => {
	for (const [name, read] of [
		["config.json", () => library.evaluate({ run: "book", runs })],
		["cells.json", async () => library.namedCells({ run: "book", runs })],
	] as const) {
		const path = join(runs, "book", name);
		const before = existsSync(path) ? await readFile(path) : undefined;
		writeFileSync(path, "");
		truncateSync(path, 1.9e9);
		const bytes = process.memoryUsage().rss;
		expect(await refusal(read())).toMatch(/1,900,000,000 bytes of JSON; at most 16,777,216.*E_LIMIT/);
		expect(process.memoryUsage().rss - bytes).toBeLessThan(2 ** 26);
		if (before) writeFileSync(path, before);
		else rmSync(path);
	}
});

test("a log of 3 million empty lines is refused, one of 300,000 lines of 70 bytes is read", async () => {
	const path = join(runs, "book/metrics.jsonl");
	const before = await readFile(path);
	writeFileSync(path, "{}\n".repeat(3e6));
	expect(library.listRuns(runs)[0]!.damage).toMatch(/3,000,000 lines.*at most 262,144.*E_LIMIT/);
	writeFileSync(path, `{"step":1,"lossNats":2.5,"seconds":1,"more":"${"x".repeat(30)}"}\n`.repeat(3e5));
	expect(library.listRuns(runs)[0]!.damage).toBeUndefined();
	writeFileSync(path, before);
});

test("5 million bytes of integers are refused: they would take 8 times their size", async () => {
	const bytes = writeSafetensors([{ name: "a", shape: [1_250_000], data: new Float32Array(1_250_000) }]);
	const text = Buffer.from(bytes).toString("latin1").replace('"F32","shape":[1250000]', '"U8","shape":[5000000] ');
	const file = join(folder, "ints.safetensors");
	writeFileSync(file, Buffer.from(text, "latin1"));
	expect(await refusal(library.importRun({ file, layout: "torch", runs }))).toMatch(/5,000,000 numbers.*E_LIMIT/);
});

test("100,000 plain decimals of up to 15 digits are read as Number reads them, bit for bit; longer ones are left to it", () => {
	const random = new RandomStream(3, "numbers");
	const fields = Array.from({ length: 100_000 }, () => {
		const digits = Array.from({ length: 1 + random.below(15) }, () => random.below(10)).join("");
		const at = random.below(digits.length + 1);
		const point = random.below(3) === 0 ? digits : `${digits.slice(0, at)}.${digits.slice(at)}`;
		return `${["", "-", "+"][random.below(3)]}${point}`;
	});
	const records = new Records(new TextEncoder().encode(fields.join("\n")), ",", "numbers");
	for (const field of fields) {
		expect(records.next()).toBe(true);
		if (!Object.is(records.number(0), Number(field))) throw new Error(`${field}: ${records.number(0)}`);
	}
	const long = new Records(new TextEncoder().encode("0.1234567890123456,1e5,0x10,,1.2.3,-,.,+"), ",", "numbers");
	long.next();
	expect(Array.from({ length: long.count }, (_, i) => long.number(i))).toEqual(Array(8).fill(Number.NaN));
});
