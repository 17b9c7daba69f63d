/**
 * Forecasts of a run on a series: each row from the rows before it, and past the end a free-running forecast, which
 * reads its own forecasts. A task that predicts its own series (Mackey-Glass) is forecast on a fresh sequence.
 */
import { join } from "node:path";
import type { PartName } from "../../data/corpus.ts";
import { csv } from "../../data/csv.ts";
import { fitScaling, type Series, type SeriesScaling, unscale } from "../../data/series.ts";
import { type SeriesTask, seriesTask } from "../../data/seriesTask.ts";
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import { checkRequest, checkWhole, notOneOf } from "../../errors/request.ts";
import { RandomStream } from "../../kernels/random.ts";
import { type ForecastError, forecastErrors } from "../../training/forecast/forecastErrors.ts";
import { forecastOn, forecastPart } from "../../training/forecast/forecasts.ts";
import { foretellable } from "../../training/forecast/freeRun.ts";
import { type SeriesErrors, warmedUp } from "../../training/forecast/seriesErrors.ts";
import { lengthsOf } from "../../training/options/taskOptions.ts";
import { type OpenData, openData, titleOf, withTask } from "../datasets/dataSpec.ts";
import { openLike, type SeriesData } from "../datasets/seriesData.ts";
import { realDisk } from "../disk/disk.ts";
import { placeFor, replaceFile } from "../disk/publish.ts";
import { stopwatch } from "../machine/clock.ts";
import { openEngine } from "../machine/engines.ts";
import { turn } from "../machine/turns.ts";
import { openNetwork } from "../models/openNetwork.ts";
import { loadCheckpoint, MODEL_KEYS, type ModelHooks, type ModelRequest } from "../models/textModel.ts";
import { type EchoConfig, parseConfig, type RunConfig, type TaskConfig } from "../runs/config.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { openRun, type Run } from "../runs/runStore.ts";

export interface PredictRequest extends ModelRequest {
	/** Another file with the columns of the run's series. Every row is forecast. Default: none. */
	file?: string;
	/** A program's own task, if the run was trained on one. Another than that is refused (E_TASK_CHANGED). Default: none. */
	task?: Task;
	/** Part of the run's own series to forecast. Default: all rows. */
	part?: PartName;
	/** Rows of free-running forecast past the last row. Range: 0 to 1e6. Default: 0. */
	free?: number;
	/** Known steps before the free-running forecast, for a task. Range: the lengths of the task. Default: the longest training length. */
	length?: number;
	/** Seed of the sequence, for a task. Range: at least 0. Default: 1. */
	seed?: number;
	/** CSV file for the table. An existing file is overwritten. Default: none. */
	out?: string;
}

export interface PredictedRow {
	/** Row of the file, or step of the sequence, from 1. */
	row: number;
	/** Actual values, [K]; null past the end of the file. */
	values: (number | null)[];
	/** Forecast values, [K]. */
	forecasts: number[]; // [K]
	/** Whether the row belongs to the free-running forecast. */
	free: boolean;
}

export interface PredictResult {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Data forecast: a part, a file, or a task. */
	of: string;
	/** Titles of the K forecast columns. */
	columns: string[];
	/** Rows from the last input row to the forecast row. */
	horizon: number;
	/** Errors of the rows forecast from known ones; null if there are none. */
	errors: SeriesErrors | null;
	/** Errors of the free-running rows whose values are known; null if there are none. */
	freeErrors: { rows: number; targets: ({ column: string } & ForecastError)[] } | null;
	/** The table: known rows, then those of the free-running forecast. */
	rows: PredictedRow[];
	/** Path of the table that was written. */
	out?: string;
	/** Time that the call took, in seconds. */
	seconds: number;
}

const KEYS = ["file", "task", "part", "free", "length", "seed", "out"] as const;

