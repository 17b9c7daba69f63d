/** Runs on a task that a program brings itself. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { taskNamed } from "../../data/tasks/registry.ts";
import { wrongClasses } from "../../data/tasks/scoring.ts";
import type { Task } from "../../data/tasks/task.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import { compare } from "../comparisons/compare.ts";
import { task as named } from "../datasets/taskData.ts";
import { diagnose } from "../readings/diagnosis/diagnose.ts";
import { evaluate, type TaskRunEvaluation } from "../readings/evaluateRun.ts";
import { forecast } from "../readings/forecastRun.ts";
import { listRuns } from "../runs/overview.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-own-"));
const runs = join(folder, "runs");
const place = { runs, engine: "reference" } as const;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Parity: is the number of ones so far odd? `ones`: their probability. */
function parity({ name = "parity", ones = 0.5 } = {}): Task {
	return {
		...{ name, inputs: 2, outputs: 2, input: "symbols", head: "softmax", baseline: Math.LN2 },
		lengths: { min: 1, max: 1000, default: [5, 9] },
		draw(random, { batch: B, length: T }) {
			const ids = new Int32Array(T * B); // [T,B]
			const targets = new Int32Array(T * B); // [T,B]
			for (let b = 0; b < B; b++) {
				for (let t = 0, odd = 0; t < T; t++) {
					ids[t * B + b] = random.uniform() < ones ? 1 : 0;
					odd ^= ids[t * B + b]!;
					targets[t * B + b] = odd;
				}
			}
			return { T, B, lengths: new Int32Array(B).fill(T), ids, targets };
		},
		wrong: (batch, outputs) => wrongClasses(batch, outputs, 2),
	};
}

const options: GivenOptions = { cell: "gru", hidden: 5, batch: 4, steps: 20, seed: 3, recordEvery: 5, saveEvery: 6 };
const coded = (work: Promise<unknown>) =>
	work.then(
		() => "none",
		(error) => `${error.code} ${error.exitCode}`,
	);

