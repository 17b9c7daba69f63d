/** Workers of a study as processes of the built command line, to be killed and stopped; and the results to compare. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { fail, runStudy, type StudyShown, type StudySpec, showStudy, task } from "../../src/index.ts";

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

/** Where a worker runs: what its command begins with, and what its environment has more. */
export interface WorkerPlace {
	before?: readonly string[];
	env?: Readonly<Record<string, string>>;
}

const started: ChildProcess[] = [];

/** Ends the workers that a test which failed has left. */
export function endWorkers(): void {
	for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}

export function startWorkerAt({ before = [], env }: WorkerPlace, folder: string, ...more: string[]): ChildProcess {
	const words = [...before, process.execPath, BIN, "study", "work", folder, "--quiet", "--json", ...more];
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

/** Processes of trials, anywhere, whose run is in the study: those that a killed worker left. */
export function orphansOf(pids: readonly number[]): number[] {
	return pids.filter((pid) => {
		try {
			const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
			return (
				stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z" &&
				readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("trialProcess.js")
			);
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

/** Every trial has one result, which is that of the undisturbed study, and no process is left. */
export function expectCalm({ folder, shown, orphans }: Awaited<ReturnType<typeof storm>>, calm: StudyShown): void {
	expect(shown.counts).toMatchObject({ done: calm.trials.length, parked: 0, running: 0, waiting: 0 });
	expect(resultsOf(shown)).toEqual(resultsOf(calm));
	expect(Math.max(...commitsOf(folder))).toBe(1); // an event that a kill left out is no second commit
	expect(orphans).toEqual([]);
}

interface Storm {
	studies: string;
	study: StudySpec;
	workers: number;
	/** Number of kills of trials' processes, and of their workers. */
	trialKills: number;
	workerKills: number;
	/** Milliseconds between two kills, about. */
	everyMs: number;
	/** Numbers in [0, 1). */
	random(): number;
	/** Starts worker `n`. Default: one of the folder. */
	start?(folder: string, n: number): ChildProcess;
}

/** Kills a process; false if it has ended meanwhile. */
function killed(pid: number): boolean {
	try {
		return process.kill(pid, "SIGKILL");
	} catch {
		return false;
	}
}

const startNumbered = (folder: string, n: number) => startWorker(folder, "--index", String(n));

/** Runs a study while its processes are killed at random. A worker that was killed is replaced. */
export async function storm({ studies, study, workers, everyMs, random, start = startNumbered, ...kills }: Storm) {
	const { folder } = await runStudy({ study, name: "storm", studies, workers: 0 });
	const running = Array.from({ length: workers }, (_, n) => start(folder, n));
	const seen = new Set<number>();
	const left = { trial: kills.trialKills, worker: kills.workerKills };
	const open = () =>
		showStudy({ study: folder }).trials.some(({ state }) => state === "running" || state === "waiting");
	while (open()) {
		await new Promise((done) => setTimeout(done, everyMs * (0.5 + random())));
		for (const [n, worker] of running.entries()) {
			for (const pid of trialsUnder(worker.pid!)) seen.add(pid);
			const gone = worker.exitCode !== null || worker.signalCode !== null;
			if (gone && open()) running[n] = start(folder, n);
		}
		if (left.trial + left.worker === 0) continue;
		const victim = running[Math.floor(random() * running.length)]!;
		const trials = trialsUnder(victim.pid!);
		const ofWorker = random() < left.worker / (left.trial + left.worker);
		if (ofWorker && trials.length > 0) {
			victim.kill("SIGKILL");
			left.worker--;
		} else if (!ofWorker && trials.length > 0) {
			if (killed(trials[0]!)) left.trial--;
		}
	}
	await Promise.all(running.map(ended));
	if (left.trial + left.worker > 0)
		throw fail("E_INTERNAL", { what: `${left.trial} and ${left.worker} kills are left` });
	return { folder, shown: showStudy({ study: folder }), orphans: orphansOf([...seen]) };
}
