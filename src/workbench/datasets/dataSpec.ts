/** Data of a run that is not trained on text: a task by name or of a program, or a series in a file. */
import { DEFAULT_SERIES_SPLIT } from "../../data/series.ts";
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { DataEvent } from "../../training/run/events.ts";
import { type OwnTaskSpec, openOwnTask, parseOwnTaskSpec } from "./ownTask.ts";
import { openSeries, parseSeriesSpec, type SeriesData, type SeriesSpec, seriesTitle } from "./seriesData.ts";
import { openTask, parseTaskSpec, type TaskSpec, taskTitle } from "./taskData.ts";

export type DataSpec = TaskSpec | SeriesSpec | OwnTaskSpec;

export interface OpenData {
	/** The data as the run's config keeps them. */
	spec: DataSpec;
	parts: { train: Task; valid?: Task; test?: Task };
	/** The opened series; absent for a task. */
	series?: SeriesData;
}

/** Opens a task or a series. @throws what openTask and openSeries throw. */
export async function openData(spec: DataSpec, onEvent: (event: DataEvent) => void = () => {}): Promise<OpenData> {
	if (spec.kind === "task") return openTask(spec, onEvent);
	if (spec.kind === "own") return openOwnTask(spec);
	const series = await openSeries(spec);
	return { spec: series.spec, parts: series.parts, series };
}

/**
 * The data of a run with a program's own task put in.
 * @throws E_OPTION for a task with any other data.
 */
export function withTask(spec: DataSpec, task: Task | undefined, where: string): DataSpec {
	if (task === undefined) return spec;
	if (spec.kind === "own") return { ...spec, task };
	throw fail("E_OPTION", { option: "task", why: { reason: "onlyFor", kinds: ["own"], not: spec.kind }, where });
}

/** Short title of the data: "copying:values=4", "sunspots.csv:Sunspots". */
export function titleOf(spec: DataSpec): string {
	if (spec.kind === "own") return spec.name;
	return spec.kind === "task" ? taskTitle(spec) : seriesTitle(spec);
}

/** Arguments of `sluice train` that select the same data. */
export interface Source {
	words: readonly string[];
	/** Values by option name. */
	options: Readonly<Record<string, string | number>>;
}

export function sourceOf(spec: DataSpec): Source {
	if (spec.kind === "own") return { words: [], options: {} }; // the command line cannot open it
	if (spec.kind === "task")
		return { words: [`task:${titleOf(spec)}`], options: { ...(spec.data !== undefined && { data: spec.data }) } };
	const { file, target, inputs, horizon, split, forecast, header, separator, encoding } = spec;
	const options = {
		...{ target, ...(inputs !== undefined && { inputs }), ...(horizon > 1 && { horizon }) },
		...(split.join() !== DEFAULT_SERIES_SPLIT.join() && { split: split.join("/") }),
		...(forecast === "value" && { forecast }),
		...(header !== undefined && { header: header ? "yes" : "no" }),
		...(separator !== undefined && { separator }),
		...(encoding !== undefined && { encoding }),
	};
	return { words: [file], options };
}

/** Validates the data entry of a config, which is untrusted. @throws E_RUN_FIELD. */
export function parseDataSpec(json: Json | undefined, path: string): DataSpec {
	if (isRecord(json) && json.kind === "own") return parseOwnTaskSpec(json, path);
	const isSeries = isRecord(json) && json.kind === "series";
	return isSeries ? parseSeriesSpec(json, path) : parseTaskSpec(json, path);
}
