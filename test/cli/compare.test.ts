/** `sluice compare` as a process: its document, its refusals, what a kill and a signal leave, and its table. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import type { CompareResult } from "../../src/index.ts";
import { fakeLibrary, sluice } from "./fakes.ts";

const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "sluice-compare-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { PATH: process.env.PATH, HOME: folder };

const begin = (...args: string[]) => spawn(process.execPath, [BIN, "compare", ...args], { cwd: folder, env });
const run = (...args: string[]) =>
	spawnSync(process.execPath, [BIN, "compare", ...args], { cwd: folder, encoding: "utf8", env });
const small = ["--remedies", "clip", "lstm", "--rates", "0.01", "--seeds", "2", "--hidden", "6", "--batch", "5"];
const sized = (steps: number, out: string) => [...small, "--length", "10..14", "--steps", String(steps), "--out", out];

const ended = (child: ChildProcess) =>
	new Promise<number | null>((resolve) => {
		child.on("close", resolve);
	});
const until = async (holds: () => boolean) => {
	for (let n = 0; n < 2000 && !holds(); n++) await new Promise((resolve) => setTimeout(resolve, 10));
	expect(holds()).toBe(true);
};
const trialsOf = (out: string) => {
	const trials = join(folder, out, "trials");
	return existsSync(trials) ? readdirSync(trials).filter((name) => name.endsWith(".json")) : [];
};
const timeless = (stdout: string) => {
	const strip = ({ seconds: _, ...rest }: { seconds: number }) => rest;
	const { rows, trials } = JSON.parse(stdout) as CompareResult;
	return { rows: rows.map(strip), trials: trials.map(strip) };
};

test("killed at any moment, the same call goes on and ends with the numbers of one that was never disturbed", async () => {
	const calm = run("temporal-order", ...sized(400, "calm"), "--json", "--quiet");
	expect(calm.stderr).toBe("");
	for (let kills = 0; kills < 4; kills++) {
		const child = begin("temporal-order", ...sized(400, "killed"), "--quiet");
		const done = ended(child);
		const before = trialsOf("killed").length;
		if (kills % 2 === 0) await until(() => existsSync(join(folder, "killed")));
		else await until(() => trialsOf("killed").length > Math.min(3, before));
		child.kill("SIGKILL");
		await done;
	}
	const last = run("temporal-order", ...sized(400, "killed"), "--json", "--quiet");
	expect(timeless(last.stdout)).toEqual(timeless(calm.stdout));
	expect(readdirSync(join(folder, "killed", "trials")).filter((name) => !name.endsWith(".json"))).toEqual([]);
}, 60_000);

test("130: Ctrl-C ends it in the middle of trials, says how to go on, and leaves no thread behind", async () => {
	const child = begin("temporal-order", ...sized(1e6, "stopped"));
	let stderr = "";
	child.stderr!.on("data", (data) => (stderr += data));
	const done = ended(child);
	await until(() => existsSync(join(folder, "stopped", "trials")));
	child.kill("SIGINT");
	expect(await done).toBe(130);
	expect(stderr).toContain("the same command continues");
	expect(existsSync(join(folder, "stopped", "compare.json"))).toBe(false);
	expect(() => process.kill(child.pid!, 0)).toThrow();
});

test("2: what cannot be compared, with the next move; nothing is written", () => {
	const refused: [args: string[], message: RegExp][] = [
		[["temporal-ordre"], /no task is called "temporal-ordre"\. Did you mean temporal-order\?/],
		[["task:addition", "--remedies", "lstm+omega"], /"omega" cannot be used here: it is for rnn/],
		[
			["addition", "--remedies", "clip", "clipp"],
			/--remedies must be one of none, .*, got "clipp"; did you mean clip\?/,
		],
		[["addition", "--rates", "0.1", "lstm=1/2"], /"lstm" has 2 rates, but --rates needs exactly 1/],
		[
			["--remedies", "none", "addition"],
			/sluice compare: missing TASK, FILE, DIR or @NAME, such as sluice compare temporal-order/,
		],
		[["addition", "--unit", "byte"], /--unit is for runs on text; this run is on a task/],
		[["addition", "--clip-norm", "1"], /--clip-norm/],
		[["addition", "--target", "x"], /--target is for runs on a series; this run is on a task/],
		[["addition", "--horizon", "2"], /--horizon needs --target/],
		[["addition", "book.txt"], /give task:NAME or FILE, not both/],
		[["task:music"], /E_TASK_SOURCE/],
		[
			["delayed-recall:delay=x"],
			/task:delayed-recall: "delay" must have the form delay=VALUE or symbols=VALUE, got "delay=x"/,
		],
		[["addition", "--engine", "abacus"], /--engine/],
	];
	for (const [args, message] of refused) {
		const { status, stderr } = run(...args);
		expect(stderr).toMatch(message);
		expect([args, status]).toEqual([args, 2]);
	}
	expect(existsSync(join(folder, "runs"))).toBe(false);
});

test("a text by its path, with the run that did best as the next command", () => {
	writeFileSync(join(folder, "book.txt"), "round and round and round it goes. ".repeat(60));
	const args = ["--remedies", "none", "clip:0.5+gru", "--seeds", "1", "--rates", "0.02", "--steps", "60", "--k1", "8"];
	const { status, stdout, stderr } = run("book.txt", ...args, "--batch", "3");
	expect(status).toBe(0);
	expect(stdout).toMatch(/^book: one seed, 60 updates per trial, 2 trials in /);
	expect(stdout).toMatch(/\nclip:0\.5\+gru ≈ +\d\.\d{4} +\S+ → \S+ +/); // one seed tells nothing apart
	expect(stdout).not.toContain(" ★ ");
	expect(stdout).toMatch(/\n\(baseline\) +2\.\d{4} *\n/);
	expect(stdout).toContain("cannot be told apart (≈): that takes at least three seeds.");
	expect(stdout).toContain("runs/compare-book/compare.svg");
	expect(stderr).toContain("sluice compare book.txt --remedies none clip:0.5+gru --rates 0.02");
	expect(stderr).toMatch(/sluice train book\.txt .*--cell gru .*--clip-norm 0\.5 .*--lr 0\.02/);
	const train = /sluice (train .*)/.exec(stderr)![1]!.split(" ");
	const again = spawnSync(process.execPath, [BIN, ...train, "--steps", "2", "--quiet"], { cwd: folder, env });
	expect(again.status).toBe(0);
});

test("compare TEXT --optimizer soap --soap-every 5 --weight-drop 0.1 --average ema:0.9 trains every arm by them, an echo state network by adamw, and the next command holds them", () => {
	writeFileSync(join(folder, "song.txt"), "round and round and round it goes. ".repeat(60));
	const args = "--seeds 1 --rates 0.02 --steps 40 --k1 8 --batch 3 --hidden 6 --optimizer soap --soap-every 5";
	const mean = ["--average", "ema:0.9"];
	const one = run("song.txt", "--remedies", "gru", "esn", ...args.split(" "), ...mean, "--json");
	expect([one.status, one.stderr.includes("error")]).toEqual([0, false]);
	const { rows } = JSON.parse(one.stdout) as CompareResult;
	expect(rows.map(({ options }) => [options.optimizer, options.soapEvery, options.average])).toEqual([
		["soap", 5, "ema:0.9"],
		["adamw", undefined, "ema:0.9"],
	]);
	for (const { finalLoss } of rows) expect(finalLoss).toBeLessThan(Math.log(11));
	const dropped = [...args.split(" "), ...mean, "--weight-drop", "0.1"];
	const { status, stderr } = run("song.txt", "--remedies", "gru", "lstm", ...dropped);
	expect(status).toBe(0);
	const train = /sluice (train song\.txt .*)/.exec(stderr)![1]!;
	for (const flag of ["--soap-every 5", "--weight-drop 0.1", "--average ema:0.9"]) expect(train).toContain(flag);
	const again = [...train.split(" "), "--steps", "2", "--quiet"];
	expect(spawnSync(process.execPath, [BIN, ...again], { cwd: folder, env }).status).toBe(0);
	const refused = run("song.txt", "--remedies", "esn", ...dropped);
	expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining("Try --weight-drop 0")]);
});

test("no remedy that beats the baseline: nobody is starred, the baseline of ln 8 is a row, and the next command trains longer", () => {
	const args = "delayed-recall:delay=4 --length 12 --hidden 7 --batch 3 --steps 4 --seeds 3 --rates 0.001".split(" ");
	const { status, stdout, stderr } = run(
		...args,
		"--remedies",
		"none",
		"gru",
		"--engine",
		"wasm-plain",
		"--out",
		"below",
	);
	expect(status).toBe(0);
	expect(stdout).not.toMatch(/ [★≈] /);
	expect(stdout).toMatch(/\n\(baseline\) +2\.0794 *\n/);
	expect(stdout).toMatch(/\nNo remedy beats the baseline of 2\.0794\. Train longer, or with other rates\.\n/);
	expect(stderr).toMatch(/sluice compare delayed-recall:delay=4 .*--steps 8/);
	expect(stderr).not.toContain("sluice train");
	const ko = run(
		...args,
		"--remedies",
		"none",
		"gru",
		"--engine",
		"wasm-plain",
		"--out",
		"below",
		"--lang",
		"ko",
	).stdout;
	expect(ko).toContain("기준선 2.0794보다 나은 처방이 없습니다.");
	expect(ko).not.toMatch(/ [★≈] /);
	const { best, leaders, why, baseline } = JSON.parse(
		run(...args, "--remedies", "none", "gru", "--engine", "wasm-plain", "--out", "below", "--json").stdout,
	);
	expect({ best, leaders, why }).toEqual({ best: null, leaders: [], why: "baseline" });
	expect(baseline).toBeCloseTo(Math.log(8), 12);
});

test("a task with its options: what did best is the next training, of a network and of an echo state network", () => {
	const on = [
		...["delayed-recall:delay=1,symbols=2", "--length", "12", "--hidden", "20", "--batch", "8"],
		...["--steps", "150", "--seeds", "1"],
	];
	for (const remedy of ["clip:0.5+gru", "esn"]) {
		const { stderr } = run(...on, "--rates", "0.02", "--remedies", remedy, "--engine", "wasm-plain");
		const [, words] = /sluice train (task:delayed-recall:delay=1,symbols=2 .*)/.exec(stderr)!;
		expect(words).toContain(`--cell ${remedy === "esn" ? "esn" : "gru"}`);
		const again = spawnSync(process.execPath, [BIN, "train", ...words!.split(" "), "--quiet"], {
			...{ cwd: folder, env, encoding: "utf8" },
		});
		expect(again).toMatchObject({ status: 0, stderr: "" });
	}
});

test("--list shows every remedy with its source, in both languages and as JSON", () => {
	const { status, stdout } = run("--list");
	expect(status).toBe(0);
	expect(stdout).toMatch(/\nclip +1 {2}clip the gradient norm\n +Pascanu, Mikolov & Bengio 2013, algorithm 1\n/);
	const korean = run("--list", "--lang", "ko").stdout;
	expect(korean).toContain("에코 상태 네트워크");
	expect(korean).not.toMatch(/algorithm|eq\.|the program|et al\.|default|for tanh/);
	const { remedies } = JSON.parse(run("--list", "--json").stdout);
	expect(remedies.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(["none", "omega", "esn"]));
	expect(remedies[0]).toEqual({
		...{ name: "none", kind: "none", summary: "a tanh RNN without changes to its gradient", source: "Elman 1990" },
		...{ cells: null, excludes: [], value: null },
	});
});

test("the table fits 80 columns in both languages, and tells of trials that diverged", async () => {
	const lags = [0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 49, 66, 89, 120, 162, 199];
	const curve = (slope: number) => ({
		lag: slope > 0.01 ? null : 12,
		most: 199,
		lags,
		log10: lags.map((k) => slope * k),
	});
	const tried = [0.01, 0.001].map((rate) => ({
		rate,
		successes: 3,
		stepsToSuccess: 450,
		finalLoss: 0.1,
		diverged: [],
	}));
	const shared = { seeds: 3, successes: 3, stepsToSuccess: 450, finalErrorShare: 0, seconds: 61, parameters: 3054 };
	const row = (remedy: string, rate: number, more: object) => ({
		...{ remedy, rate, ...shared, finalLoss: 0.0123, diverged: [], before: curve(-0.1), after: curve(-0.005) },
		...{ tried, options: { cell: "rnn", steps: 2000 }, ...more },
	});
	const wrong = [{ seed: 2, step: 130 }];
	const rows = [
		row("none", 0.01, { finalLoss: null, diverged: wrong, tried: [{ ...tried[0], diverged: wrong }, tried[1]] }),
		row("clip+omega", 0.001, {}),
		row("lstm-1997", 0.001, { after: curve(0.1) }),
	];
	const result = {
		on: "temporal-order",
		kind: "task",
		unit: "nats",
		goal: 0.01,
		rows,
		...{ best: "lstm-1997", leaders: ["lstm-1997"], why: null, baseline: Math.log(4) },
		trials: [],
		seconds: 70,
	};
	const library = fakeLibrary({
		...{
			taskWord: (word: string) => `task:${word}`,
			task: () => ({ kind: "task", name: "temporal-order", options: {} }),
		},
		compare: async () => ({ ...result, folder: "runs/c", figure: "runs/c/compare.svg", csv: "runs/c/compare.csv" }),
	});
	const world = { library, columns: 80, env: { NO_COLOR: "1" } };
	const { stdout } = await sluice(["compare", "temporal-order"], world);
	expect(stdout).toContain("none at rate 0.01: diverged at update 130 (seed 2)");
	const lines = stdout.split("\n");
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
	expect(lines.find((line) => line.startsWith("lstm-1997 ★"))).toMatch(
		/3\/3 +450 +0\.0123 +12 → >199 +██▇▅·· → ██↑↑↑↑ +1:01$/,
	);
	const korean = await sluice(["compare", "temporal-order", "--lang", "ko"], world);
	expect(korean.stdout).toContain("학습률 0.01: 130번째 갱신(시드 2)에서 발산");
});
