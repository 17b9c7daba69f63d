/** A study and Optuna's journal: all trials written for Python to read, and trials that Python asks for trained here. */
import { join } from "node:path";
import { meanOf } from "../../training/studies/search.ts";
import { checkSpace, isRange, type SettingValue, type Space } from "../../training/studies/space.ts";
import { utcNow } from "../machine/clock.ts";
import { metricNumber, readLog } from "../runs/logs.ts";
import { askTrial } from "./askedTrials.ts";
import { type Distribution, journalOf, type OpenTrial, openTrials, tellJournal } from "./optunaJournal.ts";
import { appendEvent, readEvents } from "./studyEvents.ts";
import { checkSettings } from "./studyFile.ts";
import { overviewOf, type StudyTrialRow } from "./studyOverview.ts";
import { placeIn, type Study } from "./studyPlaces.ts";

/** The journal of a study: its finished trials, each a trial of Optuna with its seed as an attribute. */
export function optunaJournal(study: Study): string {
	const { trials } = overviewOf(study);
	const ended = trials.filter(({ state }) => state === "done" || state === "diverged" || state === "parked");
	const times = timesOf(study);
	const now = utcNow();
	return journalOf(
		study.name,
		distributionsOf(study, ended),
		ended.map((trial) => ({
			...{ settings: trial.settings, value: trial.value, intermediate: lossesOf(study, trial) },
			...{ started: times.begun.get(trial.id) ?? now, completed: times.ended.get(trial.id) ?? now },
			attributes: {
				...{ sluice_id: trial.id, seed: trial.seed, weights_sha256: trial.weightsSha256 },
				...(trial.steps !== undefined && { steps: trial.steps }),
			},
		})),
	);
}

/** How each option was drawn: a range stays a range, a list becomes categories; what was asked for spans its values. */
function distributionsOf(
	{ document: { search } }: Study,
	trials: readonly StudyTrialRow[],
): Record<string, Distribution> {
	const space: Space = search.kind === "asked" ? {} : search.space;
	const options = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))];
	return Object.fromEntries(
		options.map((option): [string, Distribution] => {
			const choices = space[option];
			if (choices && !isRange(choices)) return [option, { name: "CategoricalDistribution", attributes: { choices } }];
			const values = trials.flatMap(({ settings }) => settings[option] ?? []);
			if (!choices && values.some((value) => typeof value === "string"))
				return [option, { name: "CategoricalDistribution", attributes: { choices: [...new Set(values)] } }];
			const numbers = values as number[];
			const { from, to, scale } = choices ?? { from: Math.min(...numbers), to: Math.max(...numbers), scale: "linear" };
			const log = scale === "log";
			const whole = [...numbers, from, to].every(Number.isInteger);
			if (whole) return [option, { name: "IntDistribution", attributes: { log, step: 1, low: from, high: to } }];
			return [option, { name: "FloatDistribution", attributes: { step: null, low: from, high: to, log } }];
		}),
	);
}

function timesOf(study: Study): Record<"begun" | "ended", Map<string, string>> {
	const [begun, ended] = [new Map<string, string>(), new Map<string, string>()];
	for (const { event, trial, at } of readEvents(study)) {
		if (trial === undefined) continue;
		if (event === "begun" && !begun.has(trial)) begun.set(trial, at);
		if (event === "committed" || event === "parked") ended.set(trial, at);
	}
	return { begun, ended };
}

/** Validation losses by update, from the log of the trial's run. */
function lossesOf(study: Study, { id, state }: StudyTrialRow): Record<string, number> {
	if (state === "parked") return {};
	const lines = readLog(join(placeIn(study, "trials", id), "metrics.jsonl"), study.disk);
	return Object.fromEntries(
		lines.flatMap(({ step, validLossNats, validLoss }) => {
			const loss = metricNumber(validLossNats ?? validLoss);
			return typeof step === "number" && loss !== undefined && Number.isFinite(loss) ? [[String(step), loss]] : [];
		}),
	);
}

/** Asks the study for every open trial of a journal, with each seed of the study. @throws E_OPTION, E_STUDY_OPTUNA. */
export function askFromJournal(study: Study, file: string): void {
	for (const { settings } of openTrials(file, study.name)) {
		const lists = Object.fromEntries(
			Object.entries(settings).map(([option, value]): [string, SettingValue[]] => [option, [value]]),
		);
		checkSpace(lists, file, { ranges: false });
		checkSettings(study.document, settings, file);
		for (const seed of study.document.seeds) {
			const { id, added } = askTrial(study, settings, seed);
			if (added) appendEvent(study, { event: "asked", trial: id });
		}
	}
}

/** Tells a journal what its open trials came to: the mean over the seeds, or a failure. @returns how many were told. */
export async function tellToJournal(study: Study, file: string): Promise<number> {
	const { trials } = overviewOf(study);
	const told = openTrials(file, study.name).flatMap((open) => toldOf(open, study, trials));
	if (told.length > 0) await tellJournal(file, study.name, told, utcNow());
	return told.length;
}

function toldOf({ trial, settings }: OpenTrial, { document: { seeds } }: Study, trials: readonly StudyTrialRow[]) {
	const same = (row: StudyTrialRow) =>
		Object.keys(settings).length === Object.keys(row.settings).length &&
		Object.entries(settings).every(([option, value]) => row.settings[option] === value);
	const own = trials.filter((row) => same(row) && seeds.includes(row.seed));
	const ended = own.length === seeds.length && own.every(({ state }) => state !== "waiting" && state !== "running");
	return ended ? [{ trial, value: meanOf(own.map(({ value }) => value)) }] : [];
}
