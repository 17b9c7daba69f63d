/** What a series is trained with if nothing is said, and which weights its result is about. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import type { TaskResult, TrainEvent } from "../../training/run/events.ts";
import { series } from "../datasets/seriesData.ts";
import { evaluate, type TaskRunEvaluation } from "../readings/evaluateRun.ts";
import { parseConfig } from "../runs/config.ts";
import { openRun } from "../runs/runStore.ts";
import { train } from "./train.ts";

let runs = "";
const at = (name: string) => join(runs, name);

/** A slope that leaves the training part's range, with a cycle of 12 rows and noise: like monthly CO2. */
beforeAll(() => {
	runs = mkdtempSync(join(tmpdir(), "sluice-series-defaults-"));
	const random = new RandomStream(9, "rising");
	const rows = Array.from({ length: 300 }, (_, n) => n / 10 + Math.sin((2 * Math.PI * n) / 12) + 0.1 * random.normal());
	writeFileSync(at("rising.csv"), `x\n${rows.join("\n")}\n`);
});
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const trained = (run: string, options: object, forecast?: "change" | "value", onEvent?: (event: TrainEvent) => void) =>
	train(
		{ data: series(at("rising.csv"), { target: "x", ...(forecast && { forecast }) }), options, run, runs, threads: 1 },
		{ onEvent },
	) as Promise<TaskResult>;

test("nothing said: 32 units, at most 2000 steps in batches of 16, early stopping after 10 validations 50 steps apart, windows of 50", async () => {
	await trained("default", { steps: 0 });
	const { options, data } = openRun("default", runs, { validate: parseConfig }).config;
	expect(options).toMatchObject({ hidden: 32, batch: 16, validEvery: 50, patience: 10, length: "50", steps: 0 });
	expect(data).toMatchObject({ forecast: "change" });
	const starts: TrainEvent[] = [];
	const stop = new AbortController();
	const onEvent = (event: TrainEvent) => {
		if (event.type !== "start") return;
		starts.push(event);
		stop.abort();
	};
	await train(
		{ data: series(at("rising.csv"), { target: "x" }), run: "stopped", runs, threads: 1 },
		{ onEvent, signal: stop.signal },
	);
	expect(starts[0]).toMatchObject({ options: { steps: 2000 } });
});

test("a rising series: the change forecast in 400 steps errs less than half of the last value, and less than the value forecast", async () => {
	const [change] = (await trained("change", { steps: 400 })).series!.targets;
	const [value] = (await trained("value", { steps: 400 }, "value")).series!.targets;
	expect(change!.forecast.rmse).toBeLessThan(0.5 * change!.lastValue.rmse);
	expect(change!.forecast.rmse).toBeLessThan(value!.forecast.rmse);
	expect(change!.lastValue).toEqual(value!.lastValue);
	expect(change!.seasonal!.period % 12).toBe(0);
});

test("a run that got worse after its best validation reports the best weights, as eval does, and keeps its last ones", async () => {
	const result = await trained("overfitted", { steps: 600, lr: 0.05, schedule: "constant", validEvery: 20 });
	expect(result.best!.step).toBeLessThan(result.steps);
	expect(result.validStep).toBe(result.best!.step);
	const again = (await evaluate({ run: "overfitted", runs, threads: 1 })) as TaskRunEvaluation;
	expect(again.step).toBe(result.validStep);
	expect(again.series).toEqual(result.series);
	const last = (await evaluate({ run: "overfitted", runs, threads: 1, checkpoint: "last" })) as TaskRunEvaluation;
	expect(last.step).toBe(result.steps);
	expect(last.series!.targets[0]!.forecast.rmse).toBeGreaterThan(result.series!.targets[0]!.forecast.rmse);
});

test("without a kept best checkpoint the last weights are reported, and named", async () => {
	const result = await trained("bestless", { steps: 40, keepBest: 0, keepLast: 1, validEvery: 15, rollbacks: 0 });
	expect(result.validStep).toBe(40);
});
