/** Opens the data of a comparison and describes them in a form that trials can be named by. */
import { existsSync } from "node:fs";
import { Lanes } from "../../data/lanes.ts";
import { TASK_NAMES } from "../../data/tasks/registry.ts";
import type { Task } from "../../data/tasks/task.ts";
import { nearest } from "../../errors/nearest.ts";
import type { DataEvent } from "../../training/run/events.ts";
import type { LossUnit } from "../../training/task/lossUnit.ts";
import { lossUnitOf } from "../../training/task/lossUnit.ts";
import { type DataSpec, openData, titleOf } from "../datasets/dataSpec.ts";
import { task as namedTask } from "../datasets/taskData.ts";
import { corpusName, lasting, openTexts, scan, splitOf, type TextSpec } from "../datasets/texts.ts";
import { DEFAULT_GOAL } from "./defaults.ts";
import { refuse } from "./plan.ts";
import type { Trial } from "./trial.ts";
import { knownSpec, type TrialSpec } from "./trialData.ts";

export interface ComparedData {
	/** A task as `train task:NAME` names it: "addition", "delayed-recall:delay=20". */
	task?: string;
	/** Alternative to `task`: any data that `train` accepts. See text(), task() and series(). */
	data?: TextSpec | DataSpec;
}

export interface ComparedDataHooks {
	/** Called while data are fetched and read. */
	onEvent?(event: DataEvent): void;
}

export interface OpenComparedData {
	name: string;
	data: TrialSpec;
	/** Training part of a task, a series or labelled sequences. */
	task?: Task;
	/** Unit of the losses. */
	unit: LossUnit;
	/** Default success threshold: largest fraction of wrong sequences; null if only the loss counts. */
	goal: number | null;
	/** @throws if the text is too short for a trial. */
	check(trials: readonly Trial[]): void;
}

/**
 * Reads a word of the command line. "addition" and "task:addition" both name the task. A misspelt name that is not a
 * file is treated as a task name. A file with a task's name needs its path: ./addition.
 */
export function taskWord(word: string): string {
	const [name = ""] = word.split(":");
	const bare = !word.startsWith("task:") && (TASK_NAMES.includes(name) || meantAsTask(word));
	return bare ? `task:${word}` : word;
}

const meantAsTask = (word: string) =>
	/^[a-z0-9-]+$/.test(word) && !existsSync(word) && nearest(word, TASK_NAMES) !== undefined;

/** @throws any error of opening a task, series or text; E_OPTION for data without a validation part. */
export async function openComparedData(
	{ task, data }: ComparedData,
	{ onEvent = () => {} }: ComparedDataHooks,
): Promise<OpenComparedData> {
	if ((task === undefined) === (data === undefined)) {
		throw refuse(
			"data",
			task === undefined ? { reason: "missing", forms: ["data", "task"] } : { reason: "together", with: "task" },
		);
	}
	const spec = data ?? namedTask(task!);
	return "kind" in spec ? openOnTask(spec, onEvent) : openCorpus(spec, onEvent);
}

async function openOnTask(given: DataSpec, onEvent: (event: DataEvent) => void): Promise<OpenComparedData> {
	const { spec, parts } = await openData(given, onEvent);
	const { train: task } = parts;
	if (!parts.valid) {
		const why = { reason: "count", of: "sequences", in: "valid", got: 0, min: 1 } as const;
		throw refuse(spec.kind === "task" ? "data" : "split", why);
	}
	const perStep = spec.kind === "labelled" && spec.learned?.perStep === true;
	const byLoss = spec.kind === "series" || task.head === "binary" || perStep; // hardly any sequence is without a fault
	return {
		...{ name: titleOf(spec), task, data: knownSpec(spec), unit: lossUnitOf(task.head) },
		goal: byLoss ? null : DEFAULT_GOAL,
		check() {},
	};
}

async function openCorpus(spec: TextSpec, onEvent: (event: DataEvent) => void): Promise<OpenComparedData> {
	const { texts: named = [], lossy = false } = spec;
	if (named.length === 0) throw refuse("data", { reason: "missing", forms: ["FILE", "DIR", "@NAME"] });
	const texts = lasting(named);
	const split = splitOf(spec.split);
	const source = await openTexts(texts, onEvent);
	try {
		const { parts, unit } = await scan(source, { unit: spec.unit, split, lossy }, onEvent);
		if (parts.valid.symbols < 8) {
			throw refuse("split", { reason: "count", of: "symbols", in: "valid", got: parts.valid.symbols, min: 8 });
		}
		const { fingerprint } = source;
		return {
			...{ name: corpusName(named[0]!), unit: "nats", goal: null },
			data: { kind: "text", texts, unit, split, lossy, fingerprint },
			check(trials) {
				for (const { options } of trials) new Lanes(parts.train, Number(options.batch)).check(Number(options.k1));
			},
		};
	} finally {
		await source.close();
	}
}
