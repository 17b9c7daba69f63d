/**
 * Studies for the command line and programs: many trainings as one experiment, in a folder that any number of workers
 * share.
 *
 *     const shown = await runStudy({ study: { data: text("book.txt"), search: { kind: "grid", space: { lr: [0.001, 0.003] } }, seeds: [1, 2, 3] } });
 *     await workStudy({ study: "book-1" });          // on another machine with the same folder
 */
import { availableParallelism } from "node:os";
import { fail } from "../../errors/index.ts";
import { checkRequest, checkWhole } from "../../errors/request.ts";
import { checkSpace, type Settings } from "../../training/studies/space.ts";
import { askTrial } from "./askedTrials.ts";
import type { FolderOptions } from "./folderLauncher.ts";
import { askFromJournal, tellToJournal } from "./optunaExchange.ts";
import { checkQueue, fillQueue, openLauncher } from "./queue/openQueue.ts";
import { parseQueueAddress } from "./queue/queueAddress.ts";
import { checkData } from "./studyData.ts";
import { appendEvent } from "./studyEvents.ts";
import { checkSettings, parseStudy, type StudySpec } from "./studyFile.ts";
import { dataTitle, overviewOf, type QueueState, type StudyShown } from "./studyOverview.ts";
import { createStudy, DEFAULT_STUDIES, openStudy, type Study, setStopped, studyNames } from "./studyPlaces.ts";
import { StudyWorker, type WorkerHooks } from "./studyWorker.ts";
import { retryTrial } from "./trialClaims.ts";

export interface StudyHooks extends Pick<WorkerHooks, "signal" | "onProgress" | "onEnd" | "program"> {
	/** Called when the study is opened, before its first trial. */
	onStudy?(study: { name: string; folder: string }): void;
	/** Called when the server of the queue stops or begins to answer, or answers with an error. */
	onQueue?(state: QueueState): void;
}

export interface StudyPlaceRequest {
	/** Name or folder of the study. */
	study: string;
	/** Folder of studies. Default: ./studies. */
	studies?: string;
}

export interface RunStudyRequest {
	/** Data, options, search, seeds and limits. */
	study: StudySpec;
	/** Name or folder of the new study; it must not exist (E_STUDY_EXISTS). Default: CORPUS-N, the first free N. */
	name?: string;
	/** Folder of studies. Default: ./studies. */
	studies?: string;
	/** Trials in parallel; 0 creates the study only. Range: 0 to 256. Default: the number of cores. */
	workers?: number;
	/** Threads of each trial. Range: 1 to 64. Default: the cores divided by the trials in parallel. */
	threads?: number;
	/** Queue that gives out the trials: "redis://HOST:PORT", a Valkey or Redis server (docs/studies.md). Default: none; workers read the folder. */
	queue?: string;
}

export interface WorkStudyRequest extends StudyPlaceRequest {
	/** Trials in parallel. Range: 1 to 256. Default: 1. */
	workers?: number;
	/** Number of the trial to begin with, as of an array of jobs. Range: at least 0. Default: 0. */
	index?: number;
	/** Largest number of trials to train. Range: at least 1. Default: any. */
	most?: number;
	/** Threads of each trial. Range: 1 to 64. Default: the cores divided by the trials in parallel. */
	threads?: number;
	/** Queue that gives out the trials: "redis://HOST:PORT", a Valkey or Redis server (docs/studies.md). Default: none; workers read the folder. */
	queue?: string;
	/** Optuna's journal: its open trials are asked of the study first, and told their losses at the end. Default: none. */
	optuna?: string;
}

const PLACE_KEYS = ["study", "studies"] as const;
const MOST_WORKERS = 256;

