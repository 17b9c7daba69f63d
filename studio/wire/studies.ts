/** Studies as the studio's page and its server say them to each other. Each id of a study or of a run has 16 hexadecimal digits. */

/** Options of a trial that differ from its study's. */
export type Settings = Readonly<Record<string, string | number>>;
export type StudyState = "finished" | "running" | "stopped" | "interrupted";
export type TrialState = "done" | "diverged" | "parked" | "running" | "waiting";

/** GET /api/studies */
export interface Studies {
	studies: StudyRow[];
}
export interface StudyRow {
	/** The first 16 hex digits of the SHA-256 of its name. */
	id: string;
	name: string;
	state: StudyState;
	data: string;
	search: "grid" | "random" | "halving" | "asked";
	/** Seeds of every setting. */
	seeds: number;
	/** Number of trials by state. */
	counts: Record<TrialState, number>;
	/** Setting with the lowest mean loss; null before the first. */
	best: { settings: Settings; mean: number; trial: string } | null;
	/** Whether the losses are in nats per symbol; otherwise they are squared errors. */
	nats: boolean;
	etaSeconds: number | null;
	/** `atMs`: time of the last heartbeat in milliseconds since 1970, by the clock of the worker's machine. */
	workers: { name: string; host: string; pid: number; slots: number; busy: number; atMs: number }[];
	/** What is wrong with its files. */
	damage?: string;
}

/**
 * GET /api/studies/:id. GET /api/studies/:id/file?as=csv|json|html&lang=en answers with a file. The run of a trial has an
 * id, by which all that reads runs reads it; it is not in the list of runs.
 */
export interface StudyDetail extends StudyRow {
	/** Options that are searched, by name. */
	options: string[];
	/** The lowest mean first; at most MOST_STUDY_ROWS, as of the trials. */
	rows: StudySetting[];
	rowsOf: number;
	importance: { option: string; share: number | null }[];
	trials: StudyTrial[];
	trialsOf: number;
	/** Commands that train the same study again, that add a worker here or elsewhere, and that print it. */
	commands: { again: string; work: string; show: string };
}
export const MOST_STUDY_ROWS = 1000;
export interface StudySetting {
	settings: Settings;
	/** Updates of its rung. */
	steps?: number;
	mean: number | null;
	deviation: number | null;
	/** Number of trials with a loss. */
	seeds: number;
	trials: string[];
}
export interface StudyTrial {
	id: string;
	state: TrialState;
	settings: Settings;
	seed: number;
	steps?: number;
	value: number | null;
	seconds: number | null;
	tries: number;
	/** Id of its run; null before it has one. */
	run: string | null;
	/** Why it is parked, and what it said. */
	why?: string;
	message?: string;
	/** While it runs: fraction of its budget, and its newest training losses, oldest first. */
	progress?: { progress: number; step: number; losses: number[]; etaSeconds: number | null };
}
/** POST /api/studies/:id/resume: trials in parallel. Default: the number of cores. */
export interface ResumeStudyRequest {
	workers?: number;
}
/** POST /api/studies/:id/retry: parked trials. Default: all. stop, resume and retry answer with `Changed`. */
export interface RetryStudyRequest {
	trials?: string[];
}
