/**
 * Claims: which worker may make which attempt at a trial. `claims/ID/` holds numbered folders, one an attempt. Only one
 * process can create the next number, since a folder appears complete or not at all; the highest number counts, so it is
 * the fence: whoever holds a lower one has lost the trial, and what it commits is refused.
 */
import { join } from "node:path";
import { fail, SluiceError } from "../../errors/index.ts";
import { makeFolder, publishFolder } from "../disk/publish.ts";
import { namesIn, placeIn, readRecord, type Study, writeRecord } from "./studyPlaces.ts";

/**
 * How an attempt ended. "failed": its fault, counted. "lost": its worker vanished or was too late. "released": it was
 * stopped, and can be continued.
 */
export type AttemptEnding = "committed" | "failed" | "lost" | "released";

export interface AttemptEnd {
	end: AttemptEnding;
	/** Why it failed: "crash", "memory", "hang", "output", "error", or a word of the worker. */
	why?: string;
	/** The message of a coded error, or the last line that was printed. */
	message?: string;
}

export interface Attempt {
	number: number;
	worker: string;
	/** undefined while it is being made, and after its worker vanished. */
	end?: AttemptEnd;
}

const CLAIM = "claim.json";
const END = "end.json";
const RETRY = "retry.json";

/** Attempts at a trial in order. */
export function attemptsOf(study: Study, id: string): Attempt[] {
	return numbersOf(study, id).map((number) => {
		const folder = placeIn(study, "claims", id, String(number));
		const { worker = "" } = readRecord(study, join(folder, CLAIM)) ?? {};
		const end = readRecord(study, join(folder, END)) as AttemptEnd | undefined;
		return { number, worker: String(worker), ...(end && { end }) };
	});
}

function numbersOf(study: Study, id: string): number[] {
	const names = namesIn(study, placeIn(study, "claims", id));
	return names
		.filter((name) => /^[1-9]\d{0,8}$/.test(name))
		.map(Number)
		.sort((a, b) => a - b);
}

/** Whether `attempt` is still the newest at its trial: the check before everything that its worker makes public. */
export function isNewest(study: Study, id: string, attempt: number): boolean {
	return (numbersOf(study, id).at(-1) ?? 0) === attempt;
}

/** Claims attempt `number` of a trial for a worker; false if another one was faster. */
export function claimAttempt(study: Study, id: string, number: number, worker: string): boolean {
	const folder = placeIn(study, "claims", id);
	const taken = fail("E_INTERNAL", { what: `attempt ${number} at ${id} is taken` });
	try {
		makeFolder(study.disk, folder);
		const content = Buffer.from(`${JSON.stringify({ format: 1, worker })}\n`);
		publishFolder(study.disk, folder, String(number), { [CLAIM]: content }, () => taken);
	} catch (error) {
		if (error === taken) return false;
		throw error;
	}
	return isNewest(study, id, number);
}

/** Writes how an attempt ended. */
export function endAttempt(study: Study, id: string, attempt: number, end: AttemptEnd): void {
	try {
		writeRecord(study, placeIn(study, "claims", id, String(attempt)), END, end);
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code !== "E_DISK_MISSING") throw error; // the study was removed
	}
}

/** Lets a parked trial be tried again: attempts up to now no longer count. */
export function retryTrial(study: Study, id: string): void {
	const after = numbersOf(study, id).at(-1) ?? 0;
	writeRecord(study, placeIn(study, "claims", id), RETRY, { after });
}

/** Attempts that vanished with their worker before a trial is parked, whatever the study's limit for failures is. */
const MOST_LOST = 20;

export interface Tried {
	attempts: Attempt[];
	/** Attempts that count as failures. */
	failures: Attempt[];
	/** Why the trial is parked; undefined if it is not. */
	parked?: string;
}

/** The attempts of a trial, and whether it is parked. */
export function triedOf(study: Study, id: string): Tried {
	const attempts = attemptsOf(study, id);
	if (attempts.length === 0) return { attempts, failures: [] };
	const { after = 0 } = readRecord(study, join(placeIn(study, "claims", id), RETRY)) ?? {};
	const counted = attempts.filter(({ number }) => number > Number(after));
	const failures = counted.filter(({ end }) => end?.end === "failed");
	const last = attempts.at(-1)!.number;
	const lost = counted.filter(({ end, number }) => (end === undefined ? number < last : end.end === "lost"));
	const parked =
		failures.length >= study.document.limits.tries
			? (failures.at(-1)!.end!.why ?? "failed")
			: lost.length >= MOST_LOST
				? "lost"
				: undefined;
	return { attempts, failures, ...(parked !== undefined && { parked }) };
}
