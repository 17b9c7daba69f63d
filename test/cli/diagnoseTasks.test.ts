/** `sluice diagnose` of runs on tasks and series, in this process, with the library itself. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-diagnose-tasks-"));
const at = (name: string) => join(folder, name);
const sluice = (...argv: string[]) =>
	call([...argv, "--runs", at("runs"), "--threads", "1"], { library, columns: 80, cwd: folder });
const json = async (...argv: string[]) => JSON.parse((await sluice(...argv, "--json")).stdout);
const wave = Array.from({ length: 400 }, (_, n) => `${n},${Math.sin(n / 5).toFixed(6)}\n`).join("");
const train = async (words: string) =>
	expect(await sluice("train", ...words.split(" "), "--quiet")).toMatchObject({ code: 0, stderr: "" });

beforeAll(async () => {
	writeFileSync(at("wave.csv"), `n,wave\n${wave}`);
	writeFileSync(at("book.txt"), "the water runs. ".repeat(400));
	await train(`${at("book.txt")} --hidden 4 --batch 2 --k1 8 --steps 0 --run book`);
	await train("task:temporal-order --length 30..60 --cell rnn --hidden 6 --init spectral:0.5 --steps 0 --run order");
	await train("task:delayed-recall:delay=5 --cell gru --hidden 8 --steps 12 --record-every 6 --batch 4 --run recall");
	await train(
		`${at("wave.csv")} --target wave --cell lstm --layers 2 --hidden 5 --length 40 --steps 8 --batch 4 --run w`,
	);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("temporal order: vanishing, a radius of 0.5 below the bound, one row of a triangle, and the task's commands, which train", async () => {
	const { code, stdout, stderr } = await sluice("diagnose", "order", "--no-color");
	expect(code).toBe(0);
	expect(stdout).toMatch(/^order, step 0, on temporal-order: 16 sequences of length 60, 59 steps back/);
	expect(stdout).toMatch(/\n! vanishing \(l0\): the gradient falls below 1% at \d steps? back; at 59 steps/);
	expect(stdout).toContain("only the last step has a loss");
	expect(stdout).toMatch(/h\s0\.5\s\S+\s+\(guaranteed\s+to\s+vanish\s+below\s+1\)/);
	expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
	const next = [...stderr.matchAll(/^ {2}sluice train (task:temporal-order --length 30\.\.60 .*)$/gm)].map(
		([, words]) => words!,
	);
	expect(next).toEqual([
		expect.stringContaining("--cell lstm --layers 1 --hidden 6 --forget-bias chrono:60 --steps 1000"),
		expect.stringContaining("--cell lstm --layers 1 --hidden 6 --forget-bias 3 --steps 1000"),
		expect.stringContaining("--cell rnn --variant tanh --layers 1 --hidden 6 --init smart-tanh --omega 2 --steps 1000"),
	]);
	for (const words of next) await train(words.replace("--steps 1000", "--steps 1 --batch 2"));
});

test("a suggested command has the budget, the length and every other option of the run; untrained, 1000 updates", async () => {
	const own = "--length 40..80 --batch 3 --lr 0.001 --clip-norm 2 --seed 9 --optimizer rmsprop --k2 70";
	await train(`task:temporal-order ${own} --cell rnn --hidden 6 --init spectral:0.5 --steps 3 --run settings`);
	const next = async (run: string) => (await sluice("diagnose", run, "--no-color")).stderr.match(/^ {2}sluice .*$/gm)!;
	const [first] = await next("settings");
	for (const words of [...own.replace("--length", "length").split(" --"), "steps 3", "hidden 6", "cell lstm"])
		expect(`${first} `).toContain(`--${words} `);
	expect(first).not.toMatch(/--init|--variant/); // they belong to the plain cell
	await train(
		`${at("book.txt")} --unit byte --split 80/20/0 --cell rnn --init spectral:0.1 --hidden 4 --k1 9 --epochs 0.1 --run bytes`,
	);
	expect((await next("bytes"))[0]).toMatch(
		/book\.txt --unit byte --split 80\/20\/0 --cell lstm --layers 1 --hidden 4 --k1 9 --epochs 0\.1$/,
	);
});

test("a model at chance is followed by a remedy, never by eval: after Omega an LSTM, and as much training again", async () => {
	const omega = "--length 60 --cell rnn --hidden 6 --omega 2 --init smart-tanh --steps 4 --batch 4";
	await train(`task:temporal-order ${omega} --run chance`);
	const { stdout, stderr } = await sluice("diagnose", "chance", "--no-color");
	expect(stdout.replace(/\s+/g, " ")).toContain("no better than the baseline (less than 1% below it)");
	const next = stderr.match(/^ {2}sluice .*$/gm)!;
	expect(next[0]).toMatch(/sluice train task:temporal-order .*--cell lstm .*--forget-bias chrono:60 .*--steps 4$/);
	expect(next.join()).not.toContain("sluice eval");
	for (const words of next) await train(words.replace(/^ *sluice train /, "").replace(/ --runs \S+/, ""));
});

test.each(["temporal-order", "addition"])(
	"%s at 60 steps: one of the LSTMs that are suggested for a run at chance is better than chance after as many updates",
	async (task) => {
		const settings = "--hidden 24 --init spectral:0.5 --steps 600 --stop-at-error 0.1 --record-every 0";
		await train(`task:${task} --length 60 --cell rnn ${settings} --run tried-${task}`);
		const { outcome } = await json("diagnose", `tried-${task}`);
		expect(outcome.kind).toBe("ignorant");
		const { stderr } = await sluice("diagnose", `tried-${task}`, "--no-color");
		const lstm = [...stderr.matchAll(/sluice train (task:.*--cell lstm.*)$/gm)].map(([, words]) => words!);
		const losses: number[] = [];
		for (const words of lstm) losses.push((await json("train", ...words.split(" "))).loss.valid);
		expect(Math.min(...losses)).toBeLessThan(0.8 * outcome.baseline);
	},
	120_000,
);

test("an echo state network on a task is followed by eval, which takes it; forecast, which does not, follows one on a series", async () => {
	await train("task:delayed-recall:delay=5 --cell esn --hidden 12 --length 30 --steps 20 --run pool");
	await train(`${at("wave.csv")} --target wave --cell esn --hidden 12 --run swell`);
	const next = async (run: string) => (await sluice("diagnose", run, "--no-color")).stderr.match(/^ {2}sluice .*$/gm);
	expect(await next("pool")).toEqual([expect.stringMatching(/^ {2}sluice eval pool --runs \S+$/)]);
	expect(await sluice("eval", "pool")).toMatchObject({ code: 0 });
	expect(await next("swell")).toEqual([
		expect.stringMatching(/^ {2}sluice forecast swell --runs \S+ --out forecasts.csv --svg forecasts.svg/),
	]);
});

test("temporal order: the curve of the fast engine is that of the float64 reference at every lag, 1e-17 among them, to 1e-3", async () => {
	const [fast, truth] = [await json("diagnose", "order"), await json("diagnose", "order", "--engine", "reference")];
	expect(truth).toMatchObject({ schema: 1, data: "temporal-order", text: "temporal-order", length: "60", lags: 59 });
	const curve: number[] = truth.layers[0].h.typical;
	expect(curve[59]).toBeLessThan(-17);
	for (const [k, log] of curve.entries()) expect(Math.abs(fast.layers[0].h.typical[k] - log)).toBeLessThan(1e-3);
	expect(truth.training.horizon).toBe(60);
});

test("delayed recall: every step has its cost, --length and --sequences choose what is looked at, and the next command trains on", async () => {
	const found = await json("diagnose", "recall", "--length", "80", "--sequences", "3", "--steps", "30");
	expect(found).toMatchObject({ data: "delayed-recall:delay=5", length: "80", sequences: 3, lags: 30, step: 12 });
	expect(found.layers[0].throughC.typical).toHaveLength(31);
	for (const row of found.layers[0].triangle.share)
		expect(row.reduce((a: number, b: number) => a + b)).toBeCloseTo(1, 9);
	expect(found.memory.inputUnit).toBeNull();
	expect(found.history.length).toBeGreaterThan(1);
	const { stderr } = await sluice("diagnose", "recall", "--length", "80");
	expect(stderr).toMatch(/sluice train --from recall --runs \S+ --steps 12/); // after 12 updates it is at chance
	expect(stderr).not.toContain("sluice eval");
});

test("a series: windows of the part asked for, changes in deviations, figures, a file beside it; next is forecast or another training on it", async () => {
	const svg = at("w.svg");
	const found = await json("diagnose", "w", "--part", "train", "--svg", svg);
	expect(found).toMatchObject({ text: "train", data: "wave.csv:wave", length: "40", lags: 39, svg });
	expect(found.layers).toHaveLength(2);
	expect(found.memory.inputUnit).toBeCloseTo(1, 0); // the series is scaled to deviation 1
	expect(readFileSync(svg, "utf8")).toMatch(
		/train of wave\.csv:wave \(\w+\); \d+ sequences of length 40.*change of the output/s,
	);
	writeFileSync(at("other.csv"), `n,wave\n${wave.slice(0, 1500)}`.replace(/\n[^\n]*$/, "\n"));
	expect((await json("diagnose", "w", at("other.csv"))).text).toBe(at("other.csv"));
	const { stdout, stderr } = await sluice("diagnose", "w", "--no-color");
	expect(stdout).toMatch(/^w, step \d+, on its validation part: \d+ sequences of length 40/);
	expect(stderr).toMatch(/sluice forecast w --runs \S+ --out forecasts.csv --svg forecasts.svg/);
});

test("--fail-on ends with 4 where it is found, and with 0 where it is not", async () => {
	const found = await sluice("diagnose", "order", "--fail-on", "vanishing");
	expect([found.code, found.stderr]).toEqual([4, expect.stringContaining("found: vanishing")]);
	expect((await sluice("diagnose", "order", "--fail-on", "exploding,saturated")).code).toBe(0);
});

test.each([
	["--length for a length that the task cannot have", ["order", "--length", "9"], /10/],
	["--length that is none", ["order", "--length", "long"], /--length.*50\.\.200/],
	[
		"--part of a task without end",
		["order", "--part", "valid"],
		/--part cannot be used with .*without end; leave it out/,
	],
	["a file for a task", ["order", "wave.csv"], /FILE.*task/],
	["--sequences of 2000", ["order", "--sequences", "2000"], /--sequences.*1 to 1000/],
	["a length for a text", ["book", "--length", "50"], /--length.*text/],
])("%s is refused with 2 before anything is written", async (_, words, said) => {
	const { code, stdout, stderr } = await sluice("diagnose", ...words, "--svg", at("never.svg"));
	expect([code, stdout]).toEqual([2, ""]);
	expect(stderr).toMatch(said);
	expect(existsSync(at("never.svg"))).toBe(false);
});

test("in Korean the heading and a refusal are Korean", async () => {
	const { stdout } = await sluice("diagnose", "order", "--lang", "ko", "--no-color");
	expect(stdout).toMatch(/^order, 갱신 0, temporal-order: 길이 60인 시퀀스 16개/);
	const { stderr } = await sluice("diagnose", "order", "--lang", "ko", "--part", "test");
	expect(stderr).toMatch(
		/--part 옵션은 새 시퀀스가 끝없이 나오는 temporal-order에는 쓸 수 없습니다\. 이 옵션을 빼고 다시 실행하세요/,
	);
});
