/** `sluice trace`, `sluice predictions` and `sluice sample --clamp` in this process, with the library itself. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-reading-"));
const at = (name: string) => join(folder, name);
const book = "The sluice opens, the water runs; it closes, the water waits.\n".repeat(40);
const hostile = "the \x1b[31mwater\u202e waits <b>".repeat(4);
const S = hostile.length;
/** Symbols that the book lacks. */
const UNKNOWN = [...hostile].filter((symbol) => !book.includes(symbol)).length;
const other = at("other.txt");
const sluice = (...argv: string[]) =>
	call([...argv, "--runs", at("runs"), "--engine", "reference"], { library, columns: 80 });

beforeAll(async () => {
	writeFileSync(at("book.txt"), book);
	writeFileSync(other, hostile);
	const small = "--hidden 4 --layers 2 --batch 2 --k1 8 --steps 3 --run b --quiet".split(" ");
	expect((await sluice("train", at("book.txt"), ...small)).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("trace writes values and units, says how much, and prints the next command", async () => {
	const out = at("t.csv");
	const { code, stdout, stderr } = await sluice(
		"trace",
		"b",
		other,
		"--out",
		out,
		"--names",
		"l1.c,l0.gate.f.3",
		"embed",
	);
	expect([code, stdout]).toEqual([0, expect.stringMatching(/t\.csv: 100 symbols, 21 values per symbol, \S+ kB, in /)]);
	expect(stderr).toContain(`Unknown symbols (not in the run's vocabulary): ${UNKNOWN}.`);
	expect(stderr).toMatch(/sluice trace b .*other\.txt --step 0/);
	expect(readFileSync(out, "utf8").split("\n")).toHaveLength(S + 2);
	const json = await sluice("trace", "b", other, "--out", out, "--names", "logits", "--json");
	expect(JSON.parse(json.stdout)).toMatchObject({ schema: 1, symbols: S, format: "csv", unknownSymbols: UNKNOWN });
});

test("trace --step tells every equation of both ways with its values, in at most 80 columns", async () => {
	const all = await sluice("trace", "b", other, "--step", "4", "--layer", "1", "--no-color");
	expect(all.code).toBe(0);
	for (const equation of ["a_f = W_if x_t + b_f", "forgotten = (1 - f_t) c_{t-1}", "h_t = o_t tanh(c_t)", "dL/da_i = "])
		expect(all.stdout).toContain(equation);
	const lines = all.stdout.split("\n");
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
	const korean = await sluice("trace", "b", other, "--step", "4", "--layer", "1", "--no-color", "--lang", "ko");
	expect(korean.stdout).not.toMatch(/kept|forgotten|added|input|from|above|below|symbol/);
	expect(korean.stdout).toMatch(/^x_t = 아래층의 h_t .*^dL\/dh_t = dL\/dh_t \(위층에서\) \+ \(t\+1에서\) /ms);
	const one = await sluice("trace", "b", other, "--step", "4", "--index", "2", "--json");
	const found = JSON.parse(one.stdout);
	expect(found).toMatchObject({ step: 4, layer: 0, units: 4, cell: "lstm", ahead: 16 });
	for (const { name, values } of [...found.forward, ...found.backward]) expect(Array.isArray(values), name).toBe(true);
});

test("trace --step --why, --back and --set print terms that add up, a row per step, and the changed values, in 80 columns", async () => {
	const step = ["trace", "b", other, "--step", "9", "--no-color"];
	const asked = await sluice(...step, "--index", "2", "--why", "a.f", "--back", "6", "--ahead", "2");
	expect(asked.code).toBe(0);
	const lines = asked.stdout.split("\n");
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
	const from = lines.findIndex((line) => line.startsWith("a.f[2] = "));
	const terms = lines.slice(from + 2, from + 8).map((line) => Number(line.split(" ").at(-1)));
	expect(terms.reduce((a, b) => a + b)).toBeCloseTo(Number(lines[from]!.split(" ").at(-1)), 3);
	const rows = lines.filter((line) => /^ *\d+ .* \d\S*$/.test(line));
	expect(rows.map((row) => Number(row.trim().split(" ")[0]))).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3]);
	expect(lines[lines.indexOf(rows[7]!) + 1]).toBe("training stops here (k2 8)");
	expect(lines.join("\n")).toMatch(/norm of the gradient of all weights: \S+\nclipping at 1 multiplies it by /);
	const json = JSON.parse(
		(await sluice(...step, "--why", "d.h.above", "--layer", "1", "--back", "3", "--json")).stdout,
	);
	const { terms: all, value } = json.why;
	expect(all.reduce((sum: number, one: { value: number }) => sum + one.value, 0)).toBeCloseTo(value, 12);
	expect(all.map((one: { symbol: string }) => one.symbol)).toContain("w");
	expect(json.way).toMatchObject({ k2: 8, clipNorm: 1 });
	const changed = await sluice(...step, "--index", "2", "--set", "l0.gate.f.2=0.25");
	expect(changed.stdout).toMatch(/^changed: l0\.gate\.f\.2=0\.25$/m);
	expect(changed.stdout).toMatch(/^f_t = sigmoid\(a_f\) +0\.2500$/m);
	expect(changed.stdout).not.toContain("backward pass");
});

test("trace --step --svg writes the diagram of the step: its 11 strips, the number of the unit, the same bytes again", async () => {
	const svg = at("step.svg");
	const draw = () => sluice("trace", "b", other, "--step", "9", "--index", "2", "--svg", svg);
	const { stdout, stderr } = await draw();
	expect(stderr).toContain("step.svg");
	const drawn = readFileSync(svg, "utf8");
	expect(drawn).toContain("<title>b: step 9, layer 0, unit 2</title>");
	const shown = /^c_t = .* (\S+)$/m.exec(stdout)![1]!;
	expect(drawn).toContain(`>${shown}</text>`);
	expect(drawn.match(/fill-opacity="0.75"/g)).toHaveLength(11);
	await draw();
	expect(readFileSync(svg, "utf8")).toBe(drawn);
});

test("predictions: every position as JSON lines, a summary for people; nothing of the text moves the cursor", async () => {
	const lines = (await sluice("predictions", "b", other, "--jsonl", "--top", "2")).stdout
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
	expect(lines).toHaveLength(S);
	expect(lines[0]).toMatchObject({ type: "prediction", at: 1, symbol: "h", top: [{}, {}] });
	expect(lines[3]).toMatchObject({ at: 4, symbol: null, nats: null });
	expect(lines[S - 1]).toMatchObject({ type: "done", symbols: S - 1, textSymbols: S });
	const one = JSON.parse((await sluice("predictions", "b", other, "--json", "--limit", "9")).stdout);
	expect([one.symbols, one.positions.length]).toEqual([8, 8]);
	const told = await sluice("predictions", "b", other, "--sure", "0", "--no-color");
	expect(told.code).toBe(0);
	expect(told.stdout).toMatch(/confident mistakes \(at least 0% on another\s+symbol\)/);
	for (const unsafe of ["\x1b", "\u202e"]) expect(told.stdout).not.toContain(unsafe);
});

test("sample --clamp holds units: other text than without, the same again with the same seed", async () => {
	const write = async (...more: string[]) =>
		(await sluice("sample", "b", "--length", "40", "--seed", "3", ...more)).stdout;
	const plain = await write();
	const held = await write("--clamp", "l1.c.1=9", "l0.h.2=-1");
	expect(held).not.toBe(plain);
	expect(await write("--clamp", "l1.c.1=9,l0.h.2=-1")).toBe(held);
	expect(await write()).toBe(plain);
});

test.each([
	[["trace", "b", other], /missing --names NAME\.\.\. --out FILE or --step N.*E_ARGUMENT/],
	[["trace", "b", other, "--step", "3", "--names", "l0.h"], /--names cannot be combined with --step/],
	[["trace", "b", other, "--layer", "1", "--names", "l0.h"], /--layer needs --step/],
	[["trace", "b", other, "--step", String(S)], /0 to 99/],
	[["trace", "b", other, "--step", "3", "--index", "4"], /--index is 4.*0 to 3/],
	[["trace", "b", other, "--step", "3", "--why", "gate.x"], /--why must be .*gate\.f.*got gate\.x/],
	[["trace", "b", other, "--step", "3", "--set", "l0.c.9=1"], /l0\.c.*0 to 3/],
	[["trace", "b", other, "--back", "3", "--names", "l0.h"], /--back needs --step/],
	[["trace", "b", other, "--part", "test", "--step", "3"], /give FILE or --part, not both/],
	[["trace", "b", other, "--out", at("x.npz"), "--names", "l0.x"], /no value "l0.x".*It has: embed/],
	[["predictions", "b", other, "--limit", "1"], /--limit must be .*, got 1/],
	[
		["predictions", "b", other, "--checkpoint", "soon"],
		/--checkpoint must be best, last or the number of an update, got "soon"/,
	],
	[["sample", "b", "--clamp", "l1.c.4=1"], /index 4.*0 to 3/],
])("2: %j", async (argv, message) => {
	const { code, stdout, stderr } = await sluice(...argv);
	expect([code, stdout]).toEqual([2, ""]);
	expect(stderr).toMatch(message);
});
