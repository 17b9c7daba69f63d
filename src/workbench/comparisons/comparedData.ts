/** Opens the data of a comparison and describes them in a form that trials can be named by. */
import { existsSync } from "node:fs";
import { Lanes } from "../../data/lanes.ts";
import { isTask } from "../../data/tasks/checkTask.ts";
import { TASK_NAMES } from "../../data/tasks/registry.ts";
import type { Task } from "../../data/tasks/task.ts";
import { nearest } from "../../errors/nearest.ts";
import type { DataEvent } from "../../training/run/events.ts";
import type { LossUnit } from "../../training/task/lossUnit.ts";
import { judgedByCorpus, judgedByTask } from "../../training/trials/judgedBy.ts";
import { refuse } from "../../training/trials/plan.ts";
import type { Trial, TrialSpec } from "../../training/trials/trial.ts";
import { type DataSpec, openData, titleOf } from "../datasets/dataSpec.ts";
import { ownTask } from "../datasets/ownTask.ts";
import { task as namedTask } from "../datasets/taskData.ts";
import { checkSymbols, corpusName, lasting, openTexts, scan, splitOf, type TextSpec } from "../datasets/texts.ts";
import { knownSpec, type TextTrialSpec } from "./trialData.ts";

export interface ComparedData {
	/** A task as `train task:NAME` names it: "addition", "delayed-recall:delay=20". Default: none. */
	task?: string;
	/** Alternative to `task`: any data that `train` accepts, a program's own task included, whose trials run in one thread. See text(), task() and series(). Default: none. */
	data?: TextSpec | DataSpec | Task;
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
	/** Loss of the best prediction that ignores the input; for a text, of the symbols' frequencies in its training part. */
	baseline: number | null;
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
	length: unknown,
	{ onEvent = () => {} }: ComparedDataHooks,
): Promise<OpenComparedData> {
	if ((task === undefined) === (data === undefined)) {
		throw refuse(
			"data",
			task === undefined ? { reason: "missing", forms: ["data", "task"] } : { reason: "together", with: "task" },
		);
	}
	const spec = isTask(data) ? ownTask(data) : (data ?? namedTask(task!));
	return "kind" in spec ? openOnTask(spec, length, onEvent) : openCorpus(spec, onEvent);
}

async function openOnTask(
	given: DataSpec,
	length: unknown,
	onEvent: (event: DataEvent) => void,
): Promise<OpenComparedData> {
	const { spec, parts } = await openData(given, onEvent);
	const { train: task } = parts;
	if (!parts.valid) {
		const why = { reason: "count", of: "sequences", in: "valid", got: 0, min: 1 } as const;
		throw refuse(spec.kind === "task" ? "data" : "split", why);
	}
	const byLoss =
		spec.kind === "series" || spec.kind === "pairs" || (spec.kind === "labelled" && spec.learned?.perStep === true);
	return {
		...{ name: titleOf(spec), task, data: knownSpec(spec) },
		...judgedByTask(task, parts.valid, { length, byLoss }),
		check() {},
	};
}

async function openCorpus(spec: TextSpec, onEvent: (event: DataEvent) => void): Promise<OpenComparedData> {
	const { texts: named = [], lossy = false, encoding } = spec;
	if (named.length === 0) throw refuse("data", { reason: "missing", forms: ["FILE", "DIR", "@NAME"] });
	const texts = lasting(named);
	const split = splitOf(spec.split);
	const source = await openTexts(texts, onEvent, spec);
	try {
		const corpus = await scan(source, { unit: spec.unit, split, lossy }, onEvent);
		checkSymbols(corpus);
		const { parts, unit } = corpus;
		if (parts.valid.symbols < 8) {
			throw refuse("split", { reason: "count", of: "symbols", in: "valid", got: parts.valid.symbols, min: 8 });
		}
		const { fingerprint } = source;
		return {
			...{ name: corpusName(named[0]!), ...(await judgedByCorpus(corpus)) },
			data: specOf({ texts, unit, split, lossy, ...(encoding !== undefined && { encoding }), fingerprint }),
			check(trials) {
				for (const { options } of trials) new Lanes(parts.train, Number(options.batch)).check(Number(options.k1));
			},
		};
	} finally {
		await source.close();
	}
}

const specOf = (spec: Omit<TextTrialSpec, "kind">): TrialSpec => ({ kind: "text", ...spec }) as unknown as TrialSpec;
