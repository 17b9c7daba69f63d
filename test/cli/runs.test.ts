/** `sluice runs` over runs of each kind, in this process, with the library itself. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-runs-"));
const at = (name: string) => join(folder, name);
const sluice = (words: string) =>
	call([...words.split(" "), "--runs", at("runs"), "--no-color"], { library, columns: 120, cwd: folder });
const TINY = "--hidden 4 --batch 2 --valid-every 2 --engine reference --quiet --steps 4";

beforeAll(async () => {
	writeFileSync(
		at("wave.csv"),
		`n,wave\n${Array.from({ length: 200 }, (_, n) => `${n},${Math.sin(n / 5)}\n`).join("")}`,
	);
	writeFileSync(at("book.txt"), "the water runs. ".repeat(400));
	const codes = [
		await sluice(`train ${at("book.txt")} --k1 8 --run book ${TINY}`),
		await sluice(
			`train ${at("book.txt")} --k1 8 --run wild --cell rnn --variant relu --lr 1e6 --clip-norm 0 --optimizer sgd ${TINY}00`,
		),
		await sluice(`train ${at("wave.csv")} --target wave --length 20 --run wave ${TINY}`),
		await sluice(`train task:delayed-recall --length 20 --run recall ${TINY}`),
	].map(({ code }) => code);
	expect(codes).toEqual([0, 3, 0, 0]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("each loss stands in the unit of its kind, and a run whose numbers went wrong is told as diverged", async () => {
	const { stdout } = await sluice("runs");
	const line = (name: string) => stdout.split("\n").find((row) => row.startsWith(`${name} `));
	expect(stdout.split("\n")[0]).toContain("best valid. while training");
	expect(line("book")).toMatch(/ \d\.\d{4} nats \(first 319\) +finished /);
	expect(line("recall")).toMatch(/% wrong, \d\.\d{4} nats +finished /);
	expect(line("wave")).toMatch(/ \d\.\d{4} squared error +finished /);
	expect(line("wave")).not.toContain("wrong");
	expect(line("wild")).toMatch(/ diverged /);
	const { runs } = JSON.parse((await sluice("runs --json")).stdout);
	const facts = runs.map(({ name, lossUnit, state }: Record<string, string>) => [name, lossUnit, state]);
	expect(facts).toEqual([
		["book", "nats", "finished"],
		["recall", "nats", "finished"],
		["wave", "squared error", "finished"],
		["wild", "nats", "diverged"],
	]);
});

test("on a narrow terminal the sizes go first, then the parameters and tasks, and no line is wider", async () => {
	const on = async (columns: number) => {
		const { stdout } = await call(["runs", "--runs", at("runs"), "--no-color"], { library, columns, cwd: folder });
		const lines = stdout.trimEnd().split("\n");
		expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
		return lines[0]!.trim().split(/ {2,}/);
	};
	const all = ["run", "model", "task", "parameters", "step", "best valid. while training", "state", "size"];
	expect(await on(120)).toEqual(all);
	const tight = all.slice(0, -1).filter((title) => title !== "parameters" && title !== "task");
	expect(await on(70)).toEqual(tight);
});

test("in Korean too, and a diverged run is not offered to be resumed", async () => {
	const { stdout, stderr } = await sluice("runs --lang ko");
	expect(stdout).toMatch(/wave .*제곱 오차 \d\.\d{4}/);
	expect(stdout).toMatch(/wild .*발산 /);
	expect(stderr).not.toContain("resume");
});

test("the lowest loss of `runs` is that of the validations while training, of as many symbols as it says", async () => {
	const { runs } = JSON.parse((await sluice("runs --json")).stdout);
	const book = runs.find(({ name }: { name: string }) => name === "book");
	expect(book.bestValidSymbols).toBe(319); // 5 % of 6,400, less the first
});

test("a step that is not kept is refused with the steps that are", async () => {
	const { code, stderr } = await sluice("eval book --checkpoint 3 --quiet");
	expect(code).toBe(1);
	expect(stderr).toMatch(/has no checkpoint of step 3\. It keeps steps (\d, )*4: choose one of them, best or last/);
	expect(stderr).not.toContain("sluice runs");
	const best = JSON.parse((await sluice("eval book --checkpoint 4 --json")).stdout);
	expect(best.step).toBe(4);
});

test("a finished run that is resumed says that nothing was left, and no speed of 0", async () => {
	const { code, stdout, stderr } = await sluice("resume book");
	expect(code).toBe(0);
	expect(stdout).toContain("book: already finished at step 4; its budget left nothing to train");
	expect(stdout).not.toContain("symbols/s");
	expect(stderr).toMatch(/sluice resume \S*book --steps 8/);
});

test("a run on a series validates in RMSE, without an error rate, and is called a series", async () => {
	const { stderr } = await call(
		`train ${at("wave.csv")} --target wave --length 20 --run ripple --runs ${at("runs")} ${TINY.replace(" --quiet", "")}`.split(
			" ",
		),
		{ library, cwd: folder },
	);
	expect(stderr).toMatch(/step 2: validation RMSE [\d.]+/);
	expect(stderr).not.toMatch(/wrong|error rate/);
	const refused = await sluice("sample wave");
	expect(refused.stderr).toMatch(/was trained on the series wave\.csv/);
	const recall = await sluice("sample recall");
	expect(recall.stderr).toMatch(/was trained on the task delayed-recall/);
});

test("a file argument is called FILE in an error, not texts", async () => {
	const two = await sluice(`eval wave ${at("wave.csv")} ${at("wave.csv")}`);
	expect([two.code, two.stderr]).toEqual([2, expect.stringContaining("FILE")]);
	const on = await sluice(`eval recall ${at("book.txt")}`);
	expect([on.code, on.stderr]).toEqual([2, expect.stringContaining("FILE")]);
	writeFileSync(at("short.txt"), "t");
	const short = await sluice(`eval book ${at("short.txt")}`);
	expect([short.code, short.stderr]).toEqual([2, expect.stringContaining("FILE")]);
	for (const { stderr } of [two, on, short]) expect(stderr).not.toMatch(/texts"|--texts|--part/);
});
