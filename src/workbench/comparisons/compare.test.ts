import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { taskNamed } from "../../data/tasks/registry.ts";
import { lastAnswers } from "../../diagnosis/gradientByLag.ts";
import { RandomStream } from "../../kernels/random.ts";
import { DEFAULT_REMEDIES } from "../../training/trials/defaults.ts";
import { checkSameData, type Finished } from "../../training/trials/summary.ts";
import { series } from "../datasets/seriesData.ts";
import { task } from "../datasets/taskData.ts";
import { text } from "../datasets/texts.ts";
import { type CompareHooks, type CompareRequest, type CompareResult, compare } from "./compare.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-compare-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tiny = { hidden: 6, batch: 5, length: "10..14", steps: 8 };
const run = (out: string, request: CompareRequest, hooks: CompareHooks = {}) =>
	compare({ options: tiny, ...request, out: join(folder, out) }, { oneThread: true, ...hooks });

/** All of a result but the time it took. */
function withoutTime({ trials, rows }: CompareResult) {
	const timeless = <T extends { seconds: number }>({ seconds: _, ...rest }: T) => rest;
	return { trials: trials.map(timeless), rows: rows.map(timeless) };
}

const request: CompareRequest = { task: "temporal-order", seeds: 2 };
const all = run("all", request);

