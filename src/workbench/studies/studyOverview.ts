/** What a study has come to, for people and programs: its trials, its best setting, its workers. */
import { hostname } from "node:os";
import type { Search } from "../../training/studies/search.ts";
import {
	type Importance,
	importanceOf,
	type RankedTrial,
	rowsOf,
	type SettingRow,
} from "../../training/studies/settingRanking.ts";
import type { Settings } from "../../training/studies/space.ts";
import { titleOf } from "../datasets/dataSpec.ts";
import { corpusName } from "../datasets/texts.ts";
import { secondsSince } from "../machine/clock.ts";
import type { StudyDocument } from "./studyFile.ts";
import { isStopped, type Study } from "./studyPlaces.ts";
import { attemptsOf } from "./trialClaims.ts";
import { type TrialLook, TrialLooker } from "./trialLooks.ts";
import type { TrialRecord } from "./trialWork.ts";
import { type HeldTrial, hasVanished, readBeats, type WorkerBeat } from "./workerBeats.ts";

export type TrialState = "done" | "diverged" | "parked" | "running" | "waiting";

export interface StudyTrialRow {
	/** Digest of the settings, the seed and the rung: also the name of its run in the study's folder trials. */
	id: string;
	/** "done", "diverged" (a result without a loss), "parked" (it failed too often), "running" or "waiting". */
	state: TrialState;
	/** Options that the search varies. */
	settings: Settings;
	/** Seed of the trial. */
	seed: number;
	/** Updates of its rung; absent without rungs. */
	steps?: number;
	/** Validation loss at the end of training, in the unit of the data; null if it has none. */
	value: number | null;
	/** The same in nats per symbol; null unless that is the unit. */
	lossNats: number | null;
	/** SHA-256 of the final weights, as train() reports it; null without a result. */
	weightsSha256: string | null;
	/** The worker that trained it, or that trains it now. */
	worker: string | null;
	/** Seconds of training, over all attempts. */
	seconds: number | null;
	/** Number of attempts. */
	tries: number;
	/** Why it is parked: "crash", "memory", "hang", "output", "error" or "lost". */
	why?: string;
	/** What it said when it last failed. */
	message?: string;
	/** Present while it runs. */
	progress?: Omit<HeldTrial, "id" | "attempt">;
}

export interface StudyWorkerRow {
	/** Name of the worker. */
	worker: string;
	/** Name of its machine. */
	host: string;
	/** Number of its process. */
	pid: number;
	/** Trials in parallel. */
	slots: number;
	/** Ids of the trials that it trains. */
	trials: string[];
	/** Time of its last heartbeat, in UTC by its own clock. */
	at: string;
	/** Seconds since its last heartbeat, by this machine's clock. */
	silentSeconds: number | null;
	/** Seconds since it began. */
	ageSeconds: number | null;
}

export interface StudyShown {
	/** Name of the study. */
	study: string;
	/** Folder of the study. */
	folder: string;
	/** "interrupted": not finished, not stopped, and no worker is alive. */
	state: "finished" | "running" | "stopped" | "interrupted";
	/** The data, as a short title. */
	data: string;
	/** "grid", "random", "halving" or "asked". */
	search: Search["kind"];
	/** Seeds of every setting. */
	seeds: readonly number[];
	/** Number of trials by state. */
	counts: Record<TrialState, number>;
	/** Trials as far as they are known, in the order in which they begin. */
	trials: StudyTrialRow[];
	/** Settings over their seeds, the lowest mean loss first. */
	rows: SettingRow[];
	/** The first of `rows`; null if none has a mean. */
	best: SettingRow | null;
	/** How much of the variance of the loss each option explains. */
	importance: Importance[];
	/** Workers that are alive. */
	workers: StudyWorkerRow[];
	/** Seconds until the trials that are known are finished; null without a result or a worker. */
	etaSeconds: number | null;
}

/** How a queue is doing, told at every change. "refused": the server answers with an error. */
export type QueueState =
	| { state: "silent" | "back"; server: string }
	| { state: "refused"; server: string; message: string };

/** Leases after which a worker of another machine is shown as gone. */
const SILENT_LEASES = 2;

