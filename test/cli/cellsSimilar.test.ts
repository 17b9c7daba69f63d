/** `sluice cells similar` in this process: units that respond alike in a run, and the best match in other runs. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-similar-"));
const runs = join(folder, "runs");
const text = join(folder, "lines.txt");
const similar = (unit: string, ...argv: string[]) =>
	call(["cells", "similar", "one", unit, text, ...argv, "--runs", runs, "--engine", "reference"], {
		...{ library, columns: 100 },
	});

beforeAll(async () => {
	writeFileSync(text, "void f(int x) { return x; }\nint y = 7;\n".repeat(120));
	const options = { hidden: 4, batch: 3, k1: 7, k2: 7, steps: 20 };
	const made = [
		["one", {}],
		["two", { seed: 2 }],
		["wide", { hidden: 6 }],
		["gru", { cell: "gru", seed: 3 }],
	] as const;
	const data = { texts: [text] };
	for (const [run, more] of made)
		await library.train({ data, options: { ...options, ...more } as never, run, runs, engine: "reference" });
	const letters = { texts: [text], unit: "byte" } as const;
	await library.train({ data: letters as never, options, run: "letters", runs, engine: "reference" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("--json: 3 of 3 other units, largest |r| first; beside itself the unit is its own match with r = 1, beside others the seed and what else differs are named", async () => {
	const beside = ["one", "two", "wide", "gru"].flatMap((run) => ["--beside", run]);
	const { code, stdout, stderr } = await similar("l0.c.1", ...beside, "--json", "--quiet");
	expect([code, stderr]).toEqual([0, ""]);
	const found = JSON.parse(stdout);
	expect(found).toMatchObject({ schema: 1, run: "one", step: 20, text, unit: "l0.c.1", units: 3 });
	expect(found.symbols).toBe(120 * 39);
	expect(found.best).toHaveLength(3);
	const sizes = found.best.map(({ r }: { r: number }) => Math.abs(r));
	expect(sizes).toEqual(sizes.toSorted((a: number, b: number) => b - a));
	expect(found.best.map(({ unit }: { unit: string }) => unit).sort()).toEqual(["l0.c.0", "l0.c.2", "l0.c.3"]);
	const [same, two, wide, gru] = found.beside;
	expect(same).toMatchObject({ run: "one", seed: 1, differs: [], unit: "l0.c.1", units: 4 });
	expect(Math.abs(same.r - 1)).toBeLessThan(1e-12);
	expect(same.chance).toBeLessThan(1);
	expect(two).toMatchObject({ run: "two", seed: 2, differs: [], units: 4 });
	expect(wide).toMatchObject({ run: "wide", differs: ["hidden"], units: 6 });
	expect(gru.unit).toMatch(/^l0\.h\.\d$/); // a GRU has no c
	expect(gru.differs).toContain("cell");
});

test("the tables have the digits of --json in both languages, and the next commands are given", async () => {
	const argv = ["l0.c.1", "--beside", "two", "--beside", "wide"] as const;
	const found = JSON.parse((await similar(...argv, "--json", "--quiet")).stdout);
	for (const lang of ["en", "ko"]) {
		const { stdout, stderr } = await similar(...argv, "--lang", lang);
		for (const { unit, r } of found.best) expect(stdout).toMatch(new RegExp(`^${unit} +${r.toFixed(3)}`, "m"));
		for (const { run, seed, step, unit, r, chance } of found.beside)
			expect(stdout).toMatch(
				new RegExp(`^${run} +${seed} +${step} +${unit} +${r.toFixed(3)} +${chance.toFixed(3)} `, "m"),
			);
		expect(stdout).toContain(found.chance.toFixed(3));
		expect(stdout).toMatch(/hidden/);
		expect(stdout + stderr).toMatch(new RegExp(`sluice cells show one .*${found.best[0].unit}`));
	}
});

test("a text of fewer than 2048 symbols, an unknown run and one that reads other kinds of symbols are refused by name", async () => {
	expect((await similar("l0.c.1", "--limit", "2000")).stderr).toContain("2048");
	expect((await similar("l0.c.1", "--beside", "nobody")).stderr).toContain("nobody");
	const other = await similar("l0.c.1", "--beside", "letters", "--quiet");
	expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("cannot be compared symbol by symbol")]);
	expect((await similar("l0.c.4", "--quiet")).code).toBe(2);
});
