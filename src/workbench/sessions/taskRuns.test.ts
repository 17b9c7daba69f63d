/** Runs on tasks, from `train` to `evaluate`, on real folders. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import type { TaskResult, TrainEvent } from "../../training/run/events.ts";
import { withoutClock } from "../../training/run/logLines.ts";
import { task } from "../datasets/taskData.ts";
import { text } from "../datasets/texts.ts";
import { exportRun } from "../exchange/exchange.ts";
import { evaluate, type TaskRunEvaluation } from "../readings/evaluateRun.ts";
import { sample } from "../readings/sample.ts";
import { listRuns } from "../runs/overview.ts";
import { resume } from "./resume.ts";
import { type TrainRequest, train } from "./train.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-tasks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const runs = join(folder, "runs");
const common = { runs, threads: 1 }; // on whichever engine this machine has
const small: GivenOptions = {
	cell: "rnn",
	hidden: 6,
	layers: 2,
	batch: 5,
	length: "10..17",
	lr: 0.01,
	seed: 3,
	saveEvery: 7,
};

const metrics = (run: string) =>
	readFileSync(join(runs, run, "metrics.jsonl"), "utf8")
		.trim()
		.split("\n")
		.map((line) => withoutClock(JSON.parse(line)));

const code = (work: Promise<unknown>) =>
	work.then(
		() => "none",
		(error) => `${error.code} ${error.exitCode}`,
	);

/** Trains, stopping as a signal does right after update `at`. */
async function stopped(request: TrainRequest, at: number) {
	const controller = new AbortController();
	const onEvent = (event: TrainEvent) => {
		if (event.type === "step" && event.step === at) controller.abort("SIGTERM");
	};
	const result = await train(request, { onEvent, signal: controller.signal });
	expect([result.ended, result.steps]).toEqual(["signal", at]);
}

