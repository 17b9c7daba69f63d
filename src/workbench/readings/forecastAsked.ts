/** What `forecast` was asked to forecast: a part of the run's series, another file, or a fresh sequence of a task. */
import type { PartName } from "../../data/corpus.ts";
import { fitScaling, type Rows, type Series, type SeriesScaling } from "../../data/series.ts";
import { type SeriesTask, seriesTask } from "../../data/seriesTask.ts";
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import { notOneOf } from "../../errors/request.ts";
import { RandomStream } from "../../kernels/random.ts";
import { foretellable } from "../../training/forecast/freeRun.ts";
import { lengthsOf } from "../../training/options/taskOptions.ts";
import { type OpenData, titleOf } from "../datasets/dataSpec.ts";
import { openLike, type SeriesData } from "../datasets/seriesData.ts";
import type { EchoConfig, RunConfig, TaskConfig } from "../runs/config.ts";
import type { Run } from "../runs/runStore.ts";
import type { ForecastRequest, ForecastResult } from "./forecastResult.ts";

export interface Asked {
	of: string;
	/** The rows forecast from known ones; undefined if there are none. */
	task?: SeriesTask;
	/** The rows of `task` that errors are of, and what they are. */
	scored: { rows: Rows; of: ForecastResult["errorsOf"] };
	/** All rows, standardised for the network. */
	all: SeriesTask;
	/** The rows to forecast. */
	ask: SeriesData["ask"];
	series: Series;
	/** Baselines of a run on a series. */
	baselines?: SeriesData["baselines"];
	/** Scaling of the network's values. */
	scaling: SeriesScaling;
	/** Standard deviations of the training part, which errors are divided by. */
	units: SeriesScaling;
	/** The free-running forecast starts at this row. Earlier rows are known. */
	end: number;
}

export async function askedOf(
	request: ForecastRequest,
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
	const like = file === undefined ? undefined : await openLike(file, data.series);
	const { series, all, ask, baselines } = like ?? data.series;
	const task = like || part === undefined ? all : data.series.parts[part];
	if (!task) throw refuse("part", notOneOf(Object.keys(data.series.parts), part));
	const most = foretellable(task.forecast);
	if (free > most) {
		const columns = series.inputs.filter((c) => !series.target.includes(c)).map((c) => series.columns[c]!);
		throw refuse("free", { reason: "forecastToo", most, columns, got: String(free) });
	}
	const end = task.answers[1];
	const { scaling } = spec;
	const scored = like ? { rows: task.answers, of: "all" as const } : scoredRows(task, data.series.parts.train, part);
	return { of: file ?? part ?? titleOf(spec), task, scored, all, ask, series, baselines, scaling, units: scaling, end };
}

/** Without a part, the rows after training, so that no training row improves the errors. */
function scoredRows(task: SeriesTask, train: SeriesTask, part: PartName | undefined): Asked["scored"] {
	const [from, to] = task.answers;
	const learned = train.answers[1];
	if (part === undefined && learned < to) return { rows: [Math.max(from, learned), to], of: "after-training" };
	return { rows: [from, to], of: part ?? "train" };
}

/** A fresh sequence of a task that predicts its own series, as a series of one column. */
function askedOfTask(
	{ file, part, length, seed = 1 }: ForecastRequest,
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
	const known = length ?? lengthsOf(config.options.length, train, "forecast")[1];
	lengthsOf(String(known + free), train, "forecast");
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
		scored: { rows: task?.answers ?? [known, known], of: "all" },
		all,
		ask,
		series,
		scaling,
		units: fitScaling(series, [0, known]),
		end: known,
	};
}

export function refuse(option: string, why: Reason) {
	return fail("E_OPTION", { option, why, where: "forecast" });
}
