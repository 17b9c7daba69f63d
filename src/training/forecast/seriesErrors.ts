/** The errors of a trained network's forecasts for a series, next to those of forecasts that need no network. */
import type { Rows, Series, SeriesScaling } from "../../data/series.ts";
import type { SeriesTask } from "../../data/seriesTask.ts";
import { forecastErrors, type TargetErrors } from "./forecastErrors.ts";
import { type Forecaster, forecastPart } from "./forecasts.ts";

export interface SeriesErrors {
	/** Rows that were forecast. */
	rows: number;
	/** Rows from the last one seen to the one that is forecast. */
	horizon: number;
	targets: TargetErrors[];
}

/** A series as its errors are measured: in its own units, with the tasks that ask for its rows. */
export interface AskedSeries {
	spec: { scaling: SeriesScaling; horizon: number };
	series: Series;
	/** The parts of a run's series; another file has none. */
	parts?: { train: SeriesTask; valid?: SeriesTask; test?: SeriesTask };
	/** Asks for every row that has rows enough before it. */
	all: SeriesTask;
	/** Asks for the rows given. */
	ask(rows: Rows): SeriesTask;
}

/** The same part without the rows that only bring the state up from zero. */
export function warmedUp(
	{ ask }: Pick<AskedSeries, "ask">,
	task: SeriesTask,
	{ washout = 0 }: Pick<Forecaster, "washout">,
): SeriesTask {
	const [from, to] = task.answers;
	return from < washout && washout < to ? ask([washout, to]) : task;
}

/** Of a part of the run's series, or of every row of another file ("all"). */
export async function seriesErrors(
	data: AskedSeries,
	part: "train" | "valid" | "test" | "all",
	forecaster: Forecaster,
	pause?: (done: number, total: number) => void | Promise<void>,
): Promise<SeriesErrors> {
	const task = warmedUp(data, part === "all" ? data.all : data.parts![part]!, forecaster);
	const forecasts = await forecastPart(task, forecaster, pause);
	return errorsOf(data, task.answers, forecasts);
}

export function errorsOf(
	{ spec, series }: Pick<AskedSeries, "spec" | "series">,
	rows: Rows,
	forecasts: Float64Array,
): SeriesErrors {
	const { scaling, horizon } = spec;
	const targets = forecastErrors(series, scaling, horizon, rows, forecasts);
	return { rows: rows[1] - rows[0], horizon, targets };
}