describe("a run on a task of one's own", () => {
	beforeAll(async () => {
		await train({ ...place, data: parity(), options, run: "parity" });
	});

	test("a named task handed in as an object trains to the bits of its name: temporal order, addition, a reservoir on NARMA", async () => {
		for (const [name, given] of [
			["temporal-order", { ...options, cell: "rnn", length: "10..12", steps: 6 }],
			["addition", { ...options, cell: "lstm", length: 10, steps: 6 }],
			["narma-10", { cell: "esn", hidden: 20, length: 30, steps: 4, ridge: 1e-6 }],
		] as const) {
			const own = await train({ ...place, data: taskNamed(name), options: given, run: `own-${name}` });
			const known = await train({ ...place, data: named(name), options: given, run: `known-${name}` });
			expect(own.weightsSha256).toBe(known.weightsSha256);
			expect([own.loss, own.errorShare, own.baseline]).toEqual([known.loss, known.errorShare, known.baseline]);
		}
	});

	test("its folder has the task's name and a fingerprint of 64 hex digits, and no code", () => {
		const text = readFileSync(join(runs, "parity", "config.json"), "utf8");
		const data = /"data":\s*(\{.*?\})/s.exec(text)![1]!;
		expect(JSON.parse(data)).toEqual({
			...{ kind: "own", name: "parity" },
			fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		const [found] = listRuns(runs).filter(({ name }) => name === "parity");
		expect(found).toMatchObject({ task: "parity", model: "gru reset-after 1x5", step: 20, state: "finished" });
	});

	test("stopped after update 7 of 20 and resumed with the task it ends with the bits of the undisturbed run", async () => {
		const stop = new AbortController();
		const onEvent = ({ type, step }: { type: string; step?: number }) => {
			if (type === "step" && step === 7) stop.abort();
		};
		const calm = await train({ ...place, data: parity(), options, run: "calm" });
		const cut = await train(
			{ ...place, data: parity(), options, run: "cut" },
			{ onEvent: onEvent as never, signal: stop.signal },
		);
		expect([cut.ended, cut.steps]).toEqual(["signal", 7]);
		const whole = await resume({ ...place, run: "cut", task: parity() });
		expect([whole.steps, whole.weightsSha256]).toEqual([20, calm.weightsSha256]);
	});

	test("evaluate, diagnose and a further training take the task again", async () => {
		const found = (await evaluate({ ...place, run: "parity", task: parity(), sequences: 50 })) as TaskRunEvaluation;
		expect(found).toMatchObject({ task: "parity", sequences: 50, baseline: Math.LN2, part: null });
		const { data, length } = (await diagnose({ ...place, run: "parity", task: parity(), lags: 5 })) as never;
		expect([data, length]).toEqual(["parity", "9"]);
		const more = await train({ ...place, data: parity(), from: "parity", options: { steps: 0 }, run: "more" });
		const first = await evaluate({ ...place, run: "more", task: parity(), sequences: 50 });
		expect(first).toMatchObject({ task: "parity", sequences: 50 });
		expect(more.steps).toBe(0);
	});

	test("without the task every way to open it is E_TASK_OWN, with another E_TASK_CHANGED, both with exit code 2", async () => {
		const ways = (task?: Task) => [
			evaluate({ ...place, run: "parity", task }),
			diagnose({ ...place, run: "parity", task }),
			forecast({ ...place, run: "parity", task, free: 3 }),
			resume({ ...place, run: "parity", task }),
		];
		for (const way of ways()) expect(await coded(way)).toBe("E_TASK_OWN 2");
		for (const way of ways(parity({ ones: 0.4 }))) expect(await coded(way)).toBe("E_TASK_CHANGED 2");
		for (const way of ways(parity({ name: "other" }))) expect(await coded(way)).toBe("E_TASK_CHANGED 2");
		expect(await coded(train({ ...place, from: "parity", options: { steps: 1 } }))).toBe("E_TASK_OWN 2");
		expect(await coded(forecast({ ...place, run: "parity", task: parity() }))).toBe("E_NO_FORECAST 2");
	});

	test("a task for a run that has other data is refused: E_OPTION naming it", async () => {
		await train({ ...place, data: named("addition"), options: { ...options, length: 10, steps: 1 }, run: "named" });
		for (const way of [evaluate, diagnose, forecast, resume] as ((request: object) => Promise<unknown>)[]) {
			await expect(way({ ...place, run: "named", task: parity() })).rejects.toThrow(/"task".*own task.*E_OPTION/);
		}
	});

	test("what is no task is refused before a folder is made", async () => {
		const broken = { ...parity(), head: "sigmoid" } as unknown as Task;
		expect(await coded(train({ ...place, data: broken, options, run: "broken" }))).toBe("E_TASK_OBJECT 2");
		expect(listRuns(runs).map(({ name }) => name)).not.toContain("broken");
	});
});

test("a comparison on a task of one's own has the outcomes of the same task by name, bit for bit, and is continued", async () => {
	const request = {
		remedies: ["none", "gru", "esn"],
		seeds: 1,
		rates: [0.01],
		options: { hidden: 5, batch: 4, length: "10..12", steps: 6 },
	};
	const run = (out: string, data: object) =>
		compare({ ...request, ...data, out: join(folder, out), engine: "reference" } as never);
	const own = await run("own", { data: taskNamed("temporal-order") });
	const known = await run("known", { task: "temporal-order" });
	const bits = ({ trials }: typeof own) => trials.map(({ weightsSha256, points }) => [weightsSha256, points]);
	expect(bits(own)).toEqual(bits(known));
	expect([own.on, own.kind, own.goal]).toEqual(["temporal-order", "task", 0.01]);
	const again = await run("own", { data: taskNamed("temporal-order") });
	expect(again.trials).toEqual(own.trials); // the very seconds: nothing was trained again
	expect(again.seconds).toBe(own.seconds);
});
