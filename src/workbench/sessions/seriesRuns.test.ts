import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseSeries } from "../../data/seriesText.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import type { TaskResult, TrainEvent } from "../../training/run/events.ts";
import { series } from "../datasets/seriesData.ts";
import { task } from "../datasets/taskData.ts";
import { diagnose } from "../readings/diagnosis/diagnose.ts";
import { echoSvg } from "../readings/diagnosis/diagnoseEchoFigure.ts";
import { evaluate, type TaskRunEvaluation } from "../readings/evaluateRun.ts";
import { forecast } from "../readings/forecastRun.ts";
import { listRuns } from "../runs/overview.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";

let runs = "";
let file = "";
const engine = "reference" as const;
const esn: GivenOptions = { cell: "esn", hidden: 40, density: 0.3, seed: 2 };

/** Sunspots-like: a cycle of 37 rows whose height wanders, with noise of deviation 2; in thousands, so that units tell. */
beforeAll(() => {
	runs = mkdtempSync(join(tmpdir(), "sluice-series-runs-"));
	file = join(runs, "spots.csv");
	const random = new RandomStream(4, "spots");
	let height = 40;
	const rows = Array.from({ length: 900 }, (_, n) => {
		height += 0.05 * (40 - height) + random.normal();
		return `${n},${1000 + height * Math.sin((2 * Math.PI * n) / 37) + 2 * random.normal()}`;
	});
	writeFileSync(file, `month,spots\n${rows.join("\n")}\n`);
});
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const spots = () => series(file, { target: "spots", inputs: "spots" });
const trainEsn = (options: object, run: string, data: Parameters<typeof train>[0]["data"] = spots()) =>
	train({ data, options: { ...esn, ...options }, run, runs, engine }) as Promise<TaskResult>;

test("an echo state network foretells a noisy cycle to within a half of its last value's error, in its own units, and eval says the same from disk", async () => {
	const result = await trainEsn({}, "cycle");
	const [own] = result.series!.targets;
	expect(own!.column).toBe("spots");
	expect(own!.forecast.rmse).toBeLessThan(0.65 * own!.lastValue.rmse);
	expect(own!.forecast.rmse).toBeGreaterThan(1.8); // the noise itself
	expect(own!.forecast.nrmse).toBeCloseTo((own!.forecast.rmse * own!.mean.nrmse) / own!.mean.rmse, 12);
	const again = (await evaluate({ run: "cycle", runs, engine })) as TaskRunEvaluation;
	expect(again.series).toEqual(result.series);
	expect([again.loss, again.part]).toEqual([result.loss.valid, "valid"]);
	expect(again.echo).toEqual(result.echo);
	expect(result.echo).toMatchObject({ rows: 719 - 71, washout: 71, effectiveRadius: 0.9 });
	expect(result.echo!.condition).toBeGreaterThan(1);
	expect(listRuns(runs).find(({ name }) => name === "cycle")).toMatchObject({
		...{ model: "esn 40", task: "spots.csv:spots", parameters: result.parameters },
		...{ state: "finished", bestValid: { loss: result.loss.valid } },
	});
});

test("stopped by a signal after one stretch and resumed, it ends with the weights of one never stopped; a finished one is only measured", async () => {
	const whole = await trainEsn({ stateNoise: 1e-3 }, "whole");
	const stop = new AbortController();
	const onEvent = ({ type }: TrainEvent) => type === "start" && stop.abort();
	const cut = await train(
		{ data: spots(), options: { ...esn, stateNoise: 1e-3 }, run: "cut", runs, engine },
		{ onEvent, signal: stop.signal },
	);
	expect([cut.ended, cut.steps]).toEqual(["signal", 0]);
	const resumed = (await resume({ run: "cut", runs, engine })) as TaskResult;
	expect(resumed.weightsSha256).toBe(whole.weightsSha256);
	expect(resumed.echo).toEqual(whole.echo);
	const measured = (await resume({ run: "whole", runs, engine })) as TaskResult;
	expect(measured).toMatchObject({ weightsSha256: whole.weightsSha256, series: whole.series, ended: "budget" });
});

test("predict gives each row its forecast in the file's units, runs on past the end, and writes CSV that reads back", async () => {
	const out = join(runs, "out.csv");
	const result = await forecast({ run: "cycle", runs, engine, part: "test", free: 40, out });
	expect(result.rows).toHaveLength(90 + 40);
	expect(result.rows[0]).toMatchObject({ row: 811, free: false });
	expect(result.errors!.targets).toEqual(
		((await evaluate({ run: "cycle", runs, engine, part: "test" })) as TaskRunEvaluation).series!.targets,
	);
	const beyond = result.rows.slice(90);
	expect(beyond.every(({ values, free }) => values[0] === null && free)).toBe(true);
	const high = Math.max(...beyond.map(({ forecasts }) => forecasts[0]!));
	expect(high).toBeGreaterThan(1010); // it goes on swinging about 1000, and does not run away
	expect(high).toBeLessThan(1100);
	expect(result.freeErrors).toBeNull();
	const lines = readFileSync(out, "utf8").split("\n");
	expect(lines[0]).toBe("row,spots,spots forecast");
	expect(lines[91]).toBe(`901,,${beyond[0]!.forecasts[0]}`);
	const read = parseSeries(lines.slice(0, 91).join("\n"));
	expect([...read.values.subarray(0, 3)]).toEqual([811, result.rows[0]!.values[0], result.rows[0]!.forecasts[0]]);
	const inside = await forecast({ run: "cycle", runs, engine, part: "train", free: 20 });
	expect(inside.freeErrors!.rows).toBe(20);
	expect(inside.freeErrors!.targets[0]!.rmse).toBeLessThan(30);
});

