/** Opens a series in a page, as `sluice train FILE.csv --target COLUMN` does. It is loaded when a page trains on one. */
import { standardSeries } from "../data/series.ts";
import type { SeriesTask } from "../data/seriesTask.ts";
import { parseSeries } from "../data/seriesText.ts";
import type { Split } from "../data/split.ts";
import { checkForecast, type SeriesForecast, splitSeries } from "../data/splitSeries.ts";
import { fail } from "../errors/index.ts";
import type { Baselines } from "../training/forecast/baselines.ts";
import { fitBaselines } from "../training/forecast/fitBaselines.ts";
import type { TaskData } from "../training/task/taskSubject.ts";

/** A series to train on, as `sluice train FILE.csv --target COLUMN` reads it. */
export interface SeriesData {
	/** A table of numbers: CSV, or columns divided by any one character. */
	series: string | Uint8Array;
	/** Columns to forecast: titles or numbers from 1, separated by commas; "all" for every column. */
	target: string | number;
	/** Name of the file, for messages and the title of the run. Default: series. */
	name?: string;
	/** Input columns, named the same way. Default: all. */
	inputs?: string | number;
	/** Forecast horizon: rows from the last input row to the forecast row. Range: 1 to 1000000. Default: 1. */
	horizon?: number;
	/** Percentages of the rows for training, validation and test, in file order. Default: 80/10/10. */
	split?: string | Split;
	/** What the network forecasts. Default: "change" if every target is an input, else "value". */
	forecast?: SeriesForecast;
	/** Whether the first row holds titles. Default: true if none of its fields is a number. */
	header?: boolean;
	/** Field separator: one character, " " for runs of spaces. Default: the one that divides the first two rows alike. */
	separator?: string;
}

export interface OpenedSeries {
	train: SeriesTask;
	/** What a subject needs beside its training part. */
	data: TaskData;
}

/** @throws E_OPTION, E_SPLIT, and what parseSeries and splitSeries throw. */
export function openSeries(given: SeriesData): OpenedSeries {
	const { series: text, name = "series", target, inputs, header, separator } = given;
	if (target === undefined || target === "") {
		const why = { reason: "missing", forms: ["COLUMN", "all"] } as const;
		throw fail("E_OPTION", { option: "target", why, where: "data" });
	}
	const { horizon, split, forecast } = checkForecast(given, "data");
	const columns = {
		...(target !== "all" && { target: String(target) }),
		...(inputs !== undefined && { inputs: String(inputs) }),
	};
	const series = parseSeries(text, { name, ...columns, header, separator });
	const { scaling, rows, parts, all, ask } = splitSeries(series, { horizon, split, forecast });
	let fitted: Baselines | undefined;
	const baselines = () => (fitted ??= fitBaselines(standardSeries(series, scaling), rows.train, horizon));
	const asked = { spec: { scaling, horizon }, series, parts, all, ask, baselines };
	return { train: parts.train, data: { title: `${name}:${target}`, valid: parts.valid, series: asked } };
}
