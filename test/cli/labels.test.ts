/** `sluice train --text --label`, `eval` and `predict` on labelled sequences in this process, with the library itself. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as called, fakeLibrary } from "./fakes.ts";

let folder = "";
let file = "";
const sluice = (...argv: string[]) =>
	called([...argv, "--runs", folder, "--engine", "reference"], { library: fakeLibrary(library) });
const train = (...argv: string[]) => sluice("train", file, "--cell", "gru", "--hidden", "5", "--steps", "2", ...argv);

/** 30 sequences of 1 to 3 symbols in CSV; one label moves the cursor. */
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "sluice-labels-"));
	file = join(folder, "colours.csv");
	const rows = Array.from({ length: 30 }, (_, n) => `${"xyz".slice(n % 3)},${n % 2 ? "red" : "\x1b[31mred"}`);
	writeFileSync(file, `word,colour\n${rows.join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("train shows accuracy, interval and the majority baseline, and what comes next; nothing of the file moves the cursor", async () => {
	const { code, stdout, stderr } = await train("--text", "word", "--label", "colour", "--run", "a");
	expect([code, stderr]).toEqual([
		0,
		expect.stringMatching(/sluice eval \S+a --part test[\s\S]*sluice forecast \S+a --out/),
	]);
	expect(stdout).toMatch(/3 labels, one per sequence +accuracy +95% interval +macro F1\nnetwork +\d+%/);
	expect(stdout).toMatch(/baseline: always ".*red" +\d+%/);
	expect(stdout + stderr).not.toContain("\x1b[31m");
});

test("eval prints three tables in English and Korean, and --json the scores unchanged; predict a JSON line per sequence", async () => {
	const { stdout } = await sluice("eval", "a", "--part", "train");
	expect(stdout).toMatch(
		/24 labels, one per sequence[\s\S]*class +precision +recall +F1 +labels[\s\S]*actual \\ predicted/,
	);
	expect(stdout).not.toContain("\x1b[31m");
	expect((await sluice("eval", "a", "--lang", "ko")).stdout).toMatch(/정확도[\s\S]*정밀도[\s\S]*실제 \\ 예측/);
	const { labels } = JSON.parse((await sluice("eval", "a", "--part", "train", "--json")).stdout);
	expect(labels.confusion.flat().reduce((a: number, b: number) => a + b, 0)).toBe(24);
	const printed = (await sluice("forecast", "a")).stdout.trimEnd().split("\n");
	expect(printed.map((line) => JSON.parse(line).line)).toEqual(Array.from({ length: 30 }, (_, n) => n + 2));
	const out = join(folder, "out.jsonl");
	expect(await sluice("forecast", "a", "--out", out)).toMatchObject({ code: 0, stdout: expect.stringContaining(out) });
	expect(readFileSync(out, "utf8").trimEnd().split("\n")).toEqual(printed);
});

test.each([
	[["--label", "colour"], "--text"],
	[["--text", "word"], "--label"],
	[["--text", "word", "--label", "colour", "--target", "word"], "--text"],
	[["--text", "word", "--label", "colour", "--lossy"], "--lossy"],
	[["--text", "word", "--label", "colour", "--length", "3"], "--length"],
	[["--text", "words", "--label", "colour"], 'did you mean "word"'],
])("train %j is bad usage that names %s", async (flags, named) => {
	const { code, stderr } = await train(...flags);
	expect([code, stderr]).toEqual([2, expect.stringContaining(named)]);
});

test("predict refuses --free on labels, and sample names the kind of the run", async () => {
	expect((await sluice("forecast", "a", "--free", "3")).stderr).toContain("--free");
	const former = await sluice("predict", "a"); // of labels, which are predicted, the former name says it right
	expect(former).toMatchObject({ code: 0, stderr: expect.not.stringContaining("now called") });
	expect((await sluice("sample", "a")).stderr).toMatch(/labelled sequences of colours\.csv:colour.*E_RUN_TASK/);
});