/** Forecasts each row of a series from the rows before it, and past its end. @throws E_NO_FORECAST for a run on text. */
export async function predict(
	request: PredictRequest,
	hooks: ModelHooks & { onProgress?(done: number, total: number): void } = {},
): Promise<PredictResult> {
	checkRequest(request, "predict()", [...MODEL_KEYS, ...KEYS]);
	const { free = 0 } = request;
	checkWhole("free", free, { min: 0, max: 1_000_000 }, "predict");
	checkWhole("seed", request.seed ?? 1, { min: 0 }, "predict");
	if (request.file !== undefined && request.part !== undefined)
		throw refuse("part", { reason: "together", with: "file" });
	const clock = stopwatch();
	const out = request.out === undefined ? undefined : placeFor(realDisk, request.out, "predictions.csv");
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	const { config } = run;
	if (!config.data) throw fail("E_NO_FORECAST", { run: run.name, next: `sluice sample ${run.name}` });
	const data = await openData(withTask(config.data, request.task, "predict"));
	const asked = await askedOf(request, run, config, data, free);
	const { snapshot, step } = loadCheckpoint(run, request.checkpoint ?? "best", hooks.onNotice ?? (() => {}));
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const network = await openNetwork(engine, config, data.parts.train, snapshot);
		const forecaster = network.forecaster();
		const pause = async (done: number, total: number) => {
			hooks.signal?.throwIfAborted();
			hooks.onProgress?.(done, total);
			await turn();
		};
		const { all, series, scaling, end } = asked;
		const task = asked.task && warmedUp(asked, asked.task, forecaster);
		const known = task ? await forecastPart(task, forecaster, pause) : new Float64Array(0);
		const beyond = free > 0 ? forecastOn(all, forecaster, end, free) : new Float64Array(0);
		const told = [known, beyond].map((forecasts) => unscale(forecasts, scaling, series.target));
		const rows = [...rowsOf(series, task?.answers[0] ?? end, told[0]!, false), ...rowsOf(series, end, told[1]!, true)];
		const horizon = all.forecast.horizon;
		const result: PredictResult = {
			...{ run: run.name, step, of: asked.of, columns: series.target.map((c) => series.columns[c]!), horizon },
			errors: task
				? {
						rows: known.length / series.target.length,
						horizon,
						targets: errorsIn(asked, horizon, task.answers, known),
					}
				: null,
			freeErrors: freeErrors(asked, beyond),
			rows,
			...(out && { out: join(out.parent, out.name) }),
			seconds: clock(),
		};
		if (out) replaceFile(realDisk, out.parent, out.name, new TextEncoder().encode(predictionsCsv(result)));
		return result;
	} finally {
		engine.close();
	}
}

/** CSV text `row,NAME,NAME forecast,...`; values past the end are empty. */
export function predictionsCsv({ columns, rows }: Pick<PredictResult, "columns" | "rows">): string {
	const titles = ["row", ...columns.flatMap((column) => [column, `${column} forecast`])];
	return csv(
		titles,
		rows.map(({ row, values, forecasts }) => [
			row,
			...values.flatMap((value, k) => [value ?? undefined, forecasts[k]]),
		]),
	);
}

interface Asked {
	of: string;
	/** The rows forecast from known ones; undefined if there are none. */
	task?: SeriesTask;
	/** All rows, standardised for the network. */
	all: SeriesTask;
	/** The rows to forecast. */
	ask: SeriesData["ask"];
	series: Series;
	/** Scaling of the network's values. */
	scaling: SeriesScaling;
	/** Standard deviations of the training part, which errors are divided by. */
	units: SeriesScaling;
	/** The free-running forecast starts at this row. Earlier rows are known. */
	end: number;
}

