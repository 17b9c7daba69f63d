/** A folder of studies that is read again and again, as by a page that shows it: the result of a trial is read once. */
import { join } from "node:path";
import { onDisk, realDisk } from "../disk/disk.ts";
import { overviewOf, type StudyShown } from "./studyOverview.ts";
import { DEFAULT_STUDIES, isTrialId, namesIn, openStudy, placeIn, type Study, studyNames } from "./studyPlaces.ts";
import type { TrialRecord } from "./trialWork.ts";

export interface StudiesReader {
	/** Names of the studies, sorted with numbers by value; empty if the folder is missing. */
	names(): readonly string[];
	/** A study as it is now. @throws E_STUDY_MISSING; what its files are refused for. */
	read(study: string): StudyShown;
	/** Ids of the trials of a study that have a run, finished ones first. @throws as `read`. */
	trialsWithRuns(study: string): string[];
	/** Name and folder of a trial's run: of its result, or of its newest attempt; undefined before the first. @throws as `read`. */
	trialRun(study: string, trial: string): { run: string; runs: string } | undefined;
}

interface Opened {
	/** Of study.json: another study of the same name has another one. */
	stamp: string;
	study: Study;
	results: Map<string, TrialRecord>;
}

/** Opens a folder of studies, which need not exist yet. */
export function readStudies(studies = DEFAULT_STUDIES): StudiesReader {
	const all = new Map<string, Opened>();

	function opened(name: string): Opened {
		const path = join(studies, name, "study.json");
		const info = onDisk("read", path, () => realDisk.stat(path));
		const stamp = info ? `${info.sizeBytes} ${info.changedMs}` : "";
		const known = all.get(name);
		if (known && info && known.stamp === stamp) return known;
		all.delete(name);
		const fresh: Opened = { stamp, study: openStudy(join(studies, name), studies), results: new Map() };
		all.set(name, fresh);
		return fresh;
	}

	/** Names of the runs of attempts, "ID.N", the newest attempt of a trial last. */
	function attempts(study: Study): string[] {
		const names = namesIn(study, placeIn(study, "work")).filter((name) => /^[0-9a-f]{16}\.[1-9]\d{0,8}$/.test(name));
		return names.sort((a, b) => Number(a.slice(17)) - Number(b.slice(17)));
	}

	return {
		names: () => studyNames(studies),
		read(name) {
			const { study, results } = opened(name);
			return overviewOf(study, results);
		},
		trialsWithRuns(name) {
			const { study } = opened(name);
			const done = namesIn(study, placeIn(study, "trials")).filter(isTrialId);
			return [...new Set([...done, ...attempts(study).map((attempt) => attempt.slice(0, 16))])];
		},
		trialRun(name, trial) {
			const { study } = opened(name);
			if (namesIn(study, placeIn(study, "trials")).includes(trial))
				return { run: trial, runs: placeIn(study, "trials") };
			const run = attempts(study).findLast((attempt) => attempt.startsWith(`${trial}.`));
			return run === undefined ? undefined : { run, runs: placeIn(study, "work") };
		},
	};
}
