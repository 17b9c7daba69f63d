/** What a comparison is made on, from the words of its caller to something that trials can name. */
import { existsSync } from "node:fs";
import { Lanes } from "../../data/lanes.ts";
import { TASK_NAMES, type TaskOptions, taskNamed } from "../../data/tasks/registry.ts";
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Json } from "../../training/snapshot.ts";
import type { TrainEvent } from "../events.ts";
import { corpusName, lasting, openTexts, scan, splitOf, type TextSpec } from "../texts.ts";
import type { Trial } from "./trial.ts";
import type { DataSpec } from "./trialData.ts";

export interface Subject {
	/** A task by its name. */
	task?: string;
	taskOptions?: TaskOptions;
	/** Or a text, see text(). */
	data?: TextSpec;
}

export interface SubjectHooks {
	/** Fetching and reading a text. */
	onEvent?(event: TrainEvent): void;
}

export interface OpenSubject {
	name: string;
	data: DataSpec;
	/** Of a task. */
	task?: Task;
	/** Of the losses. */
	unit: string;
	/** @throws where the text is too short for a trial. */
	check(trials: readonly Trial[]): void;
}

/**
 * What words of a command line mean: "task:addition" and "addition" a task, anything else files, folders and @NAMEs. A
 * file that bears a task's name is told by its path, ./addition.
 * @throws E_TASK for a word that is near a task's name and no file; E_OPTION for a task among other words.
 */
export function subjectOf(words: readonly string[], spec: Omit<TextSpec, "texts"> = {}): Subject {
	const isTask = (word: string) => word.startsWith("task:") || TASK_NAMES.includes(word);
	const found = words.find((word) => isTask(word) || meantAsTask(word));
	if (found === undefined) return { data: { texts: [...words], ...spec } };
	if (words.length > 1) {
		throw fail("E_OPTION", {
			option: "data",
			got: `${words.length} words`,
			wanted: `the task ${found} alone`,
			where: "compare",
		});
	}
	for (const option of Object.keys(spec)) {
		throw fail("E_OPTION", { option, got: "it for a task", wanted: "a text", where: "compare" });
	}
	return { task: found.replace(/^task:/, "") };
}

const meantAsTask = (word: string) =>
	/^[a-z0-9-]+$/.test(word) && !existsSync(word) && nearest(word, TASK_NAMES) !== undefined;

/** @throws what tasks and texts refuse. */
export async function openSubject(subject: Subject, { onEvent = () => {} }: SubjectHooks): Promise<OpenSubject> {
	const { task: name, taskOptions = {}, data } = subject;
	if ((name === undefined) === (data === undefined)) {
		const got = name === undefined ? "neither a task nor a text" : "both a task and a text";
		throw fail("E_OPTION", { option: "data", got, wanted: "one of the two", where: "compare" });
	}
	if (name === undefined) return openCorpus(data!, onEvent);
	const task = taskNamed(name, taskOptions);
	return {
		...{ name, task, data: { kind: "task", name, options: taskOptions as { [name: string]: Json } } },
		unit: task.head === "regression" ? "squared error" : "nats",
		check() {},
	};
}

async function openCorpus(spec: TextSpec, onEvent: (event: TrainEvent) => void): Promise<OpenSubject> {
	const { texts: named = [], lossy = false } = spec;
	if (named.length === 0) {
		throw fail("E_OPTION", { option: "data", got: "no text", wanted: "a file, a folder or @NAME", where: "compare" });
	}
	const texts = lasting(named);
	const split = splitOf(spec.split);
	const source = await openTexts(texts, onEvent);
	try {
		const { parts, unit } = await scan(source, { unit: spec.unit, split, lossy }, onEvent);
		if (parts.valid.symbols < 8) {
			const got = `a validation part of ${parts.valid.symbols} symbols`;
			throw fail("E_OPTION", { option: "split", got, wanted: "at least 8", where: "compare" });
		}
		const { fingerprint } = source;
		return {
			...{ name: corpusName(named[0]!), unit: "nats" },
			data: { kind: "text", texts, unit, split, lossy, fingerprint },
			check(trials) {
				for (const { options } of trials) new Lanes(parts.train, Number(options.batch)).check(Number(options.k1));
			},
		};
	} finally {
		await source.close();
	}
}
