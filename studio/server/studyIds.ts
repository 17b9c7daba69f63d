/** Ids of studies and of the runs of their trials. An id is looked up among what exists, never turned into a path. */
import { join } from "node:path";
import { fail } from "../../src/errors/index.ts";
import { SluiceError, type StudiesReader, type StudyTrialRow } from "../../src/index.ts";
import { RUN_ID } from "../wire.ts";
import { idOf } from "./idOf.ts";

/** A trial by the names of its study and of itself. */
export interface TrialName {
	study: string;
	trial: string;
}

export class StudyIds {
	/** Folder of studies. */
	readonly folder: string;
	readonly reader: StudiesReader;
	#trials = new Map<string, TrialName>();

	constructor(folder: string, reader: StudiesReader) {
		this.folder = folder;
		this.reader = reader;
	}

	/** The name of the study with this id. @throws E_STUDIO_STUDY. */
	nameOf(id: string): string {
		const name = RUN_ID.test(id) ? this.reader.names().find((one) => idOf(one) === id) : undefined;
		if (name === undefined) throw fail("E_STUDIO_STUDY", { id: RUN_ID.test(id) ? id : "?" });
		return name;
	}

	folderOf = (study: string): string => join(this.folder, study);

	/** Id of the run of a trial. No name of a run has a slash, so it is none of theirs. */
	runIdOf = ({ study, trial }: TrialName): string => idOf(`${study}/${trial}`);

	/** The trial whose run has this id, and that run; undefined if there is none. */
	trialRun(id: string): (TrialName & { run: string; runs: string }) | undefined {
		if (!RUN_ID.test(id)) return undefined;
		if (!this.#trials.has(id)) this.#readTrials();
		const trial = this.#trials.get(id);
		const run = trial && readable(() => this.reader.trialRun(trial.study, trial.trial));
		return run && { ...trial, ...run };
	}

	/** What a trial is made of. @throws E_STUDIO_RUN if the study has lost it. */
	trialOf({ study, trial }: TrialName): StudyTrialRow {
		const found = this.reader.read(study).trials.find(({ id }) => id === trial);
		if (!found) throw fail("E_STUDIO_RUN", { id: "?" });
		return found;
	}

	#readTrials(): void {
		this.#trials = new Map(
			this.reader.names().flatMap((study) => {
				const trials = readable(() => this.reader.trialsWithRuns(study)) ?? [];
				return trials.map((trial) => [this.runIdOf({ study, trial }), { study, trial }] as const);
			}),
		);
	}
}

/** What is read, or undefined if a study's files are refused. */
export function readable<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (error instanceof SluiceError) return undefined;
		throw error;
	}
}
