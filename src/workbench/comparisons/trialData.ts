/** Training data of all trials of a comparison: named in each trial, opened once per worker. */
import type { Task } from "../../data/tasks/task.ts";
import type { Unit } from "../../data/units.ts";
import type { Json } from "../../training/json.ts";
import { type Outcome, runTrial, type Trial, type TrialSpec } from "../../training/trials/trial.ts";
import { type OpenTrial, watchedCorpus, watchedTask } from "../../training/trials/watched.ts";
import { type DataSpec, openData, withTask } from "../datasets/dataSpec.ts";
import { openTexts, sameText, scan } from "../datasets/texts.ts";
import { sha256 } from "../disk/sha256.ts";
import type { JobHost } from "../jobs/job.ts";
import { stopwatch } from "../machine/clock.ts";
import type { Fingerprint } from "../sources/files.ts";

// a type alias because an interface is not assignable to Json
export type TextTrialSpec = {
	kind: "text";
	texts: string[];
	unit: Unit;
	split: [number, number, number];
	lossy: boolean;
	encoding?: string;
	fingerprint: { [Key in keyof Fingerprint]: Fingerprint[Key] };
};

/** An opened spec as plain JSON, including what its file contained. */
export const knownSpec = (spec: DataSpec): TrialSpec => JSON.parse(JSON.stringify(spec));

/** @param own a program's own task. @throws any error of opening a task, a series or a text; E_FILE_CHANGED if the file has changed. */
async function openTrial(given: TrialSpec, own?: Task): Promise<OpenTrial> {
	if (given.kind !== "text") {
		const { parts } = await openData(withTask(given as unknown as DataSpec, own, "compare"));
		return watchedTask(parts.train, parts.valid!, sha256);
	}
	const spec = given as unknown as TextTrialSpec;
	const source = await openTexts(spec.texts, () => {}, spec);
	sameText(source, spec);
	return watchedCorpus(await scan(source, spec, () => {}), sha256, () => source.close());
}

/** The trial as a job. @param own the task of a comparison on a program's own task, which no other thread has. */
export async function trial(given: Json, { engine, kept, turn }: JobHost, own?: Task): Promise<Outcome> {
	const { data: spec, ...one } = given as Trial;
	const data = await openTrial(spec, own);
	try {
		return await runTrial(one, { engine, data, turn, clock: stopwatch(), sha256, ...(kept && { kept }) });
	} finally {
		await data.close();
	}
}