test("an LSTM on the same series learns from windows, and its whole-file forecasts and units are those of eval on that file", async () => {
	const options: GivenOptions = { cell: "lstm", hidden: 8, steps: 60, batch: 8, length: "20..30", seed: 3 };
	const result = (await train({ data: spots(), options, run: "windows", runs, engine })) as TaskResult;
	const [own] = result.series!.targets;
	expect(own!.forecast.rmse).toBeLessThan(own!.mean.rmse);
	const other = (await evaluate({ run: "windows", runs, engine, texts: [file] })) as TaskRunEvaluation;
	const predicted = await forecast({ run: "windows", runs, engine, file });
	expect(other.series!.rows).toBe(899);
	expect(predicted.errors).toEqual(other.series);
	expect((await forecast({ run: "windows", runs, engine, free: 3 })).rows).toHaveLength(899 + 3);
	const resumed = (await resume({ run: "windows", runs, engine, options: { steps: 60 } })) as TaskResult;
	expect(resumed.weightsSha256).toBe(result.weightsSha256);
	expect(resumed.series).toEqual(result.series);
});

test("Mackey-Glass: 80 units run on freely for 84 steps with an NRMSE below 0.1, from the run on disk", async () => {
	await trainEsn(
		{ hidden: 80, leak: 0.5, length: 400, batch: 2, steps: 2, ridge: 1e-10 },
		"mackey",
		task("mackey-glass-17"),
	);
	const asked = (await evaluate({ run: "mackey", runs, engine, sequences: 10 })) as TaskRunEvaluation;
	// The first steps, which the readout did not learn from, are scored too.
	expect([asked.wrong, asked.loss > 0.05, asked.loss < 0.3]).toEqual([10, true, true]);
	const { freeErrors, rows, horizon } = await forecast({ run: "mackey", runs, engine, length: 300, free: 84 });
	expect([rows.length, horizon, freeErrors!.rows]).toEqual([300 - 40 + 84, 1, 84]);
	expect(freeErrors!.targets[0]!.nrmse).toBeLessThan(0.1);
});

test("diagnose says how long a change lasts, what is remembered and how the readout stands; a radius of 2.5 is exploding", async () => {
	const found = await diagnose({ run: "cycle", runs, engine });
	if (!("echo" in found)) throw new Error("not an echo state network");
	expect(found.findings).toMatchObject([{ kind: "healthy" }]);
	expect(found.echo.rows).toBe(648);
	expect(found.memory!.total).toBeGreaterThan(2);
	expect(found.memory!.total).toBeLessThanOrEqual(41);
	expect(found.echoSteps).toBeGreaterThan(5);
	const drawn = await diagnose({ run: "cycle", runs, engine, svg: join(runs, "cycle.svg") });
	expect(drawn).toEqual({ ...found, svg: join(runs, "cycle.svg"), seconds: drawn.seconds });
	expect(readFileSync(join(runs, "cycle.svg"), "utf8")).toBe(await echoSvg(found));
	await trainEsn({ spectralRadius: 2.5, inputScale: 1e-3, biasScale: 0 }, "wild");
	const wild = await diagnose({ run: "wild", runs, engine });
	expect(wild.findings[0]).toMatchObject({ kind: "exploding", remedy: { options: { spectralRadius: 0.9 } } });
});

test("what cannot be asked is refused with its option: text, gradient options, columns that would have to be forecast too", async () => {
	const refused = (options: object, wanted: RegExp, data: Parameters<typeof train>[0]["data"] = spots()) =>
		expect(train({ data, options: { ...esn, ...options }, runs, engine })).rejects.toThrow(wanted);
	await refused({ lr: 0.1 }, /"lr".*echo state network.*E_OPTION/);
	await refused({ cell: "gru", hidden: 4 }, /"density".*--cell esn/);
	await refused({ length: 50 }, /"length" cannot be set here: an echo state network reads a series once/);
	await refused({ feedback: 0.5 }, /"feedback".*last value/);
	await refused({ washout: 800 }, /"washout" must be below 719, the length of the shortest sequence/);
	await refused({ leak: 0.5 }, /"leak" is for runs on a task or runs on a series; this run is on text/, {
		texts: [file],
	});
	await refused({ feedback: 0.5 }, /"feedback" must be 0 on a task with classes/, task("temporal-order"));
	await expect(train({ from: "cycle", options: { steps: 1 }, runs, engine })).rejects.toThrow(/"from"/);
	await trainEsn({ hidden: 5 }, "blind", series(file, { target: "spots", horizon: 4 }));
	await expect(forecast({ run: "blind", runs, engine, free: 5 })).rejects.toThrow(
		/"free" must be at most 4, got 5: further steps need forecasts of month/,
	);
	expect((await forecast({ run: "blind", runs, engine, free: 4 })).rows).toHaveLength(900 + 4 - 71); // behind the washout
	await expect(forecast({ run: "cycle", runs, engine, file, part: "test" })).rejects.toThrow(
		/"part" cannot be combined with "file"/,
	);
});