/** Creates a study and trains its trials here, several at a time. @throws E_OPTION, E_STUDY_EXISTS, E_STUDY_NAME; errors of the data. */
export async function runStudy(request: RunStudyRequest, hooks: StudyHooks = {}): Promise<StudyShown> {
	checkRequest(request, "runStudy()", ["study", "name", "studies", "workers", "threads", "queue"]);
	const { studies = DEFAULT_STUDIES, name } = request;
	checkMachine(request, 0);
	const document = parseStudy(JSON.parse(JSON.stringify(request.study ?? null)), "study", process.cwd());
	await checkData(document);
	if (request.queue !== undefined) await checkQueue(request.queue);
	const study = createStudy(document, studies, name, dataTitle(document));
	hooks.onStudy?.(study);
	return workHere(study, request, hooks);
}

/**
 * Works on a study that is there, next to any other workers of its folder, until it is finished or stopped.
 * @throws E_STUDY_MISSING, E_STUDY_STOPPED.
 */
export async function workStudy(request: WorkStudyRequest, hooks: StudyHooks = {}): Promise<StudyShown> {
	checkRequest(request, "workStudy()", [...PLACE_KEYS, "workers", "index", "most", "threads", "queue", "optuna"]);
	checkMachine(request, 1);
	const { workers = 1, index = 0, most, optuna } = request;
	checkWhole("index", index, { min: 0 }, "workStudy()");
	if (request.index !== undefined && request.queue !== undefined)
		throw fail("E_OPTION", { option: "index", why: { reason: "together", with: "queue" }, where: "workStudy()" });
	if (most !== undefined) checkWhole("most", most, { min: 1 }, "workStudy()");
	const study = openRequested(request);
	hooks.onStudy?.(study);
	const { state } = overviewOf(study);
	if (state === "stopped") throw fail("E_STUDY_STOPPED", { name: study.name });
	if (optuna !== undefined) {
		checkAsked(study);
		askFromJournal(study, optuna);
	}
	const shown = await work(study, { slots: workers, index, ...(most !== undefined && { most }) }, request, hooks);
	if (optuna !== undefined) await tellToJournal(study, optuna);
	return shown;
}

export interface ResumeStudyRequest extends StudyPlaceRequest {
	/** Trials in parallel; 0 lets other workers continue only. Range: 0 to 256. Default: the number of cores. */
	workers?: number;
	/** Threads of each trial. Range: 1 to 64. Default: the cores divided by the trials in parallel. */
	threads?: number;
	/** Queue that gives out the trials: "redis://HOST:PORT", a Valkey or Redis server (docs/studies.md). Default: none; workers read the folder. */
	queue?: string;
}

/** Lets a stopped or interrupted study continue, with workers here. */
export async function resumeStudy(request: ResumeStudyRequest, hooks: StudyHooks = {}): Promise<StudyShown> {
	checkRequest(request, "resumeStudy()", [...PLACE_KEYS, "workers", "threads", "queue"]);
	checkMachine(request, 0);
	const study = openRequested(request);
	setStopped(study, false);
	appendEvent(study, { event: "resumed" });
	hooks.onStudy?.(study);
	return workHere(study, request, hooks);
}

/** With 0 workers, the trials are only added to the queue, if there is one. */
async function workHere(study: Study, request: MachineRequest, hooks: StudyHooks): Promise<StudyShown> {
	const { workers = availableParallelism(), queue } = request;
	if (workers > 0) return work(study, { slots: workers }, request, hooks);
	if (queue !== undefined) await fillQueue(study, queue);
	return overviewOf(study);
}

type MachineRequest = Pick<RunStudyRequest, "workers" | "threads" | "queue">;

function checkMachine({ workers, threads, queue }: MachineRequest, min: number): void {
	if (queue !== undefined) parseQueueAddress(queue);
	if (workers !== undefined) checkWhole("workers", workers, { min, max: MOST_WORKERS }, "study");
	if (threads !== undefined) checkWhole("threads", threads, { min: 1, max: 64 }, "study");
}

