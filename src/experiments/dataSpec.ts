/** What a run is trained on where it is no text: a task by name, or a series in a file. One way for both. */
import type { Task } from "../data/tasks/task.ts";
import type { Json } from "../training/snapshot.ts";
import type { TrainEvent } from "./events.ts";
import { openSeries, parseSeriesSpec, type SeriesData, type SeriesSpec, seriesTitle } from "./seriesData.ts";
import { openTask, parseTaskSpec, type TaskSpec, taskTitle } from "./taskData.ts";
import { isRecord } from "./values.ts";

export type DataSpec = TaskSpec | SeriesSpec;

export interface OpenData {
	/** As a run keeps it. */
	spec: DataSpec;
	parts: { train: Task; valid?: Task; test?: Task };
	/** Where it is a series. */
	series?: SeriesData;
}

/** @throws what openTask and openSeries throw. */
export async function openData(spec: DataSpec, onEvent: (event: TrainEvent) => void = () => {}): Promise<OpenData> {
	if (spec.kind === "task") return openTask(spec, onEvent);
	const series = await openSeries(spec);
	return { spec: series.spec, parts: series.parts, series };
}

/** "copying:values=4", "sunspots.csv:Sunspots" */
export function titleOf(spec: DataSpec): string {
	return spec.kind === "task" ? taskTitle(spec) : seriesTitle(spec);
}

/** Checks what a config holds, which may be anyone's. @throws E_RUN_FIELD. */
export function parseDataSpec(json: Json | undefined, path: string): DataSpec {
	const isSeries = isRecord(json) && json.kind === "series";
	return isSeries ? parseSeriesSpec(json, path) : parseTaskSpec(json, path);
}