describe("ten remedies, two rates and two seeds on temporal order", () => {
	test("38 trials: each remedy has the same seeds, the same number of rates and the same number of updates", async () => {
		const { rows, trials, rates } = await all;
		expect(rows.map(({ remedy }) => remedy)).toEqual(DEFAULT_REMEDIES);
		expect(trials).toHaveLength(9 * 2 * 2 + 2);
		for (const { remedy, tried } of rows) expect(tried.map(({ rate }) => rate)).toEqual(rates[remedy]);
		expect(rates.clip).toEqual([0.01, 0.001]);
		expect(rates.esn).toEqual([null]);
		expect(new Set(trials.map(({ steps }) => steps))).toEqual(new Set([8]));
		for (const { points } of trials)
			expect(points.map(({ step }) => step)).toEqual(trials[0]!.points.map(({ step }) => step));
		expect(trials[0]!.points.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
	});

	test("all remedies of a seed drew the same batches up to each of 9 moments; the other seed drew others", async () => {
		const { trials } = await all;
		for (const seed of [1, 2]) {
			const mine = trials.filter((trial) => trial.seed === seed).map(({ points }) => points.map(({ data }) => data));
			for (const digests of mine) expect(digests).toEqual(mine[0]);
			expect(new Set(mine[0]).size).toBe(9);
		}
		expect(trials.at(-1)!.points.at(-1)!.data).not.toBe(trials[0]!.points.at(-1)!.data);
	});

	test("a remedy that had seen one other batch is an internal error", async () => {
		const { trials } = await all;
		const finished = trials.map(({ remedy, seed, rate, ...outcome }) => ({ trial: { remedy, seed, rate }, outcome }));
		expect(() => checkSameData(finished as unknown as Finished[])).not.toThrow();
		const points = finished[5]!.outcome.points.map((point, n) => (n === 4 ? { ...point, data: "0" } : point));
		finished[5] = { ...finished[5]!, outcome: { ...finished[5]!.outcome, points } };
		expect(() => checkSameData(finished as unknown as Finished[])).toThrow(
			/updates of seed 1, none and omega had drawn/,
		);
	});

	test("before training: one start for the RNNs of a seed, held-out losses near ln 4, 0 for the echo state network's reach", async () => {
		const { trials } = await all;
		const of = (remedy: string) => trials.find((trial) => trial.remedy === remedy)!;
		expect(of("clip").before).toEqual(of("none").before);
		expect(of("clip+omega").before).toEqual(of("none").before);
		expect(of("orthogonal").before).not.toEqual(of("none").before);
		expect(of("esn").before).toMatchObject({ lag: 0, log10: of("esn").before.lags.map(() => null) });
		expect(of("esn").points[0]!.loss).toBeCloseTo(Math.log(4), 6);
		expect(of("esn").after.log10[0]).toBe(0);
		for (const { before } of trials) expect(before.most).toBe(13);
	});

	test("its files: a document, a line a trial, a figure with every remedy by name", async () => {
		const result = await all;
		const document = JSON.parse(readFileSync(join(result.folder, "compare.json"), "utf8"));
		expect(document).toEqual(JSON.parse(JSON.stringify({ schema: 1, ...result })));
		const lines = readFileSync(result.csv, "utf8").trim().split("\n");
		expect(lines).toHaveLength(39);
		expect(lines[0]).toMatch(/^remedy,rate,seed,steps,success,stepsToSuccess,finalLoss/);
		const svg = readFileSync(result.figure, "utf8");
		for (const remedy of DEFAULT_REMEDIES) expect(svg).toContain(`>${remedy}<`);
		expect(svg).toContain("validation loss (nats)");
	});

	test("a second call reads what is kept and gives the same; one more remedy runs its own four trials and no other", async () => {
		const first = await all;
		const trials = join(first.folder, "trials");
		const before = readdirSync(trials);
		expect(before).toHaveLength(38);
		expect(await run("all", request)).toEqual(first);
		const progress: [number, number, number][] = [];
		const remedies = [...DEFAULT_REMEDIES, "smart-tanh"];
		const second = await run("all", { ...request, remedies }, { onProgress: (...told) => progress.push(told) });
		expect(readdirSync(trials).filter((name) => !before.includes(name))).toHaveLength(4);
		expect(progress.at(-1)![0]).toBeCloseTo(42, 6);
		expect(second.trials.filter(({ remedy }) => remedy !== "smart-tanh")).toEqual(first.trials);
	});
});

test("stopped after every few turns, a comparison ends with the numbers of one never stopped, and keeps no remains", async () => {
	const asked: CompareRequest = { task: "addition", remedies: ["clip+omega", "gru", "esn"], seeds: 1, rates: [0.01] };
	const options = { ...tiny, length: "10..12", hidden: 5, steps: 300 };
	const calm = await run("calm", { ...asked, options });
	let result: CompareResult | undefined;
	let stops = 0;
	while (!result) {
		const stop = new AbortController();
		let from: number | undefined;
		const onProgress = (done: number) => {
			from ??= done;
			if (done - from > 0.3) stop.abort("enough");
		};
		try {
			result = await run("stopped", { ...asked, options }, { signal: stop.signal, onProgress });
		} catch (reason) {
			expect(reason).toBe("enough");
			expect(++stops).toBeLessThan(60);
		}
	}
	expect(stops).toBeGreaterThan(2);
	expect(calm.trials.map(({ points }) => points.length)).toEqual([25, 25, 25]);
	expect(withoutTime(result)).toEqual(withoutTime(calm));
	expect(readdirSync(join(folder, "stopped", "trials")).filter((name) => !name.endsWith(".json"))).toEqual([]);
});

test("a planted winner wins: what came first of two marks 10 steps apart, a GRU knows and an RNN of radius 0.1 does not", async () => {
	const options = { hidden: 20, batch: 20, length: "20..24", steps: 250 };
	const asked: CompareRequest = { task: "temporal-order", remedies: ["spectral:0.1", "gru"], rates: [0.02] };
	const { rows } = await run("winner", { ...asked, options, seeds: 2 });
	const [forgetful, gru] = rows;
	expect(gru).toMatchObject({ successes: 2, finalErrorShare: 0 });
	expect(forgetful!.successes).toBe(0);
	expect(gru!.stepsToSuccess).toBeLessThan(250);
	expect(gru!.finalLoss! * 5).toBeLessThan(forgetful!.finalLoss!);
	expect(forgetful!.before.lag).toBeLessThan(4);
	expect(gru!.after.lag ?? 24).toBeGreaterThan(10);
});

test("a trial whose numbers go wrong is a result with its step, and the others go on", async () => {
	const options = { ...tiny, optimizer: "sgd", steps: 30 } as const;
	const asked: CompareRequest = { task: "addition", remedies: ["identity", "clip:1e-3"], seeds: 1, rates: [1e5] };
	const { rows, trials, csv } = await run("diverged", { ...asked, options });
	expect(rows[0]).toMatchObject({ finalLoss: null, successes: 0, finalErrorShare: 1, stepsToSuccess: null });
	const [{ seed, step }] = rows[0]!.diverged as [{ seed: number; step: number }];
	expect(seed).toBe(1);
	expect(step).toBeGreaterThan(0);
	expect(trials[0]!.steps).toBeLessThan(30);
	expect(trials[0]!.diverged!.value).toMatch(/NaN|Infinity/);
	expect(rows[1]!.diverged).toEqual([]);
	expect(readFileSync(csv, "utf8").split("\n")[1]).toMatch(new RegExp(`^identity,100000,1,\\d+,0,,,.*,${step},`));
});

describe("on a text", () => {
	const random = new RandomStream(1, "text");
	const path = join(folder, "words.txt");
	writeFileSync(path, Array.from({ length: 3000 }, () => "abcd "[random.below(5)]).join(""));
	const options = { hidden: 5, batch: 4, k1: 6, steps: 20 };

	test("truncation has a meaning, and there is success only with a goal", async () => {
		const asked: CompareRequest = {
			data: text(path),
			remedies: ["clip", "clip+truncation:2"],
			seeds: 1,
			rates: [0.01],
		};
		const { kind, on, rows, trials } = await run("text", { ...asked, options });
		expect({ kind, on }).toEqual({ kind: "text", on: "words" });
		expect(rows.map(({ successes, finalErrorShare }) => [successes, finalErrorShare])).toEqual([
			[null, null],
			[null, null],
		]);
		expect(trials[0]!.points[0]).toMatchObject({ step: 0, errorShare: null, data: "" });
		expect(trials[0]!.points[0]).toEqual(trials[1]!.points[0]);
		expect(trials[0]!.weightsSha256).not.toBe(trials[1]!.weightsSha256);
		const { rows: reached } = await run("text", { ...asked, options, goal: 10 });
		expect(reached.map(({ successes, stepsToSuccess }) => [successes, stepsToSuccess])).toEqual([
			[1, 0],
			[1, 0],
		]);
	});

	const LESSON = ["none", "truncation", "omega", "clip", "orthogonal", "identity", "lstm", "esn"];

	test("all eight remedies of the lesson are rows of one table, on a text and on a task, each trained at both rates but one", async () => {
		const asked = { remedies: LESSON, seeds: 1, rates: [0.02, 0.002] };
		const onText = await run("lesson-text", { ...asked, data: text(path), options });
		const onTask = await run("lesson-task", { ...asked, task: "temporal-order" });
		for (const { rows } of [onText, onTask]) {
			expect(rows.map(({ remedy }) => remedy)).toEqual(LESSON);
			for (const { finalLoss } of rows) expect(finalLoss).toBeGreaterThan(0);
		}
		expect(onText.trials).toHaveLength(16);
		expect(onTask.trials).toHaveLength(15); // least squares has no rate
		expect(onText.rates.esn).toEqual([0.02, 0.002]);
		expect(onTask.rates.esn).toEqual([null]);
		const first = onText.trials.find(({ remedy }) => remedy === "esn")!.points[0]!.loss;
		expect(first).toBeCloseTo(Math.log(5), 6); // every one of the 5 symbols equally likely
		const of = (remedy: string) => onTask.trials.find((trial) => trial.remedy === remedy)!;
		expect(of("truncation").points[0]).toEqual(of("none").points[0]);
		expect(of("truncation").weightsSha256).not.toBe(of("none").weightsSha256);
	});

	test("on a task, truncation without a number cuts at a quarter of the longest sequence, or of the others' k2", async () => {
		const k2Of = async (name: string, options: object) => {
			const asked = { task: "temporal-order", remedies: ["none", "truncation"], seeds: 1, rates: [0.01] };
			const { rows } = await run(name, { ...asked, options: { ...tiny, steps: 1, ...options } });
			return rows.map(({ options }) => options.k2);
		};
		expect(await k2Of("quarter of 14", {})).toEqual([undefined, 3]);
		expect(await k2Of("quarter of 8", { k2: 8 })).toEqual([8, 2]);
	});

	test("truncation without a number cuts the gradient at a quarter of the k2 that the others have: 6 of 24, 16 of 64", async () => {
		const asked: CompareRequest = { data: text(path), remedies: ["none", "truncation"], seeds: 1, rates: [0.01] };
		const k2Of = async (name: string, more: object) => {
			const { rows } = await run(name, { ...asked, options: { hidden: 5, batch: 2, steps: 1, ...more } });
			return rows.map(({ options }) => options.k2);
		};
		expect(await k2Of("quarter", { k1: 24 })).toEqual([undefined, 6]);
		expect(await k2Of("quarter of k2", { k1: 24, k2: 9 })).toEqual([9, 2]);
		expect(await k2Of("sixteen", {})).toEqual([undefined, 16]);
	});

	test.each([
		[["none", "truncation:64"], {}, /"truncation:64".*same settings as "none"/],
		[["truncation:6", "none"], { k1: 6 }, /"none".*same settings as "truncation:6"/],
		[["clip", "clip:1"], {}, /"clip:1".*same settings as "clip"/],
		[["none", "l1:0"], {}, /"l1:0".*same settings as "none"/],
		[["lstm", "none", "uniform"], {}, /"uniform".*same settings as "none"/],
		[["gru", "gru+forget-bias:0"], {}, /"gru\+forget-bias:0".*same settings as "gru"/],
	])("%j come to the same settings and are refused before anything trains", async (remedies, more, wanted) => {
		const asked: CompareRequest = { data: text(path), remedies, seeds: 1, options: { ...options, k1: 64, ...more } };
		await expect(run("same", asked)).rejects.toThrow(wanted);
		expect(existsSync(join(folder, "same"))).toBe(false);
	});

	test("a text that changed is other data: its trials are run anew", async () => {
		const asked: CompareRequest = { data: text(path), remedies: ["clip"], seeds: 1, rates: [0.01], options };
		await run("changed", asked);
		const before = readdirSync(join(folder, "changed", "trials"));
		writeFileSync(path, readFileSync(path, "utf8").replaceAll("ab", "ba"));
		await run("changed", asked);
		expect(readdirSync(join(folder, "changed", "trials"))).toHaveLength(before.length + 1);
	});
});

describe("on data of one's own", () => {
	const options = { hidden: 5, batch: 3, length: "12", steps: 6 };
	const random = new RandomStream(2, "songs");
	const songsOf = (n: number) =>
		Array.from({ length: n }, () => Array.from({ length: 8 + random.below(20) }, () => [50 + random.below(4)]));
	const write = (name: string, songs: object) => {
		writeFileSync(
			join(folder, name),
			JSON.stringify({ name: "toy", low: 50, high: 55, valid: [], test: [], ...songs }),
		);
		return join(folder, name);
	};
	const train = songsOf(6);
	const music = (file: string): CompareRequest => ({ data: task("music", {}, file), seeds: 1, rates: [0.01], options });

	test("a task's options come by its name or by task(), and are in the name of the comparison", async () => {
		const asked = { remedies: ["none"], seeds: 1, rates: [0.01], options };
		const one = await run("options", { ...asked, task: "delayed-recall:delay=4,symbols=3" });
		const two = await run("options", { ...asked, data: task("delayed-recall", { delay: 4, symbols: 3 }) });
		expect([one.on, one.kind, one.trials]).toEqual(["delayed-recall:delay=4,symbols=3", "task", two.trials]);
		expect(one.trials[0]!.points[0]!.loss).toBeCloseTo(Math.log(3), 0);
		expect(readdirSync(join(folder, "options", "trials"))).toHaveLength(1);
	});

	test("songs: trained on the training songs and measured on the validation songs; no goal unless one is given", async () => {
		const remedies = ["clip", "gru", "esn"];
		const a = await run("songs", { ...music(write("a.json", { train, valid: songsOf(3) })), remedies });
		const b = await run("songs", { ...music(write("b.json", { train, valid: songsOf(3) })), remedies });
		expect([a.kind, a.unit, a.goal]).toEqual(["task", "nats", null]);
		for (const [n, { weightsSha256, points }] of a.trials.entries()) {
			expect(b.trials[n]!.weightsSha256).toBe(weightsSha256);
			expect(b.trials[n]!.points.map(({ data }) => data)).toEqual(points.map(({ data }) => data));
			expect(b.trials[n]!.points.at(-1)!.loss).not.toBe(points.at(-1)!.loss);
		}
		const none = music(write("c.json", { train }));
		await expect(run("refused", none)).rejects.toThrow(/"valid" has 0 sequences, but "data" needs at least 1/);
		expect(existsSync(join(folder, "refused"))).toBe(false);
	});

	test("songs that changed are other data: their trials are run anew", async () => {
		const asked = { ...music(write("d.json", { train, valid: train })), remedies: ["clip"] };
		await run("sung", asked);
		await run("sung", asked);
		expect(readdirSync(join(folder, "sung", "trials"))).toHaveLength(1);
		write("d.json", { train, valid: train.slice(1) });
		await run("sung", asked);
		expect(readdirSync(join(folder, "sung", "trials"))).toHaveLength(2);
	});

	test("a series: nine remedies, since a reservoir reads it whole, and squared errors at the scale of the training part", async () => {
		const file = join(folder, "wave.csv");
		writeFileSync(file, `wave\n${Array.from({ length: 300 }, (_, n) => Math.sin(n / 4).toFixed(5)).join("\n")}\n`);
		const asked: CompareRequest = { data: series(file, { target: "wave" }), seeds: 1, rates: [0.01], options };
		const { rows, on, kind, unit, goal } = await run("wave", asked);
		expect(rows.map(({ remedy }) => remedy)).toEqual(DEFAULT_REMEDIES.filter((name) => name !== "esn"));
		expect({ on, kind, unit, goal }).toEqual({
			on: "wave.csv:wave",
			kind: "series",
			unit: "squared error",
			goal: null,
		});
		expect(rows[0]!.before.most).toBe(11);
		await expect(run("refused", { ...asked, remedies: ["esn"] })).rejects.toThrow(
			/"esn" cannot be used here: it reads a series once, as one sequence/,
		);
		const unheld = series(file, { target: "wave", split: "90/0/10" });
		await expect(run("refused", { ...asked, data: unheld })).rejects.toThrow(
			/"valid" has 0 sequences, but "split" needs at least 1/,
		);
	});

	test("strings of unequal lengths are looked back at as far as half of them go", async () => {
		const { rows } = await run("reber", { task: "reber", remedies: ["none"], seeds: 1, rates: [0.01], options: tiny });
		const batch = taskNamed("reber").draw(new RandomStream(1, "probe"), { batch: 5, length: 14 });
		const ends = lastAnswers(batch, 7).sort((a, b) => a - b);
		expect(rows[0]!.before.most).toBe(ends[2]);
		expect(ends[2]).toBeGreaterThan(ends[0]!);
	});

	test("on another engine trials are others, with that engine's build", async () => {
		const asked: CompareRequest = {
			task: "addition",
			remedies: ["clip"],
			seeds: 1,
			rates: [0.01],
			engine: "reference",
		};
		const slow = await run("engines", asked);
		expect(slow.engine).toBe("reference float64");
		const fast = await run("engines", { ...asked, engine: "wasm-plain" });
		expect(fast.engine).toMatch(/^wasm/);
		expect(readdirSync(join(folder, "engines", "trials"))).toHaveLength(2);
		expect(fast.trials[0]!.points.at(-1)!.loss).toBeCloseTo(slow.trials[0]!.points.at(-1)!.loss!, 4);
		await expect(run("engines", { ...asked, engine: "abacus" as "wasm" })).rejects.toThrow("E_ENGINE");
	});
});

describe("what cannot be compared is refused before anything trains:", () => {
	const refused: [what: string, request: CompareRequest, message: RegExp][] = [
		["a misspelt task", { task: "temporal-ordre" }, /temporal-ordre.*temporal-order/],
		["neither task nor text", {}, /"data" is missing; give data or task/],
		["a misspelt remedy", { task: "addition", remedies: ["clipp"] }, /did you mean clip\?/],
		["the same remedy twice", { task: "addition", remedies: ["clip", "clip"] }, /"remedies" lists "clip" twice/],
		["remedies that exclude each other", { task: "addition", remedies: ["lstm+gru"] }, /"gru" cannot be used here/],
		[
			"a truncation as long as the sequences",
			{ task: "addition", remedies: ["none", "truncation:60"], options: { length: "20..40" } },
			/"truncation:60".*same settings as "none"/,
		],
		["Omega of a gated cell", { task: "addition", remedies: ["lstm+omega"] }, /it is for rnn, not for lstm/],
		["no remedy", { task: "addition", remedies: [] }, /"remedies" must have 1 to 24 remedies, got 0/],
		[
			"25 remedies",
			{ task: "addition", remedies: Array.from({ length: 25 }, (_, n) => `clip:${n + 1}`) },
			/"remedies" must have 1 to 24 remedies, got 25/,
		],
		["no seed", { task: "addition", seeds: 0 }, /from 1 to 1000/],
		["a rate of 0", { task: "addition", rates: [0] }, /above 0/],
		["a rate of words", { task: "addition", rates: ["fast"] }, /"fast"/],
		["a rate twice", { task: "addition", rates: [0.1, "0.1"] }, /"rates" lists "0\.1" twice/],
		[
			"remedies as one text",
			{ task: "addition", remedies: "clip" as unknown as string[] },
			/"remedies" must be a list of remedies, got "clip"/,
		],
		[
			"one rate for one of two",
			{ task: "addition", rates: [1, 2, "lstm=3"] },
			/"lstm" has 1 rate, but "rates" needs exactly 2/,
		],
		[
			"rates of a remedy that is not there",
			{ task: "addition", rates: [1, "lstmm=3"] },
			/"rates" must have the form .*=RATE, got "lstmm=3"/,
		],
		[
			"an option that is a remedy",
			{ task: "addition", options: { clipNorm: 1 } as object },
			/"clipNorm" is not an option of compare; use "remedies", such as clip/,
		],
		[
			"a rate as an option",
			{ task: "addition", options: { lr: 1 } as object },
			/"lr" is not an option of compare; use "rates"/,
		],
		["a length that the task has not", { task: "addition", options: { length: "3" } }, /cannot have length 3/],
		[
			"two budgets",
			{ task: "addition", options: { steps: 3, minutes: 1 } },
			/"minutes" cannot be combined with "steps"/,
		],
		["two layers of a reservoir", { task: "addition", options: { layers: 2 } }, /reservoir has one layer/],
		["more workers than there may be", { task: "addition", workers: 65 }, /from 1 to 64/],
		["a goal beyond all sequences", { task: "addition", goal: 2 }, /from 0 to 1/],
		["a missing text", { data: text(join(folder, "none.txt")) }, /none\.txt/],
		["a misspelt key", { task: "addition", remedy: ["clip"] } as CompareRequest, /remedies/],
	];
	test.each(refused)("%s", async (_, asked, message) => {
		const out = join(folder, "refused");
		await expect(compare({ ...asked, out }, { oneThread: true })).rejects.toThrow(message);
		expect(existsSync(out)).toBe(false);
	});

	test("a text shorter than one update, and a split without a validation part", async () => {
		const path = join(folder, "short.txt");
		writeFileSync(path, "abcdefgh ".repeat(40));
		const asked: CompareRequest = { remedies: ["clip"], seeds: 1 };
		await expect(run("refused", { ...asked, data: text(path), options: { k1: 64 } })).rejects.toThrow("E_CORPUS_SHORT");
		const whole = text(path, { split: "100/0/0" });
		await expect(run("refused", { ...asked, data: whole, options: { k1: 4 } })).rejects.toThrow(/at least 8/);
		expect(statSync(path).size).toBe(360);
	});
});

test("a result of other updates, or of remedies that are not asked for again, is kept: --out is refused, and the default has a number", async () => {
	const place = mkdtempSync(join(tmpdir(), "sluice-compare-kept-"));
	const start = process.cwd();
	process.chdir(place);
	try {
		const call = (more: CompareRequest) =>
			compare(
				{
					task: "temporal-order",
					seeds: 1,
					rates: [0.01],
					options: { ...tiny, steps: 2 },
					remedies: ["clip"],
					...more,
				},
				{ oneThread: true },
			);
		const folders = [
			(await call({})).folder,
			(await call({ remedies: ["clip", "lstm"] })).folder, // goes on
			(await call({ options: { ...tiny, steps: 3 } })).folder,
			(await call({ remedies: ["lstm"] })).folder,
			(await call({ remedies: ["clip", "lstm"] })).folder,
		];
		const name = join("runs", "compare-temporal-order");
		expect(folders).toEqual([name, name, `${name}-2`, `${name}-3`, name]);
		const before = readFileSync(join(name, "compare.json"), "utf8");
		await expect(call({ out: name, options: { ...tiny, steps: 3 } })).rejects.toMatchObject({
			code: "E_COMPARE_EXISTS",
		});
		expect(readFileSync(join(name, "compare.json"), "utf8")).toBe(before);
	} finally {
		process.chdir(start);
		rmSync(place, { recursive: true });
	}
});
