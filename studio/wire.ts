/**
 * What the studio's page and its server say to each other: addresses, requests, answers and events. Types and limits
 * only, so that both sides import the same words.
 *
 * A run is named by its id, never by a path. No field of a request holds a path or an address of the net.
 */

import type { Settings, StudyRow } from "./wire/studies.ts";

/** Header that every request under /api must carry; its value comes from `Session.secret`. */
export const SECRET_HEADER = "x-sluice";
/** Largest body of a request in JSON, and of a text that is dropped or pasted, in bytes. */
export const MOST_JSON_BYTES = 1 << 20;
export const MOST_TEXT_BYTES = 32 << 20;
/** Form of a run's id: the first 16 hex digits of the SHA-256 of its name. */
export const RUN_ID = /^[0-9a-f]{16}$/;

/** A value of JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** One line of a run's log, as it stands in the file: `step` and what was measured then. */
export type Line = { step: number; [key: string]: Json };

/** POST /api/session, the only request without a session. `code` is the single-use code of the start link. */
export interface SessionRequest {
	code: string;
}
export interface Session {
	/** Value of the header x-sluice. Valid until the server ends. */
	secret: string;
	/** Names this start of the server: what a page keeps for another instance is stale. */
	instance: string;
}
/** GET /api/hello */
export interface Hello {
	version: string;
	instance: string;
	lang: "en" | "ko";
	/** The engine on which the server trains, and the number of processor cores. */
	engine: { name: string; build: string; threads: number };
	cores: number;
	/** Texts that `sluice studio PATH...` was given, and those that were dropped or pasted since. */
	texts: GivenText[];
	/** Id of the run that a page has started and that still trains. */
	training: string | null;
	/** Folder of runs as `--runs` of a command in the studio's folder names it; null for the default. */
	runs: string | null;
}
/** In the answer to POST /api/texts?name=NAME, whose body is the text itself as application/octet-stream. */
export interface GivenText {
	/** 16 hex digits. */
	id: string;
	name: string;
	bytes: number;
	/** "text", or "series" for a CSV file, whose numeric columns are `columns`. */
	kind: "text" | "series";
	columns?: string[];
	/**
	 * The columns of questions and answers if it looks like pairs, and all columns that a page can choose. `file`: how a
	 * command in the studio's folder names it; absent for a dropped one.
	 */
	pairs?: { question: string; answer: string; fields: string[]; file?: string };
}
/** GET /api/catalogue: texts that `sluice data list` names. `bytes`: size of the download. */
export interface CatalogueEntry {
	name: string;
	about: string;
	licence: string;
	bytes: number | null;
	cached: boolean;
}

/** A text in both languages. */
export interface Words {
	en: string;
	ko: string;
}

export type RunState = "running" | "finished" | "stopped" | "diverged" | "interrupted";

/** GET /api/runs */
export interface Runs {
	runs: RunRow[];
	/** Removed runs, which can be put back. */
	bin: { id: string; name: string; removedMs: number }[];
	/** Comparisons and reproductions in the same folder. */
	results: { name: string; kind: "compare" | "reproduce"; title: string; changedMs: number }[];
}
export interface RunRow {
	id: string;
	name: string;
	state: RunState;
	/** "lstm 2x128"; absent if the run's files are damaged. */
	model?: string;
	/** Text, task or series that it was trained on. */
	data: string;
	kind: "text" | "task" | "series" | "labels" | "pairs";
	parameters?: number;
	step: number;
	/** Lowest loss of the validations, in `lossUnit`; null if none was measured. */
	best: { step: number; loss: number } | null;
	/** Smoothed loss of the last line; null before the first. */
	last: number | null;
	lossUnit: string;
	bytes: number;
	changedMs: number;
	tags: string[];
	/** The run that it was forked from, the update, and what was changed. */
	parent?: { run: string; update: number; change: Record<string, Json>; without?: string };
	/** Loss by step for a drawing of about 100 points: pairs of lowest and highest value of equal stretches. [2n] */
	spark: number[];
	/** What is wrong with its files. */
	damage?: string;
}

