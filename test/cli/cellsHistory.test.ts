/** `sluice cells history` in this process, with the library itself: checkpoints made by hand, whose unit 7 is known at each. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { loadNewest, saveCheckpoint } from "../../src/workbench/runs/checkpoints.ts";
import { plantedText, QUOTES, vocabulary } from "../fixtures/plantedCells.ts";
import { plantedRun } from "../fixtures/plantedRun.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-history-"));
const at = (name: string) => join(folder, name);
const text = at("planted.txt");
const sluice = (...argv: string[]) =>
	call(["cells", ...argv, "--runs", at("runs"), "--engine", "reference"], { library, columns: 80 });
const history = (unit: string, ...argv: string[]) => sluice("history", "planted", unit, text, ...argv);
const another = at("another/runs/planted");
const empty = at("empty/runs/planted");
const quote = vocabulary.id('"'.charCodeAt(0));
const [H, D] = [10, vocabulary.size];

/** A checkpoint of the planted run: unit 7 as it was planted, the other way round, or always 0. */
function save(run: string, step: number, how: "planted" | "inverted" | "always 0", validLossNats?: number): void {
	const { snapshot } = loadNewest(run);
	const tensor = (name: string) => snapshot.tensors.find((one) => one.name === name)!.data;
	const g = (2 * H + QUOTES) * D + quote;
	const sign = how === "planted" ? 1 : -1;
	const [w, u] = [tensor("weight_ih_l0"), tensor("weight_hh_l0")];
	if (how === "always 0") w[g] = 0;
	else [w[g], u[QUOTES * H + QUOTES]] = [sign * 20, sign * -80];
	saveCheckpoint(run, snapshot, { step, validLossNats, keepLast: 99 });
}