async function askedOf(
	request: PredictRequest,
	run: Run<RunConfig>,
	config: TaskConfig | EchoConfig,
	data: OpenData,
	free: number,
): Promise<Asked> {
	const { file, part } = request;
	if (!data.series) return askedOfTask(request, run, config, data, free);
	for (const option of ["length", "seed"] as const) {
		if (request[option] !== undefined) throw refuse(option, { reason: "onlyFor", kinds: ["task"], not: "series" });
	}
	const { spec } = data.series;
	const like = file === undefined ? undefined : await openLike(file, spec);
	const { series, all, ask } = like ?? data.series;
	const task = like || part === undefined ? all : data.series.parts[part];
	if (!task) throw refuse("part", notOneOf(Object.keys(data.series.parts), part));
	const most = foretellable(task.forecast);
	if (free > most) {
		const columns = series.inputs.filter((c) => !series.target.includes(c)).map((c) => series.columns[c]!);
		throw refuse("free", { reason: "forecastToo", most, columns, got: String(free) });
	}
	const end = task.answers[1];
	return { of: file ?? part ?? titleOf(spec), task, all, ask, series, scaling: spec.scaling, units: spec.scaling, end };
}

/** A fresh sequence of a task that predicts its own series, as a series of one column. */
function askedOfTask(
	{ file, part, length, seed = 1 }: PredictRequest,
	run: Run<RunConfig>,
	config: TaskConfig | EchoConfig,
	{ parts, spec }: OpenData,
	free: number,
): Asked {
	const { train } = parts;
	const title = titleOf(spec);
	if (!train.forecast) throw fail("E_NO_FORECAST", { run: run.name, data: title, next: `sluice eval ${run.name}` });
	if (file !== undefined) throw refuse("file", { reason: "endless", data: title });
	if (part !== undefined) throw refuse("part", { reason: "endless", data: title });
	const known = length ?? lengthsOf(config.options.length, train, "predict")[1];
	lengthsOf(String(known + free), train, "predict");
	const { horizon } = train.forecast;
	const { x } = train.draw(new RandomStream(seed, "predict"), { batch: 1, length: known + free });
	const rows = known + free;
	const series: Series = {
		...{ name: title, columns: ["x"], places: [1], skipped: [], header: true, rows, values: x! },
		...{ lines: Int32Array.from({ length: rows }, (_, n) => n + 1), target: [0], inputs: [0] },
	};
	const scaling: SeriesScaling = { form: "standard", columns: ["x"], mean: [0], deviation: [1] };
	const ask: SeriesData["ask"] = (rows) => seriesTask(series, { rows, horizon });
	const all = ask([0, known + free]);
	const task = known > horizon ? ask([0, known]) : undefined;
	return {
		of: title,
		...(task && { task }),
		all,
		ask,
		series,
		scaling,
		units: fitScaling(series, [0, known]),
		end: known,
	};
}

function rowsOf(series: Series, from: number, forecasts: Float64Array, free: boolean): PredictedRow[] {
	const { target, columns, rows, values } = series;
	const K = target.length;
	return Array.from({ length: forecasts.length / K }, (_, i) => {
		const n = from + i;
		const known = target.map((c) => (n < rows ? values[n * columns.length + c]! : null));
		return { row: n + 1, values: known, forecasts: [...forecasts.subarray(i * K, (i + 1) * K)], free };
	});
}

/** @param forecasts forecasts at the network's scale; errors are measured in `units`. */
function errorsIn(
	{ series, scaling, units }: Pick<Asked, "series" | "scaling" | "units">,
	horizon: number,
	rows: readonly [number, number],
	forecasts: Float64Array,
) {
	if (scaling === units) return forecastErrors(series, units, horizon, rows, forecasts);
	const K = series.target.length;
	const scaled = unscale(forecasts, scaling, series.target).map((value, i) => {
		const c = series.target[i % K]!;
		return (value - units.mean[c]!) / units.deviation[c]!;
	});
	return forecastErrors(series, units, horizon, rows, scaled);
}

function freeErrors(asked: Asked, forecasts: Float64Array): PredictResult["freeErrors"] {
	const { series, end } = asked;
	const rows = Math.min(series.rows, end + forecasts.length / series.target.length) - end;
	if (rows < 1) return null;
	const targets = errorsIn(asked, 1, [end, end + rows], forecasts);
	return { rows, targets: targets.map(({ column, forecast }) => ({ column, ...forecast })) };
}

function refuse(option: string, why: Reason) {
	return fail("E_OPTION", { option, why, where: "predict" });
}
