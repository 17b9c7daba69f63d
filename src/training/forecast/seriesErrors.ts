/** Errors of a trained network's forecasts for a series, compared with baselines that need no network. */
import type { Rows, Series, SeriesScaling } from "../../data/series.ts";
import type { SeriesTask } from "../../data/seriesTask.ts";
import type { Baselines } from "./baselines.ts";
import { forecastErrors, type TargetErrors } from "./forecastErrors.ts";
import { type Forecaster, forecastPart } from "./forecasts.ts";

export interface SeriesErrors {
	/** Number of forecast rows. */
	rows: number;
	/** Distance from the last row seen to the row that is forecast, in rows. */
	horizon: number;
	targets: TargetErrors[];
}

/** A series in its own units, with the tasks that forecast its rows. */
export interface AskedSeries {
	spec: { scaling: SeriesScaling; horizon: number };
	series: Series;
	/** Parts of a run's series. Absent for another file. */
	parts?: { train: SeriesTask; valid?: SeriesTask; test?: SeriesTask };
	/** Task for every row that has enough rows before it. */
	all: SeriesTask;
	/** Returns the task for the given rows. */
	ask(rows: Rows): SeriesTask;
	/** Returns the baselines fitted on the training part. */
	baselines?(): Baselines;
}

/** Returns the task without the rows of the forecaster's washout. */
export function warmedUp(
	{ ask }: Pick<AskedSeries, "ask">,
	task: SeriesTask,
	{ washout = 0 }: Pick<Forecaster, "washout">,
): SeriesTask {
	const [from, to] = task.answers;
	return from < washout && washout < to ? ask([washout, to]) : task;
}

/** Returns the errors on a part of the run's series, or on every row of a file ("all"). */
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
	{ spec, series, baselines }: Pick<AskedSeries, "spec" | "series" | "baselines">,
	rows: Rows,
	forecasts: Float64Array,
): SeriesErrors {
	const { scaling, horizon } = spec;
	const targets = forecastErrors(series, scaling, horizon, rows, forecasts, baselines?.());
	return { rows: rows[1] - rows[0], horizon, targets };
}

/** Returns the root mean squared error, in the column's units, at a loss of 1; null for several targets. */
export function rmseUnitOf({
	spec: { scaling },
	series: { target },
}: Pick<AskedSeries, "spec" | "series">): number | null {
	const [c, ...others] = target;
	if (c === undefined || others.length > 0) return null;
	return scaling.deviation[c]! * (scaling.change?.horizon[c] ?? 1);
}
