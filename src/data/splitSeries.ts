/**
 * A parsed series ready for training: its scaling, what the network forecasts, and its parts as tasks. Pure: a run folder
 * keeps the scaling, and a page makes it anew.
 */
import { fail } from "../errors/index.ts";
import { checkWhole, notOneOf } from "../errors/request.ts";
import {
	checkParts,
	checkScaling,
	DEFAULT_SERIES_SPLIT,
	fitScaling,
	type Rows,
	type Series,
	type SeriesScaling,
	seriesParts,
	standardSeries,
} from "./series.ts";
import { fitChange } from "./seriesChange.ts";
import { type SeriesTask, seriesTask } from "./seriesTask.ts";
import { checkSplit, parseSplit, type Split } from "./split.ts";

export type SeriesForecast = "change" | "value";
export const FORECASTS: readonly string[] = ["change", "value"] satisfies SeriesForecast[];
const LONGEST_HORIZON = 1_000_000;

/** How a series is forecast. */
export interface ForecastOptions {
	/** Rows from the last input row to the forecast row. */
	horizon: number;
	/** Percentages of the rows for training, validation and test. */
	split: Split;
	/** What the network forecasts. Default: "change" if every target is an input, else "value". */
	forecast?: SeriesForecast | undefined;
	/** Scaling of a run that is opened again. Default: fitted on the training part. */
	scaling?: SeriesScaling | undefined;
}

export interface SplitSeries {
	scaling: SeriesScaling;
	/** Absent in a run older than this option. */
	forecast?: SeriesForecast;
	rows: Record<"train" | "valid" | "test", Rows>;
	/** Tasks by part; a part without rows to forecast is absent. */
	parts: { train: SeriesTask; valid?: SeriesTask; test?: SeriesTask };
	/** Task that forecasts every row with enough rows before it. */
	all: SeriesTask;
	/** Task that forecasts the given rows. */
	ask(rows: Rows): SeriesTask;
}

/** Fills in the defaults of what a user gives, and checks it. @throws E_OPTION, E_SPLIT. */
export function checkForecast(
	given: { horizon?: number; split?: string | Split; forecast?: string },
	where: string,
): Pick<ForecastOptions, "horizon" | "forecast"> & { split: [number, number, number] } {
	const { horizon = 1, split, forecast } = given;
	checkWhole("horizon", horizon, { min: 1, max: LONGEST_HORIZON }, where);
	if (forecast !== undefined && !FORECASTS.includes(forecast))
		throw fail("E_OPTION", { option: "forecast", why: notOneOf(FORECASTS, forecast), where });
	const parts = typeof split === "string" ? parseSplit(split) : checkSplit(split ?? DEFAULT_SERIES_SPLIT);
	return { horizon, split: parts, ...(forecast !== undefined && { forecast: forecast as SeriesForecast }) };
}

/** @throws what checkParts, fitScaling and checkScaling throw. */
export function splitSeries(series: Series, options: ForecastOptions): SplitSeries {
	const { horizon, split } = options;
	const rows = seriesParts(series, split);
	if (!options.scaling) checkParts(series, split, horizon);
	const { scaling, forecast } = options.scaling
		? { scaling: checkScaling(options.scaling, series), forecast: options.forecast }
		: fitted(series, rows.train, options);
	const part = (name: "train" | "valid" | "test", [from, to]: Rows = rows[name]) =>
		name === "train" || Math.max(from, horizon) < to
			? { [name]: seriesTask(series, { rows: [from, to], part: name, horizon, scaling }) }
			: {};
	return {
		...{ scaling, rows, ...(forecast && { forecast }), ...asking(series, { horizon, scaling }) },
		parts: { ...part("train"), ...part("valid"), ...part("test") } as SplitSeries["parts"],
	};
}

/** Tasks for any rows of a series. */
export function asking(
	series: Series,
	options: { horizon: number; scaling: SeriesScaling },
): Pick<SplitSeries, "all" | "ask"> {
	return { all: seriesTask(series, options), ask: (rows) => seriesTask(series, { rows, ...options }) };
}

/** The scaling of a series that is opened for the first time, and what its network will forecast. */
function fitted(series: Series, train: Rows, { forecast, horizon }: ForecastOptions) {
	const scaling = fitScaling(series, train);
	const known = series.target.every((c) => series.inputs.includes(c));
	if (forecast === "value" || (forecast === undefined && !known)) return { scaling, forecast: "value" as const };
	if (!known) {
		const columns = series.target.filter((c) => !series.inputs.includes(c)).map((c) => series.columns[c]!);
		throw fail("E_OPTION", { option: "forecast", why: { reason: "notInputs", columns }, where: series.name });
	}
	const change = fitChange(standardSeries(series, scaling), train, horizon);
	return { scaling: { ...scaling, change }, forecast: "change" as const };
}
