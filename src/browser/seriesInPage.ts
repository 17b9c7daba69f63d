/** Opens a series in a page, as `sluice train FILE.csv --target COLUMN` does. It is loaded when a page trains on one. */
import { standardSeries } from "../data/series.ts";
import type { SeriesTask } from "../data/seriesTask.ts";
import { parseSeries } from "../data/seriesText.ts";
import { checkForecast, splitSeries } from "../data/splitSeries.ts";
import { fail } from "../errors/index.ts";
import type { Baselines } from "../training/forecast/baselines.ts";
import { fitBaselines } from "../training/forecast/fitBaselines.ts";
import type { TaskData } from "../training/task/taskSubject.ts";
import type { SeriesData } from "./trainInPage.ts";

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