/**
 * GET /api/runs/:id. GET /api/runs/:id/report?lang=en, /weights?checkpoint=best|last|N and /api/runs.csv answer with a file:
 * fetch it, since a link cannot carry the header. So does /symbols?part=train|valid|test&from=0&count=N: int32, little-endian,
 * first the number of symbols of the part and the index of the first, then the ids, at most 1,048,576. /reservoir?checkpoint=N
 * and /sequence?part=PART are the network and the data of an echo state network on a task or a series.
 */
export interface RunDetail extends RunRow {
	/** All options, the defaults filled in. */
	options: Record<string, Json>;
	/** Budget from the start of the run, as its newest checkpoint has it. */
	budget: { steps?: number; epochs?: number; minutes?: number };
	seed: number;
	engine: string;
	build: string;
	threads: number;
	/** Updates whose checkpoints are kept, and the SHA-256 of the newest one's weights. */
	checkpoints: number[];
	weightsSha256: string | null;
	/** SHA-256 of the text; null for a task. */
	textSha256: string | null;
	/** The command that trains the same run again. */
	command: string;
	/** Of the run of a trial: its study. Such a run is read only; its study decides what becomes of it. */
	trial?: { study: string; name: string; settings: Settings; seed: number };
	/** What an exported page has of the run; absent from a server's answer, which has everything. */
	published?: Published;
}

/**
 * Of a run in an exported page. `weights`: the updates of its best and of its newest weights; null if it was not trained on
 * a text. `sample`: the text of the page that is read if the run's own is not published; null if it is. `echo`: of an echo state
 * network on a task or a series, also the parts whose sequences are published.
 */
export interface Published {
	weights: { best: number; last: number } | null;
	sample: "c" | "en" | "ko" | null;
	echo?: { best: number; last: number; parts: ("train" | "valid" | "test")[] };
}

/** GET /api/runs/:id/spectrum?checkpoint=N: eigenvalues of the top layer's W_hh; null above 128 units and for a reservoir. */
export interface Spectrum {
	spectrum: { step: number; block: string; radius: number; re: number[]; im: number[] } | null;
}

/** GET /api/runs/:id/lines?log=metrics&from=STEP: lines after `from`, at most 20,000, thinned evenly beyond that. */
export type LogName = "metrics" | "records" | "samples";
export interface Lines {
	lines: Line[];
	/** Number of lines that the log holds after `from`, of which `lines` are shown. */
	of: number;
}

/** POST /api/runs */
export interface StartRequest {
	data:
		| { kind: "catalogue"; name: string }
		| { kind: "given"; id: string; target?: string }
		/** A given text that looks like pairs, and two of its `fields`. */
		| { kind: "pairs"; id: string; question: string; answer: string }
		| { kind: "task"; name: string; options?: Record<string, number | boolean> };
	/** Options of `sluice train`, as keys. */
	options: Record<string, Json>;
	/** Name of the new run. Default: made from the data and the cell. */
	name?: string;
	engine?: string;
	threads?: number;
}
export interface Started {
	id: string;
	name: string;
}
/** POST /api/runs/:id/resume: a budget that counts from the run's start. Default: the run's own. */
export interface ResumeRequest {
	steps?: number;
	epochs?: number;
	minutes?: number;
}
/** POST /api/runs/:id/fork. `change`: options that differ from the parent's; empty for an equal future. */
export interface ForkRequest {
	update: number;
	change: Record<string, Json>;
	name?: string;
}
/** POST /api/runs/:id/rename, /tag */
export interface RenameRequest {
	name: string;
}
export interface TagRequest {
	add?: string[];
	remove?: string[];
}

/**
 * Answers of the other requests that change something. stop and delete: `Changed`; resume, rename and restore: `Started`,
 * where rename gives the run another id; tag: `Tagged`; texts: `GivenText`.
 */
export interface Changed {
	id: string;
}
export interface Tagged {
	id: string;
	tags: string[];
}

/** A refusal: 4xx or 5xx. `code` and the message are those of the command line. */
export interface Refused {
	code: string;
	message: Words;
	/** For 409: the run that trains already. */
	running?: string;
}