beforeAll(async () => {
	writeFileSync(text, plantedText(3000));
	for (const name of ["", "another", "empty"]) {
		mkdirSync(at(name), { recursive: true });
		await plantedRun(at(name));
	}
	const run = at("runs/planted");
	for (const [step, how] of [
		[400, "planted"],
		[300, "planted"],
		[200, "inverted"],
		[0, "always 0"],
	] as const)
		save(run, step, how, step === 0 ? undefined : 4 - step / 100);
	save(empty, 0, "always 0");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("--json: a unit that was nothing, then went the other way, then tracked quotes from step 300 on; another run grew one too", async () => {
	const argv = ["--pattern", "quotes", "--beside", another, "--beside", empty, "--svg", at("history.svg")];
	const { code, stdout, stderr } = await history("l0.c.07", ...argv, "--json", "--quiet");
	expect([code, stderr]).toEqual([0, ""]);
	const found = JSON.parse(stdout);
	expect(found).toMatchObject({
		...{ schema: 1, run: "planted", text, symbols: 3000, unit: "l0.c.7", name: null, pattern: "quotes" },
		...{ chosen: "asked", sign: 1, since: 300, svg: at("history.svg") },
	});
	const column = (key: string) => found.checkpoints.map((one: Record<string, unknown>) => one[key]);
	expect(column("step")).toEqual([0, 200, 300, 400]);
	expect(column("validLossNats")).toEqual([null, 2, 1, 0]);
	expect(column("sign").slice(1)).toEqual([-1, 1, 1]);
	const aucs = column("auc");
	expect(aucs[0]).toBe(0.5);
	expect(aucs[1]).toBeLessThan(0.01);
	expect(Math.min(aucs[2], aucs[3])).toBeGreaterThan(0.99);
	expect(found.checkpoints[1].ci[1]).toBeLessThan(0.02);
	expect(column("q")[0]).toBe(1);
	const best = column("best").map(({ unit, sign, auc }: { unit: string; sign: number; auc: number }) => [
		unit,
		sign,
		auc > 0.99,
	]);
	expect(best.slice(1)).toEqual([
		["l0.c.7", -1, true],
		["l0.c.7", 1, true],
		["l0.c.7", 1, true],
	]);
	expect(best[0][0]).not.toBe("l0.c.7");
	expect(found.beside).toHaveLength(2);
	expect(found.beside[0]).toMatchObject({ run: "planted", step: 0, unit: "l0.c.7", sign: 1, units: 10, grew: "too" });
	expect(found.beside[0].auc).toBeGreaterThan(0.99);
	expect(found.beside[1].unit).not.toBe("l0.c.7");
	expect(found.beside[1].grew).not.toBe("too");
	const svg = readFileSync(at("history.svg"), "utf8");
	expect(svg).toContain("l0.c.7 of planted on quotes");
	await history("l0.c.7", ...argv, "--json", "--quiet");
	expect(readFileSync(at("history.svg"), "utf8")).toBe(svg);
});

test("for people: a letter and a row for each checkpoint in at most 80 columns, other runs, next commands; in Korean", async () => {
	await sluice("name", "planted", "l0.c.7", "inside quotes", text, "--pattern", "quotes");
	const { code, stdout, stderr } = await history("l0.c.7", "--no-color", "--beside", another);
	expect(code).toBe(0);
	expect(stdout).toMatch(/^l0\.c\.7 \("inside quotes"\) of planted, scored on quotes in/);
	expect(stdout).toContain("\n▁▁██\n0 … 400\n");
	expect(stdout).toMatch(/^ +0 +- +0\.500 +0\.500 0\.500 /m);
	expect(stdout).toMatch(/^ +200 +2\.0000 +0\.00\d .*-l0\.c\.7 +(1\.000|0\.99\d)$/m);
	expect(stdout).toMatch(/^ +400 +0\.0000 +(1\.000|0\.99\d) /m);
	expect(stdout).toContain("from step 300 (higher where quotes holds)");
	expect(stdout).toMatch(/^planted +0 +l0\.c\.7 +(1\.000|0\.99\d) .*also has such a unit$/m);
	expect(stdout).toContain("Checkpoints saved: 4.");
	expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
	expect(stderr).toMatch(
		/sluice cells history planted --runs \S+ l0\.c\.7 \S+ --beside \S+ --svg history\.svg\n {2}sluice cells show planted/,
	);
	const ko = await history("l0.c.3", "--lang", "ko", "--no-color");
	expect(ko.stdout).toMatch(/가장 잘 따라가는 패턴은\s+괄호/);
	expect(ko.stdout).toMatch(/\n[▇█]{4}\n/);
	expect(ko.stdout).not.toContain("undefined");
	await sluice("name", "planted", "l0.c.7", "--remove");
});

test("a degree: r stands next to its own interval, not that of the area, at each checkpoint and in other runs", async () => {
	const argv = ["--pattern", "brackets", "--beside", another];
	const found = JSON.parse((await history("l0.h.5", ...argv, "--json", "--quiet")).stdout);
	for (const one of [...found.checkpoints, ...found.beside]) {
		const [low, high] = one.correlationCi;
		expect([low <= one.correlation, one.correlation <= high]).toEqual([true, true]);
	}
	const three = (numbers: number[]) => numbers.map((x) => x.toFixed(3)).join(" ");
	const words = ["cells", "history", "planted", "l0.h.5", text, ...argv, "--runs", at("runs"), "--no-color"];
	const { stdout } = await call([...words, "--engine", "reference"], { library, columns: 120 });
	const newest = found.checkpoints.at(-1);
	expect(stdout).toContain(three(newest.correlationCi));
	expect(stdout).not.toContain(three(newest.ci));
	const [beside] = found.beside;
	const row = `${beside.correlation.toFixed(3)} +${three(beside.correlationCi)} +${beside.chance.toFixed(3)}`;
	expect(stdout).toMatch(new RegExp(`^planted .* ${row} `, "m"));
});

test("a damaged checkpoint is told and left out", async () => {
	const tensors = at("runs/planted/checkpoints/step-000300/tensors.safetensors");
	expect(existsSync(tensors)).toBe(true);
	const whole = readFileSync(tensors);
	const spoiled = Buffer.from(whole);
	spoiled[whole.length - 1]! ^= 1;
	writeFileSync(tensors, spoiled); // the right size: only its sum tells
	const { stdout, stderr } = await history("l0.c.7", "--pattern", "quotes", "--json");
	const steps = (json: string) => JSON.parse(json).checkpoints.map(({ step }: { step: number }) => step);
	expect([steps(stdout), JSON.parse(stdout).since]).toEqual([[0, 200, 400], 400]);
	expect(stderr).toMatch(/step-000300.*E_CHECKPOINT_DAMAGED|step-000300/);
	truncateSync(tensors, 10);
	expect(steps((await history("l0.c.7", "--pattern", "quotes", "--json", "--quiet")).stdout)).toEqual([0, 200, 400]);
	writeFileSync(tensors, whole);
});

test.each([
	[["l0.c.10"], /index 10: l0\.c has 0 to 9/],
	[["l0.c.7", "--pattern", "quotes,brackets"], /--pattern must have exactly 1 pattern, got 2/],
	[["l0.c.7", "--pattern", "number"], /never holds/],
	[["l0.c.7", "--limit", "2047"], /--limit must be .*, got 2047/],
	[["l0.c.7", "--pattern", "quotes", "--beside", "plantd"], /E_RUN_MISSING/],
	[["l0.c.7", "--pattern", "quotes", "--svg", "/tmp"], /E_EXPORT_PLACE/],
])("2: history %j", async ([unit, ...argv], message) => {
	const { code, stdout, stderr } = await history(unit!, ...argv);
	expect([code, stdout]).toEqual([2, ""]);
	expect(stderr).toMatch(message);
});

test("2: a unit that tracks nothing has no pattern of its own to be scored on", async () => {
	const { code, stderr } = await call(["cells", "history", empty, "l0.c.7", text], { library });
	expect(code).toBe(2);
	expect(stderr).toMatch(/l0\.c\.7 tracks none of the \d+ patterns.*--pattern quotes.*E_CELL_PATTERN/);
});