describe("a run on a task", () => {
	test.each<[string, GivenOptions]>([
		["temporal-order", { omega: 2, omegaForm: "authors", l2: 1e-3, optimizer: "sgd", dropout: 0.2 }],
		["addition", { cell: "lstm", forgetBias: "chrono:17", optimizer: "adam" }],
		["copying:values=3,positions=2", { cell: "gru", optimizer: "momentum", length: "5..9" }],
	])(
		"%s stopped after 1 and 23 of 40 updates and resumed ends as the undisturbed one, in all but the clock",
		async (name, more) => {
			const data = task(name);
			const options = { ...small, ...more, steps: 40, validEvery: 10 };
			const calm = await train({ ...common, data, options, run: `${data.name}-calm` });
			for (const at of [1, 23]) {
				const run = `${data.name}-${at}`;
				await stopped({ ...common, data, options, run }, at);
				const { seconds: _, sequencesPerSecond: __, ...again } = (await resume({ ...common, run })) as TaskResult;
				expect(calm).toMatchObject({ ...again, run: calm.run, folder: calm.folder });
				expect(metrics(run)).toEqual(metrics(calm.run));
			}
			expect(calm.validSequences).toBe(1000);
			expect(calm.best!.loss).toBe(
				Math.min(...metrics(calm.run).flatMap(({ validLoss }) => (validLoss as number) ?? [])),
			);
		},
	);

	test("its config can be read without the task, its overview says task, model and best validation", async () => {
		const data = task("delayed-recall:delay=2,symbols=3");
		const { best } = await train({ ...common, data, options: { ...small, steps: 6 }, run: "recall" });
		const found = listRuns(runs).find(({ name }) => name === "recall")!;
		expect(found).toMatchObject({ task: "delayed-recall:delay=2,symbols=3", model: "rnn tanh 2x6", step: 6 });
		expect(found.bestValid).toEqual({ loss: best!.loss, errorShare: best!.errorShare });
		expect(found.parameters).toBe(6 * 3 + 36 + 6 + 36 + 36 + 6 + 3 * 6 + 3);
	});

	test('ends with "goal" at the first validation of at most --stop-at-error wrong, far before its budget', async () => {
		const data = task("delayed-recall", { delay: 1, symbols: 2 });
		const options: GivenOptions = {
			cell: "gru",
			hidden: 8,
			batch: 20,
			length: 8,
			lr: 0.03,
			steps: 3000,
			validEvery: 20,
			stopAtError: 0,
		};
		const result = await train({ ...common, data, options, run: "goal" });
		expect(result).toMatchObject({ ended: "goal", errorShare: 0, lowestError: { step: result.steps, errorShare: 0 } });
		expect(result.steps).toBeLessThan(1000);
		const shares = metrics("goal").flatMap(({ errorShare }) => (errorShare as number) ?? []);
		expect(shares.slice(0, -1).every((share) => share > 0)).toBe(true);
		expect(result.loss.valid! * 20).toBeLessThan(result.baseline!); // ln 2 without a memory
	});

	test("is measured on fresh sequences at any length: equal seeds see the same, others others; loss near the baseline when untrained", async () => {
		await train({ ...common, data: task("temporal-order"), options: { ...small, steps: 0 }, run: "untrained" });
		const asked = { ...common, run: "untrained", length: 43, sequences: 300 };
		const first = (await evaluate(asked)) as TaskRunEvaluation;
		expect(first).toMatchObject({ length: "43", sequences: 300, part: null, lossUnit: "nats", baseline: Math.log(4) });
		expect(first.errorShare).toBe(first.wrong / 300);
		expect(Math.abs(first.errorShare - 0.75)).toBeLessThan(0.15); // 6 deviations of a guess among four
		const { seconds: _, ...same } = (await evaluate(asked)) as TaskRunEvaluation;
		expect(first).toMatchObject(same);
		expect(((await evaluate({ ...asked, seed: 2 })) as TaskRunEvaluation).loss).not.toBe(first.loss);
	});

	test("goes on in another: --from takes weights, task and options; a longer length and a smaller rate are given anew", async () => {
		const first = await train({
			...common,
			data: task("temporal-order"),
			options: { ...small, steps: 5, validEvery: 9, omega: 2 },
			run: "a",
		});
		const second = await train({ ...common, from: "a", options: { steps: 0, length: "20..30", omega: 0 }, run: "b" });
		expect(second).toMatchObject({ task: "temporal-order", length: "20..30", weightsSha256: first.weightsSha256 });
	});

	test("what does not fit is refused with exit code 2 before anything is written", async () => {
		const on = (name: string, options: object, more: Partial<TrainRequest> = {}) => {
			const begun = async () =>
				train({ ...common, data: task(name), options: { ...small, steps: 1, ...options }, ...more, run: "refused" });
			return code(begun());
		};
		await train({ ...common, data: task("temporal-order"), options: { ...small, steps: 0 }, run: "mine" });
		writeFileSync(join(folder, "t.txt"), "abc ".repeat(200));
		await train({
			...common,
			data: text(join(folder, "t.txt")),
			options: { hidden: 4, batch: 3, k1: 5, steps: 0 },
			run: "t",
		});
		expect(await on("temporal-order", { reset: 0.1 })).toBe("E_OPTION 2");
		expect(await on("temporal-order", { length: "9" })).toBe("E_TASK_LENGTH 2");
		expect(await on("temporal-order", { length: "50-200" })).toBe("E_OPTION 2");
		expect(await on("temporal-order", { cell: "lstm", omega: 1 })).toBe("E_REMEDY 2");
		expect(await on("temporal-order", { steps: undefined, epochs: 1 })).toBe("E_OPTION 2");
		expect(await on("temporal-order", {}, { from: "t" })).toBe("E_OPTION 2");
		expect(await on("music", {})).toBe("E_TASK_SOURCE 2");
		for (const name of [
			"temporal-ordr",
			"task:",
			"copying:valeus=3",
			"copying:values",
			"copying:values=x",
			"music:part=1",
			"addition:values=3",
		])
			expect([name, await on(name, {})]).toEqual([name, expect.stringMatching(/^E_(TASK|OPTION) 2$/)]);
		expect(await code(evaluate({ ...common, run: "mine", texts: ["x"] }))).toBe("E_OPTION 2");
		expect(await code(evaluate({ ...common, run: "mine", part: "test" }))).toBe("E_OPTION 2");
		expect(await code(evaluate({ ...common, run: "t", length: 50 }))).toBe("E_OPTION 2");
		expect(await code(sample({ ...common, run: "mine" }))).toBe("E_RUN_TASK 2");
		expect(await code(exportRun({ runs, run: "mine", to: "torch", file: join(folder, "x") }))).toBe("E_RUN_TASK 2");
		expect(listRuns(runs).map(({ name }) => name)).not.toContain("refused");
	});
});

