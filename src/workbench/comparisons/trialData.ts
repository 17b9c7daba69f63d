/** What all trials of a comparison are trained on: named in a trial, opened once by each worker. */
import { createHash } from "node:crypto";
import type { Corpus } from "../../data/corpus.ts";
import type { Task, TaskBatch } from "../../data/tasks/task.ts";
import type { Unit } from "../../data/units.ts";
import type { Json } from "../../training/json.ts";
import { type DataSpec, openData } from "../datasets/dataSpec.ts";
import { openTexts, sameText, scan } from "../datasets/texts.ts";
import type { Fingerprint } from "../sources/files.ts";

// type aliases, since an interface is no Json
export type TrialSpec =
	| { kind: "task" | "series"; [key: string]: Json }
	| {
			kind: "text";
			texts: string[];
			unit: Unit;
			split: [number, number, number];
			lossy: boolean;
			fingerprint: { [Key in keyof Fingerprint]: Fingerprint[Key] };
	  };

interface Open {
	/** Of all that was watched, 16 hexadecimal digits; "" before anything was, and for a text. */
	digest: string;
	/** Takes all that `work` draws from a task, before it first waits, into the digest. */
	watch<T>(work: () => T): T;
	close(): Promise<void>;
}

export interface OpenTask extends Open {
	kind: "task";
	task: Task;
	/** What is measured on: of a task without end the same generator, unwatched. */
	valid: Task;
}

export interface OpenCorpus extends Open {
	kind: "text";
	corpus: Corpus;
}

export type OpenTrial = OpenTask | OpenCorpus;

/** A spec that was opened, so that what its file held is in it, as plain JSON. */
export const knownSpec = (spec: DataSpec): TrialSpec => JSON.parse(JSON.stringify(spec));

/** @throws what a task, a series or a text refuses; E_FILE_CHANGED where the file is no longer what it was. */
export async function openTrial(spec: TrialSpec): Promise<OpenTrial> {
	if (spec.kind !== "text") {
		const { parts } = await openData(spec as unknown as DataSpec);
		return watched(parts.train, parts.valid!);
	}
	const source = await openTexts(spec.texts, () => {});
	sameText(source, spec);
	const corpus = await scan(source, spec, () => {});
	return { kind: "text", corpus, digest: "", watch: (work) => work(), close: () => source.close() };
}

/** A task whose batches can be seen to be the same in all trials of a seed. */
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

/** Of the digest so far and one more batch. */
function digestOf(before: string, { T, B, lengths, ids, x, targets, values }: TaskBatch): string {
	const hash = createHash("sha256").update(`${before},${T},${B};`);
	for (const { buffer, byteOffset, byteLength } of [lengths, ids, x, targets, values].filter((a) => a !== undefined)) {
		hash.update(new Uint8Array(buffer, byteOffset, byteLength));
	}
	return hash.digest("hex").slice(0, 16);
}

export type Options = { [name: string]: string | number };