async function work(
	study: Study,
	options: FolderOptions,
	{ threads, queue }: MachineRequest,
	{ signal, onProgress, onEnd, onQueue, program }: StudyHooks,
): Promise<StudyShown> {
	const launcher = await openLauncher(study, options, queue, (state) => onQueue?.(state));
	const hooks: WorkerHooks = {
		...(signal && { signal }),
		...(onProgress && { onProgress }),
		...(onEnd && { onEnd }),
		...(program !== undefined && { program }),
		...(threads !== undefined && { threads }),
	};
	await new StudyWorker(study.document, launcher, hooks).run();
	return overviewOf(study);
}

function openRequested({ study, studies = DEFAULT_STUDIES }: StudyPlaceRequest): Study {
	return openStudy(study, studies);
}

/** Trials, best setting and workers of a study. @throws E_STUDY_MISSING. */
export function showStudy(request: StudyPlaceRequest): StudyShown {
	checkRequest(request, "showStudy()", PLACE_KEYS);
	return overviewOf(openRequested(request));
}

/** All studies of a folder, sorted by name. */
export function listStudies(studies: string = DEFAULT_STUDIES): StudyShown[] {
	return studyNames(studies).map((study) => showStudy({ study, studies }));
}

/** Stops a study: every worker lets its trials save, and ends, within 2 seconds. */
export function stopStudy(request: StudyPlaceRequest): { study: string; folder: string } {
	checkRequest(request, "stopStudy()", PLACE_KEYS);
	const study = openRequested(request);
	setStopped(study, true);
	appendEvent(study, { event: "stopped" });
	return { study: study.name, folder: study.folder };
}

export interface RetryStudyRequest extends StudyPlaceRequest {
	/** Ids of parked trials, or their beginnings. Default: all that are parked. */
	trials?: readonly string[];
}

/** Lets parked trials be tried again. @throws E_STUDY_TRIAL for one that is not parked. */
export function retryStudy(request: RetryStudyRequest): { study: string; folder: string; retried: string[] } {
	checkRequest(request, "retryStudy()", [...PLACE_KEYS, "trials"]);
	const study = openRequested(request);
	const parked = overviewOf(study).trials.filter(({ state }) => state === "parked");
	const chosen = (request.trials ?? parked.map(({ id }) => id)).map((given) => {
		const found = parked.filter(({ id }) => given !== "" && id.startsWith(given));
		if (found.length !== 1) throw fail("E_STUDY_TRIAL", { study: study.name, trial: given, parked: true });
		return found[0]!.id;
	});
	for (const id of chosen) {
		retryTrial(study, id);
		appendEvent(study, { event: "retried", trial: id });
	}
	return { study: study.name, folder: study.folder, retried: chosen };
}

function checkAsked({ name, document: { search } }: Study): void {
	if (search.kind !== "asked") throw fail("E_STUDY_ASKED", { study: name, search: search.kind });
}

export interface AskStudyRequest extends StudyPlaceRequest {
	/** Options of the trial that differ from the study's. */
	settings: Settings;
	/** Seed of the trial. Range: at least 0. Default: each seed of the study. */
	seed?: number;
}

/** Asks a study for trials. A trial that it has already is not added again. @throws E_STUDY_ASKED; E_OPTION. */
export function askStudy(request: AskStudyRequest): { study: string; folder: string; trials: string[] } {
	checkRequest(request, "askStudy()", [...PLACE_KEYS, "settings", "seed"]);
	if (request.seed !== undefined) checkWhole("seed", request.seed, { min: 0 }, "askStudy()");
	const study = openRequested(request);
	checkAsked(study);
	const { seeds } = study.document;
	const lists = Object.fromEntries(Object.entries(request.settings).map(([option, value]) => [option, [value]]));
	checkSpace(lists, "askStudy()", { ranges: false });
	checkSettings(study.document, request.settings, "askStudy()");
	const asked = (request.seed === undefined ? seeds : [request.seed]).map((seed) =>
		askTrial(study, request.settings, seed),
	);
	for (const { id, added } of asked) if (added) appendEvent(study, { event: "asked", trial: id });
	return { study: study.name, folder: study.folder, trials: asked.map(({ id }) => id) };
}
