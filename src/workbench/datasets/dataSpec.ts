/** What a run is trained on where it is no text: a task by name, or a series in a file. One way for both. */
import { DEFAULT_SERIES_SPLIT } from "../../data/series.ts";
import type { Task } from "../../data/tasks/task.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { DataEvent } from "../../training/run/events.ts";
import { openSeries, parseSeriesSpec, type SeriesData, type SeriesSpec, seriesTitle } from "./seriesData.ts";
import { openTask, parseTaskSpec, type TaskSpec, taskTitle } from "./taskData.ts";

export type DataSpec = TaskSpec | SeriesSpec;

export interface OpenData {
	/** As a run keeps it. */
	spec: DataSpec;
	parts: { train: Task; valid?: Task; test?: Task };
	/** Where it is a series. */
	series?: SeriesData;
}

/** @throws what openTask and openSeries throw. */
export async function openData(spec: DataSpec, onEvent: (event: DataEvent) => void = () => {}): Promise<OpenData> {
	if (spec.kind === "task") return openTask(spec, onEvent);
	const series = await openSeries(spec);
	return { spec: series.spec, parts: series.parts, series };
}

/** "copying:values=4", "sunspots.csv:Sunspots" */
export function titleOf(spec: DataSpec): string {
	return spec.kind === "task" ? taskTitle(spec) : seriesTitle(spec);
}

/** What to write after `sluice train` for the same data. */
export interface Source {
	words: readonly string[];
	/** By the names of the options. */
	options: Readonly<Record<string, string | number>>;
}

export function sourceOf(spec: DataSpec): Source {
	if (spec.kind === "task")
		return { words: [`task:${titleOf(spec)}`], options: { ...(spec.data !== undefined && { data: spec.data }) } };
	const { file, target, inputs, horizon, split, header, separator } = spec;
	const options = {
		...{ target, ...(inputs !== undefined && { inputs }), ...(horizon > 1 && { horizon }) },
		...(split.join() !== DEFAULT_SERIES_SPLIT.join() && { split: split.join("/") }),
		...(header !== undefined && { header: header ? "yes" : "no" }),
		...(separator !== undefined && { separator }),
	};
	return { words: [file], options };
}

/** Checks what a config holds, which may be anyone's. @throws E_RUN_FIELD. */
export function parseDataSpec(json: Json | undefined, path: string): DataSpec {
	const isSeries = isRecord(json) && json.kind === "series";
	return isSeries ? parseSeriesSpec(json, path) : parseTaskSpec(json, path);
}