/**
 * GET /api/events?since=N: an event stream. `event` is one of these words, `id` a growing whole number, `data` the value
 * as one line of JSON. Without `since`, and after a gap that the server no longer remembers, the first event is "reset".
 */
export interface Events {
	/** Read everything anew. */
	reset: { instance: string };
	/** A run is new or has changed. */
	run: RunRow;
	/** A run was removed. */
	gone: { id: string };
	/** A study is new or has changed, within a second or two of what its folder says. */
	study: StudyRow;
	/** A study was removed. */
	studyGone: { id: string };
	/**
	 * New lines of a run that trains, within 250 ms. If a run logs more than the stream may carry, they are thinned evenly.
	 * Lines before the one in which a run's state became "running" are not sent: read its log then. Lines may come that the
	 * page has read already; of two lines of a log with one step the later one counts.
	 */
	lines: { id: string; log: LogName; lines: Line[] };
	/** A training that a page has started ended before it had a run, for instance because its text cannot be read. */
	failed: { id: string; name: string; refused: Refused };
	/** Work that a request started: done of total, in the unit of the work. */
	work: { id: string; what: "replay" | "download" | "receipt"; done: number; total: number };
}
export type EventName = keyof Events;

/** The table of routes. Everything else is refused. `writes`: the request changes something. */
export interface Route {
	method: "GET" | "POST";
	path: string;
	writes: boolean;
	/** Type of the body that it accepts. */
	body?: "json" | "bytes";
}
export const ROUTES = [
	{ method: "POST", path: "/api/session", writes: true, body: "json" },
	{ method: "GET", path: "/api/hello", writes: false },
	{ method: "GET", path: "/api/catalogue", writes: false },
	{ method: "GET", path: "/api/form", writes: false },
	{ method: "GET", path: "/api/events", writes: false },
	{ method: "GET", path: "/api/runs", writes: false },
	{ method: "GET", path: "/api/runs.csv", writes: false },
	{ method: "GET", path: "/api/runs/:id", writes: false },
	{ method: "GET", path: "/api/runs/:id/lines", writes: false },
	{ method: "GET", path: "/api/runs/:id/spectrum", writes: false },
	{ method: "GET", path: "/api/runs/:id/report", writes: false },
	{ method: "GET", path: "/api/runs/:id/weights", writes: false },
	{ method: "GET", path: "/api/runs/:id/symbols", writes: false },
	{ method: "GET", path: "/api/runs/:id/reservoir", writes: false },
	{ method: "GET", path: "/api/runs/:id/sequence", writes: false },
	{ method: "POST", path: "/api/texts", writes: true, body: "bytes" },
	{ method: "POST", path: "/api/runs", writes: true, body: "json" },
	{ method: "POST", path: "/api/runs/:id/stop", writes: true, body: "json" },
	{ method: "POST", path: "/api/runs/:id/resume", writes: true, body: "json" },
	{ method: "POST", path: "/api/runs/:id/fork", writes: true, body: "json" },
	{ method: "POST", path: "/api/runs/:id/rename", writes: true, body: "json" },
	{ method: "POST", path: "/api/runs/:id/tag", writes: true, body: "json" },
	{ method: "POST", path: "/api/runs/:id/delete", writes: true, body: "json" },
	{ method: "POST", path: "/api/runs/:id/restore", writes: true, body: "json" },
	{ method: "POST", path: "/api/runs/:id/replay", writes: false, body: "json" },
	{ method: "POST", path: "/api/runs/:id/replay/block", writes: false, body: "json" },
	{ method: "POST", path: "/api/runs/:id/receipt", writes: false, body: "json" },
	{ method: "POST", path: "/api/runs/:id/chat", writes: false, body: "json" },
	{ method: "GET", path: "/api/studies", writes: false },
	{ method: "GET", path: "/api/studies/:id", writes: false },
	{ method: "GET", path: "/api/studies/:id/file", writes: false },
	{ method: "POST", path: "/api/studies/:id/stop", writes: true, body: "json" },
	{ method: "POST", path: "/api/studies/:id/resume", writes: true, body: "json" },
	{ method: "POST", path: "/api/studies/:id/retry", writes: true, body: "json" },
] as const satisfies readonly Route[];
