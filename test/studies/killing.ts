/** Workers of a study as processes of the built command line, to be killed and stopped; and the results to compare. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { type StudyShown, type StudySpec, task } from "../../src/index.ts";
import type { Stormed } from "./storm.ts";

export const BIN = resolve(import.meta.dirname, "../../dist/cli/bin.js");

/** 6 trials of some hundred milliseconds each. */
export const SMALL: StudySpec = {
	data: task("addition", {}),
	options: { cell: "rnn", hidden: 16, batch: 16, steps: 400, length: 50, saveEvery: 40, validEvery: 200 },
	search: { kind: "grid", space: { lr: [0.01, 0.001, 0.0001] } },
	seeds: [1, 2],
	limits: { leaseSeconds: 2 },
};

/** 40 trials, five times as long. */
export const LARGE: StudySpec = {
	...{ data: SMALL.data, options: { ...SMALL.options, steps: 2000, validEvery: 1000 } },
	search: { kind: "grid", space: { lr: [0.01, 0.003, 0.001, 0.0003, 0.0001], hidden: [16, 24] } },
	seeds: [1, 2, 3, 4],
	limits: { leaseSeconds: 3 },
};

/** Starts a worker of its own process group. */
export const startWorker = (folder: string, ...more: string[]): ChildProcess => startWorkerAt({}, folder, ...more);

/** Where and how a worker runs: what its command begins with, and what its environment has more. */
export interface WorkerPlace {
	before?: readonly string[];
	env?: Readonly<Record<string, string>>;
	/** Program of the command line. Default: the built one. */
	bin?: string;
}

const started: ChildProcess[] = [];

/** Ends the workers that a test which failed has left. */
export function endWorkers(): void {
	for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}

export function startWorkerAt(
	{ before = [], env, bin = BIN }: WorkerPlace,
	folder: string,
	...more: string[]
): ChildProcess {
	const words = [...before, process.execPath, bin, "study", "work", folder, "--quiet", "--json", ...more];
	const child = spawn(words[0]!, words.slice(1), {
		stdio: ["ignore", "ignore", "pipe"],
		detached: true,
		env: { ...process.env, ...env },
	});
	started.push(child);
	child.stderr!.on("data", (bytes) => {
		if (process.env.SLUICE_TEST_TALK) process.stderr.write(bytes);
	});
	return child;
}

export const ended = (child: ChildProcess): Promise<void> =>
	child.exitCode !== null || child.signalCode !== null
		? Promise.resolve()
		: new Promise((done) => child.once("exit", () => done()));

/** Process numbers of the trials that a worker trains. */
export function trialsUnder(worker: number): number[] {
	return readdirSync("/proc").flatMap((name) => {
		if (!/^\d+$/.test(name)) return [];
		try {
			const stat = readFileSync(`/proc/${name}/stat`, "latin1");
			const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
			const line = readFileSync(`/proc/${name}/cmdline`, "latin1");
			return parent === worker && line.includes("trialProcess.js") ? [Number(name)] : [];
		} catch {
			return [];
		}
	});
}

/** Whether a process has not ended. */
export function isAlive(pid: number): boolean {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		return stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
	} catch {
		return false;
	}
}

/** Those of these process numbers that trials still have: what a killed worker left. */
export function orphansOf(pids: readonly number[]): number[] {
	return pids.filter((pid) => {
		try {
			return isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("trialProcess.js");
		} catch {
			return false;
		}
	});
}

/** What two studies must have in common: everything but the times and who did it. */
function resultsOf({ trials }: StudyShown): Record<string, unknown> {
	return Object.fromEntries(
		trials.map(({ id, state, settings, seed, value, weightsSha256 }) => [
			id,
			{ state, settings, seed, value, weightsSha256 },
		]),
	);
}

/** The events of a study, in their order. */
export const eventsOf = (folder: string): { event: string; trial?: string }[] =>
	readFileSync(join(folder, "events.jsonl"), "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));

/** Numbers of "committed" events of the trials that have one. */
export function commitsOf(folder: string): number[] {
	const commits = new Map<string, number>();
	for (const { event, trial = "" } of eventsOf(folder))
		if (event === "committed") commits.set(trial, (commits.get(trial) ?? 0) + 1);
	return [...commits.values()];
}

/** Trials whose result is not that of their newest attempt: a worker committed what it had lost. */
export function lateResults(folder: string): string[] {
	return readdirSync(join(folder, "trials")).filter((trial) => {
		const { attempt } = JSON.parse(readFileSync(join(folder, "trials", trial, "trial.json"), "utf8"));
		const attempts = readdirSync(join(folder, "claims", trial)).filter((name) => /^\d+$/.test(name));
		return attempt !== Math.max(...attempts.map(Number));
	});
}

/** How an attempt ended, TRIAL.ATTEMPT. */
export function endOf(folder: string, attempt: string): string {
	return JSON.parse(readFileSync(join(folder, "claims", ...attempt.split("."), "end.json"), "utf8")).end;
}

/**
 * All kills were done; every trial has one result, of its newest attempt, which is that of the undisturbed study; the
 * worker that was stopped lost its trial; no process is left.
 */
export async function expectCalm({ folder, shown, kills, stopped, pids }: Stormed, calm: StudyShown): Promise<void> {
	expect(kills.left).toBe(0);
	expect(shown.counts).toMatchObject({ done: calm.trials.length, parked: 0, running: 0, waiting: 0 });
	expect(resultsOf(shown)).toEqual(resultsOf(calm));
	expect(Math.max(...commitsOf(folder))).toBe(1); // an event that a kill left out is no second commit
	expect(lateResults(folder)).toEqual([]);
	expect(endOf(folder, stopped!)).toBe("lost");
	await expect.poll(() => orphansOf(pids)).toEqual([]);
}
