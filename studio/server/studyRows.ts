/** Studies as the wire has them, from what the library reads of their folders. */
import type { StudyShown, StudyTrialRow } from "../../src/index.ts";
import { MOST_STUDY_ROWS, type StudyDetail, type StudyRow, type StudyTrial } from "../wire/studies.ts";
import { idOf } from "./idOf.ts";
import type { StudyIds } from "./studyIds.ts";

export function studyRow(shown: StudyShown): StudyRow {
	const { study: name, state, data, search, seeds, counts, best, etaSeconds, trials, workers } = shown;
	return {
		...{ id: idOf(name), name, state, data, search, seeds: seeds.length, counts, etaSeconds },
		best: best && best.mean !== null ? { settings: best.settings, mean: best.mean, trial: best.trials[0]! } : null,
		nats: trials.some(({ lossNats }) => lossNats !== null),
		workers: workers.map(({ worker, host, pid, slots, trials, at }) => {
			return { name: worker, host, pid, slots, busy: trials.length, atMs: Date.parse(at) };
		}),
	};
}

/** A study whose files are refused. */
export function damagedRow(name: string, damage: string): StudyRow {
	return {
		...{ id: idOf(name), name, state: "interrupted", data: "", search: "grid", seeds: 0, best: null, nats: false },
		...{ counts: { done: 0, diverged: 0, parked: 0, running: 0, waiting: 0 }, etaSeconds: null, workers: [], damage },
	};
}

/** @param argument how a command names the study */
export function studyDetail(shown: StudyShown, ids: StudyIds, argument: string): StudyDetail {
	const { rows, importance, trials, study } = shown;
	const options = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))].sort();
	const kept = new Set(first(trials));
	const withRuns = new Set(ids.reader.trialsWithRuns(study));
	return {
		...{ ...studyRow(shown), options, importance, rows: rows.slice(0, MOST_STUDY_ROWS), rowsOf: rows.length },
		trials: trials.flatMap((trial) => {
			if (!kept.has(trial)) return [];
			return [trialOf(trial, withRuns.has(trial.id) ? ids.runIdOf({ study, trial: trial.id }) : null)];
		}),
		trialsOf: trials.length,
		commands: {
			again: `sluice study run ${fileOf(argument)}`,
			work: `sluice study work ${argument}`,
			show: `sluice study show ${argument}`,
		},
	};
}

/** The file of a study that a command names by name or by folder. */
function fileOf(argument: string): string {
	const folder = argument.includes("/") ? argument : `studies/${argument}`;
	return folder.endsWith("'") ? `${folder.slice(0, -1)}/study.json'` : `${folder}/study.json`;
}

/** As many trials as an answer holds: those that run and those that are parked before the others. */
function first(trials: readonly StudyTrialRow[]): StudyTrialRow[] {
	const rank = ({ state }: StudyTrialRow) => (state === "running" ? 0 : state === "parked" ? 1 : 2);
	return [...trials].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_STUDY_ROWS);
}

function trialOf(trial: StudyTrialRow, run: string | null): StudyTrial {
	const { id, state, settings, seed, steps, value, seconds, tries, why, message, progress } = trial;
	return {
		...{ id, state, settings, seed, value, seconds, tries, run },
		...(steps !== undefined && { steps }),
		...(why !== undefined && { why }),
		...(message !== undefined && { message: message.slice(0, 500) }),
		...(progress && {
			progress: {
				...{ progress: progress.progress, step: progress.step, losses: progress.losses },
				etaSeconds: progress.etaSeconds,
			},
		}),
	};
}
