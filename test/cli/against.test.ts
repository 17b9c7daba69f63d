/** `sluice predictions --against`: two runs on one text, their sums against `sluice eval --exact`. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { blindRun } from "../fixtures/blindRun.ts";
import { plantedText, QUOTES } from "../fixtures/plantedCells.ts";
import { sluice } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-against-"));
let runs = "";
const call = (...words: string[]) =>
	sluice([...words, "--runs", runs, "--quiet", "--no-color", "--engine", "reference"], { library });
const against = (...words: string[]) =>
	call("predictions", "planted", "--against", "blind", "--part", "train", "--limit", "0", ...words);

beforeAll(async () => {
	runs = await blindRun(folder, plantedText(3000));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the differences sum to that of both eval --exact losses times the symbols, to 1e-9, in the summary and line by line", async () => {
	const { sums, leftOut, better } = JSON.parse((await against("--json")).stdout);
	const losses = [];
	for (const run of ["planted", "blind"])
		losses.push(JSON.parse((await call("eval", run, "--part", "train", "--exact", "--json")).stdout));
	const wanted = (losses[1].lossNats - losses[0].lossNats) * losses[0].symbols;
	expect([sums.all.symbols, leftOut, better]).toEqual([losses[0].symbols, 0, "run"]);
	expect(Math.abs(sums.all.gainNats - wanted)).toBeLessThan(1e-9);
	const lines = (await against("--jsonl")).stdout
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
	const gains = lines.filter(({ type }) => type === "difference").map(({ gainNats }) => gainNats as number);
	expect(gains).toHaveLength(losses[0].symbols);
	expect(Math.abs(gains.reduce((sum, x) => sum + x, 0) - wanted)).toBeLessThan(1e-9);
	expect(lines.at(-1)).toMatchObject({ type: "done", run: "planted", against: { run: "blind" } });
});

test("inside quotes the planted run wins by its quote cell; for people in both languages, within 100 columns", async () => {
	const words = ["--pattern", "quotes", "--units", "4", "--places", "3"];
	const { sums, explained, places } = JSON.parse((await against(...words, "--json")).stdout);
	expect(sums.inside.gainNats).toBeGreaterThan(0.99 * sums.all.gainNats);
	expect(explained.units[0]).toMatchObject({ unit: `l0.c.${QUOTES}` });
	expect(explained.units[0].share).toBeCloseTo(1, 2);
	expect([explained.units.length, places.better.length]).toEqual([4, 3]);
	const english = (await against(...words)).stdout;
	expect(english).toMatch(/^inside quotes +\d/m);
	expect(english).toMatch(new RegExp(`^l0\\.c\\.${QUOTES} +\\+\\d+\\.\\d{4} +\\d`, "m"));
	const korean = (await against(...words, "--lang", "ko")).stdout;
	expect(korean).toContain("없애면 차이가 되돌아오는 유닛");
	for (const line of english.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("against itself nothing differs and no unit is looked for", async () => {
	const { stdout } = await call(
		"predictions",
		"blind",
		"--against",
		"blind",
		"--units",
		"3",
		"--part",
		"train",
		"--json",
	);
	expect(JSON.parse(stdout)).toMatchObject({ better: null, explained: null, places: { better: [], worse: [] } });
});

test.each([
	[["predictions", "planted", "--units", "3"], /--units needs --against/],
	[["predictions", "planted", "--against", "blind", "--top", "2"], /--top cannot be combined with --against/],
	[["predictions", "planted", "--against", "none"], /none.*E_RUN_MISSING/],
	[["predictions", "planted", "--against", "blind", "--pattern", "quotes,brackets"], /exactly 1 pattern, got 2/],
	[
		["predictions", "planted", "--against", "blind", "--part", "train", "--pattern", "py.comment"],
		/E_PATTERN_CONSTANT/,
	],
	[["predictions", "planted", "--against", "blind", "--against-checkpoint", "x"], /--against-checkpoint/],
])("2: %j", async (words, message) => {
	const { code, stdout, stderr } = await call(...words);
	expect([code, stdout]).toEqual([2, ""]);
	expect(stderr).toMatch(message);
});

test("2: networks with other symbol units are refused with the reason", async () => {
	writeFileSync(join(folder, "bytes.txt"), "void f(int x) { return x; }\n".repeat(40));
	const options = { hidden: 2, batch: 2, k1: 4, steps: 1 };
	await library.train({
		data: { texts: [join(folder, "bytes.txt")], unit: "byte" },
		options,
		run: "bytes",
		runs,
		engine: "reference",
	});
	const { code, stderr } = await call("predictions", "planted", "--against", "bytes", "--part", "train");
	expect(code).toBe(2);
	expect(stderr).toMatch(/the unit codepoint, the other one of the unit byte.*E_AGAINST_SYMBOLS/s);
});
