/** `sluice cells name` and `names` in this process, and names on their way out and in, with the library itself. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { readSafetensors, writeSafetensors } from "../../src/interop/safetensors.ts";
import { plantedText } from "../fixtures/plantedCells.ts";
import { plantedRun } from "../fixtures/plantedRun.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-names-"));
const at = (name: string) => join(folder, name);
const text = at("planted.txt");
const notebook = at("runs/planted/cells.json");
const sluice = (...argv: string[]) => call([...argv, "--runs", at("runs")], { library, columns: 80 });
const name = (...argv: string[]) => sluice("cells", "name", "planted", ...argv);

beforeAll(async () => {
	writeFileSync(text, plantedText(6000));
	await plantedRun(folder);
});
beforeEach(() => rmSync(notebook, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a name with a pattern is kept with its evidence: an area above 0.99 on the half that chose nothing", async () => {
	const { code, stdout, stderr } = await name("l0.c.7", "inside quotes", text, "--pattern", "quotes", "--no-color");
	expect(code).toBe(0);
	expect(stdout).toMatch(/^l0\.c\.7 of planted is now named "inside quotes"\.\nquotes: AUC (1\.000|0\.99\d) \(/);
	expect(stderr).toMatch(
		/next:\n {2}sluice cells names planted --runs \S+\n {2}sluice cells ablate planted .* l0\.c\.7/,
	);
	const { format, cells } = JSON.parse(readFileSync(notebook, "utf8"));
	expect([format, cells.length]).toEqual([1, 1]);
	expect(cells[0]).toMatchObject({
		unit: "l0.c.7",
		pattern: "quotes",
		evidence: { text, symbols: 3000, step: 0, sign: 1 },
	});
	expect(cells[0].evidence.auc).toBeGreaterThan(0.99);
	expect(readdirSync(at("runs/planted")).filter((file) => file.includes("tmp"))).toEqual([]);
});

test("a degree's name is kept with r and the area, each with its own interval and chance level", async () => {
	const { stdout } = await name("l0.c.3", "depth", text, "--pattern", "brackets", "--no-color");
	expect(stdout.replaceAll("\n", " ")).toMatch(
		/brackets: r (1\.000|0\.99\d) \((1\.000|0\.9\d\d) to (1\.000|0\.99\d)\), chance 0\.[0-4]\d\d; AUC (1\.000|0\.99\d) \(.*\), chance 0\.[5-7]\d\d; q /,
	);
	const { evidence } = JSON.parse(readFileSync(notebook, "utf8")).cells[0];
	expect(evidence.aucChance).toBeGreaterThan(0.5);
	expect(evidence.chance).toBeLessThan(0.5);
	const [low, high] = evidence.correlationCi;
	expect([low <= evidence.correlation, evidence.correlation <= high]).toEqual([true, true]);
	const { correlationCi: _, ...less } = evidence;
	const cells = [{ unit: "l0.c.3", name: "depth", pattern: "brackets", evidence: less }];
	writeFileSync(notebook, JSON.stringify({ format: 1, cells }));
	expect((await sluice("cells", "names", "planted")).code).not.toBe(0);
});

test("--limit: evidence from the first symbols of the text alone, half of them to judge on", async () => {
	expect((await name("l0.c.7", "q", text, "--pattern", "quotes", "--limit", "2500")).code).toBe(0);
	expect(JSON.parse(readFileSync(notebook, "utf8")).cells[0].evidence.symbols).toBe(1250);
	expect((await name("l0.c.7", "q", text, "--pattern", "quotes", "--limit", "9")).stderr).toMatch(
		/--limit must be 0 or a whole number from 2048/,
	);
});

test("names are listed in their order, changed, and taken away; evidence stays with a changed name", async () => {
	await name("l0.c.7", "quotes", text, "--pattern", "quotes");
	await name("l0.h.03", "  괄호의 깊이 ");
	const renamed = await name("l0.c.7", "\u201cinside\u201d", "--lang", "ko");
	expect(renamed.stdout).toContain('이전 이름: "quotes"');
	const list = await sluice("cells", "names", "planted", "--no-color");
	expect(list.stdout).toMatch(/^l0\.c\.7 +\u201cinside\u201d +quotes +(1\.000|0\.99\d) /m);
	expect(list.stdout).toMatch(/^l0\.h\.3 +괄호의 깊이$/m);
	expect((await name()).stdout).toBe((await sluice("cells", "names", "planted")).stdout);
	const json = JSON.parse((await sluice("cells", "names", "planted", "--json")).stdout);
	expect(json.cells.map(({ unit }: { unit: string }) => unit)).toEqual(["l0.c.7", "l0.h.3"]);
	expect((await name("l0.c.7", "--remove")).stdout).toContain("is no longer named");
	expect(JSON.parse(readFileSync(notebook, "utf8")).cells).toHaveLength(1);
	expect((await name("l0.h.3", "--remove", "--json")).code).toBe(0);
	expect((await sluice("cells", "names", "planted")).stdout).toBe("planted has no named units.\n");
});

test("ablate takes the pattern of the unit's name, and says what it is called", async () => {
	await name("l0.c.7", "inside quotes", text, "--pattern", "quotes");
	const { stdout } = await sluice("cells", "ablate", "planted", "l0.c.7", text, "--to", "zero", "--no-color");
	expect(stdout).toMatch(/^l0\.c\.7 \("inside quotes"\) of planted/);
	expect(stdout).toMatch(/^inside +/m);
	writeFileSync(at("none.txt"), "ab ca\n".repeat(200));
	const without = await sluice("cells", "ablate", "planted", "l0.c.7", at("none.txt"), "--json");
	expect(JSON.parse(without.stdout)).toMatchObject({ name: "inside quotes", pattern: null });
});

test.each(["safetensors", "torch", "onnx"])(
	"names travel in an exported %s and are there again after an import",
	async (to) => {
		await name("l0.c.7", 'inside "quotes"; 따옴표 안', text, "--pattern", "quotes");
		await name("l0.h.3", "depth");
		const file = at(`out.${to === "onnx" ? "onnx" : "safetensors"}`);
		expect((await sluice("export", "planted", "--to", to, file)).code).toBe(0);
		expect((await sluice("import", file, "--layout", to, "--run", `again-${to}`)).code).toBe(0);
		expect(readFileSync(at(`runs/again-${to}/cells.json`), "utf8")).toBe(readFileSync(notebook, "utf8"));
		await sluice("cells", "name", "planted", "l0.h.3", "--remove");
		await sluice("cells", "name", "planted", "l0.c.7", "--remove");
		expect((await sluice("export", "planted", "--to", to, file)).code).toBe(0);
		expect(readFileSync(file).includes("sluice.cells")).toBe(false);
	},
);

const cell = { unit: "l0.c.7", name: "x", pattern: null, evidence: null };
const evidence = { text: "t", symbols: 1, step: 0, sign: 1, auc: 1, ci: [0, 1], chance: 0.5, q: 0, f1: 1 };
const damaged: [string, unknown][] = [
	["no list", { cells: 1 }],
	["a name that moves the cursor", [{ ...cell, name: "a\x1b[2J" }]],
	["a name that turns the writing", [{ ...cell, name: "a\u202eb" }]],
	["a name of 81 characters", [{ ...cell, name: "x".repeat(81) }]],
	["an empty name", [{ ...cell, name: " " }]],
	["a unit that the model lacks", [{ ...cell, unit: "l0.c.10" }]],
	["a unit twice", [cell, cell]],
	["a field too many", [{ ...cell, more: 1 }]],
	["a field too few", [{ unit: "l0.c.7", name: "x", pattern: null }]],
	["a number for a pattern", [{ ...cell, pattern: 3 }]],
	["a text for an area", [{ ...cell, evidence: { ...evidence, auc: "1" } }]],
	["an interval of one", [{ ...cell, evidence: { ...evidence, ci: [1] } }]],
	["a sign of 2", [{ ...cell, evidence: { ...evidence, sign: 2 } }]],
	["more than 10000", Array.from({ length: 10_001 }, () => cell)],
];
test.each(damaged)("a notebook or a note with %s is refused, and nothing is made of it", async (what, cells) => {
	writeFileSync(notebook, JSON.stringify({ format: 1, cells }));
	const listed = await sluice("cells", "names", "planted");
	expect([listed.code === 0, listed.stdout]).toEqual([false, ""]);
	expect(listed.stderr).toMatch(/cells|l0\.c\.10/);
	rmSync(notebook);
	const { tensors, metadata } = readSafetensors(readFileSync(at("planted.safetensors")), "planted");
	writeFileSync(
		at("bad.safetensors"),
		writeSafetensors(tensors, { ...metadata, "sluice.cells": JSON.stringify(cells) }),
	);
	const imported = await sluice("import", at("bad.safetensors"), "--run", `bad-${what.replaceAll(" ", "-")}`);
	expect(imported.code).not.toBe(0);
	expect(imported.stderr).not.toContain("\x1b[2J");
	expect(existsSync(at(`runs/bad-${what.replaceAll(" ", "-")}`))).toBe(false);
});

test.each([
	[["l0.c.7", "a\nb"], /control character.*E_CELL_NAME/],
	[["l0.c.7", "x".repeat(81)], /longer than 80.*E_CELL_NAME/],
	[["l0.c.7", " "], /it is empty.*E_CELL_NAME/],
	[["l0.c.10", "x"], /0 to 9/],
	[["l0.c.7"], /expected UNIT NAME or UNIT --remove.*E_ARGUMENT/],
	[["l0.c.7", "x", "--remove"], /expected UNIT NAME or UNIT --remove.*E_ARGUMENT/],
	[["l0.c.7", "--remove"], /l0\.c\.7 has no name\. Named units: none.*E_CELL_UNNAMED/],
	[["l0.c.7", "x", text], /FILE needs --pattern.*E_ARGUMENT/],
	[["l0.c.7", "x", text, "--pattern", "number"], /never holds.*E_PATTERN_SHARE/],
	[["l0.c.7", "x", text, "--pattern", "quotes,brackets"], /--pattern must/],
	[["l0.c.7", "x", "--pattern", "quotes"], /E_RUN_NO_TEXT/],
])("2: cells name %j leaves no notebook", async (argv, message) => {
	const { code, stdout, stderr } = await name(...argv);
	expect([code, stdout]).toEqual([2, ""]);
	expect(stderr).toMatch(message);
	expect(existsSync(notebook)).toBe(false);
});
