/** Data of a run that is not trained on text: a task by name or of a program, or a series, labelled sequences or pairs in a file. */
import { DEFAULT_SERIES_SPLIT } from "../../data/series.ts";
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { DataEvent } from "../../training/run/events.ts";
import {
	type LabelledData,
	type LabelledSpec,
	labelledTitle,
	openLabelled,
	parseLabelledSpec,
} from "./labelledData.ts";
import { type OwnTaskSpec, openOwnTask, parseOwnTaskSpec } from "./ownTask.ts";
import { openPairs, type PairData, type PairsSpec, pairsTitle, parsePairsSpec } from "./pairData.ts";
import { DEFAULT_RECORD_SPLIT } from "./recordSpec.ts";
import { openSeries, parseSeriesSpec, type SeriesData, type SeriesSpec, seriesTitle } from "./seriesData.ts";
import { openTask, parseTaskSpec, type TaskSpec, taskTitle } from "./taskData.ts";
import type { Source } from "./trainSource.ts";

export type DataSpec = TaskSpec | SeriesSpec | LabelledSpec | PairsSpec | OwnTaskSpec;

export interface OpenData {
	/** The data as the run's config keeps them. */
	spec: DataSpec;
	parts: { train: Task; valid?: Task; test?: Task };
	/** The opened series; absent for other data. */
	series?: SeriesData;
	/** The opened labelled sequences; absent for other data. */
	labelled?: LabelledData;
	/** The opened pairs of questions and answers; absent for other data. */
	pairs?: PairData;
}

/** Opens the data. @throws what openTask, openSeries, openLabelled and openPairs throw. */
export async function openData(spec: DataSpec, onEvent: (event: DataEvent) => void = () => {}): Promise<OpenData> {
	if (spec.kind === "task") return openTask(spec, onEvent);
	if (spec.kind === "own") return openOwnTask(spec);
	if (spec.kind === "labelled") {
		const labelled = await openLabelled(spec);
		return { spec: labelled.spec, parts: labelled.parts, labelled };
	}
	if (spec.kind === "pairs") {
		const pairs = await openPairs(spec);
		return { spec: pairs.spec, parts: pairs.parts, pairs };
	}
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

/** Short title of the data: "copying:values=4", "sunspots.csv:Sunspots", "reviews.jsonl:stars", "talk.csv:Q>A". */
export function titleOf(spec: DataSpec): string {
	if (spec.kind === "own") return spec.name;
	if (spec.kind === "labelled") return labelledTitle(spec);
	if (spec.kind === "pairs") return pairsTitle(spec);
	return spec.kind === "task" ? taskTitle(spec) : seriesTitle(spec);
}

export function sourceOf(spec: DataSpec): Source {
	if (spec.kind === "own") return { words: [], options: {} }; // the command line cannot open it
	if (spec.kind === "task")
		return { words: [`task:${titleOf(spec)}`], options: { ...(spec.data !== undefined && { data: spec.data }) } };
	if (spec.kind === "labelled") {
		const { file, text, label, unit, split } = spec;
		const options = {
			...{ text, label, ...(unit !== "codepoint" && { unit }) },
			...(split.join() !== DEFAULT_RECORD_SPLIT.join() && { split: split.join("/") }),
		};
		return { words: [file], options };
	}
	if (spec.kind === "pairs") {
		const { file, question, answer, unit, split } = spec;
		const options = {
			...{ question, answer, ...(unit !== "jamo" && { unit }) },
			...(split.join() !== DEFAULT_RECORD_SPLIT.join() && { split: split.join("/") }),
		};
		return { words: [`pairs:${file}`], options };
	}
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
	if (isRecord(json) && json.kind === "labelled") return parseLabelledSpec(json, path);
	if (isRecord(json) && json.kind === "pairs") return parsePairsSpec(json, path);
	const isSeries = isRecord(json) && json.kind === "series";
	return isSeries ? parseSeriesSpec(json, path) : parseTaskSpec(json, path);
}
