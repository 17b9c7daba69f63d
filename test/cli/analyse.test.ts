/** `sluice analyse` in this process, with the library itself. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-analyse-cli-"));
const at = (name: string) => join(folder, name);
const book = "The sluice (old) opens, the water runs; it closes, \x1b[31m\u202ethe water waits.\n".repeat(60);
const sluice = (...argv: string[]) => call([...argv, "--runs", at("runs")], { library, columns: 80 });
const analyse = (...argv: string[]) => sluice("analyse", ...argv, "--engine", "reference");

beforeAll(async () => {
	writeFileSync(at("book.txt"), book);
	writeFileSync(at("other.txt"), "the old water (waits) Ω\n".repeat(6));
	const small = "--hidden 4 --layers 2 --batch 2 --k1 8 --steps 3 --run b --quiet --split 60/40/0".split(" ");
	expect((await sluice("train", at("book.txt"), "--engine", "reference", ...small)).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("analyse tells every part in at most 80 columns, nothing of the text moves the cursor, and what to do next", async () => {
	const { code, stdout, stderr } = await analyse("b", "--orders", "1..5", "--no-color", "--svg", at("a.svg"));
	expect(code).toBe(0);
	const lines = stdout.split("\n");
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
	for (const words of [
		"n-grams of order 5",
		"symbols with the largest",
		"closing brackets and quotes",
		"errors (actual next symbol below 50%)",
	])
		expect(stdout).toContain(words);
	for (const words of ["start of a word", "below 0.1 and above 0.9", "l1: i", "zero state, nats"])
		expect(stdout).toContain(words);
	for (const unsafe of ["\x1b", "\u202e"]) expect(stdout).not.toContain(unsafe);
	expect(lines.filter((line) => /^(run|\d) +\d\.\d{4} +\d\.\d{4} +[█▉▊▋▌▍▎▏]/.test(line))).toHaveLength(6);
	expect(readFileSync(at("a.svg"), "utf8")).toMatch(/^<svg /);
	expect(stderr).toContain(at("a.svg"));
	expect(stderr).toMatch(/next:\n {2}sluice cells find b --runs/);
});

test("--json is one document of everything; a file in place of the part has its unknown symbols left out", async () => {
	const result = JSON.parse((await analyse("b", at("other.txt"), "--json", "--orders", "3")).stdout);
	expect(result).toMatchObject({
		schema: 1,
		run: "b",
		part: null,
		symbols: 143,
		unknownSymbols: 6,
		beside: 3,
		svg: null,
	});
	expect(result.errors.steps.map(({ step }: { step: string }) => step)).toEqual([
		"ngram",
		"memory",
		"rare",
		"word",
		"punctuation",
		"boost",
	]);
	expect(result.saturation.layers[1].f.units.low).toHaveLength(4);
	const told = await analyse("b", at("other.txt"), "--lang", "ko");
	expect(told.stdout).toContain("영(0) 상태(nats)");
	expect(told.stderr).toContain("6개");
});

test("an imported run has no text of its own: it is told to name one to count on, and then goes on", async () => {
	await sluice("export", "b", at("b.safetensors"), "--to", "safetensors");
	expect((await sluice("import", at("b.safetensors"), "--run", "again")).code).toBe(0);
	const refused = await analyse("again", at("other.txt"));
	expect([refused.code, refused.stderr]).toEqual([
		2,
		expect.stringMatching(/sluice analyse again FILE --count-on FILE/),
	]);
	const result = JSON.parse((await analyse("again", at("other.txt"), "--count-on", at("book.txt"), "--json")).stdout);
	expect([result.run, result.countedSymbols]).toEqual(["again", book.length]);
});

test.each([
	[["b", "--orders", "x"], /--orders must have the form N or A\.\.B, with numbers from 1 to \d+, got "x"/],
	[["b", "--part", "test"], /"test" has 0 symbols, but --part needs at least 2/],
	[["b", "other.txt", "--part", "train"], /give FILE or --part, not both/],
	[["b", "--count-on", "none.txt"], /none\.txt does not exist/],
	[["nobody"], /nobody/],
])("refuses %j", async (argv, message) => {
	const { code, stdout, stderr } = await analyse(...argv);
	expect([code > 0, stdout]).toEqual([true, ""]);
	expect(stderr).toMatch(message);
});
