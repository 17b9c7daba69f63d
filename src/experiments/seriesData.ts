/** A series of numbers in a file, opened as the tasks of its parts: with the scale that its model was trained at. */
import { resolve } from "node:path";
import {
	checkScaling,
	DEFAULT_SERIES_SPLIT,
	fitScaling,
	type Rows,
	type Series,
	type SeriesScaling,
	scaleSeries,
	seriesParts,
} from "../data/series.ts";
import { type SeriesTask, seriesTask } from "../data/seriesTask.ts";
import { parseSeries } from "../data/seriesText.ts";
import { parseSplit, type Split } from "../data/split.ts";
import { type Fingerprint, openText } from "./files.ts";

/** What a user names, and what a run keeps of it. */
export interface SeriesSpec {
	/** CSV, or columns of numbers; .gz as well. */
	file: string;
	/** Columns to forecast: titles or numbers from 1, between commas; "all" for all of them. */
	target: string;
	/** Columns that are seen, named the same way. Default all. */
	inputs?: string;
	/** Rows from the last one seen to the one that is forecast. Default 1. */
	horizon?: number;
	/** Percent of the rows for training, validation and test, in file order. Default 80/10/10. */
	split?: string | Split;
	/** Whether the first row holds titles. Default: it does if none of its fields is a number. */
	header?: boolean;
	/** What divides fields: one character. Default: what divides the first two rows alike. */
	separator?: string;
}

export const SERIES_KEYS = ["file", "target", "inputs", "horizon", "split", "header", "separator"] as const;

export interface OpenSeries {
	/** In its own units. */
	series: Series;
	scaling: SeriesScaling;
	horizon: number;
	parts: Record<SeriesPart, Rows>;
	/** Of the parts that have rows to ask for. */
	tasks: { train: SeriesTask } & Partial<Record<SeriesPart, SeriesTask>>;
	/** Every row that has rows enough before it. */
	whole: SeriesTask;
	fingerprint: Fingerprint;
}

export type SeriesPart = "train" | "valid" | "test";

/** @param scaling as a run keeps it; without one it is fitted on the training part. */
export async function openSeries(spec: SeriesSpec, scaling?: unknown): Promise<OpenSeries> {
	const { file, target, inputs, horizon = 1, header, separator } = spec;
	const source = await openText(file);
	let series: Series;
	try {
		const bytes = await source.read(0, source.length);
		const columns = { ...(target !== "all" && { target }), ...(inputs !== undefined && { inputs }) };
		series = parseSeries(bytes, { name: file, ...columns, header, separator });
	} finally {
		await source.close();
	}
	const parts = seriesParts(series, splitOf(spec));
	const kept = scaling === undefined ? fitScaling(series, parts.train) : checkScaling(scaling, series);
	const scaled = scaleSeries(series, kept);
	const task = (part: SeriesPart) => seriesTask(scaled, { rows: parts[part], part, horizon });
	const asked = (part: SeriesPart) => Math.max(parts[part][0], horizon) < parts[part][1];
	return {
		...{ series, scaling: kept, horizon, parts, fingerprint: source.fingerprint },
		tasks: {
			train: task("train"),
			...(asked("valid") && { valid: task("valid") }),
			...(asked("test") && { test: task("test") }),
		},
		whole: seriesTask(scaled, { horizon }),
	};
}

export function splitOf({ split }: Pick<SeriesSpec, "split">): Split {
	return typeof split === "string" ? parseSplit(split) : [...(split ?? DEFAULT_SERIES_SPLIT)];
}

/** As a run keeps it: the file's place holds from another folder. */
export function lastingSeries(spec: SeriesSpec): SeriesSpec {
	return { ...spec, file: resolve(spec.file), split: splitOf(spec) };
}
