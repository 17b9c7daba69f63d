/** What `forecast` is asked, and what it returns. */
import type { PartName } from "../../data/corpus.ts";
import type { Task } from "../../data/tasks/task.ts";
import type { ForecastError } from "../../training/forecast/forecastErrors.ts";
import type { FreeErrors } from "../../training/forecast/freeErrors.ts";
import type { SeriesErrors } from "../../training/forecast/seriesErrors.ts";
import type { ModelRequest } from "../models/textModel.ts";
import type { FigureLanguage } from "./forecastWords.ts";

export interface ForecastRequest extends ModelRequest {
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
	/** File for the figures. An existing file is overwritten. Default: none. */
	svg?: string;
	/** Language of the figures. Default: "en". */
	lang?: FigureLanguage;
}

/** One row of the table. */
export interface ForecastRow {
	/** Row of the file, or step of the sequence, from 1. */
	row: number;
	/** Actual values, [K]; null past the end of the file. */
	values: (number | null)[];
	/** Forecast values, [K]. */
	forecasts: number[]; // [K]
	/** Whether the row belongs to the free-running forecast. */
	free: boolean;
}

export interface ForecastResult {
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
	/** Rows past the end that can be forecast; null if there is no limit, because every input is forecast too. */
	farthest: number | null;
	/** Rows that `errors` and `byHorizon` are of: those after the training part if all rows were forecast. "all" for a file or a task. */
	errorsOf: PartName | "after-training" | "all";
	/** Errors of the rows forecast from known ones (see `errorsOf`); null if there are none. */
	errors: SeriesErrors | null;
	/** Errors of the free-running rows whose values are known; null if there are none. */
	freeErrors: { rows: number; targets: ({ column: string } & ForecastError)[] } | null;
	/** The table: known rows, then those of the free-running forecast. */
	rows: ForecastRow[];
	/** With `svg`: errors of free-running forecasts by how far ahead they reach. Absent if the rows are too few. */
	byHorizon?: FreeErrors;
	/** Path of the table that was written. */
	out?: string;
	/** Path of the figures that were written. */
	svg?: string;
	/** Time that the call took, in seconds. */
	seconds: number;
}
