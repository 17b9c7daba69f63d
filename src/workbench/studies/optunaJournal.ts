/**
 * Optuna's journal: a file of JSON lines, each one operation (optuna/storages/journal/_storage.py, Optuna 4.1). Written
 * so that `optuna.load_study` reads a study, and read so that a trial that Python asks for can be trained here.
 */
import { appendFileSync, readFileSync, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { fail } from "../../errors/index.ts";
import type { Settings, SettingValue } from "../../training/studies/space.ts";
import { diskError, errno, onDisk } from "../disk/disk.ts";
import { placeHere } from "../disk/owner.ts";

const OP = { createStudy: 0, createTrial: 4, setParam: 5, setState: 6 } as const;
/** States of a trial. */
export const STATE = { running: 0, complete: 1, pruned: 2, fail: 3, waiting: 4 } as const;
const MINIMISE = 1;

export type Distribution =
	| { name: "FloatDistribution"; attributes: { step: null; low: number; high: number; log: boolean } }
	| { name: "IntDistribution"; attributes: { log: boolean; step: 1; low: number; high: number } }
	| { name: "CategoricalDistribution"; attributes: { choices: readonly SettingValue[] } };

/** A finished trial as an export has it. */
export interface JournalTrial {
	settings: Settings;
	/** Validation loss; null for a trial that failed. */
	value: number | null;
	/** Losses by update. */
	intermediate: Readonly<Record<string, number>>;
	/** Times of day in UTC, "2026-11-28T09:30:00Z". */
	started: string;
	completed: string;
	attributes: Readonly<Record<string, string | number | null>>;
}

type Line = { [key: string]: unknown; op_code: number };

/** Lines of a journal with one study. */
export function journalOf(
	study: string,
	distributions: Readonly<Record<string, Distribution>>,
	trials: readonly JournalTrial[],
): string {
	const worker_id = `sluice-${placeHere()}`;
	const lines: Line[] = [{ op_code: OP.createStudy, worker_id, study_name: study, directions: [MINIMISE] }];
	for (const { settings, value, intermediate, started, completed, attributes } of trials) {
		const known = Object.entries(settings).filter(([option]) => distributions[option] !== undefined);
		lines.push({
			...{ op_code: OP.createTrial, worker_id, study_id: 0 },
			...{ datetime_start: plainTime(started), datetime_complete: plainTime(completed) },
			...{ state: value === null ? STATE.fail : STATE.complete, value, values: null },
			distributions: Object.fromEntries(known.map(([option]) => [option, JSON.stringify(distributions[option])])),
			params: Object.fromEntries(known.map(([option, setting]) => [option, internal(distributions[option]!, setting)])),
			...{ user_attrs: attributes, system_attrs: {}, intermediate_values: intermediate },
		});
	}
	return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Optuna's times have no zone. */
const plainTime = (utc: string) => utc.replace(/Z$/, "");

function internal(distribution: Distribution, value: SettingValue): number {
	if (distribution.name !== "CategoricalDistribution") return Number(value);
	return distribution.attributes.choices.indexOf(value);
}

/** A trial of a journal that is not finished. */
export interface OpenTrial {
	/** Number of the trial in the whole journal. */
	trial: number;
	settings: Settings;
}

/**
 * Trials of a study that are running or waiting, with the parameters that they have.
 * @param study name of the study in the journal; a journal with one study needs none.
 * @throws E_STUDY_OPTUNA if the file is no journal or has no such study.
 */
export function openTrials(file: string, study: string): OpenTrial[] {
	const lines = readJournal(file);
	const names: string[] = [];
	const trials: { study: number; state: number; settings: Record<string, SettingValue> }[] = [];
	for (const line of lines) {
		if (line.op_code === OP.createStudy && !names.includes(String(line.study_name)))
			names.push(String(line.study_name));
		else if (line.op_code === OP.createTrial && names[Number(line.study_id)] !== undefined)
			trials.push({
				study: Number(line.study_id),
				state: Number(line.state ?? STATE.running),
				settings: paramsOf(line),
			});
		else if (line.op_code === OP.setParam) {
			const trial = trials[Number(line.trial_id)];
			if (trial)
				trial.settings[String(line.param_name)] = external(line.distribution, Number(line.param_value_internal));
		} else if (line.op_code === OP.setState) {
			const trial = trials[Number(line.trial_id)];
			if (trial && isOpen(trial.state)) trial.state = Number(line.state);
		}
	}
	const wanted = names.includes(study) ? names.indexOf(study) : names.length === 1 ? 0 : -1;
	if (wanted < 0) throw fail("E_STUDY_OPTUNA", { file, why: { reason: "study", study, has: names } });
	return trials.flatMap(({ study, state, settings }, trial) =>
		study === wanted && isOpen(state) ? [{ trial, settings }] : [],
	);
}

const isOpen = (state: number) => state === STATE.running || state === STATE.waiting;

function paramsOf({ params = {}, distributions = {} }: Line): Record<string, SettingValue> {
	return Object.fromEntries(
		Object.entries(params as Record<string, number>).map(([name, value]) => {
			return [name, external((distributions as Record<string, unknown>)[name], value)];
		}),
	);
}

/** A parameter's value from the number that the journal has. */
function external(distribution: unknown, value: number): SettingValue {
	const { name, attributes } = JSON.parse(String(distribution)) as Distribution;
	if (name === "CategoricalDistribution") return attributes.choices[value]!;
	return name === "IntDistribution" ? Math.round(value) : value;
}

function readJournal(file: string): Line[] {
	const text = onDisk("read", file, () => readFileSync(file, "utf8"));
	const whole = text.slice(0, text.lastIndexOf("\n") + 1);
	return whole
		.split("\n")
		.filter((line) => line !== "")
		.map((line, n) => {
			try {
				const read = JSON.parse(line);
				if (typeof read?.op_code === "number") return read;
			} catch {
				// said below
			}
			throw fail("E_STUDY_OPTUNA", { file, why: { reason: "line", line: n + 1 } });
		});
}

export interface ToldTrial {
	trial: number;
	/** Validation loss; null if the trial failed. */
	value: number | null;
}

/** Says what trials came to. One that somebody has finished meanwhile stays as it is. */
export async function tellJournal(file: string, study: string, told: readonly ToldTrial[], now: string): Promise<void> {
	await whileJournalLocked(file, () => {
		const open = new Set(openTrials(file, study).map(({ trial }) => trial));
		const worker_id = `sluice-${placeHere()}`;
		const lines = told
			.filter(({ trial }) => open.has(trial))
			.map(({ trial: trial_id, value }) => {
				const state = value === null ? STATE.fail : STATE.complete;
				const ended = { state, values: value === null ? null : [value], datetime_complete: plainTime(now) };
				return `${JSON.stringify({ op_code: OP.setState, worker_id, trial_id, ...ended })}\n`;
			});
		onDisk("write", file, () => appendFileSync(file, lines.join(""), { flush: true }));
	});
}

const RETRY_MS = 20;
const WAIT_MS = 10_000;

/** Holds the journal's lock, a symbolic link next to it, as Optuna's own backend does. */
async function whileJournalLocked(file: string, work: () => void): Promise<void> {
	const lock = `${file}.lock`;
	const began = performance.now();
	for (;;) {
		try {
			symlinkSync(file, lock);
			break;
		} catch (error) {
			if (errno(error) !== "EEXIST") throw diskError(error, "make", lock);
			if (performance.now() - began > WAIT_MS) throw fail("E_STUDY_OPTUNA", { file, why: { reason: "locked", lock } });
			await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
		}
	}
	try {
		work();
	} finally {
		const aside = `${lock}${placeHere()}${process.pid}.rename`;
		renameSync(lock, aside);
		unlinkSync(aside);
	}
}