/** @param results of trials that were read before, to which new ones are added */
export function overviewOf(study: Study, results?: Map<string, TrialRecord>): StudyShown {
	const beats = readBeats(study).filter((beat) => isAlive(study, beat));
	const held = new Map(
		beats.flatMap((beat) => beat.held.map((one) => [`${beat.worker} ${one.id} ${one.attempt}`, one])),
	);
	const looker = new TrialLooker(study, (worker, id, attempt) => held.has(`${worker} ${id} ${attempt}`), results);
	const trials = looker.all().map((look) => trialRow(study, look, held));
	return shownOf(study, trials, beats);
}

function isAlive({ document: { limits } }: Study, beat: WorkerBeat): boolean {
	if (hasVanished(beat)) return false;
	if (beat.owner.host === hostname()) return true;
	return (secondsSince(beat.at) ?? 0) < SILENT_LEASES * limits.leaseSeconds;
}

function shownOf(study: Study, trials: StudyTrialRow[], beats: readonly WorkerBeat[]): StudyShown {
	const { search, seeds } = study.document;
	const counts: StudyShown["counts"] = { done: 0, diverged: 0, parked: 0, running: 0, waiting: 0 };
	for (const { state } of trials) counts[state]++;
	const open = counts.running + counts.waiting;
	const ranked = trials.filter(({ state }) => state !== "running" && state !== "waiting") as RankedTrial[];
	const rows = rowsOf(ranked);
	const complete = rows.find((row) => row.mean !== null && row.seeds === seeds.length) ?? rows[0];
	const state =
		open === 0 && search.kind !== "asked"
			? "finished"
			: isStopped(study)
				? "stopped"
				: beats.length > 0
					? "running"
					: open === 0
						? "finished"
						: "interrupted";
	return {
		study: study.name,
		folder: study.folder,
		state,
		data: dataTitle(study.document),
		search: search.kind,
		seeds,
		counts,
		trials,
		rows,
		best: complete && complete.mean !== null ? complete : null,
		importance: importanceOf(ranked),
		workers: beats.map(workerRow),
		etaSeconds: etaOf(trials, beats),
	};
}

function trialRow(study: Study, look: TrialLook, held: ReadonlyMap<string, HeldTrial>): StudyTrialRow {
	const { trial, id, state, attempts, result, last, why } = look;
	const { settings, seed, steps } = trial;
	const what = { settings, seed, ...(steps !== undefined && { steps }) };
	if (result) {
		const { value, lossNats, weightsSha256, worker, seconds, attempt } = result;
		const ended = { id, state: result.diverged ? "diverged" : "done" } as const;
		return { ...ended, ...what, value, lossNats, weightsSha256, worker, seconds, tries: attempt };
	}
	const open = { id, ...what, value: null, lossNats: null, weightsSha256: null, seconds: null, tries: attempts };
	if (state === "held") {
		const { id: _, attempt: __, ...progress } = held.get(`${last!.worker} ${id} ${last!.number}`)!;
		return { ...open, state: "running", worker: last!.worker, progress };
	}
	const failed = attempts === 0 ? undefined : attemptsOf(study, id).findLast(({ end }) => end?.end === "failed");
	const message = failed?.end?.message;
	const more = { worker: null, ...(message !== undefined && { message }) };
	if (state === "parked") return { ...open, state: "parked", ...more, why: why ?? "failed" };
	return { ...open, state: "waiting", ...more };
}

function workerRow({ worker, owner, slots, since, at, held }: WorkerBeat): StudyWorkerRow {
	const { host, pid } = owner;
	const trials = held.map(({ id }) => id);
	return { worker, host, pid, slots, trials, at, silentSeconds: secondsSince(at), ageSeconds: secondsSince(since) };
}

/** Mean seconds of a result, for the trials and the parts of trials that are left, over all slots. */
function etaOf(trials: readonly StudyTrialRow[], beats: readonly WorkerBeat[]): number | null {
	const seconds = trials.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
	const slots = beats.reduce((sum, beat) => sum + beat.slots, 0);
	if (seconds.length === 0 || slots === 0) return null;
	const mean = seconds.reduce((sum, one) => sum + one, 0) / seconds.length;
	const left = trials.reduce((sum, { state, progress }) => {
		return sum + (state === "waiting" ? 1 : state === "running" ? 1 - (progress?.progress ?? 0) : 0);
	}, 0);
	return (mean * left) / Math.min(slots, Math.max(1, Math.ceil(left)));
}

/** The data of a study as a short title. */
export function dataTitle({ data }: StudyDocument): string {
	return "kind" in data ? titleOf(data) : (data.texts ?? []).map(corpusName).join(" ");
}