describe("a run on songs", () => {
	const random = new RandomStream(4, "songs");
	/** Two chords in turn: after one comes the other. */
	const song = (steps: number) =>
		Array.from({ length: steps }, (_, t) => ((t + random.below(2)) % 2 ? [60, 64, 67] : [57]));
	const songs = { name: "two", low: 55, high: 68, train: [song(30), song(17)], valid: [song(21)], test: [song(8)] };
	const file = join(folder, "two.json.gz");
	writeFileSync(file, gzipSync(JSON.stringify(songs)));
	const options: GivenOptions = { cell: "gru", hidden: 8, batch: 2, length: 10, steps: 4, seed: 2 };

	test("reads .json.gz, keeps what it held, validates on all of the valid part in order, and measures the test part", async () => {
		const result = await train({
			...common,
			data: task("music", {}, file),
			options: { ...options, epochs: 2, steps: undefined },
			run: "songs",
		});
		expect(result).toMatchObject({ steps: 2 * 3, validSequences: 3, lossUnit: "nats" }); // 5 stretches in batches of 2
		const { data } = JSON.parse(readFileSync(join(runs, "songs", "config.json"), "utf8")).config;
		expect(data).toMatchObject({
			kind: "task",
			name: "music",
			data: file,
			sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		expect(await evaluate({ ...common, run: "songs" })).toMatchObject({
			part: "valid",
			sequences: 3,
			loss: result.best!.loss,
		});
		expect(await evaluate({ ...common, run: "songs", part: "test" })).toMatchObject({ part: "test", sequences: 1 });
	});

	test("a folder with one file will do, one with two is refused naming both, and a file that changed is no longer its own", async () => {
		const one = join(folder, "one");
		mkdirSync(one);
		writeFileSync(join(one, "a.json"), JSON.stringify(songs));
		await train({ ...common, data: task("music", {}, one), options, run: "folder" });
		writeFileSync(join(one, "b.json"), JSON.stringify(songs));
		await expect(train({ ...common, data: task("music", {}, one), options })).rejects.toThrow(
			/must be a\.json or b\.json/,
		);
		await resume({ ...common, run: "folder", options: { steps: 5 } });
		writeFileSync(join(one, "a.json"), JSON.stringify({ ...songs, valid: [] }));
		expect(await code(resume({ ...common, run: "folder", options: { steps: 6 } }))).toBe("E_FILE_CHANGED 1");
		await expect(train({ ...common, data: task("addition", {}, file), options })).rejects.toThrow(
			/"data" is for runs on the task music; this run is on another task/,
		);
	});

	test("without a valid part there is no validation, and the closing result says so with nulls", async () => {
		const path = join(folder, "bare.json");
		writeFileSync(path, JSON.stringify({ ...songs, valid: [], test: [] }));
		const result = await train({ ...common, data: task("music", {}, path), options, run: "bare" });
		expect(result).toMatchObject({ errorShare: null, validSequences: 0, best: null, lowestError: null });
		expect(result.loss.valid).toBeNull();
	});
});

test("a name that is taken is refused before the data is looked at, whatever the run is trained on", async () => {
	mkdirSync(join(runs, "taken"), { recursive: true });
	const nowhere = text(join(folder, "no-such-file.txt"));
	expect(await code(train({ ...common, run: "taken", data: nowhere }))).toBe("E_RUN_EXISTS 2");
	const large = { cell: "esn", hidden: 1e6 }; // whose reservoir could not be made
	const data = task("temporal-order");
	expect(await code(train({ ...common, run: "taken", data, options: large as never }))).toBe("E_RUN_EXISTS 2");
});
