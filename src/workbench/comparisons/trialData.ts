/** Training data of all trials of a comparison: named in each trial, opened once per worker. */
import { createHash } from "node:crypto";
import type { Corpus } from "../../data/corpus.ts";
import type { Task, TaskBatch } from "../../data/tasks/task.ts";
import type { Unit } from "../../data/units.ts";
import type { Json } from "../../training/json.ts";
import { type DataSpec, openData, withTask } from "../datasets/dataSpec.ts";
import { addBatch } from "../datasets/ownTask.ts";
import { openTexts, sameText, scan } from "../datasets/texts.ts";
import type { Fingerprint } from "../sources/files.ts";

// type aliases because an interface is not assignable to Json
export type TrialSpec =
	| { kind: "task" | "series" | "labelled" | "own"; [key: string]: Json }
	| {
			kind: "text";
			texts: string[];
			unit: Unit;
			split: [number, number, number];
			lossy: boolean;
			encoding?: string;
			fingerprint: { [Key in keyof Fingerprint]: Fingerprint[Key] };
	  };

interface Open {
	/** Digest of all watched draws, 16 hexadecimal digits; "" before the first draw, and for a text. */
	digest: string;
	/** Adds everything that `work` draws from a task before its first await to the digest. */
	watch<T>(work: () => T): T;
	close(): Promise<void>;
}

export interface OpenTask extends Open {
	kind: "task";
	task: Task;
	/** Validation task. For a task without end: the same generator, without the digest. */
	valid: Task;
}

export interface OpenCorpus extends Open {
	kind: "text";
	corpus: Corpus;
}

export type OpenTrial = OpenTask | OpenCorpus;

/** An opened spec as plain JSON, including what its file contained. */
export const knownSpec = (spec: DataSpec): TrialSpec => JSON.parse(JSON.stringify(spec));

/** @param own a program's own task. @throws any error of opening a task, a series or a text; E_FILE_CHANGED if the file has changed. */
export async function openTrial(spec: TrialSpec, own?: Task): Promise<OpenTrial> {
	if (spec.kind !== "text") {
		const { parts } = await openData(withTask(spec as unknown as DataSpec, own, "compare"));
		return watched(parts.train, parts.valid!);
	}
	const source = await openTexts(spec.texts, () => {}, spec);
	sameText(source, spec);
	const corpus = await scan(source, spec, () => {});
	return { kind: "text", corpus, digest: "", watch: (work) => work(), close: () => source.close() };
}

/** A task with a digest of its batches, so that trials of a seed can be checked for equal data. */
function watched(task: Task, valid: Task): OpenTask {
	let watching = false;
	const draw: Task["draw"] = (random, request) => {
		const batch = task.draw(random, request);
		if (watching) open.digest = digestOf(open.digest, batch);
		return batch;
	};
	const open: OpenTask = {
		kind: "task",
		task: { ...task, draw },
		valid,
		digest: "",
		watch(work) {
			watching = true;
			try {
				return work();
			} finally {
				watching = false;
			}
		},
		close: async () => {},
	};
	return open;
}

/** Digest of the digest so far and one more batch. */
function digestOf(before: string, batch: TaskBatch): string {
	const hash = createHash("sha256").update(`${before},`);
	addBatch(hash, batch);
	return hash.digest("hex").slice(0, 16);
}

export type Options = { [name: string]: string | number };
